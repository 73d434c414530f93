import CRabbitMQ
import Canonical
import Glibc

/// One TCP connection to the broker with one channel, used by one thread.
///
/// Whatever breaks throws a `Failure` and the owner starts over with a new connection: declarations are idempotent, so
/// starting over restores everything, and there is no half-restored state. librabbitmq is not thread-safe, and keeps
/// the frames of one channel apart from another's poorly, hence one channel. Not Sendable on purpose.
package final class BrokerConnection {
    package let address: BrokerAddress
    package let limits: BrokerLimits

    private let link: Link
    var state: amqp_connection_state_t { link.state }
    let arena = AMQPArena()
    let channel: amqp_channel_t = 1
    /// The message whose header and body frames are being read.
    var incoming: IncomingContent?
    /// What arrived and nobody has asked for yet.
    var pending: ArraySlice<BrokerEvent> = []
    /// The answer to `take`, once complete.
    var taken: Delivery?
    /// The broker's reason while it reads nothing from publishers (`connection.blocked`).
    var blocked: String?
    /// Bytes that a delivery's body may have: of a longer one only the size is kept, so that nobody can fill the memory.
    package var bodyLimit = Int.max
    /// Whether a publisher put the channel in confirm mode.
    var isConfirming = false
    private var nextTick = ContinuousClock.now
    private var isOpen = false

    /// Connects and logs in; `name` is what an administrator sees in the broker's list of connections.
    package init(_ address: BrokerAddress, name: String, limits: BrokerLimits = BrokerLimits()) throws(Failure) {
        self.address = address
        self.limits = limits
        link = try Link.open(address, name: name, limits: limits, arena: arena)
        try openChannel()
        isOpen = true
    }

    /// Says good-bye to the broker, which then has nothing to warn about in its log; errors no longer matter.
    package func close() {
        guard isOpen else { return }
        isOpen = false
        // A broker that reads nothing answers no good-bye; the socket closes with the connection.
        guard blocked == nil else { return }
        var patience = timeval(tv_sec: 2, tv_usec: 0)
        amqp_set_rpc_timeout(state, &patience)
        amqp_connection_close(state, AMQP_REPLY_SUCCESS)
    }

    /// Serves heartbeats and takes in what has arrived, without waiting; cheap enough to call for every record.
    ///
    /// librabbitmq sends heartbeats inside its calls only, so an owner that computes for long must come by here.
    package func tick() throws(Failure) {
        let now = ContinuousClock.now
        guard now >= nextTick else { return }
        nextTick = now + .milliseconds(250)
        while try readFrame(within: 0) {}
    }

    func openChannel() throws(Failure) {
        amqp_channel_open(state, channel)
        try check(amqp_get_rpc_reply(state), "opening a channel")
    }
}
