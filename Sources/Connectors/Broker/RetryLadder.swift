import Canonical

/// Where a delivery waits that could not be handled now and may be later: longer each time, then it is given up.
///
/// A step is a queue in which messages live for the step's time (one TTL for the whole queue: messages with a TTL of
/// their own would wait for those before them), and then go back to the queue that they came from, which is their
/// routing key. The message is published to the step and the delivery acknowledged, so that the broker sees no cycle:
/// one of expired messages it would end by dropping them.
package enum RetryLadder {
    /// One rung.
    package struct Step: Sendable, Hashable {
        package let name: String
        package let seconds: Int
        /// Its exchange and its queue.
        package var queue: String { "retry.\(name)" }
    }

    /// From the shortest wait to the longest.
    package static let steps = [
        Step(name: "10s", seconds: 10), Step(name: "1m", seconds: 60), Step(name: "10m", seconds: 600),
        Step(name: "1h", seconds: 3_600),
    ]

    /// How often a delivery was tried before, and when first.
    package struct Attempts: Sendable, Hashable {
        /// 0 for a dead letter that is replayed.
        package var count: Int
        /// Seconds since 1970; nil for a dead letter that is replayed.
        package var first: Int?
    }

    private static let attemptHeader = "x-hub-attempt"
    private static let firstHeader = "x-hub-first"
    private static let own = [attemptHeader, firstHeader, DeadLetter.keyHeader, DeadLetter.userHeader]

    /// The message that brings `delivery` back to `queue` after the next step; nil when it was on every step.
    ///
    /// The broker lets nobody publish as somebody else, so what it verified stands in headers from now on, in those of
    /// a replayed dead letter.
    package static func message(_ delivery: Delivery, to queue: String, at now: Int) -> Message? {
        let (original, attempts) = original(delivery, from: queue)
        let attempt = attempts?.count ?? 0
        guard attempt < steps.count else { return nil }
        var headers = original.headers.filter { !DeadLetter.isBroker(header: $0.name) }
        headers.append((attemptHeader, "\(attempt + 1)"))
        headers.append((firstHeader, "\(attempts?.first ?? now)"))
        headers.append((DeadLetter.keyHeader, original.routingKey))
        if let user = original.userID { headers.append((DeadLetter.userHeader, user)) }
        return Message(copying: original, exchange: steps[attempt].queue, to: queue, headers: headers)
    }

    /// The delivery as it first came, with what is known of earlier attempts; nil when it comes for the first time.
    ///
    /// What comes off a step, and a dead letter that is replayed, comes through the default exchange, where members may not
    /// publish: nobody else's headers are believed.
    package static func original(_ delivery: Delivery, from queue: String) -> (Delivery, Attempts?) {
        guard delivery.exchange.isEmpty, delivery.routingKey == queue, let key = delivery.header(DeadLetter.keyHeader)
        else { return (delivery, nil) }
        var original = delivery
        original.routingKey = key
        original.userID = delivery.header(DeadLetter.userHeader)
        original.headers.removeAll { own.contains($0.name) }
        original.deaths = []
        func number(_ header: String) -> Int? { delivery.header(header).flatMap { Int($0) } }
        return (original, Attempts(count: number(attemptHeader) ?? 0, first: number(firstHeader)))
    }

    /// What stands on the broker for it.
    static var exchanges: [Exchange] { steps.map { Exchange($0.queue, .fanout) } }
    static var queues: [Queue] { steps.map { Queue($0.queue) } }
    static var bindings: [Binding] { steps.map { Binding(exchange: $0.queue, queue: $0.queue, key: "") } }

    /// At least once: without `overflow` the broker falls back to at most once, silently.
    static var policies: [Policy] {
        steps.map { step in
            Policy(
                name: "hub-retry-\(step.name)", pattern: "^retry\\.\(step.name)$", target: "queues",
                definition: [
                    "message-ttl": .number(step.seconds * 1_000), "dead-letter-exchange": .text(""),
                    "dead-letter-strategy": .text("at-least-once"), "overflow": .text("reject-publish"),
                ])
        }
    }
}
