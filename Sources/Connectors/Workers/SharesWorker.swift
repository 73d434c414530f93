import Canonical

/// Gives members their share of the day, turn after turn; what the journal told so far stays in memory between the turns.
package actor SharesWorker: Worker {
    package nonisolated let kind = "shares"
    private let executor = WorkerExecutor(label: "shares")
    private let collective: Collective
    private var offers: OpenOffers

    /// Nil when nobody has a share.
    package init?(_ collective: Collective) {
        self.collective = collective
        offers = OpenOffers(of: collective)
        fingerprint = offers.shares.most.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(
            separator: "\n")
        guard !offers.shares.isEmpty else { return nil }
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    package nonisolated var id: String { collective.id }
    package nonisolated var every: Double { 60 }
    package nonisolated let fingerprint: String

    package func work(at now: Int, _ stop: Stop) throws(Failure) -> Turn {
        let report = try run(at: now, stop)
        guard report.published > 0 else { return Turn() }
        return Turn([
            LogLine(
                .info, "shares.ran",
                [
                    "created": String(report.created), "updated": String(report.updated),
                    "withdrawn": String(report.withdrawn), "published": String(report.published),
                ])
        ])
    }

    /// Does one look.
    package func run(at now: Int, _ stop: Stop) throws(Failure) -> StandingReport {
        let connection = try BrokerConnection(collective.broker.address, name: "hub shares")
        defer { connection.close() }
        return try SharesRun(collective, at: now, stop).run(on: connection, &offers)
    }
}
