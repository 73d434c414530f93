import Canonical

/// Reads dates in the forms that an export uses, the first that fits.
struct DateStep: Step {
    static let word = "date"
    static let readsExports = true
    let patterns: [DateForm]
    /// Whether the field takes moments; a day otherwise.
    let keepsTime: Bool

    init(patterns: [DateForm], keepsTime: Bool) {
        self.patterns = patterns
        self.keepsTime = keepsTime
    }

    init?(_ step: StepSettings) {
        guard let texts = step.settings.texts("date") else { return nil }
        patterns = texts.compactMap { text, place in
            if let form = DateForm(text) { return form }
            let months = text.replacing("m", with: "M")
            step.reading.report(
                place, "not a date pattern: \(Quote.value(text))",
                why: "a pattern names a day with dd (or d), MM (or M, MMMM) and yyyy, and perhaps HH, mm, ss, X",
                fix: DateForm(months) != nil
                    ? "write \(Quote.value(months)): mm are minutes" : "write \"dd/MM/yyyy\", or \"excel\"")
            return nil
        }
        keepsTime = step.field.type == .moment
    }

    var gives: Shape { .date }

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
            case .moment(let day, let hour, let minute, let second, let zone):
                guard keepsTime else {
                    let minutes = day.daysSince1970 * 1_440 + hour * 60 + minute
                    (zone.map { ParisTime.day(of: minutes - $0) } ?? day).append(to: &text)
                    return text
                }
                day.append(to: &text)
                for (mark, number) in [("T", hour), (":", minute), (":", second)] {
                    text.append(contentsOf: mark.utf8)
                    CivilDate.append(number, digits: 2, to: &text)
                }
                DateStep.append(zone: zone ?? (ParisTime.isSummer(day, hour: hour) ? 120 : 60), to: &text)
                return text
            case .impossible(let reason): impossible = impossible ?? reason
            case .noMatch: continue
            }
        }
        throw StepProblem(
            "not a date", value, rule: "is read as \(Quote.list(patterns.map(\.text)))", detail: impossible,
            fix: "correct the export, or change \"date\" there")
    }

    private static func append(zone: Int, to text: inout [UInt8]) {
        text.append(UInt8(ascii: zone < 0 ? "-" : "+"))
        CivilDate.append(abs(zone) / 60, digits: 2, to: &text)
        text.append(UInt8(ascii: ":"))
        CivilDate.append(abs(zone) % 60, digits: 2, to: &text)
    }
}

/// One of the forms that `"date"` names.
enum DateForm: Sendable {
    case pattern(DatePattern)
    /// Days since the end of 1899, as spreadsheets keep them (the 1900 system), with the time of day as a fraction.
    case excel

    init?(_ text: String) {
        if text == "excel" {
            self = .excel
        } else if let pattern = DatePattern(text) {
            self = .pattern(pattern)
        } else {
            return nil
        }
    }

    var text: String {
        switch self {
        case .pattern(let pattern): pattern.text
        case .excel: "excel"
        }
    }

    func read(_ value: [UInt8]) -> DatePattern.Outcome {
        switch self {
        case .pattern(let pattern): pattern.read(value)
        case .excel: DateForm.excelDay(value)
        }
    }

    private static func excelDay(_ value: [UInt8]) -> DatePattern.Outcome {
        guard let number = FoundNumber(in: value, from: 0, grouped: false), number.range == 0..<value.count else {
            return .noMatch
        }
        let serial = number.value
        guard 1..<109_576 ~= serial else { return .impossible("spreadsheets count days from 1 to 109575") }
        var days = Int(serial)
        let seconds = Int(((serial - Double(days)) * 86_400).rounded())
        if seconds == 86_400 { days += 1 }
        // Spreadsheets have a 29 February 1900, which never was: what lies behind it is counted one too high.
        guard days != 60 else { return .impossible("February 1900 has 28 days") }
        let day = CivilDate(daysSince1970: days - (days > 60 ? 25_569 : 25_568))
        let time = seconds % 86_400
        guard value.contains(where: { $0 == 0x2E || $0 == 0x2C }) else { return .day(day) }
        return .moment(day, hour: time / 3_600, minute: time / 60 % 60, second: time % 60, zone: nil)
    }
}
