import Canonical

/// What the hub remembers of what members publish: what stands published, with who holds it, and which messages it has
/// answered.
///
/// It lies in a checkpoint, as a feed's snapshot does, and is bounded: in what a member may have published at a time, and
/// in the messages that are remembered.
package struct IngressState: Sendable {
    /// Whose checkpoint and lease it is; no feed can have this name.
    package static let owner = "_ingress"
    /// Entities that a member may have published at a time.
    package static let mostEntities = 10_000
    /// Messages whose ids are remembered; the oldest are forgotten.
    static let mostAnswers = 10_000

    /// One entity that stands published.
    struct Entry: Sendable, Hashable {
        var fingerprint: Fingerprint
        /// Sorted.
        var recipients: [String]
        var doubt: Doubt = .none
    }

    /// What a batch that never ended leaves open about an entity.
    enum Doubt: Int, Sendable { case none, fresh, changed }

    /// What became of a message that was accepted.
    enum Verdict: Int, Sendable { case unchanged, created, updated, withdrawn }

    /// A message that was answered: a digest of its content, and what it was told.
    struct Answer: Sendable, Hashable {
        let content: Fingerprint
        let verdict: Verdict
    }

    /// Batches that ended.
    private(set) var batch = 0
    private var entries: [String: Entry] = [:]
    /// Entities by member.
    private var counts: [String: Int] = [:]
    private var answers: [Fingerprint: Answer] = [:]
    /// The remembered messages, oldest first from `oldest` on.
    private var order: [Fingerprint] = []
    private var oldest = 0
    /// What this batch changes, as it must be remembered if the batch never ends.
    private var intended: [String: Entry] = [:]

    package init() {}

    /// How many entities stand published.
    var count: Int { entries.count }

    /// How many of them are a member's.
    func count(of member: String) -> Int { counts[member] ?? 0 }

    func entry(_ key: EntityKey) -> Entry? { entries[key.text] }

    /// Takes in an entity; what is to be told to whom.
    mutating func put(_ key: EntityKey, _ fingerprint: Fingerprint, recipients: [String]) -> Change {
        guard let before = entries[key.text] else {
            intend(key, Entry(fingerprint: fingerprint, recipients: recipients, doubt: .fresh))
            entries[key.text] = Entry(fingerprint: fingerprint, recipients: recipients)
            counts[key.member, default: 0] += 1
            return .created
        }
        let isSame = before.fingerprint == fingerprint
        if isSame, before.recipients == recipients, before.doubt == .none { return .unchanged }
        var open = before
        open.recipients = Set(before.recipients).union(recipients).sorted()
        if open.doubt == .none { open.doubt = .changed }
        intend(key, open)
        entries[key.text] = Entry(fingerprint: fingerprint, recipients: recipients)
        let leaving = before.recipients.filter { !recipients.contains($0) }
        switch before.doubt {
        case .fresh where isSame && leaving.isEmpty: return .created
        case .none where isSame:
            return .rerouted(joining: recipients.filter { !before.recipients.contains($0) }, leaving: leaving)
        default: return .updated(leaving: leaving)
        }
    }

    /// Takes an entity out; nil when none of this key stands published.
    mutating func withdraw(_ key: EntityKey) -> Entry? {
        guard let before = entries.removeValue(forKey: key.text) else { return nil }
        counts[key.member, default: 1] -= 1
        var open = before
        if open.doubt == .none { open.doubt = .changed }
        intend(key, open)
        return before
    }

    /// What a message was answered, or nil when it is new.
    func answer(to message: Fingerprint) -> Answer? { answers[message] }

    /// Remembers what a message was answered.
    mutating func remember(_ message: Fingerprint, _ answer: Answer) {
        if answers.updateValue(answer, forKey: message) == nil { order.append(message) }
        guard order.count - oldest > IngressState.mostAnswers else { return }
        answers[order[oldest]] = nil
        oldest += 1
        guard oldest > IngressState.mostAnswers else { return }
        order.removeFirst(oldest)
        oldest = 0
    }

    private mutating func intend(_ key: EntityKey, _ entry: Entry) {
        guard var known = intended[key.text] else {
            intended[key.text] = entry
            return
        }
        known.recipients = Set(known.recipients).union(entry.recipients).sorted()
        intended[key.text] = known
    }

    /// What must be found if the publishing of this state's changes never ends; nil when it changes no entity.
    ///
    /// It is `before` with doubts about all that is touched, so that what comes again goes to all who may hold it.
    func intention(since before: IngressState) -> IngressState? {
        guard !intended.isEmpty else { return nil }
        var open = before
        open.batch = batch
        for (key, entry) in intended { open.entries[key] = entry }
        return open
    }

    /// Begins the next batch.
    mutating func begin() {
        batch += 1
        intended = [:]
    }

    /// One entity of one member.
    struct EntityKey {
        let member: String
        let text: String

        init(_ member: String, _ schema: Schema, _ key: String) {
            self.member = member
            text = "\(member)/\(schema.kind)/\(key)"
        }
    }
}

extension CheckpointOwner {
    /// The owner of what is remembered of members' messages.
    init(ingressOf collective: Collective) {
        self.init(feed: IngressState.owner, collective: collective.id, folder: collective.folder)
    }
}

extension IngressState {
    private static let magic = Array("SIAE ingress 1\n".utf8)

    /// The state as bytes: sets of recipients, entities, answers; lengths as varints.
    func encoded() -> [UInt8] {
        var bytes = IngressState.magic
        Varint.append(batch, to: &bytes)
        var numbers: [[String]: Int] = [:]
        var sets: [[String]] = []
        for entry in entries.values where numbers[entry.recipients] == nil {
            numbers[entry.recipients] = sets.count
            sets.append(entry.recipients)
        }
        func append(_ text: String) {
            Varint.append(text.utf8.count, to: &bytes)
            bytes.append(contentsOf: text.utf8)
        }
        Varint.append(sets.count, to: &bytes)
        for set in sets {
            Varint.append(set.count, to: &bytes)
            set.forEach(append)
        }
        Varint.append(entries.count, to: &bytes)
        for (key, entry) in entries {
            append(key)
            entry.fingerprint.append(to: &bytes)
            Varint.append(numbers[entry.recipients] ?? 0, to: &bytes)
            Varint.append(entry.doubt.rawValue, to: &bytes)
        }
        Varint.append(order.count - oldest, to: &bytes)
        for message in order[oldest...] {
            message.append(to: &bytes)
            (answers[message]?.content ?? message).append(to: &bytes)
            Varint.append(answers[message]?.verdict.rawValue ?? 0, to: &bytes)
        }
        return bytes
    }

    /// Reads what ``encoded()`` wrote; anything else is a failure, because what members hold is not known then.
    init(_ bytes: [UInt8], of owner: CheckpointOwner) throws(Failure) {
        guard let state = IngressState(encoded: bytes) else { throw owner.damaged() }
        self = state
    }

    private init?(encoded bytes: [UInt8]) {
        var reader = Varint.Reader(bytes)
        guard reader.take(IngressState.magic.count).map(Array.init) == IngressState.magic, let batch = reader.number(),
            let setCount = reader.number()
        else { return nil }
        self.batch = batch
        func fingerprint() -> Fingerprint? { reader.take(16).map { Fingerprint(digest: Array($0)) } }
        func text() -> String? { reader.frame().map { String(decoding: $0, as: UTF8.self) } }
        var sets: [[String]] = []
        for _ in 0..<setCount {
            guard let count = reader.number() else { return nil }
            var set: [String] = []
            for _ in 0..<count {
                guard let member = text() else { return nil }
                set.append(member)
            }
            sets.append(set)
        }
        guard let count = reader.number() else { return nil }
        for _ in 0..<count {
            guard let key = text(), let slash = key.firstIndex(of: "/"), let fingerprint = fingerprint(),
                let set = reader.number(), set < sets.count, let doubt = reader.number().flatMap(Doubt.init)
            else { return nil }
            entries[key] = Entry(fingerprint: fingerprint, recipients: sets[set], doubt: doubt)
            counts[String(key[..<slash]), default: 0] += 1
        }
        guard let answered = reader.number() else { return nil }
        for _ in 0..<answered {
            guard let message = fingerprint(), let content = fingerprint(),
                let verdict = reader.number().flatMap(Verdict.init)
            else { return nil }
            order.append(message)
            answers[message] = Answer(content: content, verdict: verdict)
        }
        guard reader.isAtEnd, entries.count == count else { return nil }
    }
}
