import CRabbitMQ
import Canonical

/// Publishes messages that are known to have arrived: `settle()` returns when the broker has answered for every one.
///
/// Messages are sent ahead of their confirms within a window: a flood of unread confirms would fill the socket and stop
/// both sides. A refused message (basic.nack: a queue without a leader, a full one) is sent again, behind those already
/// sent, so order is kept except around a refusal.
package final class Publisher {
    package let connection: BrokerConnection
    private let confirmLimit: Double
    private let stop: Stop
    private var confirms = Confirms()
    private typealias Sent = (message: Message, attempt: Int)
    /// Messages that may still have to be sent again, by tag.
    private var waiting: [UInt64: Sent] = [:]
    private var refused: [Sent] = []
    private var unread = 0

    /// Messages that may wait for their confirm.
    package static let window = 512
    /// Times a message is sent before its refusal is a failure.
    package static let attempts = 4

    /// Puts the connection's channel in confirm mode; `confirmLimit` is in seconds, for one answer to arrive.
    ///
    /// Once `stop` is asked for, there are ``Stop/grace`` seconds to finish.
    package init(_ connection: BrokerConnection, confirmLimit: Int = 60, stop: Stop = Stop()) throws(Failure) {
        self.connection = connection
        self.stop = stop
        self.confirmLimit = Double(confirmLimit)
        amqp_confirm_select(connection.state, connection.channel)
        try connection.check(amqp_get_rpc_reply(connection.state), "confirming publishes")
        connection.isConfirming = true
    }

    /// Sends a message, after waiting for room in the window if need be.
    package func publish(_ message: Message) throws(Failure) {
        // Reading costs two system calls, so not for each message; but a blocked broker must be noticed.
        unread += 1
        if unread >= 16 || connection.blocked != nil { try read() }
        try wait { confirms.span < Self.window }
        try send(message, attempt: 1)
    }

    /// Returns when every message so far is confirmed.
    package func settle() throws(Failure) {
        try read()
        try wait { confirms.isSettled }
    }

    private func send(_ message: Message, attempt: Int) throws(Failure) {
        try connection.send(message)
        waiting[confirms.published()] = (message, attempt)
    }

    /// Takes in what has arrived, without waiting.
    private func read() throws(Failure) {
        unread = 0
        try stop.check(grace: Stop.grace)
        while let event = try connection.nextEvent(within: 0) { try handle(event) }
        try sendRefusedAgain()
    }

    /// Waits until the broker has answered enough; each answer starts the limit anew.
    private func wait(until isEnough: () -> Bool) throws(Failure) {
        var deadline = ContinuousClock.now + .seconds(confirmLimit)
        while connection.blocked != nil || !isEnough() {
            try stop.check(grace: Stop.grace)
            let left = (deadline - .now) / .seconds(1)
            guard left > 0 else { throw overdue() }
            // Short waits: connection.unblocked is no event, and must end this loop all the same.
            guard let event = try connection.nextEvent(within: min(left, 0.1)) else { continue }
            try handle(event)
            try sendRefusedAgain()
            deadline = ContinuousClock.now + .seconds(confirmLimit)
        }
    }

    private func handle(_ event: BrokerEvent) throws(Failure) {
        switch event {
        case .settled(let tag, let multiple, let accepted):
            let before = confirms.settledThrough
            confirms.settle(tag, multiple: multiple, accepted: accepted)
            refused += confirms.takeRefused().compactMap { waiting.removeValue(forKey: $0) }
            for done in before..<confirms.settledThrough { waiting[done + 1] = nil }
        case .returned(let exchange, let routingKey, let text):
            throw Failure(
                Problem(
                    connection.place,
                    "no queue takes messages for \(Quote.value(routingKey)) on exchange \(Quote.value(exchange)): \(text)",
                    why: "the queue is missing or not bound", fix: "run hub apply"), .config)
        case .delivered, .cancelled: break
        }
    }

    /// Sends what was refused once more, after a moment: a queue without a leader needs seconds to elect one.
    private func sendRefusedAgain() throws(Failure) {
        guard let first = refused.first else { return }
        if first.attempt < Self.attempts {
            // 0.1 s, 0.4 s, 1.6 s; other refusals that arrive meanwhile go along.
            try connection.pause(seconds: 0.025 * Double(1 << (2 * first.attempt)))
            while let event = try connection.nextEvent(within: 0) { try handle(event) }
        }
        let again = refused
        refused = []
        for (message, attempt) in again {
            guard attempt < Self.attempts else {
                throw Failure(
                    Problem(
                        connection.place,
                        "the broker refused message \(Quote.value(message.id)) \(Self.attempts) times (basic.nack)",
                        why: "a queue it goes to is full or has no leader", fix: "see the broker's log"),
                    isTemporary: true)
            }
            try send(message, attempt: attempt + 1)
        }
    }

    private func overdue() -> Failure {
        let limit = Int(confirmLimit)
        if let reason = connection.blocked {
            return Failure(
                Problem(
                    connection.place, "the broker stopped reading (connection.blocked: \(reason)), for \(limit) s now",
                    why: "an alarm stops every publisher until it clears",
                    fix: "free memory or disk on the broker: rabbitmq-diagnostics alarms"),
                isTemporary: true)
        }
        return Failure(
            Problem(
                connection.place,
                "the broker confirmed nothing for \(limit) s; messages waiting: \(confirms.outstanding.count)",
                fix: "look at the broker's load and at its queues: rabbitmqctl list_queues name leader online"),
            isTemporary: true)
    }
}
