import Canonical

/// Reads hours of work: `35H Horaires normaux`, `24h30`, `24,5`, `35:00`, `20 à 24 h`.
struct HoursStep: Step {
    static let word = "hours"
    static let readsExports = true
    private static let otherPeriods = ["/mois", "/ mois", "par mois", "mensuel", "/an", "par an", "annuel"]
    /// `min`, `max`, or `only` where a range is a problem.
    let part: String

    init?(_ step: StepSettings) {
        guard let part = step.settings.choice("hours", ["only", "min", "max"]) else { return nil }
        self.part = part
    }

    var gives: Shape { .number }

    func apply(to values: inout Pieces) throws(StepProblem) {
        try HoursStep.each(&values) { value throws(StepProblem) in
            let text = Array(String(decoding: value, as: UTF8.self).lowercased().utf8)
            let spoken = String(decoding: text, as: UTF8.self)
            guard !HoursStep.otherPeriods.contains(where: { spoken.contains($0) }) else {
                throw problem(value, "these are not hours a week")
            }
            guard let (least, most) = HoursStep.read(text) else { throw problem(value, nil) }
            if part == "only", most != least { throw problem(value, "it is a range") }
            return FoundNumber.text(hundredths: part == "max" ? most : least)
        }
    }

    private func problem(_ value: [UInt8], _ detail: String?) -> StepProblem {
        StepProblem(
            "not a number of hours", value, rule: "is read as hours, such as 35H, 24h30 or 24,5", detail: detail,
            fix: detail == "it is a range"
                ? "write \"hours\": \"min\" or \"max\""
                : "correct the export, or add \"else\": null to leave such values out")
    }

    /// One time in the text: hours in hundredths, whether a unit follows, and where it ends.
    private struct Time {
        let hundredths: Int
        let hasUnit: Bool
        let range: Range<Int>
    }

    /// The first time that has a unit, or the only thing in the text; with another one behind "à" or "-", a range.
    private static func read(_ text: [UInt8]) -> (Int, Int)? {
        var times: [Time] = []
        var index = 0
        while let time = time(text, from: index) {
            times.append(time)
            index = time.range.upperBound
        }
        for (number, time) in times.enumerated() {
            let next = number + 1 < times.count ? times[number + 1] : nil
            let end = next.flatMap { isRange(text[time.range.upperBound..<$0.range.lowerBound]) ? $0 : nil }
            let isAll = time.range.lowerBound == 0 && (end ?? time).range.upperBound == text.count
            guard time.hasUnit || end?.hasUnit == true || isAll else { continue }
            return (time.hundredths, (end ?? time).hundredths)
        }
        return nil
    }

    private static func isRange(_ between: ArraySlice<UInt8>) -> Bool {
        let word = String(decoding: WhiteSpace.trimmed(between), as: UTF8.self)
        return word == "à" || word == "-" || word == "–" || word == "a"
    }

    private static func time(_ text: [UInt8], from start: Int) -> Time? {
        guard let number = FoundNumber(in: text, from: start, grouped: false), number.digits.count <= 8 else {
            return nil
        }
        var end = number.range.upperBound
        let whole = number.digits.split(separator: 0x2E, omittingEmptySubsequences: false)
        var hundredths = Int(String(decoding: whole[0], as: UTF8.self)).map { $0 * 100 } ?? 0
        if whole.count > 1 {
            let decimals: [UInt8] = Array(whole[1].prefix(2)) + [0x30, 0x30]
            hundredths += 10 * Int(decimals[0] - 0x30)
            hundredths += Int(decimals[1] - 0x30)
        }
        var unit = end
        while WhiteSpace.length(text[...], at: unit) > 0 { unit += WhiteSpace.length(text[...], at: unit) }
        let rest = text[unit...]
        var hasUnit = false
        if rest.first == UInt8(ascii: ":"), unit == end, FoundNumber.isDigit(text, unit + 1) {
            (hasUnit, end) = (true, unit + 1)
        } else if let word = ["heures", "heure", "hrs", "h"].first(where: { rest.starts(with: $0.utf8) }) {
            end = unit + word.utf8.count
            // "35 horaires" counts no hours.
            hasUnit = word != "h" || end >= text.count || !(0x61...0x7A ~= text[end])
            if !hasUnit { end = number.range.upperBound }
        }
        if hasUnit, whole.count == 1 {
            var after = end
            while WhiteSpace.length(text[...], at: after) > 0, text[end - 1] != UInt8(ascii: ":") {
                after += WhiteSpace.length(text[...], at: after)
            }
            let digits = text[after...].prefix { 0x30...0x39 ~= $0 }
            if digits.count == 2, let minutes = Int(String(decoding: digits, as: UTF8.self)), minutes < 60 {
                hundredths += (minutes * 100 + 30) / 60
                end = after + 2
            } else if !digits.isEmpty, after == end {
                // "26:0" may be a cut 26:05, "35h70" is no time.
                return nil
            }
        }
        return Time(hundredths: hundredths, hasUnit: hasUnit, range: number.range.lowerBound..<end)
    }
}
