/// A member as the broker knows it.
package struct TopologyMember: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    package var id: String
    /// The password of the member's own broker user, or nil when the member speaks no AMQP.
    package var amqpPassword: String?
    package var reader: Reader

    /// Who reads a member's inbox.
    package enum Reader: Sendable, Hashable {
        case itself
        /// The hub, which hands the messages over, some of them at set hours.
        case hub(atHours: Bool)
    }

    /// Names a member.
    package init(id: String, amqpPassword: String? = nil, reader: Reader = .itself) {
        self.id = id
        self.amqpPassword = amqpPassword
        self.reader = reader
    }

    /// The id, never the password.
    package var description: String { id }
    /// Never the password.
    package var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}

/// Everything that has to stand in a collective's vhost.
package struct Topology: Sendable, Equatable {
    /// The collective's id, which the names of its broker users begin with.
    package var collective: String
    package var exchanges: [Exchange]
    package var queues: [Queue]
    package var bindings: [Binding]
    package var policies: [Policy]
    /// The members that speak AMQP, one user each.
    package var users: [TopologyMember]

    /// The stream of every change, without identities.
    package static let journal = "journal"

    /// The prefix of the policies that the hub sets, and removes when they are no longer needed.
    package static let policyPrefix = "hub-"

    /// The topology of these members and feeds; `journalMaxAge` in RabbitMQ's units (`30D`).
    package init(
        collective: String, members: [TopologyMember], feeds: [String], journalMaxAge: String = "30D",
        inboxMaxAgeDays: Int = 90, deadMaxAgeDays: Int = 365
    ) {
        self.collective = collective
        exchanges =
            [
                Exchange("hub", .topic), Exchange("private", .direct), Exchange("in", .topic),
                Exchange("unrouted", .fanout), Exchange(DeadLetter.exchange, .topic),
            ] + RetryLadder.exchanges
        queues =
            [
                Queue(Self.journal, .stream), Queue("unrouted"), Queue(DeadLetter.queue),
                Queue(Self.ingress, hasSingleConsumer: true),
            ] + RetryLadder.queues
            + members.map { Queue(Self.inbox(of: $0.id)) } + members.flatMap(Self.deliveryQueues)
            + (feeds + [IngressState.owner]).map { Queue(Checkpoint.queue(of: $0)) }
        bindings =
            [
                Binding(exchange: "hub", queue: Self.journal, key: "#"),
                Binding(exchange: "unrouted", queue: "unrouted", key: ""),
                Binding(exchange: DeadLetter.exchange, queue: DeadLetter.queue, key: "#"),
                Binding(exchange: "in", queue: Self.ingress, key: "#"),
            ] + RetryLadder.bindings
            + members.flatMap { member in
                ["hub", "private"].map {
                    Binding(exchange: $0, queue: Self.inbox(of: member.id), key: Self.key(to: member.id))
                }
            }
        let inboxes = Policy(
            name: "hub-inbox", pattern: "^inbox\\.", target: "queues",
            definition: [
                "dead-letter-exchange": .text(DeadLetter.exchange), "delivery-limit": .number(Self.deliveryLimit),
                "message-ttl": .number(inboxMaxAgeDays * 86_400_000),
                // Without these the broker loses what expires around a crash. Nothing is ever rejected, because there
                // is no max-length: one full inbox would refuse what the others are to get as well.
                "dead-letter-strategy": .text("at-least-once"), "overflow": .text("reject-publish"),
            ])
        policies = [
            inboxes,
            Policy(
                name: "hub-dead", pattern: "^dead$", target: "queues",
                definition: [
                    "message-ttl": .number(deadMaxAgeDays * 86_400_000),
                    // Looking at dead letters counts as a delivery, and RabbitMQ 4 drops what came back 20 times.
                    "delivery-limit": .number(1_000_000),
                ]),
            Policy(
                name: "hub-journal", pattern: "^journal$", target: "queues",
                definition: ["max-age": .text(journalMaxAge)]),
            // Full, it refuses what members publish, who learn it by basic.nack. How often a message comes back says
            // nothing about it: a batch does whenever a connection breaks.
            Policy(
                name: "hub-ingress", pattern: "^\(Self.ingress)$", target: "queues",
                definition: [
                    "dead-letter-exchange": .text(DeadLetter.exchange), "max-length-bytes": .number(1 << 30),
                    "overflow": .text("reject-publish"), "delivery-limit": .number(1_000_000),
                ]),
            Policy(
                name: "hub-unrouted", pattern: "^(hub|in|private)$", target: "exchanges",
                definition: ["alternate-exchange": .text("unrouted")]),
        ]
        policies += RetryLadder.policies
        let delivered = members.filter { $0.reader != .itself }.map { Self.escaped($0.id) }
        if !delivered.isEmpty {
            var handedOver = inboxes
            (handedOver.name, handedOver.priority) = ("hub-delivery", 1)
            handedOver.pattern = "^(inbox\\.(\(delivered.joined(separator: "|")))|digest\\..*)$"
            // How often a message comes back says nothing about it: all do while their destination is away.
            handedOver.definition["delivery-limit"] = .number(1_000_000)
            policies += [
                handedOver,
                Policy(
                    name: "hub-deliveries", pattern: "^deliveries\\.", target: "queues",
                    definition: ["max-age": .text(journalMaxAge)]),
            ]
        }
        users = members.filter { $0.amqpPassword?.isEmpty == false }
    }

    /// The queue of what members publish.
    package static let ingress = "ingress"

    /// Times that a message may come back from a member's program before it is a dead letter.
    package static let deliveryLimit = 20

    /// The queue of a member.
    package static func inbox(of member: String) -> String { "inbox.\(member)" }

    /// The queue of what is handed over to a member at the next of its set hours.
    package static func digest(of member: String) -> String { "digest.\(member)" }

    /// The stream that keeps what was handed over to a member, and whether it was taken.
    package static func deliveries(of member: String) -> String { "deliveries.\(member)" }

    private static func deliveryQueues(of member: TopologyMember) -> [Queue] {
        switch member.reader {
        case .itself: []
        case .hub(let atHours):
            [Queue(deliveries(of: member.id), .stream)] + (atHours ? [Queue(digest(of: member.id))] : [])
        }
    }

    /// The member whose inbox a queue is, or the part of one that waits for an hour; nil when it is none.
    package static func member(ofInbox queue: String) -> String? {
        ["inbox.", "digest."].first { queue.hasPrefix($0) }.map { String(queue.dropFirst($0.count)) }
    }

    /// The routing key that reaches one member only.
    package static func key(to member: String) -> String { "to.\(member)" }

    /// The broker user of a member: users belong to the whole broker, where two collectives may have members of one name.
    package static func user(of member: String, in collective: String) -> String { "\(collective).\(member)" }

    /// The broker user of a member of this collective.
    package func user(of member: String) -> String { Topology.user(of: member, in: collective) }

    /// What the hub's own user may do: everything in the vhost.
    static func ownPermission(of user: String) -> Standing.Permission {
        Standing.Permission(user: user, configure: ".*", write: ".*", read: ".*")
    }

    /// What a member's user may do: publish to `in`, and read its inbox, unless the hub hands that over: of two readers each
    /// would have a part.
    package static func permission(of member: TopologyMember, as user: String) -> Standing.Permission {
        let inbox = "^inbox\\.\(escaped(member.id))$"
        return Standing.Permission(
            user: user, configure: "^$", write: "^in$", read: member.reader == .itself ? inbox : "^$")
    }

    /// Under which keys a member's user may publish: its own.
    package static func topicPermission(of member: String, as user: String) -> Standing.TopicPermission {
        Standing.TopicPermission(user: user, exchange: "in", write: "^\(escaped(member))\\.", read: "^$")
    }

    /// The text as a regular expression that matches nothing else.
    private static func escaped(_ text: String) -> String {
        text.map { "\\.^$|?*+()[]{}".contains($0) ? "\\\($0)" : "\($0)" }.joined()
    }
}
