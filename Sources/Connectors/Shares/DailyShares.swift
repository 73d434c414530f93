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
