import Foundation
import Synchronization

/// A TCP relay between a client and the broker that can fall silent, break off, or put in words of its own.
final class Relay: Sendable {
    let port: Int
    private let listener: Int32
    private let target: Int
    private let isStalled = Atomic(false)
    private let client = Atomic<Int32>(-1)
    private let broker = Atomic<Int32>(-1)

    /// Listens for one client; nil when the system does not let it.
    init?(to target: Int) {
        self.target = target
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var address = Self.loopback(port: 0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        var buffer: Int32 = 16384
        setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &buffer, socklen_t(MemoryLayout<Int32>.size))
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 4) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        guard isListening else { return nil }
    }

    /// Begins to relay, on a thread that ends with the connection; breaks off behind the client's `frames`-th frame.
    func start(frames: Int = .max) -> Relay {
        Thread.detachNewThread { [self] in
            let accepted = accept(listener, nil, nil)
            let connected = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = Self.loopback(port: target)
            let status = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(connected, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            guard accepted >= 0, status == 0 else { return }
            client.store(accepted, ordering: .sequentiallyConsistent)
            broker.store(connected, ordering: .sequentiallyConsistent)
            pump(accepted, connected, FrameLimit(left: frames))
        }
        return self
    }

    /// Passes nothing on any more, in either direction, and reads nothing.
    func stall() { isStalled.store(true, ordering: .sequentiallyConsistent) }

    /// Breaks both connections.
    func cut() {
        shutdown(client.load(ordering: .sequentiallyConsistent), Int32(SHUT_RDWR))
        shutdown(broker.load(ordering: .sequentiallyConsistent), Int32(SHUT_RDWR))
    }

    /// Says something to the client in the broker's place; only while the broker is silent.
    func say(_ bytes: [UInt8]) {
        _ = send(client.load(ordering: .sequentiallyConsistent), bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// A method frame on channel 0.
    static func frame(class: UInt8, method: UInt8, _ arguments: [UInt8]) -> [UInt8] {
        [1, 0, 0, 0, 0, 0, UInt8(4 + arguments.count), 0, `class`, 0, method] + arguments + [0xCE]
    }

    private static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private func pump(_ a: Int32, _ b: Int32, _ limit: FrameLimit) {
        var limit = limit
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            guard !isStalled.load(ordering: .sequentiallyConsistent) else {
                usleep(5000)
                continue
            }
            var polled = [
                pollfd(fd: a, events: Int16(POLLIN), revents: 0), pollfd(fd: b, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&polled, 2, 20) > 0 else { continue }
            for (index, other) in [(0, b), (1, a)] where polled[index].revents != 0 {
                let count = recv(polled[index].fd, &buffer, buffer.count, 0)
                guard count > 0 else { return cut() }
                var passed = index == 0 ? limit.pass(buffer[..<count]) : buffer[..<count]
                while !passed.isEmpty {
                    let part = send(other, Array(passed), passed.count, Int32(MSG_NOSIGNAL))
                    guard part > 0 else { return cut() }
                    passed.removeFirst(part)
                }
                guard limit.left > 0 else { return cut() }
            }
        }
    }
}

/// What of a client's bytes belongs to its first AMQP frames; the protocol's name in front counts as one.
private struct FrameLimit {
    var left: Int
    private var waiting: [UInt8] = []
    private var isFirst = true

    init(left: Int) { self.left = left }

    mutating func pass(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard left < .max else { return bytes }
        waiting += bytes
        var end = 0
        while left > 0, let size = frameSize(at: end), waiting.count >= end + size {
            end += size
            left -= 1
            isFirst = false
        }
        defer { waiting.removeFirst(end) }
        return waiting[..<end]
    }

    private func frameSize(at start: Int) -> Int? {
        if isFirst { return 8 }
        guard waiting.count >= start + 7 else { return nil }
        return 8 + waiting[(start + 3)..<(start + 7)].reduce(0) { $0 << 8 | Int($1) }
    }
}
