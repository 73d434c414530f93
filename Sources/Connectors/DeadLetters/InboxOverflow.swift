import Canonical

/// Keeps inboxes within the number of messages that the config allows: the oldest of a full one become dead letters.
///
/// The broker could do it alone (`max-length`), but not without loss: with `reject-publish` one full inbox would refuse
/// what the others are to get as well, and any other overflow makes it dead-letter at most once, for messages that
/// expire too.
struct InboxOverflow {
    private static let lease = "overflow.lease"
    /// Messages that are moved together: confirmed, then acknowledged.
    private static let slice = 256
    /// Messages that one run moves out of an inbox at most; the next run goes on.
    private static let most = 10_000

    private let limit: Int
    private let address: BrokerAddress
    private let now: Int

    init(_ collective: Collective, at now: Int) {
        limit = collective.retention.inboxMessages
        address = collective.broker.address
        self.now = now
    }

    /// Moves what is too much out of the inboxes of these members; `tick` keeps the run's own connection awake.
    func move(from members: [String], tick: () throws(Failure) -> Void) throws(Failure) {
        guard !members.isEmpty else { return }
        let connection = try BrokerConnection(address, name: "hub overflow")
        defer { connection.close() }
        // Two feeds that end together would move twice as much.
        guard try Lease.isGranted(queue: InboxOverflow.lease, on: connection) else { return }
        for member in members {
            let inbox = Topology.inbox(of: member)
            let excess = (try connection.depth(ofQueue: inbox)?.messages ?? 0) - limit
            guard excess > 0 else { continue }
            try move(min(excess, InboxOverflow.most), from: inbox, of: member, connection, tick)
        }
    }

    private func move(
        _ count: Int, from inbox: String, of member: String, _ connection: BrokerConnection,
        _ tick: () throws(Failure) -> Void
    ) throws(Failure) {
        let publisher = try Publisher(try BrokerConnection(address, name: "hub overflow"))
        defer { publisher.connection.close() }
        var left = count
        while left > 0 {
            var last: UInt64?
            for _ in 0..<min(left, InboxOverflow.slice) {
                guard let delivery = try connection.take(fromQueue: inbox) else { break }
                last = delivery.tag
                try publisher.publish(letter(delivery, inbox, member).message)
            }
            // Its program has read the rest meanwhile.
            guard let last else { return }
            try publisher.settle()
            try connection.acknowledge(last, multiple: true)
            left -= InboxOverflow.slice
            try tick()
        }
    }

    private func letter(_ delivery: Delivery, _ inbox: String, _ member: String) -> DeadLetter {
        let problem = Problem(
            Place(inbox), "the inbox was full, and this was its oldest message",
            why: "it holds \(limit) messages at most (\"inboxMessages\" in \"retention\")",
            fix: "see that the program of \(member) runs and keeps up, then replay or discard what waited here")
        return DeadLetter(
            delivery, from: inbox, member: member, reason: .overflow, problem: problem, attempts: 0,
            first: delivery.timestamp ?? now, last: now)
    }
}
