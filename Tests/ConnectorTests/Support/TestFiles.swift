import Foundation
import Synchronization
import Testing

@testable import Connectors

/// The servers of files that `deploy/test` starts (`HUB_TEST_FILES`, see deploy/file-servers.sh).
enum TestFiles {
    static let folder = ProcessInfo.processInfo.environment["HUB_TEST_FILES"]
    static var isThere: Bool { folder != nil }

    static func path(_ name: String) throws -> String { "\(try #require(folder))/\(name)" }

    static func text(_ name: String) throws -> String {
        try String(contentsOfFile: path(name), encoding: .utf8).trimmingCharacters(in: .newlines)
    }

    static var sshPort: Int { get throws { try #require(Int(text("sshd.port"))) } }

    /// The port of one of the FTP servers of ftp.py.
    static func ftpPort(_ server: String) throws -> Int {
        let line = try text("ftp.ports").split(separator: "\n").first { $0.hasPrefix("\(server)=") }
        return try #require(line.flatMap { Int($0.dropFirst(server.count + 1)) })
    }

    /// What the FTP servers' users have; its characters mean something in addresses.
    static let password = "pass word:é%@"
}

/// A relay on loopback whose first connections break off after so many bytes from the server.
final class BreakingRelay: Sendable {
    let port: Int
    private let listener: Int32
    private let target: Int
    private let breaks: Atomic<Int>
    private let bytes: Int

    init(to target: Int, after bytes: Int, times: Int) throws {
        self.target = target
        self.bytes = bytes
        breaks = Atomic(times)
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.loopback(0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 16) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        try #require(isListening)
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in
            while case let client = accept(listener, nil, nil), client >= 0 {
                let isBreaking = breaks.subtract(1, ordering: .relaxed).newValue >= 0
                Thread.detachNewThread { [self] in relay(client, most: isBreaking ? bytes : .max) }
            }
        }
    }

    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    private static func loopback(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private func relay(_ client: Int32, most: Int) {
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer {
            close(client)
            close(server)
        }
        var address = Self.loopback(target)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { return }
        var rest = most
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while rest > 0 {
            var polled = [
                pollfd(fd: client, events: Int16(POLLIN), revents: 0),
                pollfd(fd: server, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&polled, 2, 60_000) > 0 else { return }
            for (index, other) in [(0, server), (1, client)] where polled[index].revents != 0 {
                let count = recv(polled[index].fd, &buffer, index == 1 ? min(rest, buffer.count) : buffer.count, 0)
                guard count > 0 else { return }
                if index == 1 { rest -= count }
                var sent = 0
                while sent < count {
                    let part = buffer[sent..<count].withUnsafeBytes {
                        send(other, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                    }
                    guard part > 0 else { return }
                    sent += part
                }
            }
        }
    }
}
