import Testing

@testable import Canonical

@Suite struct NumbersTests {
    @Test(arguments: ["0", "7", "-7", "35.5", "-0.25", "3.2410599999999645", "12345678901234567890"])
    func `numbers that stand in JSON as they are`(text: String) {
        #expect(verdict(.number(-1e30...1e30), text) == "right")
    }

    @Test(arguments: [
        ("007", "7"), ("35.50", "35.5"), ("35.0", "35"), ("-0", "0"), ("-0.00", "0"), ("00.5", "0.5"),
        ("-00.50", "-0.5"),
        ("000", "0"),
    ]) func `zeros that say nothing are dropped`(text: String, canonical: String) {
        #expect(verdict(.number(-1e30...1e30), text) == "canonical \(canonical)")
    }

    @Test(arguments: ["", "-", ".", ".5", "5.", "+5", "1,5", "1 000", "1e3", "1E3", "0x1F", "NaN", "1.2.3", "--1", "٣"])
    func `what is no number`(text: String) {
        #expect(
            verdict(.number(-1e30...1e30), text) == """
                not a number
                why: numbers are written with digits and a decimal point
                fix: correct the export, or add "decimal": "," to its mapping when it writes a comma
                """)
    }

    @Test(arguments: [("0", "right"), ("12", "right"), ("007", "canonical 7"), ("000", "canonical 0")])
    func `counts`(text: String, expected: String) {
        #expect(verdict(.integer(0...1_000), text) == expected)
    }

    @Test(arguments: ["", "-1", "1.0", "1e2", "1234567890123456", "3 postes", "²"])
    func `what is no count`(text: String) {
        #expect(
            verdict(.integer(0...1_000), text) == """
                not a whole number
                why: a count is written with digits only
                fix: correct the export
                """)
    }

    @Test func `true and false are themselves, and nothing else is`() {
        #expect(verdict(.boolean, "true") == "right")
        #expect(verdict(.boolean, "false") == "right")
        for text in ["True", "1", "oui", "Oui", "", "truee"] {
            #expect(
                verdict(.boolean, text) == """
                    neither true nor false
                    why: yes and no are written true and false
                    fix: add "codes" to its mapping, such as { "Oui": "true", "Non": "false" }
                    """)
        }
    }
}
