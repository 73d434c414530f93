import Canonical

/// One run of a feed: a transaction on its checkpoint.
///
/// Lease, checkpoint, exports, what is meant to be published, changes, confirms, new checkpoint: whatever dies in between,
/// the next run starts from the same checkpoint, knows what members may hold, and repeats changes with the same ids.
package struct FeedRun {
    private let feed: Feed
    private let collective: Collective
    /// When the run starts, in seconds since 1970.
    private let now: Int
    private let options: RunOptions

    package init(_ feed: Feed, of collective: Collective, at now: Int, options: RunOptions = RunOptions()) {
        self.feed = feed
        self.collective = collective
        self.now = now
        self.options = options
    }

    /// Runs the feed.
    package func run(on connection: BrokerConnection) throws(Failure) -> RunResult {
        let lease = try Lease(feed: feed.id, on: connection)
        let inboxes = try standingInboxes(connection)
        let publisher = try Publisher(connection)
        let checkpoint = Checkpoint(feed: feed.id, on: publisher)
        let last = try checkpoint.load()
        let content = try last.map { last throws(Failure) in try CheckpointContent(last.bytes, of: feed.id) }

        let isSameConfig = content?.config == collective.fingerprint && content?.intended == nil
        var seen: [String] = []
        let visit = Visit(
            cursor: isSameConfig && !options.readsAgain ? content?.cursor : nil, folder: try RunFolder(), now: now,
            tick: { () throws(Failure) in try connection.tick() }, note: { seen.append($0) })
        guard let fetched = try feed.source.fetch(visit) else {
            try lease.release()
            return content.map { .nothingNew(since: $0.report, because: seen) } ?? .nothingYet(because: seen)
        }
        let run = content?.nextRun ?? 1
        let before = content?.snapshot ?? Snapshot()
        var report = FeedReport(
            feed: feed.id, run: run, time: UTCTime.text(now), files: fetched.exports.map(\.name))
        let spool = try Spool()
        let snapshot = try read(fetched.exports, since: before, content?.intended, into: spool, &report, connection)
        try fetched.verify()

        try check(spool.recipients, have: inboxes)
        if spool.count > 0 {
            let intention = CheckpointContent(
                report: report, cursor: content?.cursor, config: collective.fingerprint, snapshot: before,
                intended: snapshot)
            try checkpoint.save(run: run, bytes: intention.encoded())
        }
        let correlation = "\(feed.id)/\(run)"
        try spool.forEach(timestamp: now, correlation: correlation) { message throws(Failure) in
            try publisher.publish(message)
        }
        try publisher.settle()
        report.published = spool.count
        let outcome = CheckpointContent(
            report: report, cursor: fetched.cursor, config: collective.fingerprint, snapshot: snapshot)
        try checkpoint.save(run: run, bytes: outcome.encoded())
        // Everything is published and saved: what fails now is told, and undoes nothing.
        var unsettled: Failure?
        do throws(Failure) { try fetched.settle() } catch { unsettled = error }
        try lease.release()
        return .ran(report, RunResult.Aftermath(unsettled: unsettled, isMoreWaiting: fetched.isMoreWaiting))
    }

    /// Reads everything before the first message leaves: a file that turns out to be cut publishes nothing.
    private func read(
        _ exports: [Export], since snapshot: Snapshot, _ intended: Snapshot?, into spool: Spool,
        _ report: inout FeedReport,
        _ connection: BrokerConnection
    ) throws(Failure) -> Snapshot {
        let messages = ChangeMessages(feed, of: collective, run: report.run, time: report.time)
        var reading = FeedReading(feed, of: collective, since: snapshot, intended: intended)
        var records = 0
        var noted = report
        try reading.read(exports, tick: { () throws(Failure) in try connection.tick() }) { outcome throws(Failure) in
            noted.note(outcome)
            records += 1
            // The broker hangs up on a silent client: its heartbeats are answered while a long export is read.
            if records.isMultiple(of: 512) { try connection.tick() }
            guard case .entity(let entity, let change, let fingerprint, let reasons) = outcome else { return }
            switch change {
            case .unchanged, .duplicate: return
            case .created, .updated, .rerouted:
                let recipients = reasons.filter { $0.reason.isToReceive }.map(\.member)
                for (message, members) in messages.messages(entity, change, fingerprint, to: recipients) {
                    try spool.append(message, to: members)
                }
            }
        }
        for withdrawal in try reading.withdraw(acceptingAll: options.acceptsWithdrawals) {
            for (message, members) in messages.messages(withdrawal) { try spool.append(message, to: members) }
        }
        report = noted
        report.counts = reading.counts
        return reading.diff.snapshot
    }

    /// The members whose inbox exists; its bindings are made sure of.
    ///
    /// Asked before the channel confirms publishes, because asking for a queue that is not there closes it.
    private func standingInboxes(_ connection: BrokerConnection) throws(Failure) -> Set<String> {
        var standing: Set<String> = []
        for member in collective.members {
            let inbox = Topology.inbox(of: member.id)
            guard try connection.depth(ofQueue: inbox) != nil else { continue }
            for exchange in ["hub", "private"] {
                try connection.bind(Binding(exchange: exchange, queue: inbox, key: Topology.key(to: member.id)))
            }
            standing.insert(member.id)
        }
        return standing
    }

    /// A copy for an inbox that does not exist would be dropped without a word.
    ///
    /// Those who left the collective have none.
    private func check(_ recipients: Set<String>, have inboxes: Set<String>) throws(Failure) {
        for member in recipients.sorted() where collective.member(member) != nil && !inboxes.contains(member) {
            throw Failure(
                Problem(
                    Place(Topology.inbox(of: member)), "the inbox does not exist",
                    why: "\(feed.id) has messages for \(member); nothing was published",
                    fix: "run hub apply \(collective.folder)"), .config)
        }
    }
}

/// What somebody who looks at one run may ask of it.
package struct RunOptions: Sendable {
    /// Withdraws more than the feed's limit.
    package var acceptsWithdrawals: Bool
    /// Reads what was read before once more.
    package var readsAgain: Bool

    package init(acceptsWithdrawals: Bool = false, readsAgain: Bool = false) {
        self.acceptsWithdrawals = acceptsWithdrawals
        self.readsAgain = readsAgain
    }
}

/// Moments as messages write them.
package enum UTCTime {
    /// RFC 3339 in UTC, to the second.
    package static func text(_ seconds: Int) -> String {
        var bytes: [UInt8] = []
        let day = CivilDate(daysSince1970: seconds / 86_400)
        day.append(to: &bytes)
        let rest = seconds % 86_400
        for (mark, number) in [("T", rest / 3_600), (":", rest / 60 % 60), (":", rest % 60)] {
            bytes.append(contentsOf: mark.utf8)
            CivilDate.append(number, digits: 2, to: &bytes)
        }
        return String(decoding: bytes, as: UTF8.self) + "Z"
    }
}
