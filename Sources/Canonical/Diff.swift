/// What became of one entity since the last run.
public enum Change: Sendable, Hashable {
    /// Published for the first time; nobody holds it.
    case created
    /// Published before; `leaving` held it and receive it no longer.
    case updated(leaving: [String])
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
}

/// Compares one export with the snapshot of the last run, record by record.
///
/// A rejected record is not a withdrawn one: ``hold(_:)`` keeps what was published under its key; a rejected record whose
/// key could not be read might be any of them, so ``holdAll()`` keeps everything.
public struct Diff: Sendable {
    private enum Mark { static let unseen: Int32 = -1, held: Int32 = -2 }

    /// The snapshot as it will be when every change of this run is published.
    public private(set) var snapshot: Snapshot
    /// Per entry, the record that brought it in this run, or a mark.
    private var seen: [Int32]
    private var keepsAll = false
    /// Entities that stood published before this run.
    public let countBefore: Int

    /// Starts from the last run's snapshot.
    public init(since snapshot: Snapshot) {
        self.snapshot = snapshot
        countBefore = snapshot.count
        seen = Array(repeating: Mark.unseen, count: snapshot.count)
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
        guard before.fingerprint != fingerprint || before.recipients != set else { return .unchanged }
        snapshot.entries[number] = Snapshot.Entry(fingerprint: fingerprint, recipients: set)
        let leaving = snapshot.recipientSets[before.recipients].filter { !recipients.contains($0) }
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
