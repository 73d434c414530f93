import Canonical

/// A stretch of the calendar: `30 days`, `3 months`.
struct Period: Sendable, Hashable {
    enum Unit: String, Sendable, CaseIterable {
        case day, week, month, year

        /// Reads `day` or `days`.
        init?(_ word: some StringProtocol) {
            self.init(rawValue: word.hasSuffix("s") ? String(word.dropLast()) : String(word))
        }

        func french(_ count: Int) -> String {
            switch self {
            case .day: count > 1 ? "jours" : "jour"
            case .week: count > 1 ? "semaines" : "semaine"
            case .month: "mois"
            case .year: count > 1 ? "ans" : "an"
            }
        }
    }

    let count: Int
    let unit: Unit

    init(_ count: Int, _ unit: Unit) {
        self.count = count
        self.unit = unit
    }

    /// Reads `3 months`; nil for anything else.
    init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 2, let count = Int(words[0]), (0...10_000).contains(count), let unit = Unit(words[1])
        else {
            return nil
        }
        self.init(count, unit)
    }

    /// The day so much after `day`, or before it for a `sign` of -1; in days since 1970.
    func added(to day: Int, sign: Int = 1) -> Int {
        switch unit {
        case .day: day + sign * count
        case .week: day + sign * count * 7
        case .month: months(day, sign * count)
        case .year: months(day, sign * count * 12)
        }
    }

    private func months(_ day: Int, _ months: Int) -> Int {
        // A day beyond 2199 is as good as never.
        CivilDate(daysSince1970: day).adding(months: months)?.daysSince1970 ?? day + months * 31
    }

    /// `3 mois`.
    var french: String { "\(count) \(unit.french(count))" }
}
