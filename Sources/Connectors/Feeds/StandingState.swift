import Canonical

/// What the hub itself tells members, from outside: alerts, and how far referrals have come.
package struct StandingState: Encodable, Sendable {
    /// `alerts`, `referrals`.
    package let name: String
    /// Whether a hub looks at them now; what stands cannot be read then.
    package var isRunning = false
    /// How many things stand for each member.
    package var members: [String: Int] = [:]
    /// What is wrong with the checkpoint, as people read it.
    package var problem: String?

    /// The states of everything that a collective's hubs look at.
    package static func all(
        of collective: Collective, on connection: BrokerConnection
    ) throws(Failure) -> [StandingState] {
        let alerts = collective.raisesAlerts ? [try StandingState("alerts", RulesRun.id, collective, connection)] : []
        return [try StandingState("referrals", ReferralsRun.id, collective, connection)] + alerts
    }

    private init(
        _ name: String, _ id: String, _ collective: Collective, _ connection: BrokerConnection
    ) throws(Failure) {
        self.name = name
        let owner = CheckpointOwner(feed: id, collective: collective.id, folder: collective.folder)
        do throws(Failure) {
            switch try Checkpoint.peek(owner, on: connection) {
            case .running: isRunning = true
            case .none: return
            case .saved(_, let bytes, _): members = try CheckpointContent(bytes, of: owner).snapshot.counts
            }
        } catch {
            guard error.cause == .data else { throw error }
            problem = error.problem.description
        }
    }
}
