import Canonical

/// Takes up what members publish; one actor, one thread.
package actor IngressWorker {
    private let executor = WorkerExecutor(label: Topology.ingress)
    private let collective: Collective

    package init(_ collective: Collective) { self.collective = collective }

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Whether anybody can publish at all.
    package static func isNeeded(by collective: Collective) -> Bool {
        collective.members.contains { $0.amqpPassword != nil }
    }

    /// Works until its task is cancelled, on connections that are closed afterwards.
    package func run(clock: @Sendable @escaping () -> Int, told: @Sendable (IngressReport) -> Void) throws(Failure) {
        try Ingress(collective, clock: clock).run(until: { Task.isCancelled }, told: told)
    }

    /// Takes up what waits now; nil when nothing does.
    package func runOnce(clock: @Sendable @escaping () -> Int) throws(Failure) -> IngressReport? {
        let connection = try BrokerConnection(collective.broker.address, name: "hub run ingress")
        defer { connection.close() }
        guard try Ingress.waiting(on: connection) ?? 0 > 0 else { return nil }
        var whole = IngressReport()
        try Ingress(collective, clock: clock).run(isOnce: true) { whole.add($0) }
        return whole
    }
}
