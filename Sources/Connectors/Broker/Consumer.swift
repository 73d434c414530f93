import CRabbitMQ
import Canonical

/// Reads a queue as messages come, on a connection of its own.
package final class Consumer {
    /// Where reading a stream begins (`x-stream-offset`).
    package enum StreamOffset: Sendable, Hashable {
        case first, last, next
        case at(Int)
        /// The first chunk that was written at or after a moment, in seconds since 1970; the end when none was.
        case since(Int)
    }

    private let connection: BrokerConnection
    private let queue: String

    /// Begins to consume; at most `prefetch` messages wait for their acknowledgement.
    package init(
        _ connection: BrokerConnection, queue: String, prefetch: Int, exclusive: Bool = false,
        from offset: StreamOffset? = nil
    ) throws(Failure) {
        self.connection = connection
        self.queue = queue
        let arena = connection.arena
        defer { arena.recycle() }
        amqp_basic_qos(connection.state, connection.channel, 0, UInt16(clamping: prefetch), 0)
        try connection.check(amqp_get_rpc_reply(connection.state), "setting a prefetch of \(prefetch)")
        let arguments: [(String, amqp_field_value_t)] =
            switch offset {
            case nil: []
            case .first: [("x-stream-offset", arena.field("first"))]
            case .last: [("x-stream-offset", arena.field("last"))]
            case .next: [("x-stream-offset", arena.field("next"))]
            case .at(let number): [("x-stream-offset", arena.field(number))]
            case .since(let seconds): [("x-stream-offset", arena.field(moment: seconds))]
            }
        amqp_basic_consume(
            connection.state, connection.channel, try connection.short(queue, "queue"), amqp_empty_bytes, 0, 0,
            exclusive ? 1 : 0, arena.table(arguments))
        try connection.check(amqp_get_rpc_reply(connection.state), "consuming queue \(Quote.value(queue))")
    }

    /// The next message, or nil when none comes in time.
    package func nextDelivery(withinSeconds seconds: Double) throws(Failure) -> Delivery? {
        switch try connection.nextEvent(within: seconds) {
        case nil, .settled, .returned: return nil
        case .delivered(let delivery): return delivery
        case .cancelled:
            throw Failure(
                Problem(
                    connection.place, "the broker ended the reading of queue \(Quote.value(queue))",
                    why: "the queue was deleted or its node is down", fix: "run hub apply"),
                isTemporary: true)
        }
    }

    /// Some messages, or none when none comes in time; a lone one is given at once, others are waited for no longer than `gap`
    /// each.
    package func nextDeliveries(
        atMost most: Int, withinSeconds seconds: Double, gap: Double
    ) throws(Failure) -> [Delivery] {
        guard let first = try nextDelivery(withinSeconds: seconds) else { return [] }
        var deliveries = [first]
        while deliveries.count < most, let delivery = try nextDelivery(withinSeconds: gap) {
            deliveries.append(delivery)
        }
        return deliveries
    }

    /// Tells the broker that this delivery and every earlier one are dealt with.
    package func acknowledge(upTo tag: UInt64) throws(Failure) { try connection.acknowledge(tag, multiple: true) }
}
