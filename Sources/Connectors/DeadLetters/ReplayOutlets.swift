import Canonical

/// Where replayed dead letters go: straight into the one queue that each comes from, through the default exchange.
final class ReplayOutlets {
    private let collective: Collective
    /// Asks for queues; a connection that confirms could not.
    private let asking: BrokerConnection
    private var publishers: [BrokerAddress: Publisher] = [:]
    /// How many more messages each queue takes; nil stands for a queue that does not exist.
    private var room: [String: Int?] = [:]

    init(_ collective: Collective) throws(Failure) {
        self.collective = collective
        asking = try BrokerConnection(collective.broker.address, name: "hub dead")
    }

    func close() {
        asking.close()
        for publisher in publishers.values { publisher.connection.close() }
    }

    /// Returns when everything sent so far is confirmed.
    func settle() throws(Failure) { for publisher in publishers.values { try publisher.settle() } }

    /// Sends a letter's message; returns why not where it cannot be sent.
    func send(_ letter: DeadLetter) throws(Failure) -> Problem? {
        let address: BrokerAddress
        switch try destination(of: letter) {
        case .success(let found): address = found
        case .failure(let reason): return reason.problem
        }
        let publisher: Publisher
        if let known = publishers[address] {
            publisher = known
        } else {
            publisher = try Publisher(try BrokerConnection(address, name: "hub dead replay"))
            publishers[address] = publisher
        }
        try publisher.publish(letter.replay)
        return nil
    }

    private func destination(of letter: DeadLetter) throws(Failure) -> Result<BrokerAddress, Stay> {
        func stays(_ what: String, why: String, fix: String) -> Result<BrokerAddress, Stay> {
            .failure(Stay(problem: Problem(Place(letter.queue), what, why: why, fix: fix)))
        }
        let discard = "hub dead discard \(collective.folder)"
        guard !letter.queue.isEmpty else { return .failure(Stay(problem: letter.problem)) }
        if let feed = letter.feed {
            guard let source = collective.feed(feed)?.source as? AMQPSource, source.queue == letter.queue,
                let address = source.address
            else {
                return stays(
                    "the feed \(feed) does not read this queue", why: "it goes back where the feed read it, or nowhere",
                    fix: "correct the feed's \"source\", or \(discard) --feed \(feed)")
            }
            return .success(address)
        }
        let member = Topology.member(ofInbox: letter.queue)
        if let member, collective.member(member) == nil {
            return stays(
                "\(member) is no member of the collective", why: "who left receives nothing any more",
                fix: "\(discard) --member \(member)")
        }
        if room[letter.queue] == nil { try look(at: letter.queue) }
        guard let room = room[letter.queue] ?? nil else {
            return stays(
                "the queue does not exist", why: "it goes back to that queue and to no other",
                fix: "hub apply \(collective.folder)")
        }
        guard room > 0 else {
            return stays(
                "the inbox is full", why: "it holds \(collective.retention.inboxMessages) messages",
                fix: "let the program of \(member ?? "the member") read it, then replay again")
        }
        self.room[letter.queue] = room - 1
        return .success(collective.broker.address)
    }

    /// How many messages still fit in, or nil when there is no such queue: in a full inbox each would push out another.
    private func look(at queue: String) throws(Failure) {
        let depth = try asking.depth(ofQueue: queue)
        let limit = Topology.member(ofInbox: queue) == nil ? Int.max : collective.retention.inboxMessages
        room[queue] = .some(depth.map { max(0, limit - $0.messages) })
    }

    private struct Stay: Error { let problem: Problem }
}

extension DeadLetter {
    /// The header with the routing key under which a replayed message had come, where it tells who sent it.
    package static let keyHeader = "x-hub-key"
    /// The header with the publisher's user as the broker had verified it.
    package static let userHeader = "x-hub-user"

    /// The message as it was, to its queue alone.
    ///
    /// Members cannot use the default exchange: what comes to another queue than an inbox this way, comes from the hub,
    /// and its headers may say who had sent it.
    package var replay: Message {
        var headers = original.headers
        if Topology.member(ofInbox: queue) == nil, feed == nil {
            headers.removeAll { [DeadLetter.keyHeader, DeadLetter.userHeader].contains($0.name) }
            headers.append((DeadLetter.keyHeader, original.routingKey))
            if let user = original.userID { headers.append((DeadLetter.userHeader, user)) }
        }
        return Message(copying: original, to: queue, headers: headers)
    }
}
