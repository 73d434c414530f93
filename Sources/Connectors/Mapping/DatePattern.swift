import Canonical

/// A way to write days or moments, such as `dd/MM/yyyy HH:mm`.
///
/// Letters: `d` or `M` one or two digits, `dd`, `MM`, `HH`, `mm`, `ss` two, `yyyy` four; `.S` an optional fraction of a
/// second; anything in single quotes, and every other character, stands for itself.
struct DatePattern: Sendable {
    enum Part: Sendable, Equatable {
        case number(letter: UInt8, least: Int, most: Int)
        case fraction
        case literal(UInt8)
    }

    enum Outcome: Equatable {
        case day(CivilDate)
        case moment(CivilDate, hour: Int, minute: Int, second: Int)
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
            } else if "dMyHms".utf8.contains(byte) {
                let run = bytes.prefix { $0 == byte }.count
                bytes = bytes.dropFirst(run)
                switch (byte, run) {
                case (UInt8(ascii: "y"), 4): parts.append(.number(letter: byte, least: 4, most: 4))
                case (UInt8(ascii: "y"), _): return nil
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
            guard parts.contains(where: { if case .number(letter, _, _) = $0 { true } else { false } }) else {
                return nil
            }
        }
    }

    /// Reads a whole value.
    func read(_ value: [UInt8]) -> Outcome {
        var numbers: [UInt8: Int] = [:]
        var index = 0
        for part in parts {
            switch part {
            case .literal(let byte):
                guard index < value.count, value[index] == byte else { return .noMatch }
                index += 1
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
        return .moment(date, hour: hour, minute: minute, second: second)
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

/// Reads dates in the patterns that an export uses, the first that fits.
struct DateStep: Step {
    let patterns: [DatePattern]
    /// Whether the field takes moments; a day otherwise.
    let keepsTime: Bool

    func apply(to values: inout Pieces) throws(StepProblem) {
        for index in values.indices where !values[index].isEmpty {
            values[index] = try read(values[index])
        }
    }

    private func read(_ value: [UInt8]) throws(StepProblem) -> [UInt8] {
        var impossible: String?
        for pattern in patterns {
            var text: [UInt8] = []
            switch pattern.read(value) {
            case .day(let day):
                day.append(to: &text)
                return text
            case .moment(let day, let hour, let minute, let second):
                day.append(to: &text)
                guard keepsTime else { return text }
                for (mark, number) in [("T", hour), (":", minute), (":", second)] {
                    text.append(contentsOf: mark.utf8)
                    CivilDate.append(number, digits: 2, to: &text)
                }
                text.append(contentsOf: (ParisTime.isSummer(day, hour: hour) ? "+02:00" : "+01:00").utf8)
                return text
            case .impossible(let reason): impossible = impossible ?? reason
            case .noMatch: continue
            }
        }
        throw StepProblem(
            what: "not a date", value: String(decoding: value, as: UTF8.self),
            rule: "is read as \(Quote.list(patterns.map(\.text)))", detail: impossible,
            fix: "correct the export, or change \"date\" there")
    }
}

/// Local time in France, where exports that name no zone are written.
enum ParisTime {
    /// Whether summer time holds: from 02:00 on the last Sunday of March to 03:00 on the last Sunday of October
    /// (directive 2000/84/EC).
    ///
    /// In the hour that happens twice the first is meant.
    static func isSummer(_ day: CivilDate, hour: Int) -> Bool {
        switch day.month {
        case 4...9: return true
        case 3:
            let sunday = lastSunday(of: 3, day.year)
            return day.day > sunday || day.day == sunday && hour >= 2
        case 10:
            let sunday = lastSunday(of: 10, day.year)
            return day.day < sunday || day.day == sunday && hour < 3
        default: return false
        }
    }

    private static func lastSunday(of month: Int, _ year: Int) -> Int {
        31 - (CivilDate(year: year, month: month, day: 31)?.weekday ?? 0)
    }
}
