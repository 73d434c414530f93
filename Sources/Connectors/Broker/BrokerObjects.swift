/// An exchange to declare: durable, with the properties that cannot be changed later.
package struct Exchange: Sendable, Hashable {
    /// AMQP's exchange types that the hub uses.
    package enum Kind: String, Sendable { case topic, direct, fanout }
    package var name: String
    package var kind: Kind

    /// Names an exchange.
    package init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }
}

/// A queue to declare: durable, with the properties that cannot be changed later; all others are policies.
package struct Queue: Sendable, Hashable {
    /// RabbitMQ's queue types (`x-queue-type`) that the hub uses.
    package enum Kind: String, Sendable { case quorum, stream }
    package var name: String
    package var kind: Kind
    /// Whether one consumer at a time gets messages (`x-single-active-consumer`): what the one leaves comes first to the
    /// next, in order.
    package var hasSingleConsumer: Bool

    /// Names a queue.
    package init(_ name: String, _ kind: Kind = .quorum, hasSingleConsumer: Bool = false) {
        self.name = name
        self.kind = kind
        self.hasSingleConsumer = hasSingleConsumer
    }
}

/// A binding: what the exchange routes under the key also goes to the queue.
package struct Binding: Sendable, Hashable {
    package var exchange: String
    package var queue: String
    package var key: String

    /// States a binding.
    package init(exchange: String, queue: String, key: String) {
        self.exchange = exchange
        self.queue = queue
        self.key = key
    }
}

/// How full a queue is.
package struct Depth: Sendable, Hashable {
    /// Messages ready to be delivered; those that somebody holds unacknowledged are not counted.
    package var messages: Int
    package var consumers: Int

    /// States a depth.
    package init(messages: Int, consumers: Int) {
        self.messages = messages
        self.consumers = consumers
    }
}
