/// Codes of occupations and places that have a shape of their own.
enum Places {
    /// `[A-N]` and four digits (France Travail, ROME v3 and v4).
    static func rome(_ value: Span<UInt8>) -> Verdict {
        let isRight = value.count == 5 && 0x41...0x4E ~= value[0] && CivilDate.digits(value, 1, 4) != nil
        return isRight
            ? .right
            : .wrong(
                what: "not a ROME code", why: "a ROME code is a letter A to N and four digits, such as N1103",
                fix: "correct the export, or leave the field unmapped")
    }

    /// Five characters; 2A and 2B for Corsica (INSEE, code officiel géographique).
    static func commune(_ value: Span<UInt8>) -> Verdict {
        let isRight =
            value.count == 5 && CivilDate.digits(value, 2, 3) != nil
            && (CivilDate.digits(value, 0, 2) != nil || isCorsica(value))
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
            case 2:
                isCorsica(value) || (CivilDate.digits(value, 0, 2).map { (1...95).contains($0) && $0 != 20 } ?? false)
            case 3: CivilDate.digits(value, 0, 3).map { (971...989).contains($0) } ?? false
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
