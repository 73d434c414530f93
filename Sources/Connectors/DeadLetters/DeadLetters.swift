import Canonical

/// The dead letters of a collective, looked through one after the other.
///
/// Looking takes messages and holds them; what is not acknowledged goes back to its place when the connection ends,
/// however it ends. One process looks at a time: two would each see a part and take it for the whole.
package final class DeadLetters {
    private static let lease = "dead.lease"
    /// The most that a channel holds unacknowledged.
    private static let held = 65_535
    /// Messages that are done with at once: confirmed, then acknowledged.
    private static let slice = 256
    /// Seconds without a message after which none comes any more: some expire while others are looked at.
    private static let patience = 3.0

    private let address: BrokerAddress
    /// Each holds what its consumer took.
    ///
    /// `basic.get` would be simpler, but counts every message as a consumer of its own, and RabbitMQ 3.10 puts the
    /// messages of many consumers back in any order.
    private var connections: [BrokerConnection]
    /// What each of them holds.
    private var open: [Acknowledgements] = []

    /// Begins to look.
    package init(at address: BrokerAddress) throws(Failure) {
        self.address = address
        let connection = try BrokerConnection(address, name: "hub dead")
        connections = [connection]
        guard try Lease.isGranted(queue: DeadLetters.lease, on: connection) else {
            throw Failure(
                Problem(
                    Place(DeadLetter.queue), "somebody else is looking at the dead letters",
                    why: "who looks holds them, and the exclusive queue \(DeadLetters.lease)", fix: "wait a moment"),
                .busy)
        }
    }

    /// Puts everything back that is not acknowledged, in its order.
    package func close() {
        for connection in connections { connection.close() }
        connections = []
    }

    /// A dead letter that is held.
    package struct Held {
        package let letter: DeadLetter
        fileprivate let open: Acknowledgements
        fileprivate let tag: UInt64
    }

    /// Gives every dead letter to `body`, or the first `most` of them, the oldest first.
    ///
    /// All are held even if a few are wanted: what goes back goes behind what went back before, so some would change
    /// places with the others.
    package func forEach(most: Int = .max, _ body: (Held) throws(Failure) -> Void) throws(Failure) {
        guard let depth = try connections[0].depth(ofQueue: DeadLetter.queue) else {
            throw Failure(
                Problem(Place(DeadLetter.queue), "the queue does not exist", fix: "run hub apply"), .config)
        }
        var (left, wanted) = (depth.messages, most)
        while left > 0, wanted > 0 {
            let connection = try BrokerConnection(address, name: "hub dead")
            connections.append(connection)
            let consumer = try Consumer(
                connection, queue: DeadLetter.queue, prefetch: min(left, DeadLetters.held))
            let open = Acknowledgements(on: connection)
            self.open.append(open)
            let before = left
            // What is acknowledged meanwhile makes room for more than the prefetch.
            while left > 0, wanted > 0, let delivery = try consumer.nextDelivery(withinSeconds: DeadLetters.patience) {
                open.take(delivery.tag)
                try body(Held(letter: DeadLetter(from: delivery), open: open, tag: delivery.tag))
                // Others that hold much are silent meanwhile.
                for other in connections { try other.tick() }
                (left, wanted) = (left - 1, wanted - 1)
            }
            guard left < before else { return }
        }
    }

    /// Removes those that match for good; returns how many there were.
    package func discard(_ filter: DeadLetterFilter) throws(Failure) -> Int {
        var count = 0
        var done: [Held] = []
        try forEach { held throws(Failure) in
            guard filter.matches(held.letter) else { return }
            done.append(held)
            count += 1
            if done.count == DeadLetters.slice { try end(&done) }
        }
        try end(&done)
        for open in open { try open.finish() }
        return count
    }

    /// Ends some letters for good.
    private func end(_ letters: inout [Held]) throws(Failure) {
        for open in open { try open.acknowledge(letters.filter { $0.open === open }.map(\.tag)) }
        letters = []
    }

    /// Sends those that match to the queue that each could not leave, and to no other; returns how many there were, and
    /// why how many others stay.
    ///
    /// A dead letter is acknowledged when the broker has confirmed its message: if the hub dies in between, the next
    /// replay sends it again, under the same id.
    package func replay(
        _ filter: DeadLetterFilter, of collective: Collective
    ) throws(Failure) -> (count: Int, kept: [Problem: Int]) {
        let outlets = try ReplayOutlets(collective)
        defer { outlets.close() }
        var count = 0
        var kept: [Problem: Int] = [:]
        var sent: [Held] = []
        func settle() throws(Failure) {
            try outlets.settle()
            try end(&sent)
        }
        try forEach { held throws(Failure) in
            guard filter.matches(held.letter) else { return }
            if let problem = try outlets.send(held.letter) {
                kept[problem, default: 0] += 1
                return
            }
            sent.append(held)
            count += 1
            if sent.count == DeadLetters.slice { try settle() }
        }
        try settle()
        for open in open { try open.finish() }
        return (count, kept)
    }

    /// How many there are of each member, feed and reason, the oldest first; `most` are looked at.
    package func groups(most: Int) throws(Failure) -> [DeadLetterGroup] {
        var groups: [DeadLetterGroup] = []
        try forEach(most: most) { held in
            let letter = held.letter
            if let known = groups.firstIndex(where: { $0.holds(letter) }) {
                groups[known].count += 1
            } else {
                groups.append(DeadLetterGroup(letter))
            }
        }
        return groups
    }
}

/// Dead letters of one member or feed that have the same reason.
package struct DeadLetterGroup: Sendable {
    package let member: String?
    package let feed: String?
    package let reason: DeadLetter.Reason
    package fileprivate(set) var count = 1
    /// When the first of them was given up, in seconds since 1970.
    package let since: Int
    /// What is wrong with the first of them.
    package let problem: Problem

    fileprivate init(_ letter: DeadLetter) {
        member = letter.member
        feed = letter.feed
        reason = letter.reason
        since = letter.last
        problem = letter.problem
    }

    fileprivate func holds(_ letter: DeadLetter) -> Bool {
        member == letter.member && feed == letter.feed && reason == letter.reason
    }
}

/// Which dead letters somebody means.
package struct DeadLetterFilter: Sendable, Equatable {
    package var id: String?
    package var member: String?
    package var feed: String?
    package var reason: DeadLetter.Reason?
    /// Given up before this moment, in seconds since 1970.
    package var before: Int?

    /// All of them.
    package init() {}

    /// Whether it means all.
    package var isEmpty: Bool { self == DeadLetterFilter() }

    package func matches(_ letter: DeadLetter) -> Bool {
        (id ?? letter.id) == letter.id && (member == nil || member == letter.member)
            && (feed == nil || feed == letter.feed) && (reason ?? letter.reason) == letter.reason
            && letter.last < before ?? .max
    }
}
