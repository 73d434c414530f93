import Canonical

/// One look at all rules, and at what matches: raises, updates and withdraws alerts, as a transaction on a checkpoint.
package struct RulesRun {
    /// What names its lease and its checkpoint; no feed can have a point in its name.
    package static let id = "hub.rules"

    private let collective: Collective
    /// When the run starts, in seconds since 1970.
    private let now: Int
    private let stop: Stop

    package init(_ collective: Collective, at now: Int, _ stop: Stop = Stop()) {
        self.collective = collective
        self.now = now
        self.stop = stop
    }

    /// Brings the facts up to date and publishes what changed since the last run.
    package func run(
        on connection: BrokerConnection, _ facts: inout JournalFacts
    ) throws(Failure) -> StandingReport {
        try stop.check()
        let telling = OwnTelling(collective, name: "rules", .alert, at: now)
        let standing = StandingRun(collective, id: RulesRun.id, name: "rules", telling, at: now, stop)
        return try standing.run(on: connection) { last, tick throws(Failure) in
            try facts.read(at: now, tick: tick)
            let engine = RuleEngine(collective.rules, collective.members)
            let today = ParisTime.day(of: now / 60)
            var alerts = engine.alerts(facts.facts, on: today)
            if let perDay = collective.matching.alertsPerDay {
                let matcher = facts.matching.matcher(for: collective, on: today.daysSince1970)
                alerts += MatchAlerts(matcher, collective, perDay: perDay).alerts(
                    on: today, standing: last.snapshot.allKeys)
            }
            return StandingThings(things: alerts.map { ($0.key, $0.entity(collective.codes)) })
        }
    }
}
