import Canonical

/// Deliveries of one channel that are dealt with in any order, and acknowledged in as few words as can be.
///
/// A quorum queue has 32 acknowledgements under way; what is said beyond them is lost when the channel closes right after (open
/// issue 10327 of rabbitmq-server; RabbitMQ 3.10), and those messages come again. So everything up to a delivery is
/// acknowledged at once, as soon as nothing older is open.
final class Acknowledgements {
    /// What a queue certainly takes before a channel closes.
    private static let underWay = 30
    /// Seconds in which it takes more of them.
    private static let patience = 1.0

    private let connection: BrokerConnection
    /// Tags that are not acknowledged yet, the oldest first.
    private var open: ArraySlice<UInt64> = []
    /// Those among them that are dealt with.
    private var done: Set<UInt64> = []

    init(on connection: BrokerConnection) { self.connection = connection }

    /// Notes a delivery; they come in the order of their tags.
    func take(_ tag: UInt64) { open.append(tag) }

    /// Acknowledges as many as stand at the front; the others wait for what is older, or for ``finish()``.
    func acknowledge(_ tags: some Sequence<UInt64>) throws(Failure) {
        done.formUnion(tags)
        var last: UInt64?
        while let first = open.first, done.remove(first) != nil {
            last = first
            open.removeFirst()
        }
        if let last { try connection.acknowledge(last, multiple: true) }
    }

    /// Acknowledges what is dealt with behind something that stays open, before the connection closes.
    func finish() throws(Failure) {
        guard !done.isEmpty else { return }
        for tag in done.sorted() { try connection.acknowledge(tag) }
        let count = done.count
        open.removeAll { done.contains($0) }
        done = []
        if count > Acknowledgements.underWay { try connection.pause(seconds: Acknowledgements.patience) }
    }
}
