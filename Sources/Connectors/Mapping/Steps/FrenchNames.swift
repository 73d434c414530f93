import Canonical

/// Names of months and weekdays, whole or short; case and accents do not matter.
enum FrenchNames {
    static let months = table([
        ["janvier", "janv", "jan"], ["février", "févr", "fév"], ["mars", "mar"], ["avril", "avr"], ["mai"],
        ["juin", "jun"], ["juillet", "juil", "jul"], ["août", "aou"], ["septembre", "sept", "sep"],
        ["octobre", "oct"], ["novembre", "nov"], ["décembre", "déc"],
    ])
    static let weekdays = table([
        ["lundi", "lun"], ["mardi", "mar"], ["mercredi", "mer"], ["jeudi", "jeu"], ["vendredi", "ven"],
        ["samedi", "sam"], ["dimanche", "dim"],
    ])

    /// Reads a name, and the point of an abbreviation; 1 for the table's first.
    static func number(in table: CodeTable, _ value: [UInt8], _ index: inout Int) -> Int? {
        let name = value[index...].prefix { $0 >= 0x80 && $0 != 0xC2 || 0x61...0x7A ~= $0 | 0x20 }
        guard let code = table.code(meaning: name.span), let number = Int(code.code) else { return nil }
        index += name.count
        if index < value.count, value[index] == UInt8(ascii: ".") { index += 1 }
        return number
    }

    private static func table(_ names: [[String]]) -> CodeTable {
        let codes = names.enumerated().map { Code(code: "\($0 + 1)", label: "", aliases: $1) }
        return CodeTable(name: "names", codes: codes, codesAreSpellings: false)
    }
}
