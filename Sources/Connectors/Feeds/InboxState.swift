import Canonical

/// What waits in a member's inbox, and why the member holds what it holds.
package struct InboxState: Encodable, Sendable {
    package let member: String
    package let name: String
    /// Messages that wait; nil when there is no such inbox.
    package let waiting: Int?
    /// Messages that it holds at most; then the oldest become dead letters.
    package let limit: Int
    /// Programs that read from it now.
    package let readers: Int
    /// Entities that the feeds published to it and did not withdraw, by kind of reason.
    package let reasons: [String: Int]

    /// Whether it will soon be full, or is.
    package var isFilling: Bool { (waiting ?? 0) * 5 >= limit * 4 }

    /// Looks at every inbox of a collective; `reports` are the last ones of its feeds.
    package static func all(
        of collective: Collective, reports: [FeedReport], on connection: BrokerConnection
    ) throws(Failure) -> [InboxState] {
        var states: [InboxState] = []
        for member in collective.members {
            let depth = try connection.depth(ofQueue: Topology.inbox(of: member.id))
            var reasons: [String: Int] = [:]
            for report in reports {
                for (reason, count) in report.holdings[member.id] ?? [:] { reasons[reason, default: 0] += count }
            }
            states.append(
                InboxState(
                    member: member.id, name: member.name, waiting: depth?.messages,
                    limit: collective.retention.inboxMessages, readers: depth?.consumers ?? 0,
                    reasons: reasons))
        }
        return states
    }
}
