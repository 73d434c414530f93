/// What a rule asks of a fact; the words are those of a mapping's conditions, and some for days and numbers.
indirect enum FactCondition: Sendable {
    /// How a day is compared with another.
    enum Order: String, Sendable, CaseIterable {
        case before, until, since, after
    }

    case present([Int], isNegated: Bool)
    case oneOf([Int], Set<String>, isNegated: Bool)
    case begins([Int], [String])
    case number([Int], [Comparison], isNegated: Bool)
    case day([Int], Order, DayExpression)
    /// From the first day to the last, both counted.
    case lasts(Int, Int, Comparison, Period.Unit)
    /// One of these groups holds as a whole.
    case any([[FactCondition]])

    func holds(for subject: borrowing Subject, today: Int) -> Bool {
        switch self {
        case .present(let slots, let isNegated):
            for slot in slots where !subject.fact.values[slot].isNone { return !isNegated }
            return isNegated
        case .oneOf(let slots, let words, let isNegated):
            return FactCondition.has(slots, subject) { $0.word.map(words.contains) ?? false } != isNegated
        case .begins(let slots, let beginnings):
            return FactCondition.has(slots, subject) { value in
                value.word.map { word in beginnings.contains { word.hasPrefix($0) } } ?? false
            }
        case .number(let slots, let comparisons, let isNegated):
            let passes = FactCondition.has(slots, subject) { value in
                guard case .number(let number) = value else { return false }
                return comparisons.contains { $0.holds(number) }
            }
            return passes != isNegated
        case .day(let slots, let order, let expression):
            guard let other = expression.day(subject, today: today) else { return false }
            return FactCondition.has(slots, subject) { value in
                guard case .day(let day) = value else { return false }
                return order.holds(day, other)
            }
        case .lasts(let first, let last, let comparison, let unit):
            guard case .day(let starts) = subject.fact.values[first], case .day(let ends) = subject.fact.values[last]
            else { return false }
            let limit = Period(Int(comparison.threshold), unit).added(to: starts)
            return Comparison(relation: comparison.relation, threshold: Double(limit)).holds(Double(ends + 1))
        case .any(let groups):
            for group in groups where group.hold(for: subject, today: today) { return true }
            return false
        }
    }

    /// Whether the first of these values that is there passes.
    private static func has(_ slots: [Int], _ subject: borrowing Subject, _ passes: (FactValue) -> Bool) -> Bool {
        for slot in slots where !subject.fact.values[slot].isNone { return subject.fact.values[slot].has(passes) }
        return false
    }
}

extension FactCondition.Order {
    func holds(_ day: Int, _ other: Int) -> Bool {
        switch self {
        case .before: day < other
        case .until: day <= other
        case .since: day >= other
        case .after: day > other
        }
    }
}

extension [FactCondition] {
    /// Whether all of them hold.
    func hold(for subject: borrowing Subject, today: Int) -> Bool {
        for condition in self where !condition.holds(for: subject, today: today) { return false }
        return true
    }
}
