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
        let content = try last(checkpoint, hasPublished: hasPublished)
        try inboxes.formUnion(inboxesOfLeavers(content.snapshot))
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

    /// What the last run left.
    ///
    /// Where that is gone the rules start anew, by themselves: whoever holds an alert gets it again, under a number that was
    /// never used, because a reader drops ids that it has seen.
    private func last(_ checkpoint: Checkpoint, hasPublished: Bool) throws(Failure) -> CheckpointContent {
        do throws(Failure) {
            if let last = try checkpoint.load(isExpected: hasPublished) {
                return try CheckpointContent(last.bytes, of: owner)
            }
        } catch {
            var failure = error
            if error.cause == .data {
                failure.problem.fix =
                    "restore the broker's data from a backup, or let the rules start anew: "
                    + "rabbitmqctl purge_queue -p \(collective.broker.address.vhost) \(owner.queue)"
            }
            throw failure
        }
        var content = CheckpointContent(of: Self.id)
        if hasPublished { content.firstRun = now }
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
        _ alerts: [RaisedAlert], since content: CheckpointContent, _ checkpoint: Checkpoint, _ publisher: Publisher,
        _ inboxes: Set<String>
    ) throws(Failure) -> RulesReport {
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
                for (message, members) in messages.messages(entity, change, fingerprint, to: recipients, run: run) {
                    try spool.append(message, to: members)
                }
            }
        }
        for withdrawal in diff.withdraw() {
            report.withdrawn += 1
            for (message, members) in messages.messages(withdrawal) {
                // Who left the collective and has no inbox any more can be told nothing.
                guard members.allSatisfy({ collective.member($0) != nil || inboxes.contains($0) }) else { continue }
                try spool.append(message, to: members)
            }
        }
        try check(spool.recipients, have: inboxes)
        var outcome = content
        outcome.report = FeedReport(feed: Self.id, run: run, time: UTCTime.text(now))
        (outcome.snapshot, outcome.isInterrupted) = (diff.outcome, false)
        if spool.count > 0 {
            try save(content.interrupted(before: outcome, diff.intention), to: checkpoint)
            try checkpoint.mark()
            try spool.forEach(timestamp: now, correlation: "\(Self.id)/\(run)") { message throws(Failure) in
                try publisher.publish(message)
            }
            try publisher.settle()
            report.published = spool.count
        }
        if spool.count > 0 || content.isInterrupted || !content.hasRun {
            try save(outcome, to: checkpoint)
        }
        try InboxOverflow(collective, at: now).move(from: spool.recipients.sorted()) { () throws(Failure) in
            try publisher.connection.tick()
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
    private func check(_ recipients: Set<String>, have inboxes: Set<String>) throws(Failure) {
        guard let missing = recipients.subtracting(inboxes).min() else { return }
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
