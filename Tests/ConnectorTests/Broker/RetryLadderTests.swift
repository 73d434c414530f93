import Canonical
import Testing

@testable import Connectors

@Suite struct RetryLadderOnPaperTests {
    private let delivery = Delivery(
        tag: 7, exchange: "in", routingKey: "aci.offer", redelivered: true, id: "m-1", type: "t", contentType: "c",
        userID: "essai.aci", correlation: "k", timestamp: 1_700_000_000, headers: [("a", "1")], body: [1, 2])

    /// What the broker hands over after a step.
    private func back(_ message: Message) -> Delivery {
        Delivery(
            tag: 1, exchange: "", routingKey: message.routingKey, redelivered: false, id: message.id,
            type: message.type,
            contentType: message.contentType, correlation: message.correlation, timestamp: message.timestamp,
            headers: message.headers, body: message.body)
    }

    @Test func `a delivery climbs every step once, and stays what it was`() throws {
        var current = delivery
        for (number, step) in ["10s", "1m", "10m", "1h"].enumerated() {
            let message = try #require(RetryLadder.message(current, to: "ingress", at: 5 + number))
            #expect(message.exchange == "retry.\(step)" && message.routingKey == "ingress" && message.isMandatory)
            current = back(message)
            let (original, attempts) = RetryLadder.original(current, from: "ingress")
            #expect(attempts == RetryLadder.Attempts(count: number + 1, first: 5))
            #expect(original.routingKey == "aci.offer" && original.userID == "essai.aci")
            #expect(original.id == "m-1" && original.type == "t" && original.contentType == "c")
            #expect(original.correlation == "k" && original.timestamp == 1_700_000_000 && original.body == [1, 2])
            #expect(original.headers.map { "\($0)=\($1)" } == ["a=1"])
        }
        #expect(RetryLadder.message(current, to: "ingress", at: 9) == nil)
    }

    @Test func `the headers of a member are not believed`() throws {
        var forged = back(try #require(RetryLadder.message(delivery, to: "ingress", at: 5)))
        forged.exchange = "in"
        forged.routingKey = "ai.offer"
        let (original, attempts) = RetryLadder.original(forged, from: "ingress")
        #expect(attempts == nil && original.userID == nil && original.routingKey == "ai.offer")
    }

    @Test func `a dead letter that is replayed begins anew`() {
        let problem = Problem(Place("ingress"), "x")
        let message = DeadLetter(delivery, from: "ingress", problem: problem, first: 1, last: 2).replay
        let (original, attempts) = RetryLadder.original(back(message), from: "ingress")
        #expect(attempts == RetryLadder.Attempts(count: 0, first: nil))
        #expect(original.userID == "essai.aci" && original.routingKey == "aci.offer")
    }
}

@Suite(.enabled(if: TestBroker.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct RetryLadderTests {
    @Test func `what waits comes back to the queue that it came from, again and again, and is never dropped`() throws {
        try TestBroker.withVhost { address, management in
            let topology = Topology(collective: "c", members: [], feeds: [])
            let apply = TopologyApply(topology, to: address, management: management)
            try apply.carryOut(try apply.differences())
            let connection = try BrokerConnection(address, name: "test")
            // Nobody waits an hour here: the same policies with another time.
            for var policy in RetryLadder.policies {
                policy.definition["message-ttl"] = .number(100)
                try management.put(policy: policy, in: address.vhost)
            }
            try connection.pause(seconds: 0.5)
            let publisher = try Publisher(try BrokerConnection(address, name: "test"))
            try publisher.publish(.sample("m-1", exchange: "in", to: "aci.offer"))
            try publisher.settle()
            let consumer = try Consumer(
                try BrokerConnection(address, name: "test"), queue: "ingress", prefetch: 1)
            for step in 0...RetryLadder.steps.count {
                let delivery = try #require(try consumer.nextDelivery(withinSeconds: 10), "after \(step) steps")
                let (original, attempts) = RetryLadder.original(delivery, from: "ingress")
                #expect(original.id == "m-1" && original.routingKey == "aci.offer")
                #expect(attempts?.count ?? 0 == step)
                if let message = RetryLadder.message(delivery, to: "ingress", at: 1) {
                    try publisher.publish(message)
                    try publisher.settle()
                } else {
                    #expect(step == RetryLadder.steps.count)
                }
                try consumer.acknowledge(upTo: delivery.tag)
            }
            #expect(try connection.depth(ofQueue: "dead")?.messages == 0)
        }
    }
}
