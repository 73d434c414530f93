import Canonical

/// Other facts that belong to a subject: the responses to a referral, a person's other contracts.
///
/// A match of offers and referrals is to become a second way of finding them, beside equal fields.
struct Relation: Sendable {
    let kind: String
    /// Whether the subject is of that kind too: it is none of its own others.
    let isOwnKind: Bool
    /// Which fields of the subject and of the other are the same.
    let links: [Link]
    let conditions: [FactCondition]
    /// The day of the other that must lie within the days below.
    let dated: Int?
    let from: DayExpression?
    let to: DayExpression?

    struct Link: Sendable, Hashable {
        let own: Slot
        let other: Slot
        /// Where the fact that names a key says who published that key's entity, if it does.
        let ownSource: Int?
        let otherSource: Int?
    }

    /// A field's place in a fact, or its key.
    typealias Slot = Int

    /// Whether the other belongs to the subject; that its linked fields are the same is known.
    func holds(_ other: Fact, to subject: borrowing Subject, today: Int) -> Bool {
        if isOwnKind, other.key == subject.fact.key, other.source == subject.fact.source { return false }
        for link in links {
            if let slot = link.otherSource, let source = other.values[slot].word,
                source != subject.fact.source, source != subject.fact.member
            {
                return false
            }
            if let slot = link.ownSource, let source = subject.fact.values[slot].word, source != other.source,
                source != other.member
            {
                return false
            }
        }
        if let dated {
            guard case .day(let day) = other.values[dated] else { return false }
            if let from { guard let first = from.day(subject, today: today), day >= first else { return false } }
            if let to { guard let last = to.day(subject, today: today), day <= last else { return false } }
        }
        return conditions.hold(for: Subject(fact: other), today: today)
    }
}

/// Facts of one kind by the values of some of their fields.
struct FactIndex {
    struct Name: Hashable {
        let kind: String
        let slots: [Int]
    }

    private var numbers: [String: [Int32]] = [:]
    private let facts: [Fact]

    init(_ facts: [Fact], _ slots: [Int]) {
        self.facts = facts
        for (number, fact) in facts.enumerated() {
            guard let key = FactIndex.key(fact, slots) else { continue }
            numbers[key, default: []].append(Int32(truncatingIfNeeded: number))
        }
    }

    /// Gives the facts with these values to `body`, until it returns false.
    func forEach(_ key: String, _ body: (Fact) -> Bool) {
        for number in numbers[key] ?? [] where !body(facts[Int(number)]) { return }
    }

    /// The values of these fields in one text; nil when one is missing.
    static func key(_ fact: Fact, _ slots: [Int]) -> String? {
        if slots.count == 1 { return text(fact.values[slots[0]]) }
        var key = ""
        for slot in slots {
            guard let text = text(fact.values[slot]) else { return nil }
            key += text
            key += "\u{1}"
        }
        return key
    }

    static func text(_ value: FactValue) -> String? {
        switch value {
        case .word(let word): word
        case .day(let day): String(day)
        case .number(let number): String(number)
        case .none, .list: nil
        }
    }
}
