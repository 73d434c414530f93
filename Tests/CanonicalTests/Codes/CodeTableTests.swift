import Testing

@testable import Canonical

@Suite struct CodeTableTests {
    private let table = CodeTable(
        name: "t",
        codes: [
            Code(code: "DDI", label: "Contrat durée déterminée insertion", aliases: ["CDD d'insertion", "TTI"]),
            Code(code: "TTI", label: "Intérim  d’insertion"), Code(code: "éà", label: ""),
        ])

    private func meaning(_ text: String) -> String? { table.code(meaning: text) }

    @Test(arguments: [
        ("DDI", "DDI"), ("ddi", "DDI"), ("Contrat durée déterminée insertion", "DDI"),
        ("CONTRAT DUREE DETERMINEE INSERTION", "DDI"), ("CDD d’insertion", "DDI"), ("cdd D'Insertion", "DDI"),
        ("CDD\u{A0}d'insertion", "DDI"), ("  cdd   d'insertion ", "DDI"), ("cdd\td'insertion", "DDI"),
        ("interim d'insertion", "TTI"), ("INTÉRIM D’INSERTION", "TTI"), ("inte\u{301}rim d'insertion", "TTI"),
        ("Intérim\u{202F}d'insertion", "TTI"), ("EA", "éà"),
    ]) func `case, accents, apostrophes and spaces do not matter`(text: String, code: String) {
        #expect(meaning(text) == code)
    }

    @Test(arguments: ["", "D DI", "CDDdinsertion", "DDII", "—"]) func `anything else means nothing`(text: String) {
        #expect(meaning(text) == nil)
    }

    @Test func `a code means itself, even when an earlier code has it as an alias`() {
        #expect(meaning("TTI") == "TTI")
    }

    @Test func `a spelling as written means more than another one that only looks alike`() {
        let table = CodeTable(
            name: "t",
            codes: [Code(code: "1", label: "Formé"), Code(code: "2", label: "forme"), Code(code: "3", label: "FORME")])
        func meaning(_ text: String) -> String? { table.code(meaning: text) }
        #expect(meaning("forme") == "2")
        #expect(meaning("FORME") == "3")
        #expect(meaning("Formé") == "1")
    }

    @Test func `contains takes codes only, letter by letter`() {
        #expect(table.contains("DDI"))
        #expect(!table.contains("ddi"))
        #expect(!table.contains("CDD d'insertion"))
    }

    @Test func `a list can turn words round when its codes are no spellings`() {
        let table = CodeTable(
            name: "inline", codes: [Code(code: "false", label: "true"), Code(code: "true", label: "false")],
            codesAreSpellings: false)
        #expect(table.code(meaning: "true") == "false")
        #expect(table.code(meaning: "FALSE") == "true")
    }
}
