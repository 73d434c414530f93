import Canonical
import Foundation
import Testing

@testable import Connectors

@Suite(.enabled(if: TestBroker.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct PublisherTests {
    @Test func `one publish puts a copy into three inboxes and tells none about the others`() throws {
        try TestBroker.withVhost { address, management in
            let members = ["atelier", "brico", "cuisine"]
            let connection = try BrokerConnection(address, name: "test")
            try connection.declare(exchange: Exchange("hub", .topic))
            for member in members {
                try connection.declare(queue: Queue("inbox.\(member)"))
                try connection.bind(Binding(exchange: "hub", queue: "inbox.\(member)", key: "to.\(member)"))
            }
            let publisher = try Publisher(connection)
            try publisher.publish(
                .sample("id-1", exchange: "hub", to: "offer.job.59.K2204", copies: members.map { "to.\($0)" }))
            try publisher.settle()
            for member in members {
                let shown = try listed("inbox.\(member)", address: address)
                #expect(shown.contains("\"message_id\":\"id-1\""))
                #expect(!shown.contains("BCC") && !shown.contains("to."))
                #expect(
                    try TestBroker.run("amqp-get", ["--url=\(address.secretURL)", "-q", "inbox.\(member)"]) == "xx")
                #expect(try connection.depth(ofQueue: "inbox.\(member)")?.messages == 0)
            }
        }
    }

    /// A queue's first message with all its properties, as the management API tells it; the message stays.
    private func listed(_ queue: String, address: BrokerAddress) throws -> String {
        let url = "\(try #require(TestBroker.managementURL))/api/queues/\(address.vhost)/\(queue)/get"
        let body = Array(#"{"count":1,"ackmode":"ack_requeue_true","encoding":"auto"}"#.utf8)
        return try HTTPClient().send(
            HTTPRequest("POST", url, body: body, login: (address.user, address.password))
        ).text
    }

    @Test func `far more messages than the window all arrive, in order`() throws {
        try TestBroker.withVhost { address, _ in
            let connection = try BrokerConnection(address, name: "test")
            try connection.declare(queue: Queue("q"))
            let publisher = try Publisher(connection)
            for number in 1...3000 { try publisher.publish(.sample("\(number)", to: "q")) }
            try publisher.settle()
            #expect(try connection.depth(ofQueue: "q")?.messages == 3000)

            let consumer = try Consumer(try BrokerConnection(address, name: "test"), queue: "q", prefetch: 100)
            for number in 1...3000 {
                let delivery = try #require(try consumer.nextDelivery(withinSeconds: 5))
                #expect(delivery.id == "\(number)")
                if number % 50 == 0 { try consumer.acknowledge(upTo: delivery.tag) }
            }
            #expect(try consumer.nextDelivery(withinSeconds: 0) == nil)
        }
    }

    @Test func `a mandatory message without a queue is a failure that names the key`() throws {
        try TestBroker.withVhost { address, _ in
            let publisher = try Publisher(try BrokerConnection(address, name: "test"))
            try publisher.publish(.sample("id-1", to: "nowhere"))
            let failure = #expect(throws: Failure.self) { try publisher.settle() }
            #expect(
                failure?.problem.description == """
                    \(address): no queue takes messages for "nowhere" on exchange "": 312 NO_ROUTE
                      why: the queue is missing or not bound
                      fix: run hub apply
                    """)
            #expect(failure?.isTemporary == false)
        }
    }

    @Test func `a message that is refused again and again is a temporary failure`() throws {
        try TestBroker.withVhost { address, management in
            try management.put(
                policy: Policy(
                    name: "full", pattern: "^full$", target: "queues",
                    definition: ["max-length": .number(1), "overflow": .text("reject-publish")]), in: address.vhost)
            let connection = try BrokerConnection(address, name: "test")
            try connection.declare(queue: Queue("full"))
            let publisher = try Publisher(connection)
            let failure = #expect(throws: Failure.self) {
                for number in 1...200 {
                    try publisher.publish(.sample("\(number)", to: "full"))
                    try publisher.settle()
                }
            }
            #expect(failure?.problem.what.hasSuffix(" 4 times (basic.nack)") == true)
            #expect(failure?.problem.why == "a queue it goes to is full or has no leader")
            #expect(failure?.isTemporary == true)
        }
    }

    @Test func `a message that is refused once arrives all the same`() throws {
        try TestBroker.withVhost { address, _ in
            let (publisher, relay) = try relayed(address, confirmLimit: 10)
            // The refusal is there before the message: the broker's own answer to tag 1 then changes nothing.
            relay.say([1, 0, 1, 0, 0, 0, 13, 0, 60, 0, 120] + [0, 0, 0, 0, 0, 0, 0, 1] + [0, 0xCE])
            try publisher.publish(.sample("id-1", to: "q"))
            try publisher.settle()
            let reader = try BrokerConnection(address, name: "test")
            #expect(try reader.take(fromQueue: "q")?.id == "id-1")
            #expect(try reader.take(fromQueue: "q")?.id == "id-1", "sent again")
        }
    }

    @Test func `an exchange that does not exist is the broker's refusal`() throws {
        try TestBroker.withVhost { address, _ in
            let publisher = try Publisher(try BrokerConnection(address, name: "test"))
            try publisher.publish(.sample("id-1", exchange: "nowhere", to: "k"))
            let failure = #expect(throws: Failure.self) { try publisher.settle() }
            #expect(
                failure?.problem.what
                    == "the broker refused what was sent: 404 NOT_FOUND - no exchange 'nowhere' in vhost "
                    + "'\(address.vhost)'")
            #expect(failure?.isTemporary == false)
        }
    }

    /// A publisher through a relay, with short limits, and a queue `q`.
    private func relayed(_ address: BrokerAddress, confirmLimit: Int) throws -> (Publisher, Relay) {
        let relay = try #require(Relay(to: address.port)).start()
        var relayed = address
        relayed.port = relay.port
        var limits = BrokerLimits()
        limits.stall = 2
        let connection = try BrokerConnection(relayed, name: "test", limits: limits)
        try connection.declare(queue: Queue("q"))
        return (try Publisher(connection, confirmLimit: confirmLimit), relay)
    }

    @Test func `a broker that confirms nothing is given up`() throws {
        try TestBroker.withVhost { address, _ in
            let (publisher, relay) = try relayed(address, confirmLimit: 1)
            relay.stall()
            try publisher.publish(.sample("id-1", to: "q"))
            let failure = #expect(throws: Failure.self) { try publisher.settle() }
            #expect(failure?.problem.what == "the broker confirmed nothing for 1 s; messages waiting: 1")
            #expect(failure?.isTemporary == true)
        }
    }

    @Test func `a peer that stops reading in the middle of a publish does not hold the publisher for ever`() throws {
        try TestBroker.withVhost { address, _ in
            let (publisher, relay) = try relayed(address, confirmLimit: 60)
            relay.stall()
            let start = ContinuousClock.now
            let failure = #expect(throws: Failure.self) {
                for number in 1...Publisher.window {
                    try publisher.publish(.sample("\(number)", to: "q", bytes: 100_000))
                }
            }
            #expect(failure?.problem.what == "the broker accepted no data for 2 s")
            #expect(failure?.isTemporary == true)
            #expect(ContinuousClock.now - start < .seconds(15))
        }
    }

    @Test func `connection.blocked is waited for, then named`() throws {
        try TestBroker.withVhost { address, _ in
            let (publisher, relay) = try relayed(address, confirmLimit: 1)
            let reason = Array("low on memory".utf8)
            relay.say(Relay.frame(class: 10, method: 60, [UInt8(reason.count)] + reason))
            let failure = #expect(throws: Failure.self) {
                for number in 1...100 {
                    try publisher.publish(.sample("\(number)", to: "q"))
                    try publisher.settle()
                }
            }
            #expect(
                failure?.problem.what
                    == "the broker stopped reading (connection.blocked: low on memory), for 1 s now")
            #expect(failure?.isTemporary == true)
        }
    }

    @Test func `publishing goes on after connection.unblocked`() throws {
        try TestBroker.withVhost { address, _ in
            let (publisher, relay) = try relayed(address, confirmLimit: 10)
            relay.say(Relay.frame(class: 10, method: 60, [1, 0x78]))
            Thread.detachNewThread {
                usleep(300_000)
                relay.say(Relay.frame(class: 10, method: 61, []))
            }
            for number in 1...100 { try publisher.publish(.sample("\(number)", to: "q")) }
            try publisher.settle()
            #expect(publisher.connection.blocked == nil)
        }
    }
}
