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
        guard try connection.lock(Self.queue(of: feed)) else {
            throw Failure(
                Problem(
                    connection.place, "another hub process is running feed \(feed)",
                    why: "it holds the exclusive queue \(Self.queue(of: feed))",
                    fix: "wait for it, or stop the other process"),
                isTemporary: true)
        }
    }

    /// Gives the lease back before the connection ends.
    package func release() throws(Failure) { try connection.delete(queue: Self.queue(of: feed)) }

    /// The name of a feed's lease.
    package static func queue(of feed: String) -> String { "feed.\(feed).lease" }

    private let feed: String
    private let connection: BrokerConnection
}

extension BrokerConnection {
    /// Declares the exclusive queue `name`; false when another connection holds it.
    fileprivate func lock(_ name: String) throws(Failure) -> Bool {
        defer { arena.recycle() }
        amqp_queue_declare(state, channel, try short(name, "queue"), 0, 0, 1, 1, amqp_empty_table)
        let reply = amqp_get_rpc_reply(state)
        if reply.reply_type == AMQP_RESPONSE_SERVER_EXCEPTION, Refusal(reply.reply).code == 405 {
            try reopenChannel()
            return false
        }
        try check(reply, "declaring exclusive queue \(Quote.value(name))")
        return true
    }
}
