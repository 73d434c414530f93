import Canonical

/// How far a member's share of the day has come, from outside.
package struct ShareState: Encodable, Sendable {
    package let member: String
    /// New offers that it wants on one day.
    package let most: Int
    /// Offers that it was given today; nil while a look is under way.
    package var today: Int?
    /// Offers that it has by its share.
    package var held: Int?
    /// Offers that wait for another day.
    package var waiting: Int?
    /// What is wrong with the checkpoint, as people read it.
    package var problem: String?

    /// The state of every share, in order of the members' ids.
    package static func all(
        of collective: Collective, on connection: BrokerConnection, at now: Int
    ) throws(Failure) -> [ShareState] {
        let shares = DailyShares(of: collective)
        guard !shares.isEmpty else { return [] }
        var states = shares.most.sorted { $0.key < $1.key }.map { ShareState(member: $0.key, most: $0.value) }
        let owner = CheckpointOwner(feed: SharesRun.id, collective: collective.id, folder: collective.folder)
        do throws(Failure) {
            switch try Checkpoint.peek(owner, on: connection) {
            case .running: break
            case .none:
                for number in states.indices {
                    (states[number].today, states[number].held, states[number].waiting) = (0, 0, 0)
                }
            case .saved(_, let bytes, _):
                let content = try CheckpointContent(bytes, of: owner)
                let waiting = SharesMemory(content.cursor)?.waiting ?? [:]
                let today = "\(ParisTime.day(of: now / 60))"
                let given = content.snapshot.allKeys.compactMap(ShareKey.init)
                for number in states.indices {
                    let member = states[number].member
                    states[number].today = given.count { $0.member == member && $0.day == today }
                    states[number].held = given.count { $0.member == member }
                    states[number].waiting = waiting[member] ?? 0
                }
            }
        } catch {
            guard error.cause == .data else { throw error }
            for number in states.indices { states[number].problem = error.problem.description }
        }
        return states
    }
}
