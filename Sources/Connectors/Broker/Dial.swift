import Canonical
import Glibc

/// Opens the TCP connection that librabbitmq then uses.
///
/// Its own `amqp_socket_open` says only "a socket error occurred"; here the system's reason is known. And here is what
/// keeps a publisher from hanging: `amqp_basic_publish` waits for room in the socket without a limit while the peer
/// stays silent or a memory alarm keeps it from reading, and the socket is non-blocking, so `SO_SNDTIMEO` has no effect.
/// `TCP_USER_TIMEOUT` makes the kernel break the connection once data has waited that long (also against a zero
/// window, which is what an alarm looks like), without a watchdog thread.
enum Dial {
    /// A connected, non-blocking socket, owned by the caller.
    static func tcp(
        _ node: BrokerAddress.Node, of address: BrokerAddress, limits: BrokerLimits
    ) throws(Failure) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var found: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(node.host, String(node.port), &hints, &found)
        guard status == 0 else {
            let reason = String(cString: gai_strerror(status))
            throw Failure(
                Problem(
                    Place("\(address)"), "no such host \(Quote.value(node.host)): \(reason)",
                    fix: "correct the host at \(address.place.position), or the machine's name resolution"),
                isTemporary: true)
        }
        defer { freeaddrinfo(found) }

        var reason = ETIMEDOUT
        var next = found
        while let candidate = next {
            switch connect(to: candidate.pointee, limits: limits) {
            case .success(let descriptor): return descriptor
            case .failure(let refusal): reason = refusal.rawValue
            }
            next = candidate.pointee.ai_next
        }
        throw Failure(
            Problem(
                Place("\(address)"), "no broker answers at \(node): \(String(cString: strerror(reason)))",
                fix: "start the broker, or correct the address at \(address.place.position)"),
            isTemporary: true)
    }

    /// Limits how long data may wait on a socket that somebody else opened.
    static func limit(_ descriptor: Int32, _ limits: BrokerLimits) {
        set(descriptor, TCP_NODELAY, 1)
        set(descriptor, TCP_USER_TIMEOUT, Int32(limits.stall * 1000))
    }

    private struct Refusal: Error { var rawValue: Int32 }

    private static func connect(to info: addrinfo, limits: BrokerLimits) -> Result<Int32, Refusal> {
        let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(info.ai_family, info.ai_socktype | flags, info.ai_protocol)
        guard descriptor >= 0 else { return .failure(Refusal(rawValue: errno)) }
        limit(descriptor, limits)
        var reason: Int32 = 0
        if Glibc.connect(descriptor, info.ai_addr, info.ai_addrlen) != 0 {
            reason = errno == EINPROGRESS ? outcome(of: descriptor, within: limits.connect) : errno
        }
        guard reason == 0 else {
            close(descriptor)
            return .failure(Refusal(rawValue: reason))
        }
        return .success(descriptor)
    }

    /// The errno of a connect under way, 0 when it succeeded.
    private static func outcome(of descriptor: Int32, within seconds: Int) -> Int32 {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while true {
            var poller = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            let left = (deadline - .now).components.seconds
            let ready = poll(&poller, 1, Int32(max(0, left) * 1000 + 500))
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { return ready == 0 ? ETIMEDOUT : errno }
            var reason: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &reason, &size) == 0 ? reason : errno
        }
    }

    /// Sets a TCP option; a system without it still works, only less well, so its status is not fatal.
    private static func set(_ descriptor: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        setsockopt(descriptor, Int32(IPPROTO_TCP), option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}
