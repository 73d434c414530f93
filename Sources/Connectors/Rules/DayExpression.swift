import Canonical

/// A day that a rule speaks of: `today`, `contract.ends`, `30 days before contract.ends`,
/// `mobility.months months after mobility.from`, `last date`; `month` is the first day of this one.
indirect enum DayExpression: Sendable {
    /// Which day of several.
    enum Pick: Sendable {
        /// The fact's own; of a list, the last.
        case own
        /// Of all facts of the group, and of all items of a list.
        case first, last
    }

    enum Amount: Sendable {
        case fixed(Int)
        case field(Int)
    }

    case today
    /// The first day of today's month.
    case month
    case field(Int, Pick)
    case shifted(Amount, Period.Unit, sign: Int, DayExpression)

    /// The fields that it reads.
    var fields: [Int] {
        switch self {
        case .today, .month: []
        case .field(let slot, _): [slot]
        case .shifted(.field(let slot), _, _, let base): base.fields + [slot]
        case .shifted(.fixed, _, _, let base): base.fields
        }
    }

    /// The day in days since 1970; nil when a field that it reads has no value.
    func day(_ subject: borrowing Subject, today: Int) -> Int? {
        switch self {
        case .today: return today
        case .month: return today - CivilDate(daysSince1970: today).day + 1
        case .field(let slot, let pick): return DayExpression.day(subject, slot, pick)
        case .shifted(let amount, let unit, let sign, let base):
            guard let base = base.day(subject, today: today) else { return nil }
            switch amount {
            case .fixed(let count): return Period(count, unit).added(to: base, sign: sign)
            case .field(let slot):
                guard case .number(let count) = subject.fact.values[slot] else { return nil }
                return Period(Int(count), unit).added(to: base, sign: sign)
            }
        }
    }

    private static func day(_ subject: borrowing Subject, _ slot: Int, _ pick: Pick) -> Int? {
        guard pick != .own, !subject.group.isEmpty else { return day(subject.fact.values[slot], pick) }
        var found: Int?
        for fact in subject.group {
            guard let day = day(fact.values[slot], pick) else { continue }
            found = found.map { pick == .first ? min($0, day) : max($0, day) } ?? day
        }
        return found
    }

    private static func day(_ value: FactValue, _ pick: Pick) -> Int? {
        switch value {
        case .day(let day): return day
        case .list(let items):
            let days = items.compactMap { if case .day(let day) = $0 { day } else { nil } }
            return pick == .first ? days.min() : days.max()
        default: return nil
        }
    }
}

/// What a rule is asked about: a fact, or a group of which this is the latest.
struct Subject {
    let fact: Fact
    /// Empty where the rule looks at facts one by one.
    var group: [Fact] = []

    /// The fact, or all of its group.
    var facts: [Fact] { group.isEmpty ? [fact] : group }
}
