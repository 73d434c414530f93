import Canonical

/// A way to write days or moments, such as `dd/MM/yyyy HH:mm`.
///
/// Letters: `d` or `M` one or two digits, `dd`, `MM`, `HH`, `mm`, `ss` two, `yyyy` four; `MMM` or `MMMM` a French month's
/// name, whole or short, `EEEE` a weekday's; `.S` an optional fraction of a second; `X` a zone (`Z`, `+02:00`, `+0200`);
/// anything in single quotes, and every other character, stands for itself.
struct DatePattern: Sendable {
    enum Part: Sendable, Equatable {
        case number(letter: UInt8, least: Int, most: Int)
        case monthName
        case weekdayName
        case fraction
        case zone
        case literal(UInt8)
    }

    enum Outcome: Equatable {
        case day(CivilDate)
        /// The zone is the minutes by which it is ahead of UTC; nil when the pattern names none.
        case moment(CivilDate, hour: Int, minute: Int, second: Int, zone: Int?)
        /// The shape fits, but there is no such day or hour.
        case impossible(String)
        case noMatch
    }

    let text: String
    let parts: [Part]

    /// Compiles a pattern; nil when it names no whole day.
    init?(_ text: String) {
        self.text = text
        var parts: [Part] = []
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.first {
            if byte == UInt8(ascii: "'") {
                bytes.removeFirst()
                while let literal = bytes.popFirst(), literal != UInt8(ascii: "'") { parts.append(.literal(literal)) }
            } else if byte == UInt8(ascii: "."), bytes.dropFirst().first == UInt8(ascii: "S") {
                bytes = bytes.dropFirst(2)
                parts.append(.fraction)
            } else if "dMyHmsEX".utf8.contains(byte) {
                let run = bytes.prefix { $0 == byte }.count
                bytes = bytes.dropFirst(run)
                switch (byte, run) {
                case (UInt8(ascii: "y"), 4): parts.append(.number(letter: byte, least: 4, most: 4))
                case (UInt8(ascii: "y"), _): return nil
                case (UInt8(ascii: "M"), 3...4): parts.append(.monthName)
                case (UInt8(ascii: "E"), 3...4): parts.append(.weekdayName)
                case (UInt8(ascii: "E"), _): return nil
                case (UInt8(ascii: "X"), 1...3): parts.append(.zone)
                case (_, 1): parts.append(.number(letter: byte, least: 1, most: 2))
                case (_, 2): parts.append(.number(letter: byte, least: 2, most: 2))
                default: return nil
                }
            } else {
                bytes.removeFirst()
                parts.append(.literal(byte))
            }
        }
        self.parts = parts
        for letter in "dMy".utf8 {
            let isNamed = letter == UInt8(ascii: "M") && parts.contains(.monthName)
            guard isNamed || parts.contains(where: { if case .number(letter, _, _) = $0 { true } else { false } })
            else { return nil }
        }
    }

    /// Reads a whole value.
    func read(_ value: [UInt8]) -> Outcome {
        var numbers: [UInt8: Int] = [:]
        var index = 0
        var zone: Int?
        for (position, part) in parts.enumerated() {
            switch part {
            case .literal(let byte):
                guard index < value.count, value[index] == byte else { return .noMatch }
                index += 1
            case .monthName, .weekdayName:
                let table = part == .monthName ? FrenchNames.months : FrenchNames.weekdays
                guard let number = FrenchNames.number(in: table, value, &index) else { return .noMatch }
                if part == .monthName { numbers[UInt8(ascii: "M")] = number }
            case .zone:
                guard let minutes = DatePattern.zone(value, &index) else { return .noMatch }
                zone = minutes
            case .fraction:
                guard index < value.count, value[index] == UInt8(ascii: ".") else { continue }
                index += 1
                while index < value.count, 0x30...0x39 ~= value[index] { index += 1 }
            case .number(let letter, let least, let most):
                var number = 0
                let start = index
                while index < value.count, index - start < most, 0x30...0x39 ~= value[index] {
                    number = number * 10 + Int(value[index] - 0x30)
                    index += 1
                }
                guard index - start >= least else { return .noMatch }
                numbers[letter] = number
                // "1er mars"
                if letter == UInt8(ascii: "d"), least == 1, number == 1, value[index...].starts(with: "er".utf8),
                    position + 1 == parts.count || parts[position + 1] != .literal(UInt8(ascii: "e"))
                {
                    index += 2
                }
            }
        }
        guard index == value.count, let year = numbers[UInt8(ascii: "y")], let month = numbers[UInt8(ascii: "M")],
            let day = numbers[UInt8(ascii: "d")]
        else { return .noMatch }
        guard let date = CivilDate(year: year, month: month, day: day) else {
            return .impossible(DatePattern.reason(year: year, month: month))
        }
        guard let hour = numbers[UInt8(ascii: "H")] else { return .day(date) }
        let (minute, second) = (numbers[UInt8(ascii: "m")] ?? 0, numbers[UInt8(ascii: "s")] ?? 0)
        guard hour < 24, minute < 60, second < 60 else { return .impossible("there is no such time of day") }
        return .moment(date, hour: hour, minute: minute, second: second, zone: zone)
    }

    /// Minutes ahead of UTC.
    private static func zone(_ value: [UInt8], _ index: inout Int) -> Int? {
        guard index < value.count else { return nil }
        let sign = value[index]
        index += 1
        if sign == UInt8(ascii: "Z") { return 0 }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            let hours = CivilDate.digits(value.span, index, 2), hours < 24
        else { return nil }
        index += 2
        var minutes = 0
        let colon = index < value.count && value[index] == UInt8(ascii: ":") ? 1 : 0
        if let digits = CivilDate.digits(value.span, index + colon, 2), digits < 60 {
            minutes = digits
            index += colon + 2
        }
        return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes)
    }

    private static func reason(year: Int, month: Int) -> String {
        guard (1900...2199).contains(year) else { return "the year is not between 1900 and 2199" }
        guard (1...12).contains(month) else { return "there is no month \(month)" }
        let names = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        return "\(names[month - 1]) \(year) has \(CivilDate.days(in: month, of: year)) days"
    }
}
