/// Days and moments.
enum Dates {
    static func date(_ value: Span<UInt8>) -> Verdict {
        CivilDate(value) != nil ? .right : wrong("yyyy-MM-dd")
    }

    /// A day, or RFC 3339: `yyyy-MM-ddTHH:mm:ss`, an optional fraction, then `Z` or `±HH:mm`.
    static func moment(_ value: Span<UInt8>) -> Verdict {
        if value.count == 10 { return date(value) }
        return isMoment(value) ? .right : wrong("yyyy-MM-dd, or yyyy-MM-ddTHH:mm:ss with its offset (RFC 3339)")
    }

    private static func isMoment(_ value: Span<UInt8>) -> Bool {
        guard value.count >= 20, CivilDate(value.extracting(0..<10)) != nil, value[10] == UInt8(ascii: "T"),
            value[13] == UInt8(ascii: ":"), value[16] == UInt8(ascii: ":"),
            let hour = CivilDate.digits(value, 11, 2), let minute = CivilDate.digits(value, 14, 2),
            let second = CivilDate.digits(value, 17, 2), hour < 24, minute < 60, second < 61
        else { return false }
        var index = 19
        if value[index] == UInt8(ascii: ".") {
            index += 1
            let start = index
            while index < value.count, 0x30...0x39 ~= value[index] { index += 1 }
            guard index > start else { return false }
        }
        guard index < value.count else { return false }
        if value[index] == UInt8(ascii: "Z") { return index == value.count - 1 }
        guard value[index] == UInt8(ascii: "+") || value[index] == UInt8(ascii: "-"), index == value.count - 6,
            value[index + 3] == UInt8(ascii: ":"), let hours = CivilDate.digits(value, index + 1, 2),
            let minutes = CivilDate.digits(value, index + 4, 2)
        else { return false }
        return hours < 24 && minutes < 60
    }

    /// `HH:mm`.
    static func time(_ value: Span<UInt8>) -> Verdict {
        if value.count == 5, value[2] == UInt8(ascii: ":"), let hour = CivilDate.digits(value, 0, 2), hour < 24,
            let minute = CivilDate.digits(value, 3, 2), minute < 60
        {
            return .right
        }
        return .wrong(what: "not a time of day", why: "times are written HH:mm", fix: "correct the export")
    }

    /// ISO 8601: `P`, then years, months, weeks, days in this order, then perhaps `T` and hours, minutes; one at least.
    static func duration(_ value: Span<UInt8>) -> Verdict {
        var units = Array("YMWD".utf8)[...]
        var index = 1
        var parts = 0
        var isTime = false
        guard value.count > 2, value[0] == UInt8(ascii: "P") else { return wrongDuration }
        while index < value.count {
            if value[index] == UInt8(ascii: "T"), !isTime {
                isTime = true
                units = Array("HM".utf8)[...]
                index += 1
                guard index < value.count else { return wrongDuration }
            }
            let start = index
            while index < value.count, 0x30...0x39 ~= value[index] { index += 1 }
            guard 1...6 ~= index - start, index < value.count, let unit = units.firstIndex(of: value[index]) else {
                return wrongDuration
            }
            units = units[(unit + 1)...]
            index += 1
            parts += 1
        }
        return parts > 0 ? .right : wrongDuration
    }

    private static let wrongDuration = Verdict.wrong(
        what: "not a length of time", why: "lengths are written as in ISO 8601: P6M six months, P2W, PT35H",
        fix: "map it with \"codes\", or to a text field")

    private static func wrong(_ shape: String) -> Verdict {
        .wrong(
            what: "not a date", why: "dates are written \(shape)",
            fix: "add \"date\" with the export's pattern to its mapping, such as \"dd/MM/yyyy\"")
    }
}
