import Canonical

/// Hands the messages of one inbox over to the member's destination, for a while or until none is left.
///
/// In this order: the destination takes a message, that is put on record, and the message is acknowledged. Whatever dies in
/// between, the broker gives the message back, and it is handed over again with the same id.
package struct InboxHandover {
    /// Messages that the broker gives ahead, and that are handed over together.
    static let batch = 500
    /// Messages that are handed over together at a set hour.
    private static let mostAtOnce = 10_000
    /// Seconds without a message after which nothing is left.
    private static let quiet = 0.5
    /// Seconds after which whoever waits for a message looks whether it is to end.
    private static let look = 0.2
    /// Seconds that a batch waits for another message; a lone one is handed over at once.
    private static let gap = 0.02

    private let member: Member
    private let destination: any Destination
    private let collective: Collective
    private let stop: Stop
    private let clock: () -> Int

    /// Works for a member until `stop`; `clock` tells the seconds since 1970.
    package init(
        _ member: Member, to destination: any Destination, of collective: Collective, stop: Stop = Stop(),
        clock: @escaping () -> Int
    ) {
        self.member = member
        self.destination = destination
        self.collective = collective
        self.stop = stop
        self.clock = clock
    }

    /// What the destination itself failed with; the broker's failures are thrown.
    package typealias Fault = (failure: Failure, attempts: Int)

    /// Works until `isOver`, or with `isOnce` until nothing is left that is due; returns why it ended before.
    package func run(
        isOnce: Bool = false, into report: inout DeliveryReport, until isOver: (DeliveryReport) -> Bool = { _ in false }
    ) throws(Failure) -> Fault? {
        let consuming = try connection("reads")
        defer { consuming.close() }
        guard try Lease.isGranted(queue: "deliveries.\(member.id).lease", on: consuming) else { throw busy(consuming) }
        let hasDigest = try check(consuming)
        let outlet = DeliveryOutlet(of: member.id, at: collective.broker.address, stop)
        defer { outlet.close() }
        let consumer = try Consumer(consuming, queue: inbox, prefetch: InboxHandover.batch)
        let open = Acknowledgements(on: consuming)
        let tick = { () throws(Failure) in
            try stop.check(grace: Stop.grace)
            try consuming.tick()
            try outlet.tick()
        }
        var looked: Int?
        while !isOver(report), !stop.isAsked {
            // Where there are no hours any more, what they left behind is due.
            let due = DigestHours(hours: destination.hours).last(at: clock()) ?? .max
            let deliveries = try consumer.nextDeliveries(
                atMost: InboxHandover.batch, withinSeconds: isOnce ? InboxHandover.quiet : InboxHandover.look,
                gap: InboxHandover.gap)
            if !deliveries.isEmpty {
                let held = deliveries.map { Held($0, among: open) }
                let fault = try take(held, outlet, &report, tick, until: isOver)
                try open.finish()
                if let fault { return fault }
                // What came too late for its hour does not wait for the next.
                if deliveries.contains(where: { ($0.timestamp ?? 0) < due }) { looked = nil }
                continue
            }
            if hasDigest, looked != due {
                looked = due
                if let fault = try handDigest(before: due, outlet, &report, tick) { return fault }
            }
            if isOnce { break }
            try outlet.tick()
        }
        return nil
    }

    // MARK: - As messages come

    /// A message that the broker waits for to be acknowledged.
    private struct Held {
        let delivery: Delivery
        let open: Acknowledgements

        init(_ delivery: Delivery, among open: Acknowledgements) {
            self.delivery = delivery
            self.open = open
            open.take(delivery.tag)
        }
    }

    private func acknowledge(_ held: [Held]) throws(Failure) {
        try held.first?.open.acknowledge(held.map(\.delivery.tag))
    }

    /// What is to be handed over.
    private struct Waiting {
        /// The message behind those that it makes superfluous.
        let held: [Held]
        let message: InboxMessage

        /// The message as it lies on the broker.
        var delivery: Delivery { held[held.count - 1].delivery }
    }

    private func take(
        _ deliveries: [Held], _ outlet: DeliveryOutlet, _ report: inout DeliveryReport,
        _ tick: @escaping () throws(Failure) -> Void, until isOver: (DeliveryReport) -> Bool
    ) throws(Failure) -> Fault? {
        var readable = try read(deliveries, outlet, &report)
        if !destination.hours.isEmpty {
            let calm = readable.filter { !destination.isUrgent($0.message) }
            readable.removeAll { !destination.isUrgent($0.message) }
            if !calm.isEmpty {
                try outlet.publish(calm.map { toDigest($0.delivery) })
                try acknowledge(calm.flatMap(\.held))
                report.kept += calm.count
            }
        }
        while !readable.isEmpty, !isOver(report), !stop.isAsked {
            let result = try hand(readable, outlet, &report, tick)
            guard case .success(let count) = result else { return result.fault }
            readable.removeFirst(count)
        }
        return nil
    }

    /// What can be handed over; the others become dead letters.
    private func read(
        _ deliveries: [Held], _ outlet: DeliveryOutlet, _ report: inout DeliveryReport
    ) throws(Failure) -> [Waiting] {
        var readable: [Waiting] = []
        var unreadable: [(held: Held, letter: Message)] = []
        for held in deliveries {
            let (original, _) = RetryLadder.original(held.delivery, from: inbox)
            switch InboxMessage.read(original, in: inbox) {
            case .success(let message): readable.append(Waiting(held: [held], message: message))
            case .failure(let rejection):
                let problem = rejection.problems.first ?? Problem(Place(inbox), "it cannot be read")
                report.firstProblem = report.firstProblem ?? problem.description
                unreadable.append((held, letter(held.delivery, .invalid, problem)))
            }
        }
        if !unreadable.isEmpty {
            try outlet.publish(unreadable.map(\.letter))
            try acknowledge(unreadable.map(\.held))
            report.unreadable += unreadable.count
        }
        return readable
    }

    private enum Result {
        /// How many of the messages are done with.
        case success(Int)
        case fault(Fault)

        var fault: Fault? { if case .fault(let fault) = self { fault } else { nil } }
    }

    /// Hands some messages over and settles those that the destination told of.
    private func hand(
        _ messages: [Waiting], _ outlet: DeliveryOutlet, _ report: inout DeliveryReport,
        _ tick: @escaping () throws(Failure) -> Void
    ) throws(Failure) -> Result {
        let handovers: [Handover]
        let attempt = try Attempt.result(tick) { tick throws(Failure) in
            try destination.deliver(messages.map(\.message), at: clock(), tick: tick)
        }
        switch attempt {
        case .success(let told): handovers = told
        case .failure(let failure): return .fault(try fault(failure, outlet))
        }
        guard !handovers.isEmpty, handovers.count <= messages.count else {
            throw Failure(
                Problem(
                    Place(destination.label),
                    "\(handovers.count) answers for \(messages.count) messages",
                    fix: "report it as a mistake of the hub"
                ))
        }
        var record = DeliveryRecord(
            .delivered, of: member.id, to: destination, at: clock(), after: try outlet.lastRecord())
        record.merged = messages.prefix(handovers.count).reduce(0) { $0 + $1.held.count - 1 }
        var others: [Message] = []
        for (message, handover) in zip(messages, handovers) {
            switch handover {
            case .delivered: break
            case .refused(let problem): others.append(letter(message.delivery, .refused, problem))
            case .postponed(let problem): others.append(later(message.delivery, problem))
            }
            record.note(handover, of: message.message.id)
            report.firstProblem = report.firstProblem ?? handover.problem?.description
        }
        try outlet.publish(record, with: others)
        try acknowledge(messages.prefix(handovers.count).flatMap(\.held))
        report.note(record)
        return .success(handovers.count)
    }

    private func fault(_ failure: Failure, _ outlet: DeliveryOutlet) throws(Failure) -> Fault {
        let outcome: DeliveryRecord.Outcome = failure.isTemporary ? .failed : .dead
        var record = DeliveryRecord(
            outcome, of: member.id, to: destination, at: clock(), after: try outlet.lastRecord())
        record.problem = failure.problem.description
        try outlet.publish(record)
        return (failure, record.attempts)
    }

    // MARK: - At set hours

    /// Hands over together what waits since before a moment, with everything behind it.
    private func handDigest(
        before due: Int, _ outlet: DeliveryOutlet, _ report: inout DeliveryReport,
        _ tick: @escaping () throws(Failure) -> Void
    ) throws(Failure) -> Fault? {
        let connection = try connection("reads what waits for its hour")
        defer { connection.close() }
        let queue = Topology.digest(of: member.id)
        guard let waiting = try connection.depth(ofQueue: queue)?.messages, waiting > 0 else { return nil }
        // Not by basic.get: the broker would take each message for one of a consumer of its own, and acknowledge each by itself.
        let consumer = try Consumer(connection, queue: queue, prefetch: InboxHandover.mostAtOnce)
        let open = Acknowledgements(on: connection)
        var isMore = true
        while isMore {
            var deliveries: [Held] = []
            while deliveries.count < InboxHandover.mostAtOnce,
                let delivery = try consumer.nextDelivery(withinSeconds: InboxHandover.quiet)
            {
                guard !deliveries.isEmpty || (delivery.timestamp ?? 0) < due else { break }
                deliveries.append(Held(delivery, among: open))
                if deliveries.count % InboxHandover.batch == 0 { try tick() }
            }
            isMore = deliveries.count == InboxHandover.mostAtOnce
            let readable = try read(deliveries, outlet, &report)
            let things = DigestHours.merged(readable.map(\.message))
            var left = things.compactMap { numbers, message in
                message.map { Waiting(held: numbers.map { readable[$0].held[0] }, message: $0) }
            }
            while !left.isEmpty {
                let result = try hand(left, outlet, &report) { () throws(Failure) in
                    try tick()
                    try connection.tick()
                }
                guard case .success(let count) = result else {
                    try open.finish()
                    return result.fault
                }
                left.removeFirst(count)
            }
            let superfluous = things.filter { $0.1 == nil }.flatMap { numbers, _ in
                numbers.flatMap { readable[$0].held }
            }
            try acknowledge(superfluous)
        }
        return nil
    }

    private func toDigest(_ delivery: Delivery) -> Message {
        let (original, _) = RetryLadder.original(delivery, from: inbox)
        return Message(
            copying: original, to: Topology.digest(of: member.id),
            headers: original.headers.filter { !DeadLetter.isBroker(header: $0.name) })
    }

    // MARK: - What else becomes of a message

    private func letter(_ delivery: Delivery, _ reason: DeadLetter.Reason, _ problem: Problem) -> Message {
        let (original, attempts) = RetryLadder.original(delivery, from: inbox)
        return DeadLetter(
            original, from: inbox, member: member.id, reason: reason, problem: problem,
            attempts: (attempts?.count ?? 0) + 1, first: attempts?.first ?? clock(), last: clock()
        ).message
    }

    /// It comes back after the next step of the ladder, and is given up after the last.
    private func later(_ delivery: Delivery, _ problem: Problem) -> Message {
        RetryLadder.message(delivery, to: inbox, at: clock()) ?? letter(delivery, .exhausted, problem)
    }

    // MARK: - The broker

    private var inbox: String { Topology.inbox(of: member.id) }

    /// Makes sure that everything stands that the hub needs; tells whether messages can wait for an hour.
    private func check(_ connection: BrokerConnection) throws(Failure) -> Bool {
        let digest = Topology.digest(of: member.id)
        let hasDigest = try connection.depth(ofQueue: digest) != nil
        for queue in [inbox, Topology.deliveries(of: member.id)] + (destination.hours.isEmpty ? [] : [digest]) {
            guard try connection.depth(ofQueue: queue) == nil else { continue }
            throw Failure(
                Problem(
                    Place(queue), "the queue does not exist",
                    why: "the hub hands the messages of \(member.id) over (\"delivery\" in \(member.place))",
                    fix: "run hub apply \(collective.folder)"), .config)
        }
        return hasDigest
    }

    private func busy(_ connection: BrokerConnection) -> Failure {
        Failure(
            Problem(
                connection.place, "another hub process hands the inbox of \(member.id) over",
                why: "it holds the exclusive queue deliveries.\(member.id).lease",
                fix: "wait for it, or stop the other process"), .busy)
    }

    private func connection(_ what: String) throws(Failure) -> BrokerConnection {
        try BrokerConnection(collective.broker.address, name: "hub deliver \(member.id): \(what)")
    }
}
