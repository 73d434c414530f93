import Canonical

/// Where the messages of an inbox are handed over, for a member whose software speaks no AMQP.
///
/// At least once: what was handed over when the hub died is handed over again, with the same ids.
package protocol Destination: Sendable {
    /// Its word in a member's `delivery`: `mail`, `webhook`, `files`.
    static var word: String { get }
    /// Reads its settings from the member's file; nil when something is wrong with them, which is reported.
    static func read(_ settings: Settings, of member: String, _ reading: ConfigReading) -> Self?

    /// Where that is, as people read it: `mail to accueil@exemple.invalid`. Never a secret.
    var label: String { get }
    /// Tells whether another config means something else.
    var fingerprint: String { get }
    /// The moments of the day, in minutes since midnight in Paris, when what is not urgent is handed over together; none
    /// where everything is handed over as it comes.
    var hours: [Int] { get }
    /// Whether a message cannot wait for the next of the ``hours``.
    func isUrgent(_ message: InboxMessage) -> Bool

    /// Hands these messages over, in the order in which they came, and tells of each what became of it.
    ///
    /// Blocks; `tick` is called about every second and may throw. Where it cannot go on, what it tells of the first ones
    /// counts, and the others come again. A failure means that nothing of this batch counts as handed over: temporary, it is
    /// tried again later; otherwise the destination is dead until somebody changes something.
    func deliver(
        _ messages: [InboxMessage], at now: Int, tick: @escaping () throws(Failure) -> Void
    ) throws(Failure) -> [Handover]
}

/// What became of one message at its destination.
package enum Handover: Sendable {
    case delivered
    /// The destination refuses this message for good, and takes others: it becomes a dead letter.
    case refused(Problem)
    /// This message fails and others do not: it comes again later, and is a dead letter when it fails too often.
    case postponed(Problem)

    /// What is wrong with it.
    var problem: Problem? {
        switch self {
        case .delivered: nil
        case .refused(let problem), .postponed(let problem): problem
        }
    }
}

/// One message of an inbox.
package struct InboxMessage: Sendable {
    package let id: String
    /// Collective and feed, or member, as a relative URI.
    package let source: String
    package let kind: String
    package let event: Event
    package let key: String
    /// When the hub published it, in seconds since 1970.
    package let time: Int
    /// The whole CloudEvent.
    package let body: [UInt8]
    /// Nil of a withdrawal, which has a key only.
    package let entity: Entity?

    package init(
        id: String, source: String, kind: String, event: Event, key: String, time: Int, body: [UInt8], entity: Entity?
    ) {
        self.id = id
        self.source = source
        self.kind = kind
        self.event = event
        self.key = key
        self.time = time
        self.body = body
        self.entity = entity
    }
}
