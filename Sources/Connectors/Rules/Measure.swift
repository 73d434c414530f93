import Canonical

/// A counter of a rule: hours in all, referrals within a year, people enrolled.
struct Measure: Sendable {
    enum Counted: Sendable {
        case facts
        case sum(Int)
        case distinct(Int)
    }

    let counted: Counted
    /// What is counted instead of the subject itself.
    let relation: Relation?
    /// Only facts whose day lies within so much before today count.
    let dated: Int?
    let window: Period?
    /// All of them must hold; alerts name the last.
    let comparisons: [Comparison]
    /// What both numbers count, as alerts write it.
    let unit: String

    /// What the facts come to.
    func value(_ facts: [Fact], today: Int) -> Double {
        let first = window.map { $0.added(to: today, sign: -1) }
        var sum = 0.0
        var count = 0
        var seen: Set<String> = []
        for fact in facts {
            if let dated {
                guard case .day(let day) = fact.values[dated], day <= today, first.map({ day > $0 }) ?? true else {
                    continue
                }
            }
            switch counted {
            case .facts: count += 1
            case .sum(let slot): if case .number(let number) = fact.values[slot] { sum += number }
            case .distinct(let slot): if let text = FactIndex.text(fact.values[slot]) { seen.insert(text) }
            }
        }
        switch counted {
        case .facts: return Double(count)
        case .sum: return sum
        case .distinct: return Double(seen.count)
        }
    }
}
