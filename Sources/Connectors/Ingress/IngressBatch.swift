import Canonical

/// Some messages of members, judged one after the other: what is to be published, and what is remembered afterwards.
///
/// Nothing is published here. Judged again from the same state, the same messages give the same messages with the same
/// ids: a hub that dies in between repeats, and loses nothing.
struct IngressBatch {
    private let collective: Collective
    private let reader: IngressReader
    private let router: Router
    private let shares: DailyShares
    /// In seconds since 1970.
    private let now: Int
    /// Whether a member's inbox exists.
    private let hasInbox: (String) throws(Failure) -> Bool
    private var fingerprints: EntityFingerprints
    private(set) var state: IngressState
    /// Who asked whom for what, this batch included.
    private(set) var correspondence: Correspondence
    /// Whether the state has to be saved.
    private(set) var isChanged = false
    private(set) var report = IngressReport()
    /// In the order in which they are to be published.
    private(set) var messages: [Message] = []
    /// The members that they go to.
    private(set) var recipients: Set<String> = []

    init(
        _ collective: Collective, _ reader: IngressReader, since state: IngressState,
        _ correspondence: Correspondence, at now: Int,
        hasInbox: @escaping (String) throws(Failure) -> Bool
    ) {
        self.collective = collective
        self.reader = reader
        self.now = now
        self.hasInbox = hasInbox
        self.state = state
        self.correspondence = correspondence
        router = Router(collective)
        shares = DailyShares(of: collective)
        fingerprints = EntityFingerprints(collective.pseudonymKey)
        self.state.begin()
    }

    /// Judges the next message.
    mutating func take(_ delivery: Delivery) throws(Failure) {
        let (original, attempts) = RetryLadder.original(delivery, from: Topology.ingress)
        let message = reader.read(original, correspondence)
        let answer = state.answer(to: message.fingerprints.message)
        // First: what was right when it came first may be wrong by now, like an answer to what was withdrawn since.
        if let answer, attempts == nil, let member = message.member, message.id != nil,
            answer.content == message.fingerprints.content
        {
            report.repeated += 1
            return try self.answer(message, member, receipt(message, member).accepted(answer.verdict))
        }
        guard let member = message.member, case .success(let content) = message.content else {
            if case .failure(let rejection) = message.content { try refuse(message, original, attempts, rejection) }
            return
        }
        guard answer == nil || attempts != nil else {
            return try refuse(message, original, attempts, Rejection(problems: [reused(message)]))
        }
        // It was accepted before, and waited for somebody's inbox: nobody is told a second time.
        let isAgain = answer != nil || attempts.map { $0.count > 0 } ?? false
        let verdict: IngressState.Verdict
        switch content {
        case .withdrawal(let schema, let key):
            guard !isAgain else { return }
            guard try withdraw(schema, key, of: member, message) else {
                return try refuse(message, original, attempts, Rejection(key: key, problems: [unknown(schema, key)]))
            }
            verdict = .withdrawn
        case .entity(let entity):
            let key = IngressState.EntityKey(member, entity.schema, entity.key)
            let fingerprint = fingerprints.fingerprint(of: entity)
            // Something newer has taken its place meanwhile, or it was withdrawn.
            if isAgain, state.entry(key)?.fingerprint != fingerprint { return }
            guard state.entry(key) != nil || state.count(of: member) < IngressState.mostEntities else {
                return try refuse(message, original, attempts, Rejection(key: entity.key, problems: [tooMany]))
            }
            verdict = try publish(entity, key, fingerprint, message, delivery)
            correspondence.note(entity, source: member, from: member, at: now)
        }
        guard !isAgain else { return }
        report.accepted += 1
        isChanged = true
        state.remember(
            message.fingerprints.message,
            IngressState.Answer(content: message.fingerprints.content, verdict: verdict))
        try self.answer(message, member, receipt(message, member).accepted(verdict))
    }

    /// Publishes an entity to those whose inbox exists; for the others its message waits, which delays nobody else.
    private mutating func publish(
        _ entity: Entity, _ key: IngressState.EntityKey, _ fingerprint: Fingerprint, _ message: IngressMessage,
        _ delivery: Delivery
    ) throws(Failure) -> IngressState.Verdict {
        var recipients: [String] = []
        var missing: [String] = []
        let hasShares = shares.concern(entity)
        for (member, _) in router.recipients(of: entity, from: key.member)
        where !hasShares || !shares.has(member) {
            if try hasInbox(member) { recipients.append(member) } else { missing.append(member) }
        }
        let change = try reachable(state.put(key, fingerprint, recipients: recipients))
        if change != .unchanged {
            isChanged = true
            append(
                messages(entity.schema, key.member, message).messages(
                    entity, change, fingerprint, to: recipients, run: state.batch))
        }
        if let first = missing.first { postpone(delivery, key.member, first) }
        return switch change {
        case .created: .created
        case .updated: .updated
        case .unchanged, .rerouted, .duplicate: .unchanged
        }
    }

    /// The change without members that have no inbox any more: there is nobody to tell.
    private func reachable(_ change: Change) throws(Failure) -> Change {
        func withInbox(_ members: [String]) throws(Failure) -> [String] {
            var standing: [String] = []
            for member in members where try hasInbox(member) { standing.append(member) }
            return standing
        }
        switch change {
        case .updated(let leaving): return .updated(leaving: try withInbox(leaving))
        case .rerouted(let joining, let leaving):
            return .rerouted(joining: joining, leaving: try withInbox(leaving))
        default: return change
        }
    }

    /// Tells those who hold an entity that it is gone; false when the member published none of this key.
    private mutating func withdraw(
        _ schema: Schema, _ key: String, of member: String, _ message: IngressMessage
    ) throws(Failure) -> Bool {
        guard let entry = state.withdraw(IngressState.EntityKey(member, schema, key)) else { return false }
        isChanged = true
        correspondence.withdraw(Correspondence.Name(kind: schema.kind, source: member, key: key))
        var holders: [String] = []
        for member in entry.recipients where try hasInbox(member) { holders.append(member) }
        append(
            messages(schema, member, message).messages(
                Withdrawal(key: key, fingerprint: entry.fingerprint, recipients: holders, run: state.batch)))
        return true
    }

    /// A feed's ids hold the number of its run; these hold the member's id of the message, which is as often repeated.
    private func messages(_ schema: Schema, _ member: String, _ message: IngressMessage) -> ChangeMessages {
        ChangeMessages(
            source: "/\(collective.id)/members/\(member)", schema, reference: message.reference, time: UTCTime.text(now)
        )
    }

    private mutating func append(_ changes: [(message: Message, members: [String])]) {
        for (message, members) in changes {
            var message = message
            recipients.formUnion(members)
            message.timestamp = now
            message.correlation = "\(Topology.ingress)/\(state.batch)"
            // Where in the member's message it stood says nothing to others.
            message.headers = []
            messages.append(message)
            report.published += 1
        }
    }

    private func receipt(_ message: IngressMessage, _ member: String) -> IngressReceipt {
        IngressReceipt(collective: collective, member: member, reference: message.reference, received: now)
    }

    private mutating func answer(_ message: IngressMessage, _ member: String, _ receipt: Message?) throws(Failure) {
        guard let receipt, try hasInbox(member) else { return report.unanswered.append(member) }
        recipients.insert(member)
        messages.append(receipt)
    }

    /// For good: the publisher is told every problem, and the message is kept as a dead letter.
    private mutating func refuse(
        _ message: IngressMessage, _ original: Delivery, _ attempts: RetryLadder.Attempts?, _ rejection: Rejection
    ) throws(Failure) {
        report.refused += 1
        guard var problem = rejection.problems.first else { return }
        if rejection.problems.count > 1 { problem.what += " (and \(rejection.problems.count - 1) more)" }
        problem.place.file = "\(Topology.ingress), message \(message.reference) of \(message.member ?? "nobody")"
        var kept = original
        if let masked = Nir.masked(original.body) {
            // Nobody may keep such a number, and sent again without it the message must not pass for whole.
            kept.body = Array("a social security number was taken out: ".utf8) + masked
        }
        bury(
            DeadLetter(
                kept, from: Topology.ingress, member: message.member, problem: problem,
                attempts: (attempts?.count ?? 0) + 1, first: attempts?.first ?? now, last: now))
        if let member = message.member { try answer(message, member, receipt(message, member).refused(rejection)) }
    }

    /// For now: it comes back after the next step of the ladder, and is given up after the last.
    private mutating func postpone(_ delivery: Delivery, _ member: String, _ missing: String) {
        let problem = Problem(
            Place(Topology.inbox(of: missing)), "the inbox does not exist",
            why: "a message of \(member) is for \(missing)", fix: "run hub apply \(collective.folder)")
        guard let later = RetryLadder.message(delivery, to: Topology.ingress, at: now) else {
            let (original, attempts) = RetryLadder.original(delivery, from: Topology.ingress)
            return bury(
                DeadLetter(
                    original, from: Topology.ingress, member: member, reason: .exhausted, problem: problem,
                    attempts: (attempts?.count ?? 0) + 1, first: attempts?.first ?? now, last: now))
        }
        report.postponed += 1
        report.firstProblem = report.firstProblem ?? problem.description
        messages.append(later)
    }

    private mutating func bury(_ letter: DeadLetter) {
        report.firstProblem = report.firstProblem ?? letter.problem.description
        messages.append(letter.message)
    }

    private func reused(_ message: IngressMessage) -> Problem {
        Problem(
            Place("message"), "message_id \(Quote.value(message.reference)) was used before, for another message",
            why: "a message that comes twice is told by it", fix: "give each message one of its own, such as a UUID")
    }

    private func unknown(_ schema: Schema, _ key: String) -> Problem {
        Problem(
            Place("message"), "no \(schema.kind) \(Quote.value(key)) of yours stands published",
            why: "a member withdraws what it published itself, by kind and key",
            fix: "correct the key, or drop the withdrawal")
    }

    private var tooMany: Problem {
        Problem(
            Place("message"), "\(IngressState.mostEntities) entities of yours stand published",
            why: "a member may have so many at a time", fix: "withdraw what is over, or have an export read by a feed")
    }
}
