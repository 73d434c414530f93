import Canonical

/// The stream that keeps every change, without identities and without recipients; read from a moment on, to where it
/// ended when reading began.
package struct Journal {
    private let address: BrokerAddress
    private let name: String
    /// Offset and time of the last message; nil while there is none.
    private let end: (offset: Int, time: Int)?

    /// Clocks of the hub and of the broker may differ by so many seconds.
    private static let clockDifference = 3_600
    /// Messages under way; the broker is told of every half of them.
    private static let prefetch = 2_000
    /// Changes between two calls of `tick`.
    private static let tick = 512

    /// Finds out where it ends now; `name` is what an administrator sees in the broker's list of connections.
    package init(of collective: Collective, name: String) throws(Failure) {
        address = collective.broker.address
        self.name = name
        let connection = try BrokerConnection(address, name: name)
        defer { connection.close() }
        guard let depth = try connection.depth(ofQueue: Topology.journal) else {
            throw Failure(
                Problem(
                    Place("\(address)"), "there is no journal (queue \(Quote.value(Topology.journal)))",
                    fix: "run hub apply \(collective.folder)"), .config)
        }
        let consumer = try Consumer(
            connection, queue: Topology.journal, prefetch: Int(UInt16.max), from: .last)
        // The depth of a stream lags by seconds, so 0 may be a young journal; what is there comes within milliseconds.
        let wait = depth.messages == 0 ? 2 : connection.limits.answer
        guard var last = try consumer.nextDelivery(withinSeconds: Double(wait)) else {
            guard depth.messages == 0 else { throw Self.silent(connection, for: wait) }
            end = nil
            return
        }
        // The broker hands over the last chunk whole, and answers a question behind it.
        _ = try connection.depth(ofQueue: Topology.journal)
        while let next = try consumer.nextDelivery(withinSeconds: 0) { last = next }
        end = last.streamOffset.map { ($0, last.timestamp ?? 0) }
    }

    /// Gives every change in order, from the first that may have been made at `since` (seconds since 1970), or from the
    /// first of all, until there are no more or `each` returns false.
    ///
    /// Changes from before `since` may come too: the broker finds the beginning to a chunk, and a message carries the
    /// time at which its run began. `tick` is called now and then, for whoever has other connections to keep awake.
    package func read(
        since: Int? = nil, tick: () throws(Failure) -> Void = { () throws(Failure) in },
        each: (JournalEntry) throws(Failure) -> Bool
    ) throws(Failure) {
        guard let end else { return }
        let connection = try BrokerConnection(address, name: name)
        defer { connection.close() }
        let consumer = try Consumer(
            connection, queue: Topology.journal, prefetch: Self.prefetch,
            from: since.map { .since(max(0, $0 - Self.clockDifference)) } ?? .first)
        // When even the last message is older, the broker may have nothing to give, and says nothing.
        let isSure = since.map { end.time >= $0 } ?? true
        var wait = isSure ? connection.limits.answer : 2
        var waiting = 0
        var count = 0
        while true {
            guard let delivery = try consumer.nextDelivery(withinSeconds: Double(wait)) else {
                guard isSure || wait > 2 else { return }
                throw Self.silent(connection, for: wait)
            }
            wait = connection.limits.answer
            guard let offset = delivery.streamOffset, offset <= end.offset else { return }
            if let entry = JournalEntry(delivery, offset) {
                count += 1
                if count.isMultiple(of: Self.tick) { try tick() }
                guard try each(entry) else { return }
            }
            guard offset < end.offset else { return }
            waiting += 1
            if waiting == Self.prefetch / 2 {
                try consumer.acknowledge(upTo: delivery.tag)
                waiting = 0
            }
        }
    }

    private static func silent(_ connection: BrokerConnection, for seconds: Int) -> Failure {
        Failure(
            Problem(
                connection.place, "the journal was silent for \(seconds) s before its end",
                fix:
                    "look at the broker's load, and whether the stream has a leader: rabbitmqctl list_queues name leader"
            ),
            isTemporary: true)
    }
}

extension Delivery {
    /// Where it stands in its stream.
    fileprivate var streamOffset: Int? { header("x-stream-offset").flatMap { Int($0) } }
}
