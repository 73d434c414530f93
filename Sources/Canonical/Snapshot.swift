/// What a feed last published: per key, the fingerprint of its content and who received it.
///
/// Recipients are kept so that a withdrawal, or a change that no longer concerns a member, reaches exactly those who hold
/// the entity. There are few distinct sets of recipients: each entry names one by number.
public struct Snapshot: Sendable {
    struct Entry {
        var fingerprint: Fingerprint
        var recipients: Int
    }

    var keys = ByteTable()
    var entries: [Entry] = []
    /// The distinct sets of recipients, each sorted.
    public private(set) var recipientSets: [[String]] = []
    private var setNumbers: [[String]: Int] = [:]

    /// The snapshot of a feed that never ran.
    public init() {}

    /// How many entities stand published.
    public var count: Int { entries.count }

    /// How many entities each member holds.
    public var holdings: [String: Int] {
        var counts = [Int](repeating: 0, count: recipientSets.count)
        for entry in entries { counts[entry.recipients] += 1 }
        var holdings: [String: Int] = [:]
        for (set, count) in zip(recipientSets, counts) where count > 0 {
            for member in set { holdings[member, default: 0] += count }
        }
        return holdings
    }

    mutating func set(number recipients: [String]) -> Int {
        if let number = setNumbers[recipients] { return number }
        recipientSets.append(recipients)
        setNumbers[recipients] = recipientSets.count - 1
        return recipientSets.count - 1
    }

    mutating func append(key: Span<UInt8>, _ fingerprint: Fingerprint, recipients: Int) {
        guard keys.insert(key).isNew else { return }
        entries.append(Entry(fingerprint: fingerprint, recipients: recipients))
    }
}

extension Snapshot {
    private static let magic = Array("SIAE snapshot 1\n".utf8)

    /// The snapshot as bytes: the sets of recipients, then key, fingerprint and set of each entry; lengths as varints.
    public func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes) { _ in }
        return bytes
    }

    /// Appends the snapshot's bytes; `passOn` may take from the front what has been written so far, so that they need
    /// not lie in memory all at once.
    public func append<E: Error>(to bytes: inout [UInt8], passOn: (inout [UInt8]) throws(E) -> Void) throws(E) {
        bytes += Snapshot.magic
        Varint.append(recipientSets.count, to: &bytes)
        for set in recipientSets {
            Varint.append(set.count, to: &bytes)
            for member in set {
                Varint.append(member.utf8.count, to: &bytes)
                bytes.append(contentsOf: member.utf8)
            }
        }
        Varint.append(entries.count, to: &bytes)
        for (number, entry) in entries.enumerated() {
            let key = keys[number]
            Varint.append(key.count, to: &bytes)
            bytes.append(contentsOf: key)
            entry.fingerprint.append(to: &bytes)
            Varint.append(entry.recipients, to: &bytes)
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
            guard let members = reader.number() else { return nil }
            var set: [String] = []
            for _ in 0..<members {
                guard let length = reader.number(), let name = reader.take(length) else { return nil }
                set.append(String(decoding: name, as: UTF8.self))
            }
            guard self.set(number: set) == number else { return nil }
        }
        guard let count = reader.number() else { return nil }
        for _ in 0..<count {
            guard let length = reader.number(), let key = reader.take(length), let digest = reader.take(16),
                let set = reader.number(), set < recipientSets.count
            else { return nil }
            append(key: key.span, Fingerprint(digest: Array(digest)), recipients: set)
        }
        guard entries.count == count else { return nil }
    }
}
