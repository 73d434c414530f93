import Canonical

/// How a run publishes: a transaction on its owner's checkpoint.
///
/// What is meant to be published is saved, then published and confirmed, then what came of it is saved: whatever dies in
/// between, the next run knows what members may hold, and repeats messages with the same ids.
struct Publication {
    let owner: CheckpointOwner
    let publisher: Publisher
    let checkpoint: Checkpoint
    /// The members whose inbox exists; its bindings are made sure of.
    let inboxes: Set<String>
    /// Whether the owner has ever published.
    let hasPublished: Bool
    private let collective: Collective
    /// When the run starts, in seconds since 1970.
    private let now: Int
    /// How often it is noted how far the publishing has come, from where an interrupted run goes on: after a pause, which
    /// is also so many times as long as the last note took.
    private let notes: (pause: Duration, share: Int)

    init(
        of owner: CheckpointOwner, _ collective: Collective, at now: Int, on connection: BrokerConnection, _ stop: Stop,
        notes: (pause: Duration, share: Int) = (.seconds(1), 10)
    ) throws(Failure) {
        self.notes = notes
        self.owner = owner
        self.collective = collective
        self.now = now
        // Asked before the channel confirms publishes, because asking for a queue that is not there closes it.
        var inboxes: Set<String> = []
        for member in collective.members where try connection.hasInbox(of: member.id) { inboxes.insert(member.id) }
        self.inboxes = inboxes
        hasPublished = try connection.stands(exchange: owner.mark)
        publisher = try Publisher(connection, stop: stop)
        checkpoint = Checkpoint(of: owner, on: publisher)
    }

    func save(_ content: CheckpointContent) throws(Failure) {
        try checkpoint.save(run: content.report.run) { passOn throws(Failure) in
            try content.encoded(for: owner, passOn: passOn)
        }
    }

    /// Publishes the spooled changes, which `diff` found; `outcome` is what the run is to leave behind.
    ///
    /// `content` is always what the checkpoint holds; `why` says of a member what is for it.
    func publish(
        _ spool: Spool, _ diff: Diff, since content: inout CheckpointContent, _ outcome: CheckpointContent,
        why: (String) -> String
    ) throws(Failure) {
        try check(spool.recipients, why)
        guard spool.count > 0 else { return }
        func save(_ snapshot: Snapshot) throws(Failure) {
            let interrupted = content.interrupted(before: outcome, snapshot)
            try self.save(interrupted)
            content = interrupted
        }
        try save(diff.intention)
        try checkpoint.mark()
        var published = 0
        var next = ContinuousClock.now + notes.pause
        try publish(spool, of: outcome.report.run) { change throws(Failure) in
            if change > published, .now > next {
                try publisher.settle()
                let start = ContinuousClock.now
                try save(diff.progress(after: published))
                next = .now + max(notes.pause, (.now - start) * notes.share)
            }
            published = change
        }
    }

    /// Publishes what is spooled, and waits until the broker has confirmed it; `before` is told of which change the next
    /// message is.
    func publish(
        _ spool: Spool, of run: Int, before: (_ change: Int) throws(Failure) -> Void = { _ in }
    ) throws(Failure) {
        try spool.forEach(timestamp: now, correlation: "\(owner.feed)/\(run)") { message, change throws(Failure) in
            try before(change)
            try publisher.publish(message)
        }
        try publisher.settle()
    }

    /// Keeps the inboxes that got something within their bounds.
    func bound(_ recipients: Set<String>) throws(Failure) {
        try InboxOverflow(collective, at: now).move(from: recipients.intersection(inboxes).sorted()) {
            () throws(Failure) in try publisher.connection.tick()
        }
    }

    /// A copy for an inbox that does not exist would be dropped without a word.
    ///
    /// Those who left the collective have none.
    private func check(_ recipients: Set<String>, _ why: (String) -> String) throws(Failure) {
        for member in recipients.sorted() where collective.member(member) != nil && !inboxes.contains(member) {
            throw Failure(
                Problem(
                    Place(Topology.inbox(of: member)), "the inbox does not exist",
                    why: "\(why(member)); nothing was published", fix: "run hub apply \(collective.folder)"), .config)
        }
    }
}
