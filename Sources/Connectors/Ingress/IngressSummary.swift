import Canonical

/// What is known of what members publish, from outside.
package struct IngressSummary: Encodable, Sendable {
    /// Messages that wait; nil when the broker has no queue for them.
    package let waiting: Int?
    /// Whether a hub process takes them up now; what stands published cannot be read then.
    package var isRunning = false
    /// Entities of members that stand published.
    package var published: Int?
    /// What is wrong with the checkpoint, as people read it.
    package var problem: String?

    /// Looks, and leaves everything as it is; nil when no member can publish.
    package init?(of collective: Collective, on connection: BrokerConnection) throws(Failure) {
        guard IngressWorker.isNeeded(by: collective) else { return nil }
        waiting = try Ingress.waiting(on: connection)
        let owner = CheckpointOwner(ingressOf: collective)
        do throws(Failure) {
            switch try Checkpoint.peek(owner, on: connection) {
            case .running: isRunning = true
            case .none(hasPublished: true): throw owner.lost()
            case .none(hasPublished: false): published = 0
            case .saved(_, let bytes, _): published = try IngressState(bytes, of: owner).count
            }
        } catch {
            guard error.cause == .data else { throw error }
            problem = error.problem.description
        }
    }
}
