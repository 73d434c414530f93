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
        var inboxes: Set<String> = []
        for member in collective.members where try connection.hasInbox(of: member.id) { inboxes.insert(member.id) }
        let hasPublished = try connection.stands(exchange: owner.mark)
        let publisher = try Publisher(connection, stop: stop)
        let checkpoint = Checkpoint(of: owner, on: publisher)
        // Where it is gone, the rules start anew: whoever holds an alert gets it again.
        let content =
            try checkpoint.load(isExpected: hasPublished).map { last throws(Failure) in
                try CheckpointContent(last.bytes, of: owner)
            }
            ?? CheckpointContent(of: Self.id)
        try facts.read(at: now) { () throws(Failure) in
            try stop.check()
            try connection.tick()
        }
        let engine = RuleEngine(collective.rules, collective.members)
        let alerts = engine.alerts(facts.facts, on: ParisTime.day(of: now / 60))
        let report = try publish(alerts, since: content, checkpoint, publisher, inboxes)
        try lease.release()
        return report
    }

    private func publish(
        _ alerts: [RaisedAlert], since content: CheckpointContent, _ checkpoint: Checkpoint, _ publisher: Publisher,
        _ inboxes: Set<String>
    ) throws(Failure) -> RulesReport {
        let run = content.nextRun
        let messages = ChangeMessages(
            source: "/\(collective.id)/rules", .alert, run: "\(run)", time: UTCTime.text(now))
        let router = Router(collective.members)
        let digest = SHA256Digest()
        var diff = Diff(since: content.snapshot, intended: content.intended)
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
            let recipients = router.reasons(for: entity, from: "").filter { $0.reason.isToReceive }.map(\.member)
            try check(recipients, have: inboxes)
            let key = Array(alert.key.utf8)
            let change = diff.add(key: key.span, fingerprint, recipients: recipients, record: number + 1)
            report.count(change)
            switch change {
            case .unchanged, .duplicate: continue
            case .created, .updated, .rerouted:
                for (message, members) in messages.messages(entity, change, fingerprint, to: recipients) {
                    try spool.append(message, to: members)
                }
            }
        }
        for withdrawal in diff.withdraw() {
            report.withdrawn += 1
            for (message, members) in messages.messages(withdrawal) { try spool.append(message, to: members) }
        }
        var outcome = content
        outcome.report = FeedReport(feed: Self.id, run: run, time: UTCTime.text(now))
        (outcome.snapshot, outcome.intended) = (diff.snapshot, nil)
        if spool.count > 0 {
            var intention = outcome
            (intention.snapshot, intention.intended) = (content.snapshot, diff.snapshot)
            try save(intention, to: checkpoint)
            try checkpoint.mark()
            try spool.forEach(timestamp: now, correlation: "\(Self.id)/\(run)") { message throws(Failure) in
                try publisher.publish(message)
            }
            try publisher.settle()
            report.published = spool.count
        }
        if spool.count > 0 || content.intended != nil || !content.hasRun {
            try save(outcome, to: checkpoint)
        }
        return report
    }

    private var owner: CheckpointOwner {
        CheckpointOwner(feed: Self.id, collective: collective.id, folder: collective.folder)
    }

    private func save(_ content: CheckpointContent, to checkpoint: Checkpoint) throws(Failure) {
        try checkpoint.save(run: content.report.run) { passOn throws(Failure) in
            try content.encoded(for: owner, passOn: passOn)
        }
    }

    /// A copy for an inbox that does not exist would be dropped without a word.
    private func check(_ recipients: [String], have inboxes: Set<String>) throws(Failure) {
        guard let missing = recipients.first(where: { !inboxes.contains($0) }) else { return }
        throw Failure(
            Problem(
                Place(Topology.inbox(of: missing)), "the inbox does not exist",
                why: "there are alerts for \(missing); nothing was published",
                fix: "run hub apply \(collective.folder)"), .config)
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
