import Testing

@testable import Canonical

@Suite struct PlacesTests {
    @Test(arguments: [
        (FieldType.rome, "A1201"), (.rome, "N4105"), (.commune, "63113"), (.commune, "2A004"), (.commune, "2B033"),
        (.commune, "97105"), (.postcode, "63000"), (.postcode, "01000"), (.postcode, "20090"), (.postcode, "98800"),
        (.departement, "01"), (.departement, "95"), (.departement, "2A"), (.departement, "2B"), (.departement, "971"),
        (.departement, "988"),
    ]) func `codes of places and occupations that are right`(type: FieldType, text: String) {
        #expect(verdict(type, text) == "right")
    }

    @Test(arguments: [("3000", "03000"), ("1000", "01000"), ("9600", "09600")])
    func `a postcode gets back the zero that a spreadsheet dropped`(text: String, canonical: String) {
        #expect(verdict(.postcode, text) == "canonical \(canonical)")
    }

    @Test(arguments: ["O1101", "a1201", "A120", "A12011", "A12O1", "1A201", "É101"])
    func `what is no ROME code`(text: String) {
        #expect(
            verdict(.rome, text) == """
                not a ROME code
                why: a ROME code is a letter A to N and four digits, such as N1103
                fix: correct the export, or leave the field unmapped
                """)
    }

    @Test(arguments: ["6311", "631133", "2C004", "3A004", "63 13", "2A0O4", "2é00"])
    func `what is no commune`(text: String) {
        #expect(
            verdict(.commune, text) == """
                not an INSEE commune code
                why: a commune code has five characters, such as 63113 or 2A004; it is not the postcode
                fix: correct the export, or map the column to workplace.postcode
                """)
    }

    @Test(arguments: ["630", "630000", "F6300", "63 00", "2A000"]) func `what is no postcode`(text: String) {
        #expect(
            verdict(.postcode, text) == """
                not a postcode
                why: a postcode has five digits
                fix: correct the export
                """)
    }

    @Test(arguments: ["00", "20", "96", "99", "2C", "1", "970", "990", "0971", "é", ""])
    func `what is no département`(text: String) {
        #expect(
            verdict(.departement, text) == """
                not a département
                why: a département is 01 to 95, 2A, 2B or 971 to 989
                fix: correct the export
                """)
    }
}
