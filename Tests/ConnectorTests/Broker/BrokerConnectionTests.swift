import Canonical
import Testing

@testable import Connectors

@Suite struct BrokerConnectionWithoutBrokerTests {
    @Test func `a port where nobody listens is named with the system's reason`() throws {
        let address = try BrokerAddress("amqp://hub:secret@127.0.0.1:9/v", at: Place("config/hub.jsonc", line: 4))
        let failure = #expect(throws: Failure.self) { _ = try BrokerConnection(address, name: "test") }
        #expect(
            failure?.problem.description == """
                amqp://hub@127.0.0.1:9/v: no broker answers at 127.0.0.1:9: Connection refused
                  fix: start the broker, or correct the address at config/hub.jsonc:4
                """)
        #expect(failure?.isTemporary == true)
    }

    @Test func `a host that does not exist is named`() throws {
        let address = try BrokerAddress("amqp://hub:secret@nowhere.invalid/v", at: Place("config/hub.jsonc", line: 4))
        let failure = #expect(throws: Failure.self) { _ = try BrokerConnection(address, name: "test") }
        #expect(failure?.problem.what.hasPrefix("no such host \"nowhere.invalid\": ") == true)
        #expect(failure?.isTemporary == true)
    }

    @Test func `a peer that accepts and says nothing is given up`() throws {
        let relay = try #require(Relay(to: 9))
        let address = try BrokerAddress("amqp://hub:secret@127.0.0.1:\(relay.port)/v", at: Place("config/hub.jsonc"))
        var limits = BrokerLimits()
        limits.connect = 1
        let failure = #expect(throws: Failure.self) { _ = try BrokerConnection(address, name: "test", limits: limits) }
        #expect(
            failure?.problem.what
                == "127.0.0.1:\(relay.port) accepts connections but completed no AMQP login within 1 s")
        #expect(failure?.isTemporary == true)
    }
}

@Suite(.enabled(if: TestBroker.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct BrokerConnectionTests {
    @Test func `a wrong password is the broker's refusal, not temporary`() throws {
        var address = try TestBroker.address()
        address.password = "wrong"
        address.place = Place("config/hub.jsonc", line: 4, column: 15)
        let failure = #expect(throws: Failure.self) { _ = try BrokerConnection(address, name: "test") }
        #expect(
            failure?.problem.description == """
                \(address): the broker refused the login of user "\(address.user)": 403 ACCESS_REFUSED - Login was \
                refused using authentication mechanism PLAIN. For details see the broker logfile.
                  fix: correct the user or the password of the address at config/hub.jsonc:4:15
                """)
        #expect(failure?.isTemporary == false)
    }

    @Test func `an unknown vhost is named`() throws {
        var address = try TestBroker.address()
        address.vhost = "nowhere"
        let failure = #expect(throws: Failure.self) { _ = try BrokerConnection(address, name: "test") }
        #expect(
            failure?.problem.description == """
                \(address): user "\(address.user)" cannot use vhost "nowhere": 530 NOT_ALLOWED - vhost nowhere not found
                  fix: run hub apply to create the vhost and permissions, or correct it at HUB_TEST_BROKER
                """)
        #expect(failure?.isTemporary == false)
    }

    @Test func `a queue that stands with another type is the broker's refusal`() throws {
        try TestBroker.withVhost { address, _ in
            let connection = try BrokerConnection(address, name: "test")
            try connection.declare(queue: Queue("q", .stream))
            let failure = #expect(throws: Failure.self) { try connection.declare(queue: Queue("q", .quorum)) }
            #expect(
                failure?.problem.description == """
                    \(address): the broker refused declaring queue "q": 406 PRECONDITION_FAILED - inequivalent arg \
                    'x-queue-type' for queue 'q' in vhost '\(address.vhost)': received 'quorum' but current is 'stream'
                      fix: it stands with other properties: empty and delete it, then run hub apply
                    """)
            #expect(failure?.isTemporary == false)
        }
    }

    @Test func `declarations may be repeated, and depth tells what is there`() throws {
        try TestBroker.withVhost { address, _ in
            let connection = try BrokerConnection(address, name: "test")
            #expect(try connection.depth(ofQueue: "q") == nil)
            for _ in 1...2 {
                try connection.declare(exchange: Exchange("x", .topic))
                try connection.declare(queue: Queue("q"))
                try connection.bind(Binding(exchange: "x", queue: "q", key: "#"))
            }
            #expect(try connection.depth(ofQueue: "q") == Depth(messages: 0, consumers: 0))
            try connection.delete(queue: "q")
            #expect(try connection.depth(ofQueue: "q") == nil)
            connection.close()
        }
    }

    @Test func `a message keeps every property on its way`() throws {
        try TestBroker.withVhost { address, _ in
            let connection = try BrokerConnection(address, name: "test")
            let publisher = try Publisher(connection)
            try connection.declare(queue: Queue("q"))
            var message = Message.sample("id-1", to: "q", bytes: 300_000)
            message.correlation = "run-7"
            message.headers = [("x-hub-source", "offers.csv:12"), ("x-other", "é")]
            try publisher.publish(message)
            try publisher.settle()
            let delivery = try #require(try connection.take(fromQueue: "q"))
            #expect(delivery.id == "id-1")
            #expect(delivery.type == "offer.job")
            #expect(delivery.contentType == "application/cloudevents+json")
            #expect(delivery.timestamp == 1_700_000_000)
            #expect(delivery.correlation == "run-7")
            #expect(delivery.userID == nil)
            #expect(delivery.exchange == "")
            #expect(delivery.routingKey == "q")
            #expect(!delivery.redelivered)
            #expect(delivery.header("x-hub-source") == "offers.csv:12")
            #expect(delivery.header("x-other") == "é")
            #expect(delivery.body == message.body)
            #expect(try connection.take(fromQueue: "q") == nil)
            try connection.acknowledge(delivery.tag)
            connection.close()
            #expect(try BrokerConnection(address, name: "test").depth(ofQueue: "q")?.messages == 0)
        }
    }

    @Test func `a broken connection is a temporary failure`() throws {
        try TestBroker.withVhost { address, _ in
            let relay = try #require(Relay(to: address.port)).start()
            var relayed = address
            relayed.port = relay.port
            let connection = try BrokerConnection(relayed, name: "test")
            try connection.declare(queue: Queue("q"))
            relay.cut()
            let failure = #expect(throws: Failure.self) { try connection.declare(queue: Queue("q")) }
            #expect(
                failure?.problem.what.hasPrefix("the connection to the broker broke at declaring queue \"q\": ") == true
            )
            #expect(failure?.isTemporary == true)
            #expect(throws: Failure.self) { try connection.take(fromQueue: "q") }
        }
    }

    @Test func `a text longer than AMQP allows is refused before it is sent`() throws {
        try TestBroker.withVhost { address, _ in
            let publisher = try Publisher(try BrokerConnection(address, name: "test"))
            let failure = #expect(throws: Failure.self) {
                try publisher.publish(.sample("id", to: String(repeating: "k", count: 256)))
            }
            #expect(failure?.problem.what.hasSuffix("has 256 bytes") == true)
            #expect(failure?.problem.why == "AMQP allows 255")
        }
    }
}
