import Canonical

/// Looks how far referrals have come, turn after turn; what the journal told so far stays in memory between the turns.
package actor ReferralsWorker: Worker {
    package nonisolated let kind = "referrals"
    private let executor = WorkerExecutor(label: "referrals")
    private let collective: Collective
    private var correspondence: Correspondence

    package init(_ collective: Collective) {
        self.collective = collective
        correspondence = Correspondence(of: collective)
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    package nonisolated var id: String { collective.id }
    /// An answer itself travels at once; how far the referral has come may be known a minute later.
    package nonisolated var every: Double { 60 }
    package nonisolated var fingerprint: String { "" }

    package func work(at now: Int, _ stop: Stop) throws(Failure) -> Turn {
        let report = try run(at: now, stop)
        var lines: [LogLine] = []
        if report.published > 0 {
            lines.append(
                LogLine(
                    .info, "referrals.ran",
                    [
                        "standing": String(report.standing), "created": String(report.created),
                        "updated": String(report.updated), "withdrawn": String(report.withdrawn),
                        "published": String(report.published),
                    ]))
        }
        if let first = report.problems.first {
            lines.append(
                LogLine(
                    .warn, "referral.untold",
                    ["first": first.description, "count": String(report.problems.count)]))
        }
        return Turn(lines)
    }

    /// Does one look.
    package func run(at now: Int, _ stop: Stop) throws(Failure) -> StandingReport {
        let connection = try BrokerConnection(collective.broker.address, name: "hub referrals")
        defer { connection.close() }
        return try ReferralsRun(collective, at: now, stop).run(on: connection, &correspondence)
    }
}
