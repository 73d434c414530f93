import Canonical
import Foundation
import Testing

@testable import Connectors

/// The private broker of the tests, named by `HUB_TEST_BROKER` (amqp://…) and `HUB_TEST_MANAGEMENT` (http://…).
enum TestBroker {
    static let place = Place("HUB_TEST_BROKER")
    static let url = ProcessInfo.processInfo.environment["HUB_TEST_BROKER"]
    /// The same node over TLS.
    static let secureURL = ProcessInfo.processInfo.environment["HUB_TEST_BROKER_TLS"]
    /// The folder of its authority's certificate and of one for clients.
    static let certificates = ProcessInfo.processInfo.environment["HUB_TEST_TLS"] ?? ""
    static let managementURL = ProcessInfo.processInfo.environment["HUB_TEST_MANAGEMENT"]
    /// Whether nothing else uses the test broker meanwhile.
    static let isAlone = ProcessInfo.processInfo.environment["HUB_TEST_ALONE"] != nil
    /// The folder deploy, whose broker is the one of the tests.
    static let deploy = ProcessInfo.processInfo.environment["HUB_TEST_DEPLOY"]
    static var isThere: Bool { url != nil && managementURL != nil }

    /// The broker's address with an administrator's login.
    static func address() throws -> BrokerAddress { try BrokerAddress(try #require(url), at: place) }

    static func management() throws -> Management {
        let address = try address()
        return Management(
            [try #require(managementURL)], user: address.user, password: address.password,
            at: Place("HUB_TEST_MANAGEMENT"))
    }

    /// Gives a vhost of its own to a test, so that tests run beside each other; it is deleted afterwards.
    static func withVhost(_ body: (BrokerAddress, Management) throws -> Void) throws {
        let management = try management()
        var address = try address()
        address.vhost = "test-\(UInt64.random(in: 0 ... .max))"
        try management.put(vhost: address.vhost)
        defer { try? management.delete(vhost: address.vhost) }
        try management.put(
            permission: .init(user: address.user, configure: ".*", write: ".*", read: ".*"), in: address.vhost)
        try body(address, management)
    }

    /// Sets how much memory the test broker may use; with 0 it has none left at once.
    static func allowMemory(_ limit: String...) throws {
        let deploy = try #require(ProcessInfo.processInfo.environment["HUB_TEST_DEPLOY"])
        _ = try #require(try run("\(deploy)/broker", ["ctl", "set_vm_memory_high_watermark"] + limit))
    }

    /// What a command prints; nil when it fails.
    static func run(_ command: String, _ arguments: [String]) throws -> String? {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [command] + arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(decoding: bytes, as: UTF8.self) : nil
    }
}

extension BrokerAddress {
    /// The whole address, password included, for programs that the tests start.
    var secretURL: String { "amqp://\(user):\(password)@\(host):\(port)/\(vhost)" }
}

extension Message {
    /// A message that says little.
    static func sample(_ id: String, exchange: String = "", to key: String, copies: [String] = [], bytes: Int = 2)
        -> Message
    {
        Message(
            exchange: exchange, routingKey: key, copies: copies, id: id, type: "offer.job", timestamp: 1_700_000_000,
            body: Array(repeating: UInt8(ascii: "x"), count: bytes))
    }
}
