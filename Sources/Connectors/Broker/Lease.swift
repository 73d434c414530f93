import CRabbitMQ
import Canonical

/// The right to run a feed: an exclusive queue, which the broker grants to one connection and takes back with it.
package struct Lease {
    /// Takes the lease for `connection`, which keeps it until released or closed.
    ///
    /// Held by another connection it is a temporary `Failure`, and `connection` can go on being used.
    package init(feed: String, on connection: BrokerConnection) throws(Failure) {
        self.feed = feed
        self.connection = connection
        guard try Self.isGranted(feed: feed, on: connection) else {
            throw Failure(
                Problem(
                    connection.place, "another hub process is running feed \(feed)",
                    why: "it holds the exclusive queue \(Self.queue(of: feed))",
                    fix: "wait for it, or stop the other process"), .busy)
        }
    }

    /// Gives the lease back before the connection ends.
    package func release() throws(Failure) { try connection.delete(queue: Self.queue(of: feed)) }

    /// The name of a feed's lease.
    package static func queue(of feed: String) -> String { "feed.\(feed).lease" }

    private let feed: String
    private let connection: BrokerConnection

    /// Declares the lease; false when another connection holds it, which closes the channel (opened again here).
    static func isGranted(feed: String, on connection: BrokerConnection) throws(Failure) -> Bool {
        try isGranted(queue: queue(of: feed), on: connection)
    }

    /// Declares an exclusive queue as a lease on something else than a feed.
    static func isGranted(queue: String, on connection: BrokerConnection) throws(Failure) -> Bool {
        defer { connection.arena.recycle() }
        let name = try connection.short(queue, "queue")
        amqp_queue_declare(connection.state, connection.channel, name, 0, 0, 1, 1, amqp_empty_table)
        let reply = amqp_get_rpc_reply(connection.state)
        // A channel in confirm mode would come back with its tags counted anew, so that one stays closed.
        if reply.reply_type == AMQP_RESPONSE_SERVER_EXCEPTION, Refusal(reply.reply).code == 405,
            !connection.isConfirming
        {
            try connection.reopenChannel()
            return false
        }
        try connection.check(reply, "declaring exclusive queue \(Quote.value(queue))")
        return true
    }
}
