import Canonical

/// One look at all referrals: tells each asker what changed, as a transaction on a checkpoint.
package struct ReferralsRun {
    /// What names its lease and its checkpoint; no feed can have a point in its name.
    package static let id = "hub.referrals"

    private let collective: Collective
    /// When the run starts, in seconds since 1970.
    private let now: Int
    private let stop: Stop

    package init(_ collective: Collective, at now: Int, _ stop: Stop = Stop()) {
        self.collective = collective
        self.now = now
        self.stop = stop
    }

    /// Brings the correspondence up to date and publishes what changed since the last run.
    package func run(
        on connection: BrokerConnection, _ correspondence: inout Correspondence
    ) throws(Failure) -> StandingReport {
        try stop.check()
        let telling = OwnTelling(collective, name: "referrals", .progress, at: now)
        let standing = StandingRun(collective, id: ReferralsRun.id, name: "referrals", telling, at: now, stop)
        return try standing.run(on: connection) { _, tick throws(Failure) in
            try correspondence.read(at: now, tick: tick)
            return StandingThings(things: try states(correspondence).map { ($0.wholeKey, $0.entity(collective.codes)) })
        }
    }

    /// The states, with what the broker tells: where nothing waits in an inbox, what was sent before the last look was fetched.
    private func states(_ correspondence: Correspondence) throws(Failure) -> [ReferralState] {
        var states = correspondence.states
        let waiting = states.indices.filter { states[$0].received == nil && states[$0].wasTold }
        guard !waiting.isEmpty else { return states }
        let connection = try BrokerConnection(collective.broker.address, name: "hub referrals")
        defer { connection.close() }
        var isEmpty: [String: Bool] = [:]
        for number in waiting {
            let member = states[number].addressee
            if isEmpty[member] == nil {
                isEmpty[member] =
                    try connection.depth(ofQueue: Topology.inbox(of: member)).map { $0.messages == 0 } ?? false
            }
            if isEmpty[member] == true { states[number].receive(at: now) }
        }
        return states
    }
}
