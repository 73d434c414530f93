import Canonical

/// What a feed last published, kept as one message in the quorum queue `feed.<id>.checkpoint`.
///
/// A run holds the message unacknowledged while it works, and acknowledges it after its successor is confirmed. A crash
/// in between leaves two, of which the one with the higher run number counts; a crash earlier leaves the old one. The
/// caller holds the feed's ``Lease``.
package final class Checkpoint {
    /// The content type that tells a checkpoint from anything else.
    package static let contentType = "application/vnd.siae-hub.checkpoint"
    /// The header with the number of the run that wrote it.
    package static let runHeader = "x-hub-run"

    private static let secondLook = 0.5

    private let feed: String
    private let publisher: Publisher
    private var connection: BrokerConnection { publisher.connection }
    private var held: [UInt64] = []

    /// A feed's checkpoint; reads nothing yet.
    package init(feed: String, on publisher: Publisher) {
        self.feed = feed
        self.publisher = publisher
    }

    /// The name of a feed's checkpoint queue.
    package static func queue(of feed: String) -> String { "feed.\(feed).checkpoint" }

    /// The newest checkpoint, which stays held until `save`; nil when the feed has never saved one.
    package func load() throws(Failure) -> (run: Int, bytes: [UInt8])? {
        for tag in held { try connection.giveBack(tag) }
        held = []
        if let found = try takeAll() { return found }
        // A run that just died gives back its lease and its message separately, and nothing promises the order; without
        // a checkpoint everything would count as new and no withdrawal would be seen. Only a feed's first run waits.
        try connection.pause(seconds: Self.secondLook)
        return try takeAll()
    }

    /// Replaces the checkpoint; returns once the broker has the new one and the old one is given up.
    package func save(run: Int, bytes: [UInt8]) throws(Failure) {
        // A second save of the same run replaces the first, which nobody holds.
        if held.isEmpty { _ = try takeAll() }
        try publisher.publish(
            Message(
                exchange: "", routingKey: Self.queue(of: feed), id: "\(feed).\(run)", type: "checkpoint",
                contentType: Self.contentType, timestamp: 0, headers: [(Self.runHeader, "\(run)")], body: bytes))
        try publisher.settle()
        for tag in held { try connection.acknowledge(tag) }
        held = []
    }

    /// What somebody who only looks finds.
    package enum Peek {
        /// A run holds the lease, and the checkpoint with it.
        case running
        case never
        case saved(run: Int, bytes: [UInt8])
    }

    /// Looks at a feed's checkpoint and leaves it there.
    ///
    /// Looking takes the lease: a run that began meanwhile would find no checkpoint and take the feed for a new one.
    package static func peek(feed: String, on connection: BrokerConnection) throws(Failure) -> Peek {
        guard try Lease.isGranted(feed: feed, on: connection) else { return .running }
        var taken: [UInt64] = []
        let found = Result { () throws(Failure) in try newest(feed: feed, on: connection, tags: &taken) }
        for tag in taken { try connection.giveBack(tag) }
        try connection.delete(queue: Lease.queue(of: feed))
        guard let newest = try found.get() else { return .never }
        return .saved(run: newest.run, bytes: newest.bytes)
    }

    private func takeAll() throws(Failure) -> (run: Int, bytes: [UInt8])? {
        try Self.newest(feed: feed, on: connection, tags: &held)
    }

    private static func newest(
        feed: String, on connection: BrokerConnection, tags: inout [UInt64]
    ) throws(Failure) -> (run: Int, bytes: [UInt8])? {
        var newest: (run: Int, bytes: [UInt8])?
        while let delivery = try connection.take(fromQueue: queue(of: feed)) {
            tags.append(delivery.tag)
            let run = try run(of: delivery, feed: feed)
            if run >= newest?.run ?? run { newest = (run, delivery.body) }
        }
        return newest
    }

    /// The run number of a checkpoint; anything else in the queue is a `Failure`.
    static func run(of delivery: Delivery, feed: String) throws(Failure) -> Int {
        guard delivery.contentType == contentType, let run = delivery.header(runHeader).flatMap({ Int($0) }) else {
            throw Failure(
                Problem(
                    Place(queue(of: feed)),
                    "a message in it is no checkpoint: content type \(Quote.value(delivery.contentType ?? "")), "
                        + "id \(Quote.value(delivery.id ?? ""))",
                    why: "only the hub writes there, messages of type \(contentType) with a header \(runHeader)",
                    fix: "find out who published it, take it out, and run the feed again"))
        }
        return run
    }
}
