import Canonical
import Dispatch

/// Runs one feed; one actor, one thread, one connection at a time.
///
/// The broker library blocks, so the actor runs on a queue of its own and never on the shared threads.
package actor FeedWorker: Worker {
    package nonisolated let kind = "feed"
    private let executor: WorkerExecutor
    private let feed: Feed
    private let collective: Collective

    package init(_ feed: Feed, of collective: Collective) {
        self.feed = feed
        self.collective = collective
        executor = WorkerExecutor(label: "feed \(feed.id)")
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    package nonisolated var id: String { feed.id }
    package nonisolated var every: Double { Double(feed.every) }
    package nonisolated var fingerprint: String { feed.fingerprint }

    /// Runs the feed once, on a connection that is closed afterwards.
    package func run(at now: Int, options: RunOptions = RunOptions()) throws(Failure) -> RunResult {
        let connection = try BrokerConnection(collective.broker.address, name: "hub run \(feed.id)")
        defer { connection.close() }
        return try FeedRun(feed, of: collective, at: now, options: options).run(on: connection)
    }

    package func work(at now: Int, _ stop: Stop) throws(Failure) -> Turn {
        guard case .ran(let report, let aftermath) = try run(at: now, options: RunOptions(stop: stop)) else {
            return Turn()
        }
        var lines = report.lines
        if let unsettled = aftermath.unsettled {
            lines.append(
                LogLine(.error, "export.unsettled", ["feed": feed.id, "problem": unsettled.problem.description]))
        }
        return Turn(lines, isMoreWaiting: aftermath.isMoreWaiting)
    }
}

extension FeedReport {
    /// What the log is told of a run.
    fileprivate var lines: [LogLine] {
        var lines = [
            LogLine(
                .info, "feed.ran",
                [
                    "feed": feed, "run": String(run), "read": String(counts.read), "rejected": String(counts.rejected),
                    "created": String(counts.created), "updated": String(counts.updated),
                    "withdrawn": String(counts.withdrawn), "published": String(published),
                ])
        ]
        // Said once, by the run that finds it; `hub status` goes on saying it.
        let found = (drift ?? []).filter { $0.since == run }
        if let first = found.first {
            lines.append(
                LogLine(
                    .warn, "feed.drifted",
                    ["feed": feed, "first": first.problem.description, "count": String(found.count)]))
        }
        if let unreadable, let first = firstRejection.first {
            lines.append(
                LogLine(
                    .error, "message.unreadable", ["feed": feed, "first": first, "count": String(unreadable)]))
        }
        if counts.withdrawalsHeld {
            lines.append(
                LogLine(.warn, "withdrawals.held", ["feed": feed, "first": firstKeyless ?? "an unreadable key"]))
        }
        if counts.rejected > 0, let first = firstRejection.first {
            lines.append(
                LogLine(
                    .warn, "record.rejected", ["feed": feed, "first": first, "count": String(counts.rejected)]))
        }
        return lines
    }
}

/// An actor's own thread of work: a serial queue of Dispatch.
final class WorkerExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(label: String) { queue = DispatchQueue(label: label) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
