import Canonical

/// Takes up what members publish; one actor, one thread.
package actor IngressWorker: Worker {
    /// Seconds of one turn: a changed config is taken over between two.
    private static let turn = 30.0

    package nonisolated let kind = Topology.ingress
    private let executor = WorkerExecutor(label: Topology.ingress)
    private let collective: Collective
    private var correspondence: Correspondence

    package init(_ collective: Collective) {
        self.collective = collective
        correspondence = Correspondence(of: collective)
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    package nonisolated var id: String { collective.id }
    /// Only failures are followed by a wait.
    package nonisolated var every: Double { 20 }
    /// It never waits for long, so that no change of the config is worth a turn at once.
    package nonisolated var fingerprint: String { "" }

    /// Whether anybody can publish at all.
    package static func isNeeded(by collective: Collective) -> Bool {
        collective.members.contains { $0.amqpPassword != nil }
    }

    /// Works for a while, on connections that are closed afterwards.
    package func work(at now: Int, _ stop: Stop) throws(Failure) -> Turn {
        let start = ContinuousClock.now
        var lines: [LogLine] = []
        do throws(Failure) {
            try Ingress(collective, stop: stop, clock: { now + Int((.now - start) / .seconds(1)) }).run(
                &correspondence, until: { .now - start > .seconds(IngressWorker.turn) }, told: { lines += $0.lines })
        } catch {
            // What was taken is told all the same; if nothing is, the turn has failed.
            guard !lines.isEmpty else { throw error }
            if error.cause != .stopped {
                lines.append(
                    LogLine(
                        .warn, "ingress.interrupted", ["ingress": id, "problem": error.problem.description]))
            }
        }
        return Turn(lines, isMoreWaiting: true)
    }

    /// Takes up what waits at `now`; nil when nothing does.
    package func run(
        at now: Int, acceptingNewStart: Bool = false, _ stop: Stop = Stop()
    ) throws(Failure) -> IngressReport? {
        let connection = try BrokerConnection(collective.broker.address, name: "hub run ingress")
        defer { connection.close() }
        let waiting = try Ingress.waiting(on: connection) ?? 0
        guard waiting > 0 || acceptingNewStart else { return nil }
        var whole = IngressReport()
        try Ingress(collective, stop: stop, clock: { now }).run(
            &correspondence, isOnce: true, acceptingNewStart: acceptingNewStart, told: { whole.add($0) })
        return whole
    }
}

extension IngressReport {
    /// What the log is told of a batch.
    fileprivate var lines: [LogLine] {
        var lines = [
            LogLine(
                .info, "ingress.taken",
                [
                    "accepted": String(accepted), "refused": String(refused), "repeated": String(repeated),
                    "postponed": String(postponed), "published": String(published),
                ])
        ]
        if let firstProblem {
            lines.append(
                LogLine(
                    .warn, "message.refused",
                    ["first": firstProblem, "refused": String(refused), "postponed": String(postponed)]))
        }
        if let member = unanswered.first {
            lines.append(LogLine(.warn, "member.unanswered", ["first": member, "fix": "run hub apply"]))
        }
        return lines
    }
}
