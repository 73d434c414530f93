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
    /// Who may hold it.
    public let recipients: [String]
    /// The run under whose number it is published.
    public let run: Int

    /// States that an entity is gone.
    public init(key: String, fingerprint: Fingerprint, recipients: [String], run: Int) {
        self.key = key
        self.fingerprint = fingerprint
        self.recipients = recipients
        self.run = run
    }
}

/// Compares one export with the snapshot of the last run, record by record.
///
/// A rejected record is not a withdrawn one: ``hold(_:)`` keeps what was published under its key; a rejected record whose
/// key could not be read might be any of them, so ``holdAll()`` keeps everything.
///
/// Nobody knows how far an interrupted run came. What it meant to change, and the export still wants, is published again
/// under its number, so with the same id; what the export wants otherwise goes to all who may hold the one or the other.
public struct Diff: Sendable {
    private enum Mark { static let unseen: Int32 = -1, held: Int32 = -2, withdrawn: Int32 = -3, takenBack: Int32 = -4 }

    /// The snapshot as long as nobody knows whether this run's changes were published: to be saved before the first is.
    public private(set) var intention: Snapshot
    /// The number of this run.
    private let run: Int
    /// Per entry, the record that brought it in this run, or a mark.
    private var seen: [Int32]
    /// The entries whose change is to be published, in the order in which they were found.
    private var changed: [Int32] = []
    private var keepsAll = false
    /// Entities that members may hold before this run.
    public let countBefore: Int

    /// Starts from what the last run left, whether it ended or not; `run` is above its number.
    public init(since snapshot: Snapshot, run: Int) {
        intention = snapshot
        self.run = run
        countBefore = snapshot.count
        seen = Array(repeating: Mark.unseen, count: snapshot.count)
    }

    /// Compares one entity; `recipients` must be sorted, and the change is published under the number of `run`.
    public mutating func add(
        key: Span<UInt8>, _ fingerprint: Fingerprint, recipients: [String], record: Int
    ) -> (change: Change, run: Int) {
        guard let number = intention.keys.number(of: key) else {
            let doubt = Holding.Doubt(run: run, event: .created, recipients: recipients)
            intention.append(key: key, fingerprint, holding: intention.number(of: Holding([], doubt: doubt)))
            seen.append(Int32(record))
            changed.append(Int32(seen.count - 1))
            return (.created, run)
        }
        let before = intention.entries[number]
        let isSame = before.fingerprint == fingerprint
        if seen[number] >= 0 { return (.duplicate(first: Int(seen[number]), isSame: isSame), run) }
        seen[number] = Int32(record)
        let holding = intention.holdings[before.holding]
        if let doubt = holding.doubt {
            if isSame, doubt.recipients == recipients, doubt.event != .withdrawn {
                changed.append(Int32(number))
                return (doubt.change(from: holding.members), doubt.run)
            }
        } else if isSame, holding.members == recipients {
            return (.unchanged, run)
        }
        let doubt = Holding.Doubt(
            run: run, event: isSame && holding.doubt == nil ? .rerouted : .updated, recipients: recipients)
        let holders = holding.holders
        changed.append(Int32(number))
        intention.entries[number] = Snapshot.Entry(
            fingerprint: fingerprint, holding: intention.number(of: Holding(holders, doubt: doubt)))
        return (doubt.change(from: holders), run)
    }

    /// Who held an entity before this run, or may have, sorted.
    public func holders(of key: Span<UInt8>) -> [String] {
        intention.keys.number(of: key).map { intention.holdings[intention.entries[$0].holding].holders } ?? []
    }

    /// Keeps what stands published under a rejected record's key.
    public mutating func hold(_ key: String) {
        guard let number = intention.keys.number(of: Array(key.utf8).span), seen[number] == Mark.unseen else { return }
        seen[number] = Mark.held
    }

    /// Keeps everything: a rejected record's key could not be read.
    public mutating func holdAll() { keepsAll = true }

    /// Whether ``holdAll()`` keeps back withdrawals that this run would otherwise make.
    public var isHoldingWithdrawals: Bool { keepsAll && seen.contains(Mark.unseen) }

    /// Notes that the export takes back what stands under a key; false when nothing does, or the export has it as well.
    public mutating func takeBack(_ key: String) -> Bool {
        guard let number = intention.keys.number(of: Array(key.utf8).span), seen[number] == Mark.unseen else {
            return false
        }
        seen[number] = Mark.takenBack
        return true
    }

    /// Ends the export: what it takes back, or no longer holds, is to be withdrawn, and returned.
    public mutating func withdraw() -> [Withdrawal] {
        var withdrawals: [Withdrawal] = []
        for number in seen.indices
        where seen[number] == Mark.takenBack || !keepsAll && seen[number] == Mark.unseen {
            seen[number] = Mark.withdrawn
            changed.append(Int32(number))
            let entry = intention.entries[number]
            var holding = intention.holdings[entry.holding]
            if holding.doubt?.event != .withdrawn {
                holding = Holding(holding.holders, doubt: Holding.Doubt(run: run, event: .withdrawn, recipients: []))
                intention.entries[number].holding = intention.number(of: holding)
            }
            withdrawals.append(
                Withdrawal(
                    key: intention.keys.text(number), fingerprint: entry.fingerprint, recipients: holding.members,
                    run: holding.doubt?.run ?? run))
        }
        return withdrawals
    }

    /// The snapshot once every change of this run is published; doubts about what it could not look at stay.
    public var outcome: Snapshot { progress(after: changed.count) }

    /// The snapshot once so many changes of this run are published, in the order in which it found them.
    public func progress(after changes: Int) -> Snapshot {
        var isPublished = [Bool](repeating: false, count: seen.count)
        for number in changed.prefix(changes) { isPublished[Int(number)] = true }
        var progress = Snapshot()
        // Entries share few holdings: each is settled once.
        var settled = [Int?](repeating: nil, count: intention.holdings.count)
        var open = settled
        for (number, entry) in intention.entries.enumerated() {
            let holding = intention.holdings[entry.holding]
            let result: Int
            if isPublished[number] {
                guard seen[number] != Mark.withdrawn else { continue }
                result =
                    settled[entry.holding]
                    ?? progress.number(of: Holding(holding.doubt?.recipients ?? holding.members))
                settled[entry.holding] = result
            } else {
                result = open[entry.holding] ?? progress.number(of: holding)
                open[entry.holding] = result
            }
            progress.append(key: intention.keys[number].span, entry.fingerprint, holding: result)
        }
        return progress
    }
}

extension Holding.Doubt {
    /// The change that is in doubt, for those who held the entity before.
    fileprivate func change(from holders: [String]) -> Change {
        let leaving = holders.filter { !recipients.contains($0) }
        switch event {
        case .created: return .created
        case .rerouted: return .rerouted(joining: recipients.filter { !holders.contains($0) }, leaving: leaving)
        case .updated, .withdrawn: return .updated(leaving: leaving)
        }
    }
}
