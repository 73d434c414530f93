import CRabbitMQ
import Canonical
import Glibc

/// A connection to one node of the broker that has logged in: a socket, with TLS or without, and AMQP's handshake.
final class Link {
    let state: amqp_connection_state_t
    let node: BrokerAddress.Node
    private let address: BrokerAddress
    private let limits: BrokerLimits

    /// Connects to the first node that lets the hub in.
    ///
    /// A node that does not answer is passed over; a refusal would be the same at every node.
    static func open(
        _ address: BrokerAddress, name: String, limits: BrokerLimits, arena: AMQPArena
    ) throws(Failure) -> Link {
        var failures: [Failure] = []
        for node in address.nodes {
            do throws(Failure) {
                return try Link(node, of: address, name: name, limits: limits, arena: arena)
            } catch {
                guard error.cause == .unreachable else { throw error }
                failures.append(error)
            }
        }
        guard failures.count != 1 else { throw failures[0] }
        throw Failure(
            Problem(
                Place("\(address)"), "none of the broker's \(failures.count) nodes can be used",
                why: failures.map(\.problem.what).joined(separator: "; "),
                fix: "start the broker, or correct the addresses at \(address.place.position)"), isTemporary: true)
    }

    private init(
        _ node: BrokerAddress.Node, of address: BrokerAddress, name: String, limits: BrokerLimits, arena: AMQPArena
    ) throws(Failure) {
        guard let state = amqp_new_connection() else { preconditionFailure("librabbitmq: no memory") }
        (self.state, self.node, self.address, self.limits) = (state, node, address, limits)
        var handshake = timeval(tv_sec: limits.connect, tv_usec: 0)
        var answer = timeval(tv_sec: limits.answer, tv_usec: 0)
        guard amqp_set_handshake_timeout(state, &handshake) == AMQP_STATUS_OK.rawValue,
            amqp_set_rpc_timeout(state, &answer) == AMQP_STATUS_OK.rawValue
        else { preconditionFailure("librabbitmq: no memory") }
        if let trust = address.trust {
            try openTLS(trust)
        } else {
            let descriptor = try Dial.tcp(node, of: address, limits: limits)
            guard let socket = amqp_tcp_socket_new(state) else { preconditionFailure("librabbitmq: no memory") }
            amqp_tcp_socket_set_sockfd(socket, descriptor)
        }
        try logIn(name: name, arena)
    }

    deinit { amqp_destroy_connection(state) }

    private var place: Place { Place("\(address)") }

    private func openTLS(_ trust: BrokerTrust) throws(Failure) {
        guard let socket = amqp_ssl_socket_new(state) else { preconditionFailure("librabbitmq: no memory") }
        amqp_ssl_socket_set_verify_peer(socket, 1)
        amqp_ssl_socket_set_verify_hostname(socket, 1)
        amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST)
        if let authorities = trust.authorities {
            try check(amqp_ssl_socket_set_cacert(socket, authorities), file: authorities, "certificates of authorities")
        } else {
            hub_ssl_trust_system(socket)
        }
        if let certificate = trust.certificate, let key = trust.key {
            try check(
                amqp_ssl_socket_set_key(socket, certificate, key), file: certificate, "a certificate with its key")
        }
        var limit = timeval(tv_sec: limits.connect, tv_usec: 0)
        let status = amqp_socket_open_noblock(socket, node.host, Int32(node.port), &limit)
        switch status {
        case AMQP_STATUS_OK.rawValue: Dial.limit(amqp_socket_get_sockfd(socket), limits)
        case AMQP_STATUS_SSL_PEER_VERIFY_FAILED.rawValue, AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED.rawValue:
            throw untrusted(status, trust)
        case AMQP_STATUS_SSL_CONNECTION_FAILED.rawValue:
            throw Failure(
                Problem(
                    place, "\(node) accepts connections but completed no TLS handshake",
                    why: "its certificate is not trusted (\(authorities(trust))), it wants one of the hub, or it does "
                        + "not speak TLS 1.2",
                    fix: "see: openssl s_client -connect \(node); amqp:// is without TLS"), .config)
        default:
            // The library says only that there was a socket error; the system knows why.
            close(try Dial.tcp(node, of: address, limits: limits))
            throw Failure(Problem(place, "\(node) did not complete the TLS handshake"), isTemporary: true)
        }
    }

    private func authorities(_ trust: BrokerTrust) -> String { trust.authorities ?? "the system's authorities" }

    private func untrusted(_ status: Int32, _ trust: BrokerTrust) -> Failure {
        let isName = status == AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED.rawValue
        return Failure(
            Problem(
                place,
                isName
                    ? "the certificate of \(node) is for another host" : "the certificate of \(node) is not trusted",
                why: isName
                    ? "none of its DNS names is \(Quote.value(node.host)); addresses in numbers are not looked at"
                    : "\(authorities(trust)) do not vouch for it",
                fix: isName
                    ? "write the name that the certificate has at \(address.place.position)"
                    : "name the broker's authority with \"ca\" at \(address.place.position)"), .config)
    }

    private func check(_ status: Int32, file: String, _ what: String) throws(Failure) {
        guard status != AMQP_STATUS_OK.rawValue else { return }
        throw Failure(
            Problem(
                Place(file), "\(what) cannot be read there", why: "the broker's address needs it (\(address.place))",
                fix: "give a file in PEM form that the hub's user may read"), .config)
    }

    private func logIn(name: String, _ arena: AMQPArena) throws(Failure) {
        // Without the first two, a consumer of a deleted queue and a publisher under an alarm are told nothing.
        let yes = arena.field(true)
        let capabilities = [
            ("consumer_cancel_notify", yes), ("connection.blocked", yes), ("publisher_confirms", yes),
            ("basic.nack", yes), ("authentication_failure_close", yes),
        ]
        var properties = arena.table([
            ("connection_name", arena.field(name)), ("product", arena.field("siae-hub")),
            ("capabilities", arena.field(capabilities)),
        ])
        defer { arena.recycle() }
        let reply = hub_amqp_login(
            state, address.vhost, Int32(AMQP_DEFAULT_FRAME_SIZE), Int32(limits.heartbeat), &properties, address.user,
            address.password)
        try check(reply)
    }

    /// Throws what the login's reply reports, in terms of the configured address.
    private func check(_ reply: amqp_rpc_reply_t) throws(Failure) {
        switch reply.reply_type {
        case AMQP_RESPONSE_NORMAL: return
        case AMQP_RESPONSE_SERVER_EXCEPTION: throw refused(Refusal(reply.reply))
        default:
            guard reply.library_error != AMQP_STATUS_TIMEOUT.rawValue else {
                throw Failure(
                    Problem(
                        place,
                        "\(node) accepts connections but completed no AMQP login within \(limits.connect) s",
                        fix: "check that a RabbitMQ broker listens there and is not starting or overloaded"),
                    isTemporary: true)
            }
            throw Failure(
                Problem(
                    place,
                    "\(node) broke off the AMQP login: \(String(cString: amqp_error_string2(reply.library_error)))",
                    fix: "check that a RabbitMQ broker\(address.trust == nil ? ", without TLS," : "") listens there"),
                isTemporary: true)
        }
    }

    private func refused(_ refusal: Refusal) -> Failure {
        let what: String
        let fix: String
        switch refusal.code {
        case 403:
            what = "the broker refused the login of user \(Quote.value(address.user))"
            fix = "correct the user or the password of the address at \(address.place.position)"
        case 530:
            what = "user \(Quote.value(address.user)) cannot use vhost \(Quote.value(address.vhost))"
            fix = "run hub apply to create the vhost and permissions, or correct it at \(address.place.position)"
        default:
            what = "the broker refused the connection"
            fix = "see the broker's log"
        }
        return Failure(Problem(place, "\(what): \(refusal)", fix: fix), refusal.cause)
    }
}
