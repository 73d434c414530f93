import Canonical
import Foundation
import Testing

@testable import Connectors

@Suite struct DeadLetterOnPaperTests {
    private let delivery = Delivery(
        tag: 7, exchange: "in", routingKey: "aci.referral", redelivered: true, id: "m-1", type: "siae.referral.created",
        contentType: "application/cloudevents+json", userID: "aci", correlation: "c", timestamp: 1_700_000_000,
        headers: [("a", "1"), ("x-hub-source", "x.csv#1")], body: [0x7B, 0xFF, 0x00])
    private let problem = Problem(
        Place("ingress", line: 1, column: 2, record: 3, field: "key"), "not JSON", why: "JSON only", fix: "correct it")

    @Test func `what the hub gives up is a message that reads back as the same`() throws {
        let letter = DeadLetter(
            delivery, from: "ingress", member: "aci", reason: .exhausted, problem: problem, attempts: 5,
            first: 1_700_000_001, last: 1_700_000_002)
        let message = letter.message
        #expect(message.exchange == "dead")
        #expect(message.routingKey == "aci.-.exhausted")
        #expect(message.isMandatory)
        #expect(
            String(decoding: message.body, as: UTF8.self)
                == #"{"attempts":5,"first":"2023-11-14T22:13:21Z","last":"2023-11-14T22:13:22Z","member":"aci","#
                + #""message":{"body":"e/8A","contentType":"application/cloudevents+json","correlation":"c","#
                + #""exchange":"in","headers":{"a":"1","x-hub-source":"x.csv#1"},"id":"m-1","#
                + #""routingKey":"aci.referral","time":"2023-11-14T22:13:20Z","type":"siae.referral.created","user":"aci"},"#
                + #""problem":{"column":2,"field":"key","file":"ingress","fix":"correct it","line":1,"record":3,"#
                + #""what":"not JSON","why":"JSON only"},"queue":"ingress","reason":"exhausted"}"#)
        let back = DeadLetter(
            from: Delivery(
                tag: 1, exchange: "dead", routingKey: message.routingKey, redelivered: false,
                contentType: message.contentType, headers: [], body: message.body))
        #expect(back.id == letter.id && back.id == message.id && back.id.count == 16)
        #expect(back.reason == .exhausted && back.problem == problem && back.queue == "ingress")
        #expect(back.member == "aci" && back.feed == nil && back.attempts == 5)
        #expect(back.first == 1_700_000_001 && back.last == 1_700_000_002)
        let original = back.original
        #expect(original.exchange == "in" && original.routingKey == "aci.referral" && original.body == delivery.body)
        #expect(original.id == "m-1" && original.type == delivery.type && original.userID == "aci")
        #expect(original.contentType == delivery.contentType && original.correlation == "c")
        #expect(original.timestamp == 1_700_000_000)
        #expect(original.headers.map { "\($0)=\($1)" } == ["a=1", "x-hub-source=x.csv#1"])
    }

    @Test func `the same message in the same queue has one id, in another queue another`() {
        func id(_ queue: String, _ last: Int) -> String {
            DeadLetter(delivery, from: queue, problem: problem, first: 1, last: last).id
        }
        #expect(id("inbox.a", 1) == id("inbox.a", 2))
        #expect(id("inbox.a", 1) != id("inbox.b", 1))
    }

    @Test(arguments: [nil, DeadLetter.contentType]) func `what nobody explains is a dead letter too`(
        contentType: String?
    ) {
        let letter = DeadLetter(
            from: Delivery(
                tag: 1, exchange: "", routingKey: "dead", redelivered: false, contentType: contentType,
                timestamp: 5, headers: [], body: Array("{\"queue\":1}".utf8)))
        #expect(letter.reason == .unknown)
        #expect(letter.last == 5)
        #expect(
            letter.problem.description == """
                dead: it says neither where it comes from nor what is wrong with it
                  why: somebody else than the hub and the broker put it there
                  fix: look at it, then discard it: it cannot be replayed
                """)
    }
}

/// What the broker itself gives up, read with the hub's policies in force.
@Suite(.enabled(if: TestBroker.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct DeadLetterTests {
    /// Lets a message die in an inbox of `a`, whose policy is changed for it, and gives its dead letter.
    private func letter(
        _ definition: [String: Policy.Value], _ die: (BrokerConnection) throws -> Void
    ) throws -> DeadLetter {
        var found: DeadLetter?
        try TestBroker.withVhost { address, management in
            let topology = Topology(collective: "c", members: [TopologyMember(id: "a")], feeds: [])
            let apply = TopologyApply(topology, to: address, management: management)
            try apply.carryOut(try apply.differences())
            var policy = try #require(topology.policies.first { $0.name == "hub-inbox" })
            policy.definition.merge(definition) { _, new in new }
            try management.put(policy: policy, in: address.vhost)
            let connection = try BrokerConnection(address, name: "test")
            let publisher = try Publisher(try BrokerConnection(address, name: "test"))
            // A policy is in force a moment after its API call: what is published later is sure to meet it.
            try connection.pause(seconds: 0.3)
            let message = Message(
                exchange: "hub", routingKey: "offer.job.63.F1701", copies: ["to.a"], id: "m-1",
                type: "siae.offer.created",
                timestamp: 1_700_000_000, correlation: "f/1", headers: [("x-hub-source", "x.csv#1")],
                body: [0x7B, 0x7D])
            try publisher.publish(message)
            try publisher.settle()
            try die(connection)
            var delivery: Delivery?
            for _ in 1...200 where delivery == nil {
                delivery = try connection.take(fromQueue: "dead")
                if delivery == nil { try connection.pause(seconds: 0.05) }
            }
            let letter = DeadLetter(from: try #require(delivery))
            #expect(letter.queue == "inbox.a" && letter.member == "a" && letter.feed == nil)
            #expect(letter.first == 1_700_000_000 && abs(letter.last - Int(Date().timeIntervalSince1970)) < 60)
            let original = letter.original
            #expect(original.exchange == "hub" && original.routingKey == "offer.job.63.F1701")
            #expect(original.id == "m-1" && original.type == "siae.offer.created" && original.correlation == "f/1")
            #expect(original.headers.map { "\($0)=\($1)" } == ["x-hub-source=x.csv#1"])
            #expect(original.body == [0x7B, 0x7D])
            found = letter
        }
        return try #require(found)
    }

    @Test func `a message that nobody took in time`() throws {
        let letter = try letter(["message-ttl": .number(200)]) { _ in }
        #expect(letter.reason == .expired && letter.attempts == 0)
        #expect(
            letter.problem.description == """
                inbox.a: nobody took the message in time
                  why: an inbox keeps a message for as long as "inbox" in "retention" says
                  fix: see that the program of a runs, then replay or discard what waited here
                """)
    }

    @Test func `a message that had to make room`() throws {
        let policy: [String: Policy.Value] = [
            "max-length": .number(1), "overflow": .text("drop-head"), "dead-letter-strategy": .text("at-most-once"),
        ]
        let letter = try letter(policy) { connection in
            let publisher = try Publisher(connection)
            try publisher.publish(.sample("m-2", to: "inbox.a"))
            try publisher.settle()
        }
        #expect(letter.reason == .overflow && letter.attempts == 0)
        #expect(
            letter.problem.description == """
                inbox.a: the queue was full, and this was its oldest message
                  why: a policy of the broker that is not the hub's bounds its length
                  fix: see that the program of a runs and keeps up, then replay or discard what waited here
                """)
    }

    @Test func `a message that was never acknowledged`() throws {
        let letter = try letter([:]) { connection in
            while let delivery = try connection.take(fromQueue: "inbox.a") { try connection.giveBack(delivery.tag) }
        }
        #expect(letter.reason == .unacknowledged && letter.attempts == 21)
        #expect(
            letter.problem.description == """
                inbox.a: the message was taken 21 times and never acknowledged
                  why: the program of a fails on it, or ends before it acknowledges
                  fix: correct that program, then replay the message
                """)
    }

    @Test(.enabled(if: Whole.isThere)) func `a message that the member's program refused`() throws {
        let letter = try letter([:]) { connection in
            let program = """
                import pika, sys
                connection = pika.BlockingConnection(pika.URLParameters(sys.argv[1]))
                channel = connection.channel()
                method, _, _ = channel.basic_get("inbox.a")
                channel.basic_reject(method.delivery_tag, requeue=False)
                connection.close()
                """
            let python = try #require(Whole.python)
            #expect(try TestBroker.run(python, ["-c", program, connection.address.secretURL]) != nil)
        }
        #expect(letter.reason == .refused && letter.attempts == 1)
        #expect(
            letter.problem.description == """
                inbox.a: the message was refused (basic.reject, or basic.nack, without requeue)
                  why: the program of a did not want it
                  fix: ask its maker why, then replay or discard the message
                """)
    }
}
