import Canonical
import Foundation
import Testing

@testable import Connectors

/// AMQP over TLS against RabbitMQ itself, whose certificate is for `localhost` and comes from an authority of its own.
@Suite(.enabled(if: TestBroker.secureURL != nil, "set HUB_TEST_BROKER_TLS: run deploy/test"))
struct TLSTests {
    private let place = Place("config/hub.jsonc", line: 4, column: 15)
    private var folder: String { TestBroker.certificates }

    private func address(_ trust: BrokerTrust) throws -> BrokerAddress {
        var address = try BrokerAddress(try #require(TestBroker.secureURL), at: place)
        address.trust = trust
        return address
    }

    private func failure(_ address: BrokerAddress) throws -> Failure {
        try #require(throws: Failure.self) { _ = try BrokerConnection(address, name: "test") }
    }

    @Test func `messages come and go when the broker's authority is known, with a certificate of our own or without`()
        throws
    {
        for trust in [
            BrokerTrust(authorities: "\(folder)/ca.pem"),
            BrokerTrust(
                authorities: "\(folder)/ca.pem", certificate: "\(folder)/client.pem", key: "\(folder)/client.key"),
        ] {
            let connection = try BrokerConnection(try address(trust), name: "test")
            let queue = try connection.declareExclusiveQueue()
            let publisher = try Publisher(try BrokerConnection(try address(trust), name: "test"))
            // More than one TLS record, and more than one AMQP frame.
            for number in 1...20 { try publisher.publish(.sample("id-\(number)", to: queue, bytes: 300_000)) }
            try publisher.settle()
            for number in 1...20 {
                let delivery = try #require(try connection.take(fromQueue: queue))
                #expect(delivery.id == "id-\(number)")
                #expect(delivery.body.count == 300_000)
            }
            connection.close()
        }
    }

    @Test func `an authority that nobody named is not trusted`() throws {
        let address = try address(BrokerTrust())
        let failure = try failure(address)
        #expect(failure.cause == .config)
        #expect(
            failure.problem.description == """
                \(address): the certificate of \(address.nodes[0]) is not trusted
                  why: the system's authorities do not vouch for it
                  fix: name the broker's authority with "ca" at config/hub.jsonc:4:15
                """)
    }

    @Test func `a certificate for another host is not trusted`() throws {
        var address = try address(BrokerTrust(authorities: "\(folder)/ca.pem"))
        address.host = "127.0.0.1"
        let failure = try failure(address)
        #expect(failure.cause == .config)
        #expect(
            failure.problem.description == """
                \(address): the certificate of 127.0.0.1:\(address.port) is for another host
                  why: none of its DNS names is "127.0.0.1"; addresses in numbers are not looked at
                  fix: write the name that the certificate has at config/hub.jsonc:4:15
                """)
    }

    @Test func `a file that is no certificate is named`() throws {
        let failure = try failure(try address(BrokerTrust(authorities: "/nowhere/ca.pem")))
        #expect(
            failure.problem.description == """
                /nowhere/ca.pem: certificates of authorities cannot be read there
                  why: the broker's address needs it (config/hub.jsonc:4:15)
                  fix: give a file in PEM form that the hub's user may read
                """)
    }

    @Test func `TLS to a port that speaks none, and nobody at the port, are told apart`() throws {
        var address = try address(BrokerTrust(authorities: "\(folder)/ca.pem"))
        address.port = try TestBroker.address().port
        #expect(try failure(address).problem.what.contains("completed no TLS handshake"))
        address.port = 9
        let failure = try failure(address)
        #expect(failure.cause == .unreachable)
        #expect(failure.problem.what == "no broker answers at localhost:9: Connection refused")
    }

    @Test func `AMQP without TLS to a port that wants it is broken off`() throws {
        var address = try address(BrokerTrust())
        address.trust = nil
        #expect(try failure(address).problem.what.contains("the AMQP login"))
    }
}

@Suite(.enabled(if: TestBroker.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct LinkTests {
    @Test func `nodes are tried in turn, and those that do not answer are passed over`() throws {
        var address = try TestBroker.address()
        address.nodes.insert(.init(host: "127.0.0.1", port: 9), at: 0)
        try BrokerConnection(address, name: "test").close()
    }

    @Test func `when none answers, each is told`() throws {
        var address = try TestBroker.address()
        address.place = Place("config/hub.jsonc", line: 4)
        address.nodes = [.init(host: "127.0.0.1", port: 9), .init(host: "nowhere.invalid", port: 5672)]
        let failure = #expect(throws: Failure.self) { _ = try BrokerConnection(address, name: "test") }
        #expect(failure?.isTemporary == true)
        #expect(failure?.problem.what == "none of the broker's 2 nodes can be used")
        #expect(
            failure?.problem.why?.hasPrefix(
                "no broker answers at 127.0.0.1:9: Connection refused; no such host \"nowhere.invalid\": ") == true)
        #expect(failure?.problem.fix == "start the broker, or correct the addresses at config/hub.jsonc:4")
    }

    @Test func `a refusal is the same at every node`() throws {
        var address = try TestBroker.address()
        address.password = "wrong"
        address.nodes.append(.init(host: "127.0.0.1", port: 9))
        let failure = #expect(throws: Failure.self) { _ = try BrokerConnection(address, name: "test") }
        #expect(failure?.cause == .config)
        #expect(failure?.problem.what.contains("refused the login") == true)
    }
}
