import Canonical

/// Closes the broker to members who left, on a thread of its own.
///
/// Only to those who were members of the config that is replaced: a hub that was started with a wrong folder closes nobody out.
package actor Departure {
    private let executor = WorkerExecutor(label: "departure")
    private let leavers: [String]
    private let collective: Collective

    /// Knows who left; nil when nobody did.
    package init?(from before: Collective, to collective: Collective) {
        leavers = before.members.map(\.id).filter { collective.member($0) == nil }.sorted()
        self.collective = collective
        guard !leavers.isEmpty else { return nil }
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Closes; a line for each member that left.
    package func close() -> [LogLine] {
        do throws(Failure) {
            let apply = TopologyApply(
                collective.topology, to: collective.broker.address, management: try collective.management())
            let done = try apply.revoke(leavers)
            return leavers.map { member in
                let user = apply.topology.user(of: member)
                let isClosed = done.contains { $0.kind == .user && $0.name == user }
                return LogLine(.info, "member.left", ["member": member, "user": isClosed ? "removed" : "none"])
            }
        } catch {
            return leavers.map { member in
                LogLine(
                    .error, "member.open",
                    ["member": member, "problem": error.problem.description, "fix": "hub apply \(collective.folder)"])
            }
        }
    }
}
