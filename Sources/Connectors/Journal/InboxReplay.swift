import Canonical

/// Sends again, into one member's inbox and nowhere else, what the journal says that it should have.
///
/// Of each entity that changed within the window, the last state: as the journal has it, with the same id, if it is for
/// the member by today's config; a withdrawal, if an earlier state was for the member and the last one is not. Checkpoints
/// and what they say about holders stay as they are.
package struct InboxReplay {
    private let collective: Collective
    private let member: String
    private let window: JournalFilter
    private let router: Router
    private let inbox: String
    private let digest = SHA256Digest()
    private var outcome = ReplayOutcome()
    /// The last change of each entity that changed within the window.
    private var last: [Fingerprint: Last] = [:]

    private struct Last {
        var offset: Int
        /// Changed again after the window: an older state would replace the newer one that the member has.
        var isLater: Bool
        /// Whether an earlier state was for the member.
        var isHeld = false
    }

    /// Prepares to replay; `window` tells the kind and the time.
    package init(to member: String, of collective: Collective, _ window: JournalFilter) {
        self.member = member
        self.collective = collective
        self.window = window
        router = Router(collective)
        inbox = Topology.inbox(of: member)
    }

    /// Replays and returns what was sent; with `isDry` what would be.
    package mutating func run(isDry: Bool) throws(Failure) -> ReplayOutcome {
        let connection = try BrokerConnection(collective.broker.address, name: "hub replay")
        defer { connection.close() }
        guard try connection.depth(ofQueue: inbox) != nil else {
            throw Failure(
                Problem(
                    Place(inbox), "the inbox does not exist", why: "nothing was sent",
                    fix: "run hub apply \(collective.folder)"), .config)
        }
        guard !isDry else {
            try replay { _ throws(Failure) in try connection.tick() }
            return outcome
        }
        try holdFeeds(connection)
        let publisher = try Publisher(connection)
        try replay { message throws(Failure) in
            if let message { try publisher.publish(message) } else { try connection.tick() }
        }
        try publisher.settle()
        return outcome
    }

    /// Keeps feeds from running meanwhile: what one of them publishes would stand in the inbox before an older state.
    private func holdFeeds(_ connection: BrokerConnection) throws(Failure) {
        let rules = collective.raisesAlerts ? [(RulesRun.id, "the rules are")] : []
        let own =
            rules + [(ReferralsRun.id, "the look at referrals is"), (SharesRun.id, "the sharing out of offers is")]
        for (id, name) in collective.feeds.map({ ($0.id, "feed \($0.id) is") }) + own {
            guard try !Lease.isGranted(feed: id, on: connection) else { continue }
            throw Failure(
                Problem(
                    Place(inbox), "\(name) running now; nothing was sent",
                    why: "what it publishes meanwhile would reach \(member) before an older state of the same",
                    fix: "try again when it has ended"), .busy)
        }
    }

    /// Gives every message to `send`, and now and then nil to let it answer the broker.
    private mutating func replay(_ send: (Message?) throws(Failure) -> Void) throws(Failure) {
        let journal = try Journal(of: collective, name: "hub replay")
        let tick = { () throws(Failure) in try send(nil) }
        try journal.read(since: window.since, tick: tick) { entry throws(Failure) in
            note(entry)
            return true
        }
        guard !last.isEmpty else { return }
        // From the first: what the member holds may have come before the window.
        try journal.read(tick: tick) { entry throws(Failure) in
            if let message = message(for: entry) { try send(message) }
            return true
        }
    }

    private mutating func note(_ entry: JournalEntry) {
        guard window.kind.map({ $0 == entry.kind }) ?? true else { return }
        let entity = entity(of: entry)
        guard entry.time <= window.until ?? .max else {
            last[entity]?.offset = entry.offset
            last[entity]?.isLater = true
            return
        }
        guard entry.time >= window.since ?? .min else { return }
        last[entity] = Last(offset: entry.offset, isLater: last[entity]?.isLater ?? false)
    }

    /// What the member gets for this entry of the journal, if anything.
    private mutating func message(for entry: JournalEntry) -> Message? {
        let entity = entity(of: entry)
        guard var known = last[entity] else { return nil }
        let isLast = entry.offset == known.offset
        guard isLast || !known.isHeld && entry.event != .withdrawn else { return nil }
        let isFor = entry.event != .withdrawn && isForMember(entry, isLast: isLast)
        guard isLast else {
            known.isHeld = isFor
            last[entity] = known
            return nil
        }
        guard isFor || known.isHeld else { return nil }
        guard !known.isLater else {
            outcome.later += 1
            return nil
        }
        let isWithdrawal = entry.event != .withdrawn && !isFor
        guard let message = isWithdrawal ? withdrawal(of: entry) : copy(of: entry) else { return nil }
        outcome.note(entry.kind, isWithdrawal ? .withdrawn : entry.event)
        return message
    }

    /// Source, kind and key tell an entity from any other.
    private func entity(of entry: JournalEntry) -> Fingerprint {
        digest.update("\(entry.source)\n\(entry.kind)\n\(entry.key)")
        return Fingerprint(digest: digest.finish())
    }

    /// Whether the member would receive it today; of a last state that cannot be told, it is noted.
    private mutating func isForMember(_ entry: JournalEntry, isLast: Bool) -> Bool {
        guard let sender = entry.sender(in: collective) else {
            if isLast { outcome.publishersGone[entry.publisherText, default: 0] += 1 }
            return false
        }
        switch entry.entity(collective.codes) {
        case .failure(let rejection):
            if isLast { outcome.note(unfit: entry, rejection) }
            return false
        case .success(let entity):
            return router.recipients(of: entity, from: sender).contains { $0.member == member }
        }
    }

    private func copy(of entry: JournalEntry) -> Message {
        Message(
            exchange: "", routingKey: inbox, id: entry.id, type: "siae.\(entry.kind).\(entry.event.rawValue)",
            contentType: Envelope.contentType, timestamp: entry.time, correlation: entry.correlation,
            headers: entry.origin.map { [("x-hub-source", $0)] } ?? [], body: body(of: entry))
    }

    /// The change as the member may read it: the journal keeps what only an addressee may see.
    private func body(of entry: JournalEntry) -> [UInt8] {
        guard entry.event != .withdrawn, case .success(let entity) = entry.entity(collective.codes),
            !ChangeMessages.isWhole(entity, for: member)
        else { return entry.body }
        return entry.message(with: entity.shared)
    }

    /// The withdrawal that was sent to those whom the entity no longer concerned; it is not in the journal.
    ///
    /// Of a feed's entity it has the same id; of a member's it cannot, for the journal does not know the member's message.
    private func withdrawal(of entry: JournalEntry) -> Message? {
        guard let schema = Schema.named(entry.kind) else { return nil }
        digest.update(Array(entry.data))
        let run = entry.correlation.flatMap { $0.split(separator: "/").last }.flatMap { Int($0) } ?? 0
        var message = ChangeMessages(source: entry.source, schema, time: UTCTime.text(entry.time))
            .withdrawal(of: schema, entry.key, Fingerprint(digest: digest.finish()), from: member, run: run)
        (message.exchange, message.routingKey) = ("", inbox)
        (message.timestamp, message.correlation) = (entry.time, entry.correlation)
        return message
    }
}
