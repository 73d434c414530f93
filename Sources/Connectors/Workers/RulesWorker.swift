import Canonical

/// Looks at the rules of a collective, turn after turn; what the journal told so far stays in memory between the turns.
package actor RulesWorker: Worker {
    package nonisolated let kind = "rules"
    private let executor: WorkerExecutor
    private let collective: Collective
    private var facts: JournalFacts

    package init(_ collective: Collective) {
        self.collective = collective
        facts = JournalFacts(of: collective)
        executor = WorkerExecutor(label: "rules")
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    package nonisolated var id: String { collective.id }
    /// An alert speaks of days: a quarter of an hour is soon enough.
    package nonisolated var every: Double { 900 }
    package nonisolated var fingerprint: String { collective.rules.fingerprint }

    package func work(at now: Int, _ stop: Stop) throws(Failure) -> Turn {
        let report = try run(at: now, stop)
        var lines: [LogLine] = []
        if report.published > 0 {
            lines.append(
                LogLine(
                    .info, "rules.ran",
                    [
                        "facts": String(facts.facts.count), "standing": String(report.standing),
                        "created": String(report.created), "updated": String(report.updated),
                        "withdrawn": String(report.withdrawn), "published": String(report.published),
                    ]))
        }
        if let first = report.problems.first {
            lines.append(
                LogLine(
                    .warn, "alert.refused",
                    ["first": first.description, "count": String(report.problems.count)]))
        }
        return Turn(lines)
    }

    /// Does one look.
    package func run(at now: Int, _ stop: Stop) throws(Failure) -> StandingReport {
        let connection = try BrokerConnection(collective.broker.address, name: "hub rules")
        defer { connection.close() }
        return try RulesRun(collective, at: now, stop).run(on: connection, &facts)
    }
}
