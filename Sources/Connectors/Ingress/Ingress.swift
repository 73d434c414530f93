import Canonical

/// Takes up what members publish: judges it, publishes what changed, remembers it, answers, acknowledges.
///
/// In this order: a batch's intention is saved, its messages are published and confirmed, the new state is saved, the
/// deliveries are acknowledged. Whatever dies in between, the broker gives the deliveries back, and they are judged again
/// from a state that knows who may hold what.
package struct Ingress {
    /// Messages that are judged together.
    static let batch = 100
    /// Seconds without a message after which nothing is left.
    private static let quiet = 1.0
    /// Seconds after which whoever waits for a message looks whether it is to end.
    private static let look = 0.2
    /// Seconds that a batch waits for another message; a lone one is answered at once.
    private static let gap = 0.02

    private let collective: Collective
    private let stop: Stop
    private let clock: () -> Int

    /// Works for a collective until `stop`; `clock` tells the seconds since 1970.
    package init(_ collective: Collective, stop: Stop = Stop(), clock: @escaping () -> Int) {
        self.collective = collective
        self.stop = stop
        self.clock = clock
    }

    /// How many messages wait; nil when the broker has no such queue.
    package static func waiting(on connection: BrokerConnection) throws(Failure) -> Int? {
        try connection.depth(ofQueue: Topology.ingress)?.messages
    }

    /// Works until `isOver`, or with `isOnce` until nothing is left, and gives each batch's report to `told`.
    ///
    /// Whoever accepts a new start lets it forget what it published before.
    package func run(
        _ correspondence: inout Correspondence, isOnce: Bool = false, acceptingNewStart: Bool = false,
        until isOver: () -> Bool = { false }, told: (IngressReport) -> Void
    ) throws(Failure) {
        // Asking for an inbox that is not there closes a channel, and no RPC may be made on one that consumes.
        let looking = try connection("looks for inboxes")
        defer { looking.close() }
        let publishing = try connection("publishes")
        defer { publishing.close() }
        guard try Ingress.waiting(on: looking) != nil else { throw missing }
        let lease = try Lease(feed: IngressState.owner, on: publishing)
        var hasPublished = try publishing.stands(exchange: owner.mark)
        let publisher = try Publisher(publishing, stop: stop)
        let checkpoint = Checkpoint(of: owner, on: publisher)
        var state = try last(checkpoint, hasPublished: hasPublished, acceptingNewStart)
        let consuming = try connection("reads")
        defer { consuming.close() }
        consuming.bodyLimit = IngressReader.mostBytes
        let consumer = try Consumer(consuming, queue: Topology.ingress, prefetch: Ingress.batch)
        let reader = IngressReader(collective)
        var reached: Set<String> = []

        while !isOver(), !stop.isAsked {
            let deliveries = try consumer.nextDeliveries(
                atMost: Ingress.batch, withinSeconds: isOnce ? Ingress.quiet : Ingress.look, gap: Ingress.gap)
            guard let last = deliveries.last else {
                if isOnce { break }
                for connection in [looking, publishing] { try connection.tick() }
                continue
            }
            var known: [String: Bool] = [:]
            if deliveries.contains(where: Ingress.isAnswer) {
                try correspondence.read(at: clock()) { () throws(Failure) in
                    for connection in [looking, publishing, consuming] { try connection.tick() }
                }
            }
            var batch = IngressBatch(collective, reader, since: state, correspondence, at: clock()) {
                member throws(Failure) in
                if let known = known[member] { return known }
                // Who left gets nothing more, though its inbox may stand.
                guard collective.member(member) != nil else { return false }
                let hasInbox = try looking.hasInbox(of: member)
                known[member] = hasInbox
                return hasInbox
            }
            for delivery in deliveries { try batch.take(delivery) }
            if let intention = batch.state.intention(since: state) {
                try save(intention, to: checkpoint)
                if !hasPublished { try checkpoint.mark() }
                hasPublished = true
            }
            for message in batch.messages { try publisher.publish(message) }
            try publisher.settle()
            state = batch.state
            correspondence = batch.correspondence
            if batch.isChanged { try save(state, to: checkpoint) }
            try consumer.acknowledge(upTo: last.tag)
            told(batch.report)
            reached.formUnion(batch.recipients)
        }
        try InboxOverflow(collective, at: clock()).move(from: reached.sorted()) { () throws(Failure) in
            try publishing.tick()
        }
        try lease.release()
    }

    /// Whether the journal has to be asked what a message is an answer to.
    private static func isAnswer(_ delivery: Delivery) -> Bool {
        let key = RetryLadder.original(delivery, from: Topology.ingress).0.routingKey
        return key.split(separator: ".").last.map { Correspondence.isNeeded(for: String($0)) } ?? false
    }

    private var owner: CheckpointOwner { CheckpointOwner(ingressOf: collective) }

    /// What the last batch left; like a feed, it starts anew only when somebody accepts that.
    private func last(
        _ checkpoint: Checkpoint, hasPublished: Bool, _ acceptsNewStart: Bool
    ) throws(Failure) -> IngressState {
        do throws(Failure) {
            if let saved = try checkpoint.load(isExpected: hasPublished) {
                return try IngressState(saved.bytes, of: owner)
            }
            guard !hasPublished else { throw owner.lost() }
        } catch {
            guard error.cause == .data, acceptsNewStart else { throw error }
            try checkpoint.mark()
            try checkpoint.giveUp()
            // Perhaps nothing waits, and nothing else would be saved: the next hub must not ask again.
            try save(IngressState(), to: checkpoint)
        }
        return IngressState()
    }

    private func save(_ state: IngressState, to checkpoint: Checkpoint) throws(Failure) {
        try checkpoint.save(run: state.batch) { _ throws(Failure) in state.encoded() }
    }

    private func connection(_ what: String) throws(Failure) -> BrokerConnection {
        try BrokerConnection(collective.broker.address, name: "hub run ingress: \(what)")
    }

    private var missing: Failure {
        Failure(
            Problem(
                Place(Topology.ingress), "the queue does not exist", why: "what members publish waits there",
                fix: "run hub apply \(collective.folder)"), .config)
    }
}
