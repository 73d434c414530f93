/// What a feed last published: per key, the fingerprint of its content and who holds it.
///
/// Holders are kept so that a withdrawal, or a change that no longer concerns a member, reaches exactly those who hold
/// the entity. There are few distinct holdings: each entry names one by number.
public struct Snapshot: Sendable {
    struct Entry {
        var fingerprint: Fingerprint
        var holding: Int
    }

    var keys = ByteTable()
    var entries: [Entry] = []
    /// The distinct holdings.
    private(set) var holdings: [Holding] = []
    private var holdingNumbers: [Holding: Int] = [:]

    /// The snapshot of a feed that never ran.
    public init() {}

    /// How many entities stand published, or may do so.
    public var count: Int { entries.count }

    /// How many entities each member may hold.
    public var counts: [String: Int] {
        var uses = [Int](repeating: 0, count: holdings.count)
        for entry in entries { uses[entry.holding] += 1 }
        var counts: [String: Int] = [:]
        for (holding, count) in zip(holdings, uses) where count > 0 {
            for member in holding.holders { counts[member, default: 0] += count }
        }
        return counts
    }

    /// The keys of what a member may hold.
    public func keys(heldBy member: String) -> Set<String> {
        let isHeld = holdings.map { $0.holders.contains(member) }
        return Set(entries.indices.filter { isHeld[entries[$0].holding] }.map { keys.text($0) })
    }

    /// The keys of what stands published.
    public var allKeys: [String] { entries.indices.map { keys.text($0) } }

    mutating func number(of holding: Holding) -> Int {
        if let number = holdingNumbers[holding] { return number }
        holdings.append(holding)
        holdingNumbers[holding] = holdings.count - 1
        return holdings.count - 1
    }

    mutating func append(key: Span<UInt8>, _ fingerprint: Fingerprint, holding: Int) {
        guard keys.insert(key).isNew else { return }
        entries.append(Entry(fingerprint: fingerprint, holding: holding))
    }
}

extension Snapshot {
    private static let magic = Array("SIAE snapshot 2\n".utf8)

    /// The snapshot as bytes: the holdings, then key, fingerprint and holding of each entry; lengths as varints.
    public func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes) { _ in }
        return bytes
    }

    /// Appends the snapshot's bytes; `passOn` may take from the front what has been written so far, so that they need
    /// not lie in memory all at once.
    public func append<E: Error>(to bytes: inout [UInt8], passOn: (inout [UInt8]) throws(E) -> Void) throws(E) {
        bytes += Snapshot.magic
        Varint.append(holdings.count, to: &bytes)
        for holding in holdings { holding.append(to: &bytes) }
        Varint.append(entries.count, to: &bytes)
        for (number, entry) in entries.enumerated() {
            let key = keys[number]
            Varint.append(key.count, to: &bytes)
            bytes.append(contentsOf: key)
            entry.fingerprint.append(to: &bytes)
            Varint.append(entry.holding, to: &bytes)
            try passOn(&bytes)
        }
    }

    /// Reads what ``encoded()`` wrote; nil for anything else, a single missing byte included.
    public init?(encoded bytes: some Collection<UInt8>) {
        var reader = Varint.Reader(Array(bytes))
        self.init(from: &reader)
        guard reader.isAtEnd else { return nil }
    }

    /// Takes a snapshot from the front; nil when there is none.
    public init?(from reader: inout Varint.Reader) {
        guard reader.take(Snapshot.magic.count).map(Array.init) == Snapshot.magic, let sets = reader.number() else {
            return nil
        }
        for number in 0..<sets {
            guard let holding = Holding(from: &reader), self.number(of: holding) == number else { return nil }
        }
        guard let count = reader.number() else { return nil }
        for _ in 0..<count {
            guard let length = reader.number(), let key = reader.take(length), let digest = reader.take(16),
                let holding = reader.number(), holding < holdings.count
            else { return nil }
            append(key: key.span, Fingerprint(digest: Array(digest)), holding: holding)
        }
        guard entries.count == count else { return nil }
    }
}
