import Canonical
import Foundation

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

    /// Runs the feed; a failure is written down beside what the last good run left.
    package func run(on connection: BrokerConnection) throws(Failure) -> RunResult {
        try options.stop.check()
        let lease = try Lease(feed: feed.id, on: connection)
        let publication = try Publication(
            of: CheckpointOwner(feed, of: collective), collective, at: now, on: connection, options.stop)
        var content = try last(publication)
        do throws(Failure) {
            let result = try run(from: &content, publication)
            try lease.release()
            return result
        } catch {
            // Nothing is wrong with a feed whose hub ends.
            guard error.cause != .stopped else { throw error }
            if error.cause == .data, content.failure?.problem != error.problem.description {
                let report = FeedReport(feed: feed.id, run: content.nextRun, time: UTCTime.text(now))
                try? tell(report, [error.problem], isStopped: true, publication)
            }
            content.failure = RunFailure(error, at: UTCTime.text(now), after: content.failure)
            // Where the broker itself is what failed, it cannot be told there.
            do throws(Failure) { try publication.save(content) } catch {}
            throw error
        }
    }

    /// What the last run left.
    ///
    /// Where that is gone or not the feed's own, nothing of the feed is published until somebody accepts that it starts
    /// anew: it would publish everything, and never withdraw what it forgot.
    private func last(_ publication: Publication) throws(Failure) -> CheckpointContent {
        let (checkpoint, owner) = (publication.checkpoint, publication.owner)
        do throws(Failure) {
            let content =
                try checkpoint.load(isExpected: publication.hasPublished).map { last throws(Failure) in
                    try CheckpointContent(last.bytes, of: owner)
                }
                ?? CheckpointContent(of: feed.id)
            guard content.hasRun || !publication.hasPublished else { throw owner.lost() }
            return content
        } catch {
            guard error.cause == .data, options.acceptsNewStart else { throw error }
            // Should this run fail as well, the next one must ask again.
            try checkpoint.mark()
            try checkpoint.giveUp()
            var content = CheckpointContent(of: feed.id)
            content.firstRun = now
            return content
        }
    }

    /// `content` is always what the checkpoint holds.
    private func run(
        from content: inout CheckpointContent, _ publication: Publication
    ) throws(Failure) -> RunResult {
        let connection = publication.publisher.connection
        try RunGuard(feed, collective, options).check(content)
        let isSameConfig = content.config == feed.fingerprint && !content.isInterrupted
        var seen: [String] = []
        // Until something is sent, a run can be left at any moment.
        var grace = 0.0
        let tick = { [stop = options.stop] () throws(Failure) in
            try stop.check(grace: grace)
            try connection.tick()
        }
        let visit = Visit(
            cursor: isSameConfig && !options.readsAgain ? content.cursor : nil, folder: try RunFolder(), now: now,
            tick: tick, note: { seen.append($0) })
        guard let fetched = try feed.source.fetch(visit) else {
            if content.failure != nil {
                content.failure = nil
                try publication.save(content)
            }
            return content.hasRun ? .nothingNew(since: content.report, because: seen) : .nothingYet(because: seen)
        }
        var outcome = content
        outcome.report = FeedReport(
            feed: feed.id, run: content.nextRun, time: UTCTime.text(now), files: fetched.exports.map(\.name))
        outcome.failure = nil
        outcome.config = feed.fingerprint
        outcome.keyCheck = RunGuard.keyCheck(feed, collective)
        let (exports, letters) = try setAside(fetched, &outcome.report, tick)
        let spool = try Spool()
        let diff: Diff
        var refusals: [Problem] = []
        do throws(Failure) {
            diff = try read(exports, since: &content, into: spool, &outcome, &refusals, publication, tick)
        } catch {
            // An export that changes under its reader may look like anything.
            if error.cause == .data { try fetched.verify() }
            throw error
        }
        try fetched.verify()
        grace = Stop.grace

        try publication.publish(spool, diff, since: &content, outcome) { "\(feed.id) has messages for \($0)" }
        for letter in letters { try publication.publisher.publish(letter.message) }
        try tell(outcome.report, refusals, publication)
        try publication.publisher.settle()
        outcome.snapshot = diff.outcome
        outcome.report.published = spool.count
        outcome.cursor = fetched.cursor
        outcome.isInterrupted = false
        outcome.intendedReceipt = nil
        try publication.save(outcome)
        content = outcome
        // Everything is published and saved: what fails now is told, and undoes nothing.
        var unsettled: Failure?
        do throws(Failure) { try fetched.settle() } catch { unsettled = error }
        do throws(Failure) { try publication.bound(spool.recipients) } catch { unsettled = unsettled ?? error }
        return .ran(
            outcome.report, RunResult.Aftermath(unsettled: unsettled, isMoreWaiting: fetched.isMoreWaiting))
    }

    /// Tells the member what became of its export, where the feed says so.
    private func tell(
        _ report: FeedReport, _ problems: [Problem], isStopped: Bool = false, _ publication: Publication
    ) throws(Failure) {
        guard feed.sendsReceipts, publication.inboxes.contains(feed.member) else { return }
        let receipt = RunReceipt(feed, collective, report, problems, isStopped: isStopped)
        guard let message = receipt.message(at: now) else { return }
        try publication.publisher.publish(message)
    }

    /// The exports without those messages of a queue that can never be read: they would come back for ever and stop the
    /// feed, so they become dead letters, when nothing else stops the run, and leave the queue together with the others.
    private func setAside(
        _ fetched: Fetched, _ report: inout FeedReport, _ tick: () throws(Failure) -> Void
    ) throws(Failure) -> ([Export], [DeadLetter]) {
        guard !fetched.messages.isEmpty else { return (fetched.exports, []) }
        var readable: [Export] = []
        var failures: [Failure] = []
        var letters: [DeadLetter] = []
        for export in fetched.exports {
            // One by one: of several that are read together nobody could tell which one failed.
            var reading = FeedReading(feed, of: collective, since: Snapshot())
            do throws(Failure) {
                try reading.read([export], tick: tick) { _ in }
                readable.append(export)
            } catch {
                guard error.cause == .data, let message = fetched.messages[export.path] else { throw error }
                failures.append(error)
                letters.append(try letter(message, export, error.problem))
            }
            try tick()
        }
        let reading = FeedReading(feed, of: collective, since: Snapshot())
        try reading.judge(
            unreadable: failures, of: fetched.exports.count, acceptingAll: options.acceptsRejections)
        if let first = failures.first {
            report.unreadable = failures.count
            report.firstRejection = [first.problem.description]
        }
        return (readable, letters)
    }

    private func letter(_ message: QueuedMessage, _ export: Export, _ problem: Problem) throws(Failure) -> DeadLetter {
        guard let bytes = FileManager.default.contents(atPath: export.path) else {
            throw Failure(
                Problem(Place(export.name), "what was fetched cannot be read any more", why: "its file is gone"),
                isTemporary: true)
        }
        var delivery = message.delivery
        delivery.body = [UInt8](bytes)
        return DeadLetter(
            delivery, from: message.queue, member: feed.member, feed: feed.id, problem: problem,
            first: delivery.timestamp ?? now, last: now)
    }

    /// Reads everything before the first message leaves: a file that turns out to be cut publishes nothing.
    ///
    /// Returns what the spooled changes are.
    private func read(
        _ exports: [Export], since content: inout CheckpointContent, into spool: Spool,
        _ outcome: inout CheckpointContent, _ refusals: inout [Problem], _ publication: Publication,
        _ tick: () throws(Failure) -> Void
    ) throws(Failure) -> Diff {
        var noted = outcome.report
        let messages = ChangeMessages(feed, of: collective, time: noted.time)
        var reading = FeedReading(feed, of: collective, since: content.snapshot, run: noted.run)
        reading.shares = DailyShares(of: collective)
        if noted.unreadable != nil { reading.holdAll() }
        if Correspondence.isNeeded(for: feed.schema.kind), !exports.isEmpty {
            var correspondence = Correspondence(of: collective)
            try correspondence.read(at: now, tick: tick)
            reading.correspondence = correspondence
        }
        try reading.read(exports, tick: tick, progress: options.progress) { outcome throws(Failure) in
            noted.note(outcome)
            if case .rejection(let rejection) = outcome, refusals.count < RunReceipt.most {
                refusals += rejection.problems
            }
            guard case .entity(let entity, let change, let fingerprint, let recipients, let run) = outcome else {
                return
            }
            switch change {
            case .unchanged, .duplicate: return
            case .created, .updated, .rerouted:
                let members = recipients.map(\.member)
                let told = change.told { collective.member($0) != nil }
                try spool.append(change: messages.messages(entity, told, fingerprint, to: members, run: run))
            }
        }
        noted.counts = reading.counts
        if exports.isEmpty {
            // Of messages that cannot be read nobody can tell what they look like.
            noted.drift = content.report.drift
        } else {
            try judge(reading.sighting, noted, since: &content, into: spool, &outcome, messages, publication)
            noted.drift = outcome.report.drift
        }
        try reading.judgeRejections(acceptingAll: options.acceptsRejections)
        for withdrawal in try reading.withdraw(acceptingAll: options.acceptsWithdrawals) {
            let told = Withdrawal(
                key: withdrawal.key, fingerprint: withdrawal.fingerprint,
                recipients: withdrawal.recipients.filter { collective.member($0) != nil }, run: withdrawal.run)
            try spool.append(change: messages.messages(told))
        }
        outcome.report = noted
        outcome.report.counts = reading.counts
        return reading.diff
    }

    /// Compares what the export looks like with what is usual; tells the structure when that has changed.
    private func judge(
        _ sighting: Sighting, _ report: FeedReport, since content: inout CheckpointContent, into spool: Spool,
        _ outcome: inout CheckpointContent, _ messages: ChangeMessages, _ publication: Publication
    ) throws(Failure) {
        let judgement = DriftJudgement(
            feed, collective.folder, report, at: now, sighting, since: content, isAccepted: options.acceptsDrift)
        let failure = judgement.failure(feed)
        let receipt = DriftReceipt(feed, collective, report, judgement.findings, isStopped: failure != nil)
        let intended = IntendedReceipt(digest: receipt.digest, run: report.run, unless: content.intendedReceipt)
        let told = try receipt.messages(since: content, intended, messages)
        if let failure {
            let aside = try Spool()
            for (message, members) in told { try aside.append(message, to: members) }
            try publication.publish(aside, of: report.run)
            (content.receipt, content.intendedReceipt) = (receipt.digest, nil)
            throw failure
        }
        for (message, members) in told { try spool.append(message, to: members) }
        (outcome.receipt, outcome.intendedReceipt) = (receipt.digest, told.isEmpty ? nil : intended)
        outcome.profile = judgement.profile
        outcome.report.drift = judgement.findings
    }
}

extension Change {
    /// The change as those who left are not told of it.
    fileprivate func told(_ isMember: (String) -> Bool) -> Change {
        switch self {
        case .updated(let leaving): .updated(leaving: leaving.filter(isMember))
        case .rerouted(let joining, let leaving): .rerouted(joining: joining, leaving: leaving.filter(isMember))
        default: self
        }
    }
}
