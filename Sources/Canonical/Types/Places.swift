/// Codes of occupations and places that have a shape of their own.
enum Places {
    /// `[A-N]` and four digits (France Travail, ROME v3 and v4); known, where the open-data table was imported.
    static func rome(_ value: Span<UInt8>, _ codes: Codes) -> Verdict {
        guard value.count == 5, 0x41...0x4E ~= value[0], CivilDate.digits(value, 1, 4) != nil else {
            return .wrong(
                what: "not a ROME code", why: "a ROME code is a letter A to N and four digits, such as N1103",
                fix: "correct the export, or leave the field unmapped")
        }
        guard let table = codes.rome, !table.contains(value) else { return .right }
        return .wrong(
            what: "unknown ROME code", why: "it is not in codes/rome.csv",
            fix: "correct the export, or import the newest table: hub codes import")
    }

    /// Five characters; 2A and 2B for Corsica (INSEE, code officiel géographique).
    static func commune(_ value: Span<UInt8>) -> Verdict {
        let isRight =
            value.count == 5 && CivilDate.digits(value, 2, 3) != nil
            && (CivilDate.digits(value, 0, 2).map { 1...95 ~= $0 && $0 != 20 || $0 == 97 || $0 == 98 }
                ?? isCorsica(value))
        return isRight
            ? .right
            : .wrong(
                what: "not an INSEE commune code",
                why: "a commune code has five characters, such as 63113 or 2A004; it is not the postcode",
                fix: "correct the export, or map the column to workplace.postcode")
    }

    static func postcode(_ value: Span<UInt8>) -> Verdict {
        if value.count == 5, CivilDate.digits(value, 0, 5) != nil { return .right }
        // Spreadsheets drop the leading zero of départements 01 to 09.
        if value.count == 4, CivilDate.digits(value, 0, 4) != nil {
            return .canonical([0x30] + (0..<4).map { value[$0] })
        }
        return .wrong(what: "not a postcode", why: "a postcode has five digits", fix: "correct the export")
    }

    static func departement(_ value: Span<UInt8>) -> Verdict {
        let isRight =
            switch value.count {
            case 2: CivilDate.digits(value, 0, 2).map { 1...95 ~= $0 && $0 != 20 } ?? isCorsica(value)
            case 3: CivilDate.digits(value, 0, 3).map { 971...989 ~= $0 } ?? false
            default: false
            }
        return isRight
            ? .right
            : .wrong(
                what: "not a département", why: "a département is 01 to 95, 2A, 2B or 971 to 989",
                fix: "correct the export")
    }

    private static func isCorsica(_ value: Span<UInt8>) -> Bool {
        value[0] == UInt8(ascii: "2") && (value[1] == UInt8(ascii: "A") || value[1] == UInt8(ascii: "B"))
    }
}
