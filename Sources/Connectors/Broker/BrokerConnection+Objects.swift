import CRabbitMQ
import Canonical

extension BrokerConnection {
    /// Makes sure that the exchange stands; one with other properties is a `Failure` with the broker's 406.
    package func declare(exchange: Exchange) throws(Failure) {
        defer { arena.recycle() }
        amqp_exchange_declare(
            state, channel, try short(exchange.name, "exchange"), arena.bytes(exchange.kind.rawValue), 0, 1, 0, 0,
            amqp_empty_table)
        try check(amqp_get_rpc_reply(state), "declaring exchange \(Quote.value(exchange.name))")
    }

    /// Makes sure that the queue stands; one with other arguments is a `Failure` with the broker's 406.
    package func declare(queue: Queue) throws(Failure) {
        defer { arena.recycle() }
        var fields = [("x-queue-type", arena.field(queue.kind.rawValue))]
        if queue.hasSingleConsumer { fields.append(("x-single-active-consumer", arena.field(true))) }
        let arguments = arena.table(fields)
        amqp_queue_declare(state, channel, try short(queue.name, "queue"), 0, 1, 0, 0, arguments)
        try check(amqp_get_rpc_reply(state), "declaring queue \(Quote.value(queue.name))")
    }

    /// Declares a queue that only this connection can use and that goes with it; the broker chooses the name if it is
    /// empty.
    package func declareExclusiveQueue(_ name: String = "") throws(Failure) -> String {
        defer { arena.recycle() }
        let ok = amqp_queue_declare(state, channel, try short(name, "queue"), 0, 0, 1, 1, amqp_empty_table)
        try check(amqp_get_rpc_reply(state), "declaring exclusive queue \(Quote.value(name))")
        return ok?.pointee.queue.text ?? name
    }

    /// Makes sure that the binding stands.
    package func bind(_ binding: Binding) throws(Failure) {
        defer { arena.recycle() }
        amqp_queue_bind(
            state, channel, try short(binding.queue, "queue"), try short(binding.exchange, "exchange"),
            try short(binding.key, "routing key"), amqp_empty_table)
        try check(
            amqp_get_rpc_reply(state),
            "binding queue \(Quote.value(binding.queue)) to exchange \(Quote.value(binding.exchange))")
    }

    /// Takes a binding away; one that does not stand is as good as gone.
    package func unbind(_ binding: Binding) throws(Failure) {
        defer { arena.recycle() }
        amqp_queue_unbind(
            state, channel, try short(binding.queue, "queue"), try short(binding.exchange, "exchange"),
            try short(binding.key, "routing key"), amqp_empty_table)
        try check(
            amqp_get_rpc_reply(state),
            "unbinding queue \(Quote.value(binding.queue)) from exchange \(Quote.value(binding.exchange))")
    }

    /// Deletes a queue with everything in it; one that does not exist is as good as deleted.
    package func delete(queue: String) throws(Failure) {
        defer { arena.recycle() }
        amqp_queue_delete(state, channel, try short(queue, "queue"), 0, 0)
        try check(amqp_get_rpc_reply(state), "deleting queue \(Quote.value(queue))")
    }

    /// How full a queue is, or nil when there is none of this name.
    ///
    /// The broker answers the question for a missing queue by closing the channel, which is opened again; so this is
    /// not for a connection that a ``Publisher`` counts confirms on.
    package func depth(ofQueue queue: String) throws(Failure) -> Depth? {
        defer { arena.recycle() }
        let doing = "looking at queue \(Quote.value(queue))"
        let ok = amqp_queue_declare(state, channel, try short(queue, "queue"), 1, 0, 0, 0, amqp_empty_table)
        let reply = amqp_get_rpc_reply(state)
        if let ok { return Depth(messages: Int(ok.pointee.message_count), consumers: Int(ok.pointee.consumer_count)) }
        if reply.reply_type == AMQP_RESPONSE_SERVER_EXCEPTION, !isConfirming, Refusal(reply.reply).code == 404 {
            try reopenChannel()
            return nil
        }
        try check(reply, doing)
        return nil
    }

    /// Whether an exchange of this name stands; like `depth(ofQueue:)`, not for a connection that counts confirms.
    package func stands(exchange: String) throws(Failure) -> Bool {
        defer { arena.recycle() }
        amqp_exchange_declare(
            state, channel, try short(exchange, "exchange"), arena.bytes("fanout"), 1, 1, 0, 0, amqp_empty_table)
        let reply = amqp_get_rpc_reply(state)
        if reply.reply_type == AMQP_RESPONSE_SERVER_EXCEPTION, !isConfirming, Refusal(reply.reply).code == 404 {
            try reopenChannel()
            return false
        }
        try check(reply, "looking at exchange \(Quote.value(exchange))")
        return true
    }

    /// Opens the channel again after the broker closed it over a refused request.
    func reopenChannel() throws(Failure) {
        var ok = amqp_channel_close_ok_t()
        try check(
            amqp_send_method(state, channel, AMQP_CHANNEL_CLOSE_OK_METHOD, &ok), "closing a channel")
        incoming = nil
        pending = []
        try openChannel()
    }
}

extension BrokerConnection {
    /// Whether a member's inbox exists; its bindings are made sure of.
    ///
    /// A copy for an inbox that is not there would be dropped without a word.
    package func hasInbox(of member: String) throws(Failure) -> Bool {
        let inbox = Topology.inbox(of: member)
        guard try depth(ofQueue: inbox) != nil else { return false }
        for exchange in ["hub", "private"] {
            try bind(Binding(exchange: exchange, queue: inbox, key: Topology.key(to: member)))
        }
        return true
    }
}
