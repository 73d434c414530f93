import Canonical

/// The members that want at most so many new offers a day (`mostADay` of their subscription).
///
/// Neither feeds nor the ingress send them an offer: what one of them sent today the others do not know. One look at the
/// journal gives each its share of the day (``SharesRun``).
package struct DailyShares: Sendable {
    private let limits: [String: Subscription.Term<Int>]

    package init(of collective: Collective) {
        limits = Dictionary(
            collective.members.compactMap { member in member.subscription?.mostADay.map { (member.id, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    package var isEmpty: Bool { limits.isEmpty }

    /// New offers a day, by member.
    package var most: [String: Int] { limits.mapValues(\.value) }

    /// Whether a member has a share.
    package func has(_ member: String) -> Bool { limits[member] != nil }

    /// Whether such an entity reaches some members by their share.
    func concern(_ entity: Entity) -> Bool { !isEmpty && entity.schema.kind == Schema.offer.kind }

    /// What decides when an entity comes to a member that receives it; nil where it comes at once.
    package func limit(of recipient: (member: String, reason: Reason), on entity: Entity) -> Subscription.Term<Int>? {
        concern(entity) && recipient.reason.isToReceive ? limits[recipient.member] : nil
    }
}

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
