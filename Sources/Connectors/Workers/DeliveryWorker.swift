import Canonical

/// Hands one member's inbox over to its destination; one actor, one thread.
package actor DeliveryWorker: Worker {
    /// Seconds of one turn: a changed config is taken over between two.
    private static let turn = 30.0
    /// Seconds of one that has something to tell.
    private static let untilTold = 5.0

    package nonisolated let kind = "delivery"
    private let executor: WorkerExecutor
    private let member: Member
    private let destination: any Destination
    private let collective: Collective
    /// How often it failed in a row, as far as it was told.
    private var failures = 0
    /// Whether the destination takes nothing until somebody changes something, and tries it by hand or reloads the hub.
    private var isDead = false

    /// Nil for a member that reads its inbox itself.
    package init?(_ member: Member, of collective: Collective) {
        guard let destination = member.delivery else { return nil }
        self.member = member
        self.destination = destination
        self.collective = collective
        executor = WorkerExecutor(label: "delivery \(member.id)")
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    package nonisolated var id: String { member.id }
    /// Only failures are followed by a wait.
    package nonisolated var every: Double { 60 }
    package nonisolated var fingerprint: String { destination.fingerprint }

    /// Works for a while, on connections that are closed afterwards.
    package func work(at now: Int, _ stop: Stop) throws(Failure) -> Turn {
        if isDead {
            // Somebody may have tried by hand, and found it well again.
            let last = try DeliveryRecord.last(of: member.id, at: collective.broker.address)
            guard last?.outcome == .delivered else { return Turn() }
            isDead = false
        }
        let start = ContinuousClock.now
        var report = DeliveryReport(member, destination)
        let handover = InboxHandover(
            member, to: destination, of: collective, stop: stop, clock: { now + Int((.now - start) / .seconds(1)) })
        let fault: InboxHandover.Fault?
        do throws(Failure) {
            fault = try handover.run(
                into: &report, until: { isOver($0, since: start) })
        } catch {
            // What was handed over is told all the same; if nothing was, the turn has failed.
            guard !report.isEmpty else { throw error }
            var lines = report.lines
            if error.cause != .stopped {
                lines.append(
                    LogLine(
                        .warn, "delivery.interrupted", ["delivery": id, "problem": error.problem.description]))
            }
            return Turn(lines, isMoreWaiting: true)
        }
        var lines = report.lines
        if report.delivered > 0, failures > 0 {
            lines.append(LogLine(.info, "destination.recovered", ["delivery": id, "failures": String(failures)]))
        }
        if !report.isEmpty { failures = 0 }
        guard let fault else { return Turn(lines, isMoreWaiting: true) }
        isDead = !fault.failure.isTemporary
        failures += 1
        // Said once, not at every attempt; `hub status` goes on saying it.
        if failures == 1 || isDead { lines.append(line(fault)) }
        return Turn(lines, isFailing: true)
    }

    /// What was done is told soon, and at once that a destination is well again.
    private func isOver(_ report: DeliveryReport, since start: ContinuousClock.Instant) -> Bool {
        if report.delivered > 0, failures > 0 { return true }
        return .now - start > .seconds(report.isEmpty ? DeliveryWorker.turn : DeliveryWorker.untilTold)
    }

    /// Hands over what waits at `now` and is due.
    package func run(
        at now: Int, _ stop: Stop = Stop()
    ) throws(Failure) -> (report: DeliveryReport, failure: Failure?) {
        var report = DeliveryReport(member, destination)
        let fault = try InboxHandover(member, to: destination, of: collective, stop: stop, clock: { now })
            .run(isOnce: true, into: &report)
        return (report, fault?.failure)
    }

    private func line(_ fault: InboxHandover.Fault) -> LogLine {
        let problem = fault.failure.problem.description
        guard isDead else {
            return LogLine(
                .error, "delivery.failed",
                ["delivery": id, "problem": problem, "told": "once; it is tried again until it succeeds"])
        }
        return LogLine(
            .error, "destination.dead",
            ["delivery": id, "problem": problem, "told": "once; its messages wait until the config is changed"])
    }
}

extension DeliveryReport {
    /// What the log is told of a turn.
    fileprivate var lines: [LogLine] {
        var lines: [LogLine] = []
        if !isEmpty {
            lines.append(
                LogLine(
                    .info, "messages.delivered",
                    [
                        "delivery": member, "to": destination, "delivered": String(delivered),
                        "refused": String(refused), "postponed": String(postponed), "kept": String(kept),
                    ]))
        }
        if let firstProblem {
            lines.append(
                LogLine(
                    .warn, "message.undelivered",
                    ["delivery": member, "first": firstProblem, "count": String(refused + postponed + unreadable)]))
        }
        return lines
    }
}
