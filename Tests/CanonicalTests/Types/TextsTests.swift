import Testing

@testable import Canonical

@Suite struct TextsTests {
    @Test(arguments: ["é", "ligne\nligne\r\n\tfin", "12345678", "😀😀"])
    func `texts that fit`(text: String) {
        #expect(verdict(.text(max: 20), text) == "right")
    }

    @Test(arguments: ["", " ", "\n\t", "<p></p>"]) func `a text without anything to read is none`(text: String) {
        for type in [FieldType.text(max: 20), .line(max: 20)] {
            #expect(
                verdict(type, text) == """
                    empty
                    why: a text holds something to read
                    fix: leave the field out
                    """)
        }
    }

    @Test func `length counts in characters, and the limit itself fits`() {
        #expect(verdict(.text(max: 4), "éééé") == "right")
        #expect(
            verdict(.text(max: 4), "ééééé") == """
                too long (5 characters)
                why: at most 4 characters fit here
                fix: shorten it in the export
                """)
    }

    @Test(arguments: [("a\u{0}b", "U+0000"), ("\u{1B}[0m", "U+001B"), ("a\u{7F}", "U+007F"), ("\u{C}", "U+000C")])
    func `control characters are refused by name`(text: String, name: String) {
        #expect(
            verdict(.text(max: 20), text) == """
                holds the control character \(name)
                why: texts hold printable characters only
                fix: remove it in the export, or correct "encoding"
                """)
    }

    @Test func `one of a fixed set of words, letter by letter`() {
        let type = FieldType.choice(["job", "training", "event"])
        #expect(verdict(type, "job") == "right")
        #expect(
            verdict(type, "trainning") == """
                unknown word
                why: the words here are job, training or event
                fix: did you mean "training"?
                """)
        #expect(
            verdict(type, "emploi") == """
                unknown word
                why: the words here are job, training or event
                fix: correct the export, or map it with "codes"
                """)
        #expect(
            verdict(type, "Job") == """
                unknown word
                why: the words here are job, training or event
                fix: did you mean "job"?
                """)
    }

    @Test func `a long list of words is cut`() {
        let words = (1...13).map { "word\($0)" }
        #expect(
            verdict(.choice(words), "x") == """
                unknown word
                why: the words here are word1, word2, word3, word4, word5, word6, word7, word8…
                fix: correct the export, or map it with "codes"
                """)
    }

    @Test(arguments: [
        "0123456789abcdef0123456789abcde", "0123456789ABCDEF0123456789ABCDEF", "Marie Durand", "",
        "0123456789abcdef0123456789abcdef0",
    ]) func `what is no pseudonym`(text: String) {
        #expect(
            verdict(.pseudonym, text) == """
                not a pseudonym
                why: a person is named by 32 hexadecimal digits only
                fix: add "pseudonym": true to its mapping
                """)
    }

    @Test func `a pseudonym is 32 hexadecimal digits`() {
        #expect(verdict(.pseudonym, "0123456789abcdef0123456789abcdef") == "right")
    }

    @Test func `a code is found in its table, and what is almost one says how to map it`() {
        #expect(verdict(.code(table: "contract-types"), "DDI", .sample) == "right")
        #expect(
            verdict(.code(table: "contract-types"), "cddi", .sample) == """
                not a code
                why: the code for it in codes/contract-types.csv is "DDI"
                fix: add "codes": "contract-types" to its mapping
                """)
        #expect(
            verdict(.code(table: "contract-types"), "CDDX", .sample) == """
                unknown code
                why: it is not in codes/contract-types.csv
                fix: did you mean "CDDI"?
                """)
        #expect(
            verdict(.code(table: "contract-types"), "stage", .sample) == """
                unknown code
                why: it is not in codes/contract-types.csv
                fix: correct the export, or add the code to that file
                """)
        #expect(
            verdict(.code(table: "planets"), "Mars", .sample) == """
                cannot be checked
                why: there is no table codes/planets.csv
                fix: add that file
                """)
    }
}
