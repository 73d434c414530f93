/// How a number is compared with a threshold: `at least 240`, `below 6`, `3`.
struct Comparison: Sendable {
    enum Relation: String, Sendable, CaseIterable {
        case above
        case atLeast = "at least"
        case below
        case atMost = "at most"
        case exactly
    }

    let relation: Relation
    let threshold: Double

    /// Reads a comparison, and gives back the rest of the text, a unit; nil when it is none.
    static func read(_ text: String) -> (comparison: Comparison, rest: String)? {
        let found = Relation.allCases.first { text.hasPrefix($0.rawValue + " ") }
        let words = text.dropFirst(found.map { $0.rawValue.count + 1 } ?? 0)
            .split(separator: " ", maxSplits: 1)
        guard let number = words.first.flatMap({ Double($0) }), number.isFinite else { return nil }
        let comparison = Comparison(relation: found ?? .exactly, threshold: number)
        return (comparison, words.count > 1 ? String(words[1]) : "")
    }

    func holds(_ number: Double) -> Bool {
        switch relation {
        case .above: number > threshold
        case .atLeast: number >= threshold
        case .below: number < threshold
        case .atMost: number <= threshold
        case .exactly: number == threshold
        }
    }
}
