import Canonical

/// Who asked whom for what, and what was answered: where an answer goes, whether an offer takes one more person, how far a
/// referral has come.
///
/// The journal alone tells it, so that every hub, and one that was just started, knows the same.
package struct Correspondence {
    /// One thing that was asked, or published to be answered.
    struct Name: Hashable {
        let kind: String
        /// The feed or member that published it.
        let source: String
        let key: String
    }

    /// What is known of it; it stays known when it was withdrawn, because somebody may answer it all the same.
    struct Asked {
        let name: Name
        /// The member that asked.
        let asker: String
        /// The members that received it, by today's config.
        let receivers: [String]
        /// When it was first sent to them, in seconds since 1970.
        let sent: Int
        /// What a referral asks for: its type and action.
        let request: String
        /// Whether an offer takes one person at a time.
        let takesOne: Bool
        /// Whether an application waits for its end, or had a good one.
        let isOpen: Bool
        var isWithdrawn = false
    }

    /// What an answer says about how far a thing has come.
    struct Answer {
        let member: String
        /// Its place among the answers that the journal tells.
        let number: Int
        let answer: String
        let answered: String
        let reason: String?
        let agreed: [String?]
        let steps: Int
        let done: Int
    }

    /// What was last told about a referral.
    struct Told {
        let sent: String
        let received: String?
    }

    private struct Subject: Hashable {
        let kind: String
        let key: String
    }

    private let collective: Collective
    private let router: Router
    /// By kind and key, then by source.
    private var asked: [Subject: [String: Asked]] = [:]
    /// The applications for offers of a key.
    private var applications: [String: Set<Name>] = [:]
    /// By what they are about, then by their own name.
    private(set) var answers: [Name: [Name: Answer]] = [:]
    /// What each answer that stands is about, gone or not.
    private var abouts: [Name: Name] = [:]
    /// By the key under which it was told.
    private(set) var told: [String: Told] = [:]
    /// When the last reading began; nil before the first.
    private var readAt: Int?

    /// Knows nothing before it is read.
    package init(of collective: Collective) {
        self.collective = collective
        router = Router(collective)
    }

    /// Whether what is published of this kind goes back to somebody, or waits for somebody else's: whether the journal has to
    /// be read before.
    static func isNeeded(for kind: String) -> Bool {
        kind == Schema.response.kind || kind == Schema.application.kind
    }

    /// Reads the journal to its present end; what was read before is read again where it must be, in the same order, which
    /// changes nothing.
    package mutating func read(
        at now: Int, tick: () throws(Failure) -> Void = { () throws(Failure) in }
    ) throws(Failure) {
        let journal = try Journal(of: collective, name: "hub referrals")
        try journal.read(since: readAt, tick: tick) { entry throws(Failure) in
            note(entry)
            return true
        }
        readAt = now
    }

    private static let kinds = [
        Schema.referral, .offer, .application, .immersion, .response, .progress,
    ].map(\.kind)

    private mutating func note(_ entry: JournalEntry) {
        guard Correspondence.kinds.contains(entry.kind) else { return }
        let name = Name(kind: entry.kind, source: entry.publisher, key: entry.key)
        guard entry.event != .withdrawn else { return withdraw(name) }
        guard case .success(let entity) = entry.entity(collective.codes) else { return }
        if entry.kind == Schema.progress.kind {
            told[entry.key] = Told(sent: entity.text("sent") ?? "", received: entity.text("received"))
        } else if let member = entry.sender(in: collective) {
            note(entity, name, from: member, at: entry.time, number: entry.offset)
        }
    }

    /// Takes in what a feed or member publishes in this very run or batch.
    mutating func note(_ entity: Entity, source: String, from member: String, at now: Int) {
        guard Correspondence.kinds.contains(entity.schema.kind) else { return }
        let name = Name(kind: entity.schema.kind, source: source, key: entity.key)
        note(entity, name, from: member, at: now, number: .max)
    }

    private mutating func note(_ entity: Entity, _ name: Name, from member: String, at time: Int, number: Int) {
        if name.kind == Schema.response.kind { return note(answer: entity, name, from: member, number) }
        let receivers = router.recipients(of: entity, from: member).map(\.member)
        let subject = Subject(kind: name.kind, key: name.key)
        let before = asked[subject]?[name.source]
        let isSame = before.map { !$0.isWithdrawn && $0.receivers == receivers } ?? false
        asked[subject, default: [:]][name.source] = Asked(
            name: name, asker: member, receivers: receivers, sent: isSame ? before?.sent ?? time : time,
            request: [entity.text("type"), entity.text("action")].compactMap { $0 }.joined(separator: " "),
            takesOne: entity.text("candidates") == "one", isOpen: Correspondence.isOpen(entity.text("status")))
        if name.kind == Schema.application.kind, let offer = entity.text("offer.key") {
            applications[offer, default: []].insert(name)
        }
    }

    private mutating func note(answer entity: Entity, _ name: Name, from member: String, _ number: Int) {
        let (kind, key) = (entity.text("about.kind") ?? "", entity.text("about.key") ?? "")
        forget(answer: name)
        let parties = asked(kind, key, entity.text("about.source"), by: member)
        guard let about = (parties.first { !$0.isWithdrawn } ?? parties.first)?.name else { return }
        abouts[name] = about
        answers[about, default: [:]][name] = Answer(
            member: member, number: number, answer: entity.text("answer") ?? "",
            answered: entity.text("answered") ?? "", reason: entity.text("reason"),
            agreed: ["agreed.counsellor", "agreed.cre", "agreed.person"].map { entity.text($0) },
            steps: entity.texts("steps[].label").count, done: entity.texts("steps[].done").count)
    }

    /// Takes out what is gone; answers to it say nothing any more.
    mutating func withdraw(_ name: Name) {
        if name.kind == Schema.response.kind { return forget(answer: name) }
        if name.kind == Schema.progress.kind { return told[name.key] = nil }
        asked[Subject(kind: name.kind, key: name.key)]?[name.source]?.isWithdrawn = true
        answers[name] = nil
    }

    /// Whether an answer to it was given before it was withdrawn; exports go on holding such an answer.
    func answered(by answer: Name, _ name: Name) -> Bool { abouts[answer] == name }

    private mutating func forget(answer name: Name) {
        guard let about = abouts.removeValue(forKey: name) else { return }
        answers[about]?[name] = nil
    }

    /// What of this kind and key a member may answer: what it received, and a referral that it made itself.
    func asked(_ kind: String, _ key: String, _ source: String?, by member: String) -> [Asked] {
        let all = asked[Subject(kind: kind, key: key)] ?? [:]
        return all.values.filter { asked in
            Correspondence.isNamed(asked, by: source)
                && (asked.receivers.contains(member) || kind == Schema.referral.kind && asked.asker == member)
        }.sorted { $0.name.source < $1.name.source }
    }

    /// Whether somebody else is put forward for an offer that takes one person at a time.
    func isTaken(_ offer: String, _ source: String?, for application: Name) -> Bool {
        let offers = asked[Subject(kind: Schema.offer.kind, key: offer)] ?? [:]
        guard
            offers.values.contains(where: { $0.takesOne && !$0.isWithdrawn && Correspondence.isNamed($0, by: source) })
        else { return false }
        let standing = (applications[offer] ?? []).filter { name in
            asked[Subject(kind: name.kind, key: name.key)]?[name.source].map { $0.isOpen && !$0.isWithdrawn } ?? false
        }
        // What is put forward already may change.
        return !standing.isEmpty && !standing.contains(application)
    }

    /// Every referral that stands, the oldest first.
    var referrals: [Asked] {
        asked.filter { $0.key.kind == Schema.referral.kind }.flatMap { $0.value.values }.filter { !$0.isWithdrawn }
            .sorted { ($0.sent, $0.name.source, $0.name.key) < ($1.sent, $1.name.source, $1.name.key) }
    }

    /// Whether a source, as entities name it, is the feed or the member that published something.
    private static func isNamed(_ asked: Asked, by source: String?) -> Bool {
        guard let source else { return true }
        let name = ReadEnvelope.publisher(of: source)
        return name == asked.name.source || name == asked.asker
    }

    /// Whether an application of this status keeps others from being put forward.
    static func isOpen(_ status: String?) -> Bool {
        !["rejected", "withdrawn", "cancelled", "obsolete"].contains(status ?? "")
    }
}
