import Canonical
import Testing

@testable import Connectors

@Suite(.enabled(if: TestBroker.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct ConsumerTests {
    @Test func `a tap on an exchange sees what passes, and goes with its connection`() throws {
        try TestBroker.withVhost { address, _ in
            let connection = try BrokerConnection(address, name: "tap")
            try connection.declare(exchange: Exchange("hub", .topic))
            let queue = try connection.declareExclusiveQueue()
            #expect(queue.hasPrefix("amq.gen-"))
            try connection.bind(Binding(exchange: "hub", queue: queue, key: "#"))
            let consumer = try Consumer(connection, queue: queue, prefetch: 10)
            #expect(try consumer.nextDelivery(withinSeconds: 0.05) == nil)

            let publisher = try Publisher(try BrokerConnection(address, name: "test"))
            try publisher.publish(.sample("id-1", exchange: "hub", to: "offer.job"))
            try publisher.settle()
            #expect(try consumer.nextDelivery(withinSeconds: 5)?.routingKey == "offer.job")
            connection.close()
            #expect(try BrokerConnection(address, name: "test").depth(ofQueue: queue) == nil)
        }
    }

    @Test func `a queue deleted under its consumer is said at once`() throws {
        try TestBroker.withVhost { address, _ in
            let connection = try BrokerConnection(address, name: "test")
            try connection.declare(queue: Queue("q"))
            let consumer = try Consumer(connection, queue: "q", prefetch: 10)
            try BrokerConnection(address, name: "other").delete(queue: "q")
            let failure = #expect(throws: Failure.self) { try consumer.nextDelivery(withinSeconds: 5) }
            #expect(failure?.problem.what == "the broker ended the reading of queue \"q\"")
            #expect(failure?.isTemporary == true)
        }
    }

    @Test func `the broker tells how often it delivered a message before`() throws {
        try TestBroker.withVhost { address, _ in
            let publisher = try Publisher(try BrokerConnection(address, name: "test"))
            try publisher.connection.declare(queue: Queue("q"))
            try publisher.publish(.sample("id-1", to: "q"))
            try publisher.settle()
            for count in 0...2 {
                let connection = try BrokerConnection(address, name: "dies")
                let consumer = try Consumer(connection, queue: "q", prefetch: 10)
                let delivery = try #require(try consumer.nextDelivery(withinSeconds: 10))
                #expect(delivery.redelivered == (count > 0))
                #expect(delivery.header("x-delivery-count") == (count > 0 ? "\(count)" : nil))
                connection.close()
            }
        }
    }

    @Test func `a stream is read from its beginning as often as wanted`() throws {
        try TestBroker.withVhost { address, _ in
            let connection = try BrokerConnection(address, name: "test")
            try connection.declare(queue: Queue("journal", .stream))
            let publisher = try Publisher(connection)
            for number in 1...5 { try publisher.publish(.sample("\(number)", to: "journal")) }
            try publisher.settle()
            for _ in 1...2 {
                let reader = try BrokerConnection(address, name: "history")
                let consumer = try Consumer(reader, queue: "journal", prefetch: 100, from: .first)
                for number in 1...5 {
                    let delivery = try #require(try consumer.nextDelivery(withinSeconds: 5))
                    #expect(delivery.id == "\(number)")
                    #expect(delivery.header("x-stream-offset") == "\(number - 1)")
                    try consumer.acknowledge(upTo: delivery.tag)
                }
            }
        }
    }
}
