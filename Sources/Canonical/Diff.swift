/// What became of one entity since the last run.
public enum Change: Sendable, Hashable {
    /// Published for the first time; nobody holds it.
    case created
    /// Published before, with other content; `leaving` held it and receive it no longer.
    case updated(leaving: [String])
    /// The same content for other recipients: only those who join and those who leave need to know.
    case rerouted(joining: [String], leaving: [String])
    /// The same content for the same recipients.
    case unchanged
    /// The same key came twice in this export, first in record `first`; `isSame` when the content is the same too.
    case duplicate(first: Int, isSame: Bool)
}

/// Something that is no longer in the export.
public struct Withdrawal: Sendable, Hashable {
    /// Its key.
    public let key: String
    /// The fingerprint of what was last published.
    public let fingerprint: Fingerprint
    /// Who holds it.
    public let recipients: [String]

    /// States that an entity is gone.
    public init(key: String, fingerprint: Fingerprint, recipients: [String]) {
        self.key = key
        self.fingerprint = fingerprint
        self.recipients = recipients
    }
}

/// Compares one export with the snapshot of the last run, record by record.
///
/// A rejected record is not a withdrawn one: ``hold(_:)`` keeps what was published under its key; a rejected record whose
/// key could not be read might be any of them, so ``holdAll()`` keeps everything.
public struct Diff: Sendable {
    private enum Mark { static let unseen: Int32 = -1, held: Int32 = -2 }

    /// What an interrupted run leaves open about an entity.
    private enum Doubt {
        /// It was to be created; nobody may hold it yet.
        case fresh
        /// It was to be updated or withdrawn; its members may hold the one or the other.
        case changed
    }

    /// The snapshot as it will be when every change of this run is published.
    public private(set) var snapshot: Snapshot
    /// Per entry, the record that brought it in this run, or a mark.
    private var seen: [Int32]
    private var keepsAll = false
    private var doubts: [Int: Doubt] = [:]
    /// Entities that members may hold before this run.
    public private(set) var countBefore: Int

    /// Starts from the last run's snapshot, and from what an interrupted run meant to publish after it.
    ///
    /// Nobody knows how far that run came: whatever it meant to change is published again, and goes to all who may hold it.
    public init(since snapshot: Snapshot, intended: Snapshot? = nil) {
        self.snapshot = snapshot
        countBefore = snapshot.count
        seen = []
        if let intended {
            for number in snapshot.entries.indices
            where intended.keys.number(of: Array(snapshot.keys[number]).span) == nil { doubts[number] = .changed }
            for (number, entry) in intended.entries.enumerated() { doubt(intended, number, entry) }
        }
        countBefore = self.snapshot.count
        seen = Array(repeating: Mark.unseen, count: self.snapshot.count)
    }

    private mutating func doubt(_ intended: Snapshot, _ number: Int, _ entry: Snapshot.Entry) {
        let key = Array(intended.keys[number])
        let members = intended.recipientSets[entry.recipients]
        guard let known = snapshot.keys.number(of: key.span) else {
            snapshot.append(key: key.span, entry.fingerprint, recipients: snapshot.set(number: members))
            doubts[snapshot.count - 1] = .fresh
            return
        }
        let before = snapshot.recipientSets[snapshot.entries[known].recipients]
        guard snapshot.entries[known].fingerprint != entry.fingerprint || before != members else { return }
        snapshot.entries[known].recipients = snapshot.set(number: Set(before).union(members).sorted())
        doubts[known] = .changed
    }

    /// Compares one entity; `recipients` must be sorted.
    public mutating func add(
        key: Span<UInt8>, _ fingerprint: Fingerprint, recipients: [String], record: Int
    ) -> Change {
        let set = snapshot.set(number: recipients)
        guard let number = snapshot.keys.number(of: key) else {
            snapshot.append(key: key, fingerprint, recipients: set)
            seen.append(Int32(record))
            return .created
        }
        let before = snapshot.entries[number]
        if seen[number] >= 0 {
            return .duplicate(first: Int(seen[number]), isSame: before.fingerprint == fingerprint)
        }
        seen[number] = Int32(record)
        let isSame = before.fingerprint == fingerprint && before.recipients == set
        switch doubts[number] {
        case nil where isSame: return .unchanged
        case .fresh where isSame: return .created
        default: break
        }
        snapshot.entries[number] = Snapshot.Entry(fingerprint: fingerprint, recipients: set)
        let holders = snapshot.recipientSets[before.recipients]
        let leaving = holders.filter { !recipients.contains($0) }
        if before.fingerprint == fingerprint, doubts[number] == nil {
            return .rerouted(joining: recipients.filter { !holders.contains($0) }, leaving: leaving)
        }
        return .updated(leaving: leaving)
    }

    /// Keeps what stands published under a rejected record's key.
    public mutating func hold(_ key: String) {
        guard let number = snapshot.keys.number(of: Array(key.utf8).span), seen[number] == Mark.unseen else { return }
        seen[number] = Mark.held
    }

    /// Keeps everything: a rejected record's key could not be read.
    public mutating func holdAll() { keepsAll = true }

    /// Whether ``holdAll()`` keeps back withdrawals that this run would otherwise make.
    public var isHoldingWithdrawals: Bool { keepsAll && seen.contains(Mark.unseen) }

    /// Keeps the doubt about entities that this run could not look at: whatever comes next under their keys is a change.
    public mutating func keepDoubts() {
        for number in doubts.keys where seen[number] == Mark.held || keepsAll && seen[number] == Mark.unseen {
            snapshot.entries[number].fingerprint = Fingerprint(digest: [])
        }
    }

    /// Ends the export: what it no longer holds is withdrawn from the snapshot and returned.
    public mutating func withdraw() -> [Withdrawal] {
        guard !keepsAll, seen.contains(Mark.unseen) else { return [] }
        var withdrawals: [Withdrawal] = []
        var kept = Snapshot()
        for (number, entry) in snapshot.entries.enumerated() {
            let recipients = snapshot.recipientSets[entry.recipients]
            if seen[number] == Mark.unseen {
                withdrawals.append(
                    Withdrawal(
                        key: snapshot.keys.text(number), fingerprint: entry.fingerprint, recipients: recipients))
            } else {
                let set = kept.set(number: recipients)
                kept.append(key: Array(snapshot.keys[number]).span, entry.fingerprint, recipients: set)
            }
        }
        snapshot = kept
        seen = Array(repeating: 0, count: kept.count)
        return withdrawals
    }
}
