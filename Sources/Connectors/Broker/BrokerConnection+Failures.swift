import CRabbitMQ
import Canonical
import Glibc

extension BrokerConnection {
    /// Where every problem of this connection is.
    var place: Place { Place("\(address)") }

    /// Throws what an RPC's reply reports; `doing` continues "the broker refused …".
    func check(_ reply: amqp_rpc_reply_t, _ doing: String) throws(Failure) {
        switch reply.reply_type {
        case AMQP_RESPONSE_NORMAL: return
        case AMQP_RESPONSE_SERVER_EXCEPTION: throw refused(doing, Refusal(reply.reply))
        default: throw lost(doing, reply.library_error)
        }
    }

    /// Throws when a call that only sends could not.
    func check(_ status: Int32, _ doing: String) throws(Failure) {
        guard status != AMQP_STATUS_OK.rawValue else { return }
        throw lost(doing, status)
    }

    /// What the broker refused, with its sentence whole.
    func refused(_ doing: String, _ refusal: Refusal) -> Failure {
        let fix: String? =
            switch refusal.code {
            case 403: "give user \(Quote.value(address.user)) the permission: run hub apply"
            case 404: "create what is missing: run hub apply"
            case 406 where refusal.text.contains("inequivalent arg"):
                "it stands with other properties: empty and delete it, then run hub apply"
            default: nil
            }
        return Failure(
            Problem(place, "the broker refused \(doing): \(refusal)", fix: fix), refusal.cause)
    }

    /// A connection that is no longer usable; temporary, because starting over may work.
    func lost(_ doing: String, _ status: Int32) -> Failure {
        let reason = errno
        let what: String
        switch status {
        case AMQP_STATUS_TABLE_TOO_BIG.rawValue:
            return Failure(
                Problem(
                    place, "\(doing): the headers do not fit into one frame of \(amqp_get_frame_max(state)) bytes",
                    fix: "publish to fewer recipients at once"))
        case AMQP_STATUS_TIMEOUT.rawValue:
            what = "the broker did not answer within \(limits.answer) s to \(doing)"
        case AMQP_STATUS_HEARTBEAT_TIMEOUT.rawValue:
            what = "the broker was silent for \(2 * limits.heartbeat) s"
        case AMQP_STATUS_SOCKET_ERROR.rawValue where reason == ETIMEDOUT:
            return Failure(
                Problem(
                    place, "the broker accepted no data for \(limits.stall) s",
                    why: "it stopped reading (an alarm: low on memory or disk), or the network is cut",
                    fix: "look for alarms: rabbitmq-diagnostics alarms"),
                isTemporary: true)
        default:
            what = "the connection to the broker broke at \(doing): \(text(of: status))"
        }
        return Failure(Problem(place, what), isTemporary: true)
    }

    private func text(of status: Int32) -> String { String(cString: amqp_error_string2(status)) }
}

/// A channel.close or connection.close: the broker's code and sentence.
struct Refusal: CustomStringConvertible {
    var code: Int
    var text: String

    init(_ method: amqp_method_t) {
        switch (method.id, method.decoded) {
        case (AMQP_CHANNEL_CLOSE_METHOD, let decoded?):
            let close = decoded.assumingMemoryBound(to: amqp_channel_close_t.self).pointee
            (code, text) = (Int(close.reply_code), close.reply_text.text)
        case (AMQP_CONNECTION_CLOSE_METHOD, let decoded?):
            let close = decoded.assumingMemoryBound(to: amqp_connection_close_t.self).pointee
            (code, text) = (Int(close.reply_code), close.reply_text.text)
        default:
            (code, text) = (0, "an unexpected AMQP method \(method.id)")
        }
    }

    /// `404 NOT_FOUND - no queue 'x' in vhost '/'`.
    var description: String { code == 0 ? text : "\(code) \(text)" }

    /// The same request may succeed later when it was the broker's own trouble, a shutdown or a lock; what is refused for
    /// good is a matter of what stands there and who may use it.
    var cause: Failure.Cause {
        switch code {
        case 403, 406, 501, 502, 503, 530, 540: .config
        case 404: text.contains("is down or inaccessible") ? .unreachable : .config
        default: .unreachable
        }
    }
}
