import Canonical

/// One look at what the hub itself tells members (alerts, how far referrals have come, their share of the offers): a
/// transaction on a checkpoint, like the run of a feed.
///
/// The checkpoint knows what stands and who holds it, so that each thing is told once, across restarts and several hubs,
/// updated when it says something else, and withdrawn when its cause is gone.
struct StandingRun {
    private let collective: Collective
    private let id: String
    private let name: String
    private let telling: any Telling
    /// When the run starts, in seconds since 1970.
    private let now: Int
    private let stop: Stop

    /// `id` names its lease and its checkpoint, `name` is what people call it.
    init(_ collective: Collective, id: String, name: String, _ telling: any Telling, at now: Int, _ stop: Stop) {
        self.collective = collective
        (self.id, self.name, self.telling) = (id, name, telling)
        self.now = now
        self.stop = stop
    }

    /// Publishes what changed since the last run.
    ///
    /// `found` gives everything that stands now. It is given what stood before, and what it calls while it looks.
    func run(
        on connection: BrokerConnection,
        _ found: (_ last: CheckpointContent, _ tick: () throws(Failure) -> Void) throws(Failure) -> StandingThings
    ) throws(Failure) -> StandingReport {
        try stop.check()
        let lease = try Lease(feed: id, on: connection)
        let owner = CheckpointOwner(feed: id, collective: collective.id, folder: collective.folder)
        let publication = try Publication(of: owner, collective, at: now, on: connection, stop)
        let content = try last(publication)
        let standing = try found(content) { () throws(Failure) in
            try stop.check()
            try connection.tick()
        }
        let report = try publish(standing, since: content, publication)
        try lease.release()
        return report
    }

    /// What the last run left.
    ///
    /// Where that is gone it starts anew, by itself: whoever holds something gets it again, under a number that was never used,
    /// because a reader drops ids that it has seen.
    private func last(_ publication: Publication) throws(Failure) -> CheckpointContent {
        do throws(Failure) {
            if let last = try publication.checkpoint.load(isExpected: publication.hasPublished) {
                return try CheckpointContent(last.bytes, of: publication.owner)
            }
        } catch {
            var failure = error
            if error.cause == .data {
                failure.problem.fix =
                    "restore the broker's data from a backup, or let the \(name) start anew: "
                    + "rabbitmqctl purge_queue -p \(collective.broker.address.vhost) \(publication.owner.queue)"
            }
            throw failure
        }
        var content = CheckpointContent(of: id)
        if publication.hasPublished { content.firstRun = now }
        return content
    }

    private func publish(
        _ standing: StandingThings, since last: CheckpointContent, _ publication: Publication
    ) throws(Failure) -> StandingReport {
        var content = last
        let run = content.nextRun
        let digest = SHA256Digest()
        var diff = Diff(since: content.snapshot, run: run)
        var report = StandingReport()
        let spool = try Spool()
        for (number, thing) in standing.things.enumerated() {
            let entity: Entity
            switch thing.entity {
            case .success(let right): entity = right
            case .failure(let rejection):
                diff.hold(thing.key)
                report.problems += rejection.problems
                continue
            }
            var data: [UInt8] = []
            CanonicalJSON.append(entity, withIdentity: false, to: &data)
            digest.update(data)
            let fingerprint = Fingerprint(digest: digest.finish())
            let recipients = telling.recipients(of: entity, under: thing.key)
            let key = Array(thing.key.utf8)
            let (change, run) = diff.add(key: key.span, fingerprint, recipients: recipients, record: number + 1)
            report.count(change)
            switch change {
            case .unchanged, .duplicate: continue
            case .created, .updated, .rerouted:
                try spool.append(
                    change: telling.messages(entity, under: thing.key, change, fingerprint, to: recipients, run: run))
            }
        }
        for withdrawal in diff.withdraw() {
            report.withdrawn += 1
            // Who left the collective is told nothing.
            try spool.append(
                change: telling.messages(withdrawal).filter {
                    $0.members.allSatisfy { collective.member($0) != nil }
                })
        }
        var outcome = content
        outcome.report = FeedReport(feed: id, run: run, time: UTCTime.text(now))
        outcome.cursor = standing.memory
        outcome.isInterrupted = false
        let isToSave =
            spool.count > 0 || content.isInterrupted || !content.hasRun || content.cursor != standing.memory
        try publication.publish(spool, diff, since: &content, outcome) { "there are messages for \($0)" }
        report.published = spool.count
        outcome.snapshot = diff.outcome
        if isToSave { try publication.save(outcome) }
        try publication.bound(spool.recipients)
        return report
    }
}

/// What stands at a look.
struct StandingThings {
    /// Each thing with its key; of one that is not right, what was told of it stands as it is.
    var things: [(key: String, entity: Result<Entity, Rejection>)]
    /// What the next look is to know besides.
    var memory: String?
}

/// What such a look did.
package struct StandingReport: Sendable {
    /// Things that stand.
    package var standing = 0
    package var created = 0
    package var updated = 0
    package var withdrawn = 0
    package var published = 0
    /// What is wrong with what could not be told.
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
