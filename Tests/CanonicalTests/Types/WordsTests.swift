import Testing

@testable import Canonical

@Suite struct WordsTests {
    @Test(arguments: [
        ("62.02A", "right"), ("6202A", "canonical 62.02A"), ("62.02a", "canonical 62.02A"),
        ("6202a", "canonical 62.02A"), ("8899B", "canonical 88.99B"), ("01.11Z", "right"),
    ]) func `NAF codes`(text: String, expected: String) {
        #expect(verdict(.naf, text) == expected)
    }

    @Test(arguments: [
        "", "62", "62.02", "6202", "62.02AA", "A6202", "62 02A", "6.2.0.2.A", "620.2A", "62..02A", "62.02É", "62.02A.",
        ".6202A", "62.02[", "62.02@",
    ]) func `what is no NAF code`(text: String) {
        #expect(
            verdict(.naf, text) == """
                not a NAF code
                why: a NAF code is four digits and a letter, such as 62.02A
                fix: correct the export
                """)
    }

    @Test(arguments: ["1234", "11987", "403950"])
    func `appellation codes`(text: String) {
        #expect(verdict(.appellation, text) == "right")
    }

    @Test(arguments: ["", "123", "1234567", "11 987", "11987A", "-11987", "１１９８７"])
    func `what is no appellation code`(text: String) {
        #expect(
            verdict(.appellation, text) == """
                not an appellation code
                why: an appellation code has 4 to 6 digits
                fix: correct the export
                """)
    }

    @Test(arguments: ["aci", "trois-rivieres", "a", "63", String(repeating: "a", count: 60)])
    func `ids of members`(text: String) {
        #expect(verdict(.member, text) == "right")
    }

    @Test(arguments: ["", "ACI", "trois rivières", "l'aci", "a_b", "a.b", "a/b", String(repeating: "a", count: 61)])
    func `what is no id of a member`(text: String) {
        #expect(
            verdict(.member, text) == """
                not a member's id
                why: an id is lower-case letters, digits and hyphens
                fix: write the name of the member's config file
                """)
    }

    @Test func `the id of a message is the hub's digits, a UUID, or what else a member's software counts with`() {
        for text in [
            "0123456789abcdef0123456789abcdef", "01234567-89AB-cdef-0123-456789abcdef", "7", "lot=3/OR-2026:0007@aci",
            String(repeating: "a", count: 128),
        ] {
            #expect(verdict(.id, text) == "right")
        }
        for text in ["", "a b", "é", "a\n", "a\u{0}", "\"", String(repeating: "a", count: 129)] {
            #expect(
                verdict(.id, text) == """
                    not a message's id
                    why: an id is 1 to 128 letters, digits and - . _ : / + @ =
                    fix: copy it from the message
                    """)
        }
    }
}
