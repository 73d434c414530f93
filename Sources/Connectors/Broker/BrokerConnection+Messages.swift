import CRabbitMQ
import Canonical

extension BrokerConnection {
    /// Sends a message; whether it arrived is for a ``Publisher`` to follow.
    func send(_ message: Message) throws(Failure) {
        defer { arena.recycle() }
        var headers = message.headers.map { ($0.name, arena.field($0.value)) }
        if !message.copies.isEmpty { headers.append(("BCC", arena.field(message.copies))) }
        var properties = amqp_basic_properties_t()
        properties._flags = Self.propertyFlags
        properties.delivery_mode = 2
        properties.content_type = try short(message.contentType, "content type")
        properties.message_id = try short(message.id, "id")
        properties.type = try short(message.type, "type")
        properties.app_id = try short(message.appID, "app id")
        properties.timestamp = UInt64(clamping: message.timestamp)
        if let correlation = message.correlation {
            properties._flags |= amqp_flags_t(AMQP_BASIC_CORRELATION_ID_FLAG)
            properties.correlation_id = try short(correlation, "correlation")
        }
        if !headers.isEmpty {
            properties._flags |= amqp_flags_t(AMQP_BASIC_HEADERS_FLAG)
            properties.headers = arena.table(headers)
        }
        let exchange = try short(message.exchange, "exchange")
        let key = try short(message.routingKey, "routing key")
        let status = message.body.withUnsafeBytes { body in
            // librabbitmq only reads the body; its type has no const.
            let bytes = amqp_bytes_t(len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress))
            return amqp_basic_publish(state, channel, exchange, key, message.isMandatory ? 1 : 0, 0, &properties, bytes)
        }
        try check(status, "publishing")
    }

    /// Takes one message off a queue without acknowledging it, or nil when it has none to give.
    package func take(fromQueue queue: String) throws(Failure) -> Delivery? {
        defer { arena.recycle() }
        let doing = "reading queue \(Quote.value(queue))"
        let reply = amqp_basic_get(state, channel, try short(queue, "queue"), 0)
        try check(reply, doing)
        guard reply.reply.id == AMQP_BASIC_GET_OK_METHOD,
            let ok = reply.reply.decoded?.assumingMemoryBound(to: amqp_basic_get_ok_t.self).pointee
        else { return nil }
        incoming = IncomingContent(
            .answer, tag: ok.delivery_tag, redelivered: ok.redelivered != 0, exchange: ok.exchange, key: ok.routing_key)
        taken = nil
        while taken == nil {
            guard try readFrame(within: Double(limits.answer)) else { throw lost(doing, AMQP_STATUS_TIMEOUT.rawValue) }
        }
        return taken
    }

    /// Tells the broker that a delivery, and with `multiple` every earlier one, is dealt with.
    package func acknowledge(_ tag: UInt64, multiple: Bool = false) throws(Failure) {
        try check(amqp_basic_ack(state, channel, tag, multiple ? 1 : 0), "acknowledging")
    }

    /// Puts a delivery back into its queue.
    package func giveBack(_ tag: UInt64) throws(Failure) {
        try check(amqp_basic_nack(state, channel, tag, 0, 1), "giving a message back")
    }

    /// A short string: the wire counts its bytes in one byte, and librabbitmq cuts that count silently.
    func short(_ text: String, _ role: String) throws(Failure) -> amqp_bytes_t {
        guard text.utf8.count <= 255 else {
            throw Failure(
                Problem(
                    place, "the \(role) \(Quote.value(text)) has \(text.utf8.count) bytes", why: "AMQP allows 255"))
        }
        return arena.bytes(text)
    }

    private static let propertyFlags = amqp_flags_t(
        AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_MESSAGE_ID_FLAG
            | AMQP_BASIC_TYPE_FLAG | AMQP_BASIC_APP_ID_FLAG | AMQP_BASIC_TIMESTAMP_FLAG)
}
