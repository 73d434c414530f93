import Canonical

/// One look at all rules: a transaction on a checkpoint, like the run of a feed.
///
/// The checkpoint knows which alerts stand and who holds them, so that each is raised once, across restarts and several
/// hubs, updated when it says something else, and withdrawn when its cause is gone.
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
    ) throws(Failure) -> RulesReport {
        try stop.check()
        let lease = try Lease(feed: Self.id, on: connection)
        let owner = CheckpointOwner(feed: Self.id, collective: collective.id, folder: collective.folder)
        let publication = try Publication(of: owner, collective, at: now, on: connection, stop)
        let content = try last(publication)
        let leavers = try inboxesOfLeavers(content.snapshot)
        try facts.read(at: now) { () throws(Failure) in
            try stop.check()
            try connection.tick()
        }
        let engine = RuleEngine(collective.rules, collective.members)
        let alerts = engine.alerts(facts.facts, on: ParisTime.day(of: now / 60))
        let report = try publish(alerts, since: content, publication, leavers)
        try lease.release()
        return report
    }

    /// What the last run left.
    ///
    /// Where that is gone the rules start anew, by themselves: whoever holds an alert gets it again, under a number that was
    /// never used, because a reader drops ids that it has seen.
    private func last(_ publication: Publication) throws(Failure) -> CheckpointContent {
        do throws(Failure) {
            if let last = try publication.checkpoint.load(isExpected: publication.hasPublished) {
                return try CheckpointContent(last.bytes, of: publication.owner)
            }
        } catch {
            var failure = error
            if error.cause == .data {
                failure.problem.fix =
                    "restore the broker's data from a backup, or let the rules start anew: "
                    + "rabbitmqctl purge_queue -p \(collective.broker.address.vhost) \(publication.owner.queue)"
            }
            throw failure
        }
        var content = CheckpointContent(of: Self.id)
        if publication.hasPublished { content.firstRun = now }
        return content
    }

    /// The inboxes that stand of those who hold alerts and left the collective.
    ///
    /// They are known only here, where the publisher's channel must not be closed by asking for a queue that is gone.
    private func inboxesOfLeavers(_ snapshot: Snapshot) throws(Failure) -> Set<String> {
        let leavers = snapshot.counts.keys.filter { collective.member($0) == nil }
        guard !leavers.isEmpty else { return [] }
        let connection = try BrokerConnection(collective.broker.address, name: "hub rules")
        defer { connection.close() }
        var inboxes: Set<String> = []
        for leaver in leavers where try connection.hasInbox(of: leaver) { inboxes.insert(leaver) }
        return inboxes
    }

    private func publish(
        _ alerts: [RaisedAlert], since last: CheckpointContent, _ publication: Publication, _ leavers: Set<String>
    ) throws(Failure) -> RulesReport {
        var content = last
        let run = content.nextRun
        let messages = ChangeMessages(source: "/\(collective.id)/rules", .alert, time: UTCTime.text(now))
        let router = Router(collective)
        let digest = SHA256Digest()
        var diff = Diff(since: content.snapshot, run: run)
        var report = RulesReport()
        let spool = try Spool()
        for (number, alert) in alerts.enumerated() {
            let entity: Entity
            switch alert.entity(collective.codes) {
            case .success(let right): entity = right
            case .failure(let rejection):
                diff.hold(alert.key)
                report.problems += rejection.problems
                continue
            }
            var data: [UInt8] = []
            CanonicalJSON.append(entity, withIdentity: false, to: &data)
            digest.update(data)
            let fingerprint = Fingerprint(digest: digest.finish())
            let recipients = router.recipients(of: entity, from: "").map(\.member)
            let key = Array(alert.key.utf8)
            let (change, run) = diff.add(key: key.span, fingerprint, recipients: recipients, record: number + 1)
            report.count(change)
            switch change {
            case .unchanged, .duplicate: continue
            case .created, .updated, .rerouted:
                try spool.append(change: messages.messages(entity, change, fingerprint, to: recipients, run: run))
            }
        }
        for withdrawal in diff.withdraw() {
            report.withdrawn += 1
            // Who left the collective and has no inbox any more can be told nothing.
            try spool.append(
                change: messages.messages(withdrawal).filter {
                    $0.members.allSatisfy { collective.member($0) != nil || leavers.contains($0) }
                })
        }
        var outcome = content
        outcome.report = FeedReport(feed: Self.id, run: run, time: UTCTime.text(now))
        outcome.isInterrupted = false
        let isToSave = spool.count > 0 || content.isInterrupted || !content.hasRun
        try publication.publish(spool, diff, since: &content, outcome) { "there are alerts for \($0)" }
        report.published = spool.count
        outcome.snapshot = diff.outcome
        if isToSave { try publication.save(outcome) }
        try publication.bound(spool.recipients)
        return report
    }
}

/// What a look at the rules did.
package struct RulesReport: Sendable {
    /// Alerts that stand.
    package var standing = 0
    package var created = 0
    package var updated = 0
    package var withdrawn = 0
    package var published = 0
    /// What is wrong with alerts that could not be raised.
    package var problems: [Problem] = []

    fileprivate mutating func count(_ change: Change) {
        switch change {
        case .created: created += 1
        case .updated, .rerouted: updated += 1
        case .unchanged: break
        case .duplicate: return
        }
        standing += 1
    }
}
