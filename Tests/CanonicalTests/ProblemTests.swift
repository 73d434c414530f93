import Canonical
import Testing

@Suite struct ProblemTests {
    @Test func `a problem says where, what, why and what to do`() {
        let problem = Problem(
            Place("exports/offers.csv", line: 412, column: 17, record: 411, field: "Date"),
            "not a date: \(Quote.value("31/02/2026"))",
            why: "published is read as dd/MM/yyyy (config/feeds/acme.jsonc:11:22); February 2026 has 28 days",
            fix: "correct the export, or change \"date\" there")
        #expect(
            problem.description == """
                exports/offers.csv:412:17: record 411, field "Date": not a date: "31/02/2026"
                  why: published is read as dd/MM/yyyy (config/feeds/acme.jsonc:11:22); February 2026 has 28 days
                  fix: correct the export, or change "date" there
                """)
    }

    @Test func `a long value is cut and its length is told`() {
        let text = String(repeating: "é", count: 61)
        #expect(Quote.value(text) == "\"\(String(repeating: "é", count: 60))…\" (61 characters)")
    }

    @Test func `control characters in a value are made visible`() {
        #expect(Quote.value("a\n\"b\"\u{7}") == #""a\n\"b\"\u{7}""#)
    }

    @Test func `a slip of the keyboard finds the word that was meant`() {
        let words = ["delimiter", "encoding", "header"]
        #expect(Suggestion.nearest(to: "delimeter", in: words) == "delimiter")
        #expect(Suggestion.nearest(to: "haeder", in: words) == "header")
        #expect(Suggestion.nearest(to: "colour", in: words) == nil)
    }
}
