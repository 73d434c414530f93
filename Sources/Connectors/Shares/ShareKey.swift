/// What the look remembers under: an offer that a member was given, with the day.
///
/// So the checkpoint knows how many were given today, and nothing else is remembered.
struct ShareKey: Hashable {
    /// `2026-03-01`.
    let day: String
    let member: String
    /// Collective and feed, or member, as a relative URI.
    let source: String
    /// The offer's own key.
    let key: String

    var text: String { "\(day) \(member) \(source) \(key)" }

    /// The offer, whoever has it.
    var offer: OpenOffers.Name { OpenOffers.Name(source: source, key: key) }
}

extension ShareKey {
    /// Reads what ``text`` says; only the last part can hold a space.
    init?(_ text: String) {
        let parts = text.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4 else { return nil }
        self.init(day: parts[0], member: parts[1], source: parts[2], key: parts[3])
    }
}
