import Canonical

/// The days that a report is about, both included.
package struct ReportPeriod: Sendable {
    /// Days since 1970.
    let days: ClosedRange<Int>

    /// Nil when the last day is before the first.
    package init?(from: CivilDate, to: CivilDate) {
        guard from <= to else { return nil }
        days = from.daysSince1970...to.daysSince1970
    }

    /// A year, or a quarter of it (1 to 4); nil for a year that is none.
    package init?(year: Int, quarter: Int? = nil) {
        let first = quarter.map { $0 * 3 - 2 } ?? 1
        let last = quarter.map { $0 * 3 } ?? 12
        guard let from = CivilDate(year: year, month: first, day: 1),
            let to = CivilDate(year: year, month: last, day: CivilDate.days(in: last, of: year))
        else { return nil }
        self.init(from: from, to: to)
    }

    func holds(_ day: Int?) -> Bool { day.map(days.contains) ?? false }

    /// `du 1er janvier 2026 au 31 mars 2026`.
    var text: String { "du \(FrenchText.day(days.lowerBound)) au \(FrenchText.day(days.upperBound))" }
    var from: String { "\(CivilDate(daysSince1970: days.lowerBound))" }
    var to: String { "\(CivilDate(daysSince1970: days.upperBound))" }
}
