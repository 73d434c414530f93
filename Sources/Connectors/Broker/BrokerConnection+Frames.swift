import CRabbitMQ
import Canonical
import Glibc

extension BrokerConnection {
    /// The next thing the broker said, or nil when it says nothing in time.
    func nextEvent(within seconds: Double) throws(Failure) -> BrokerEvent? {
        if let event = pending.popFirst() { return event }
        let deadline = ContinuousClock.now + .seconds(seconds)
        var left = seconds
        while try readFrame(within: left) {
            if let event = pending.popFirst() { return event }
            left = seconds == 0 ? 0 : max(0, (deadline - .now) / .seconds(1))
        }
        return nil
    }

    /// Lets time pass while heartbeats are served and what arrives is kept for whoever asks.
    func pause(seconds: Double) throws(Failure) {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while deadline > .now { _ = try readFrame(within: max(0, (deadline - .now) / .seconds(1))) }
    }

    /// Reads one frame and acts on it; false when none came in time.
    func readFrame(within seconds: Double) throws(Failure) -> Bool {
        var frame = amqp_frame_t()
        var wait = timeval(tv_sec: Int(seconds), tv_usec: Int((seconds - seconds.rounded(.down)) * 1_000_000))
        let status = amqp_simple_wait_frame_noblock(state, &frame, &wait)
        guard status != AMQP_STATUS_TIMEOUT.rawValue else { return false }
        try check(status, "reading")
        defer { amqp_maybe_release_buffers(state) }

        switch Int32(frame.frame_type) {
        case AMQP_FRAME_METHOD: try handle(frame.payload.method)
        case AMQP_FRAME_HEADER:
            if let decoded = frame.payload.properties.decoded {
                let properties = decoded.assumingMemoryBound(to: amqp_basic_properties_t.self).pointee
                incoming?.header(properties, bodySize: frame.payload.properties.body_size)
            }
            finishContent()
        case AMQP_FRAME_BODY:
            incoming?.body(frame.payload.body_fragment)
            finishContent()
        default: break
        }
        return true
    }

    private func handle(_ method: amqp_method_t) throws(Failure) {
        func decoded<Method>(_ type: Method.Type) -> Method? {
            method.decoded?.assumingMemoryBound(to: type).pointee
        }
        switch method.id {
        case AMQP_BASIC_ACK_METHOD:
            guard let ack = decoded(amqp_basic_ack_t.self) else { return }
            pending.append(.settled(tag: ack.delivery_tag, multiple: ack.multiple != 0, accepted: true))
        case AMQP_BASIC_NACK_METHOD:
            guard let nack = decoded(amqp_basic_nack_t.self) else { return }
            pending.append(.settled(tag: nack.delivery_tag, multiple: nack.multiple != 0, accepted: false))
        case AMQP_BASIC_RETURN_METHOD:
            guard let back = decoded(amqp_basic_return_t.self) else { return }
            let text = "\(back.reply_code) \(back.reply_text.text)"
            incoming = IncomingContent(.returned(text: text), exchange: back.exchange, key: back.routing_key)
        case AMQP_BASIC_DELIVER_METHOD:
            guard let delivered = decoded(amqp_basic_deliver_t.self) else { return }
            incoming = IncomingContent(
                .delivery, tag: delivered.delivery_tag, redelivered: delivered.redelivered != 0,
                exchange: delivered.exchange, key: delivered.routing_key, limit: bodyLimit)
        case AMQP_BASIC_CANCEL_METHOD: pending.append(.cancelled)
        case AMQP_CONNECTION_BLOCKED_METHOD: blocked = decoded(amqp_connection_blocked_t.self)?.reason.text ?? ""
        case AMQP_CONNECTION_UNBLOCKED_METHOD: blocked = nil
        case AMQP_CHANNEL_CLOSE_METHOD, AMQP_CONNECTION_CLOSE_METHOD:
            throw refused("what was sent", Refusal(method))
        default: break
        }
    }

    private func finishContent() {
        guard let content = incoming, content.isComplete else { return }
        incoming = nil
        switch content.purpose {
        case .delivery: pending.append(.delivered(content.delivery))
        case .answer: taken = content.delivery
        case .returned(let text):
            let message = content.delivery
            pending.append(.returned(exchange: message.exchange, routingKey: message.routingKey, text: text))
        }
    }
}
