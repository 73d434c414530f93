import Canonical
import Dispatch

/// Runs one feed; one actor, one thread, one connection at a time.
///
/// The broker library blocks, so the actor runs on a queue of its own and never on the shared threads.
package actor FeedWorker {
    private let executor: WorkerExecutor
    private let feed: Feed
    private let collective: Collective

    package init(_ feed: Feed, of collective: Collective) {
        self.feed = feed
        self.collective = collective
        executor = WorkerExecutor(label: "feed \(feed.id)")
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Runs the feed once, on a connection that is closed afterwards.
    package func run(at now: Int, options: RunOptions = RunOptions()) throws(Failure) -> RunResult {
        let connection = try BrokerConnection(collective.broker.address, name: "hub run \(feed.id)")
        defer { connection.close() }
        return try FeedRun(feed, of: collective, at: now, options: options).run(on: connection)
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
