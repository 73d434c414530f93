import Canonical

/// What a feed last published, kept as a set of messages in the quorum queue `feed.<id>.checkpoint`.
///
/// A run holds the messages unacknowledged while it works, and acknowledges them after all of their successors are
/// confirmed. A crash in between leaves two complete sets, of which the later one counts; a crash earlier leaves the old
/// one and a part of another, which does not count. The caller holds the feed's ``Lease``.
package final class Checkpoint {
    /// Bytes in a message: far below what a broker takes at most, and little beside what a run needs anyway.
    ///
    /// Writing 64 MiB took 1.4 s in parts of 4 MiB, twice that in parts of 1 and four times in parts of 0.25; larger ones
    /// are not faster (medians of four rounds on a busy machine).
    package static let partSize = 8 << 20

    /// Seconds between looks for a checkpoint that must be there, and how many more there are.
    private static let nextLook = 0.5
    private static let looks = 10

    private let owner: CheckpointOwner
    private let publisher: Publisher
    private let partSize: Int
    private var connection: BrokerConnection { publisher.connection }
    private var held: [UInt64] = []
    private var lastSave = 0

    /// A feed's checkpoint; reads nothing yet.
    package init(of owner: CheckpointOwner, on publisher: Publisher, partSize: Int = Checkpoint.partSize) {
        self.owner = owner
        self.publisher = publisher
        self.partSize = partSize
    }

    /// The name of a feed's checkpoint queue.
    package static func queue(of feed: String) -> String { "feed.\(feed).checkpoint" }

    /// The newest complete checkpoint, which stays held until `save`; nil when there is none.
    ///
    /// A run that just died gives back its lease and its messages separately, and nothing promises the order: what
    /// `isExpected` is waited for.
    package func load(isExpected: Bool) throws(Failure) -> (run: Int, bytes: [UInt8])? {
        for tag in held { try connection.giveBack(tag) }
        held = []
        return try Self.newest(of: owner, on: connection, isExpected: isExpected, tags: &held, lastSave: &lastSave)
    }

    /// Holds whatever lies there, so that the next `save` does away with it.
    package func giveUp() throws(Failure) {
        while let delivery = try connection.take(fromQueue: owner.queue) { held.append(delivery.tag) }
    }

    /// Replaces the checkpoint; returns once the broker has all of the new one and the old one is given up.
    ///
    /// `write` hands bytes over as it goes by letting `passOn` take them from the front, and returns those that are left.
    package func save(
        run: Int, write: (_ passOn: (inout [UInt8]) throws(Failure) -> Void) throws(Failure) -> [UInt8]
    ) throws(Failure) {
        try takeOlder()
        lastSave += 1
        let writer = Digest.hex((0..<8).map { _ in UInt8.random(in: .min ... .max) })
        let digest = SHA256Digest()
        var number = 0
        func send(_ bytes: [UInt8], isLast: Bool) throws(Failure) {
            number += 1
            digest.update(bytes)
            let part = CheckpointPart(
                save: lastSave, run: run, writer: writer, number: number,
                end: isLast ? (number, Digest.hex(digest.finish())) : nil, bytes: bytes)
            try publisher.publish(part.message(of: owner))
            // A publisher keeps what is not confirmed yet: one part at a time is the least memory, and as fast.
            try publisher.settle()
        }
        func sendFull(_ bytes: inout [UInt8]) throws(Failure) {
            while bytes.count > partSize {
                try send(Array(bytes[..<partSize]), isLast: false)
                bytes.removeFirst(partSize)
            }
        }
        var rest = try write(sendFull)
        try sendFull(&rest)
        try send(rest, isLast: true)
        for tag in held { try connection.acknowledge(tag) }
        held = []
    }

    /// Leaves the trace that the feed has published; before the first message leaves.
    package func mark() throws(Failure) { try connection.declare(exchange: Exchange(owner.mark, .fanout)) }

    /// What somebody who only looks finds.
    package enum Peek {
        /// A run holds the lease, and the checkpoint with it.
        case running
        case none(hasPublished: Bool)
        case saved(run: Int, bytes: [UInt8], hasPublished: Bool)
    }

    /// Looks at a feed's checkpoint and leaves it there.
    ///
    /// Looking takes the lease: a run that began meanwhile would find no checkpoint and take the feed for a new one.
    package static func peek(_ owner: CheckpointOwner, on connection: BrokerConnection) throws(Failure) -> Peek {
        guard try Lease.isGranted(feed: owner.feed, on: connection) else { return .running }
        var taken: [UInt64] = []
        let found = Result { () throws(Failure) in try look(owner, on: connection, tags: &taken) }
        for tag in taken { try connection.giveBack(tag) }
        try connection.delete(queue: Lease.queue(of: owner.feed))
        return try found.get()
    }

    private static func look(
        _ owner: CheckpointOwner, on connection: BrokerConnection, tags: inout [UInt64]
    ) throws(Failure) -> Peek {
        var lastSave = 0
        let hasPublished = try connection.stands(exchange: owner.mark)
        guard
            let newest = try newest(
                of: owner, on: connection, isExpected: hasPublished, tags: &tags, lastSave: &lastSave)
        else { return .none(hasPublished: hasPublished) }
        return .saved(run: newest.run, bytes: newest.bytes, hasPublished: hasPublished)
    }

    private static func newest(
        of owner: CheckpointOwner, on connection: BrokerConnection, isExpected: Bool, tags: inout [UInt64],
        lastSave: inout Int
    ) throws(Failure) -> (run: Int, bytes: [UInt8])? {
        var sets: [String: CheckpointSet] = [:]
        for look in 0...looks {
            while let delivery = try connection.take(fromQueue: owner.queue) {
                tags.append(delivery.tag)
                let part = try CheckpointPart(delivery, of: owner)
                lastSave = max(lastSave, part.save)
                sets[part.writer, default: CheckpointSet(part)].add(part)
            }
            if !isExpected || look == looks || sets.values.contains(where: \.isComplete) { break }
            try connection.pause(seconds: nextLook)
        }
        guard let newest = sets.values.filter(\.isComplete).max(by: { ($0.run, $0.save) < ($1.run, $1.save) }) else {
            return nil
        }
        sets = [:]
        let run = newest.run
        guard let bytes = newest.joined() else { throw owner.damaged() }
        return (run, bytes)
    }

    /// Takes in what else lies there: what this run saved before, and what a hub that just died sent at the last moment.
    private func takeOlder() throws(Failure) {
        while let delivery = try connection.take(fromQueue: owner.queue) {
            // A foreign message is told by the next run; it goes back with this connection.
            guard let part = try? CheckpointPart(delivery, of: owner) else { continue }
            lastSave = max(lastSave, part.save)
            held.append(delivery.tag)
        }
    }
}
