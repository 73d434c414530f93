import Canonical

/// What a rule or a feed asks of a record: `{ "from": "statut", "is": ["Ouverte", "Urgente"] }`.
struct Condition: Sendable {
    enum Test: Sendable {
        case present
        /// One of these words; case and accents do not matter.
        case oneOf(CodeTable)
        case pattern(Pattern)
    }

    /// The names that it reads, by their numbers: the first that has a value.
    let names: [Int]
    let test: Test
    /// Whether it holds when the test fails.
    let isNegated: Bool

    /// Whether it holds for a record; one of the values of a list is enough.
    func holds(for record: borrowing Record) -> Bool {
        for name in names {
            var next = record.first(name)
            var isFound = false
            while let value = next {
                next = record.next(after: value)
                let text = WhiteSpace.trimmed(record.bytes[record.range(value)])
                guard value.isStructure || !text.isEmpty else { continue }
                isFound = true
                if passes(text, isStructure: value.isStructure) { return !isNegated }
            }
            if isFound { break }
        }
        return isNegated
    }

    private func passes(_ text: ArraySlice<UInt8>, isStructure: Bool) -> Bool {
        switch test {
        case .present: true
        case .oneOf(let words): !isStructure && words.code(meaning: text.span) != nil
        case .pattern(let pattern): !isStructure && pattern.occurs(in: text)
        }
    }
}

extension [Condition] {
    /// Whether all of them hold.
    func hold(for record: borrowing Record) -> Bool {
        for condition in self where !condition.holds(for: record) { return false }
        return true
    }
}
