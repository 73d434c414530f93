import Canonical
import Connectors
import Dispatch
import Foundation

/// Keeps every feed running on its schedule until the process is asked to end.
///
/// Nothing is repaired in place: a run that fails is over, and after a wait the feed starts again from its checkpoint.
struct Supervisor {
    private let collective: Collective
    private let feeds: [Feed]
    /// Whether it takes up what members publish.
    private let takesMessages: Bool

    init(_ collective: Collective, _ feeds: [Feed], takesMessages: Bool) {
        self.collective = collective
        self.feeds = feeds
        self.takesMessages = takesMessages
    }

    /// Returns when SIGTERM or SIGINT came and the runs under way have ended.
    func run() async -> ExitCode {
        Log.info("hub.started", ["collective": collective.id, "feeds": String(feeds.count)])
        let (signals, ended) = AsyncStream<Void>.makeStream()
        let sources = Supervisor.endSignals(ended)
        await withTaskGroup(of: Void.self) { group in
            for feed in feeds { group.addTask { await keep(feed) } }
            if takesMessages { group.addTask { await keepIngress() } }
            for await _ in signals { break }
            Log.info("hub.ending", [:])
            group.cancelAll()
        }
        sources.forEach { $0.cancel() }
        Log.info("hub.ended", [:])
        return .done
    }

    private func keep(_ feed: Feed) async {
        let worker = FeedWorker(feed, of: collective)
        var backoff = Backoff()
        var random = SystemRandomNumberGenerator()
        while !Task.isCancelled {
            var wait = Double(feed.every)
            do throws(Failure) {
                let result = try await worker.run(at: Int(Date().timeIntervalSince1970))
                backoff.reset()
                if case .ran(let report, let aftermath) = result {
                    log(report)
                    if let unsettled = aftermath.unsettled {
                        let text = unsettled.problem.description
                        Log.error("export.unsettled", ["feed": feed.id, "problem": text])
                    }
                    if aftermath.isMoreWaiting { wait = 0 }
                }
            } catch {
                // A permanent failure needs somebody to act; trying again at the next turn tells whether they did.
                if error.cause == .unreachable { wait = min(wait, backoff.next(&random)) }
                log(error, feed, againIn: "\(Int(wait.rounded(.up)))s")
            }
            try? await Task.sleep(for: .seconds(wait))
        }
    }

    /// Seconds after which what members publish is looked at again when somebody has to act first.
    private static let ingressWait = 60.0

    private func keepIngress() async {
        let worker = IngressWorker(collective)
        var backoff = Backoff()
        var random = SystemRandomNumberGenerator()
        while !Task.isCancelled {
            let start = ContinuousClock.now
            do throws(Failure) {
                try await worker.run(clock: { Int(Date().timeIntervalSince1970) }, told: Supervisor.log)
            } catch {
                // It works until something fails: what worked for long is not failing again and again.
                if .now - start > .seconds(Supervisor.ingressWait) { backoff.reset() }
                let wait =
                    switch error.cause {
                    case .unreachable: backoff.next(&random)
                    case .busy: Supervisor.ingressWait / 6
                    default: Supervisor.ingressWait
                    }
                let again = "\(Int(wait.rounded(.up)))s"
                if error.cause == .busy {
                    Log.info("ingress.busy", ["again_in": again])
                } else {
                    Log.error("ingress.failed", ["problem": error.problem.description, "again_in": again])
                }
                try? await Task.sleep(for: .seconds(wait))
            }
        }
    }

    private static func log(_ report: IngressReport) {
        Log.info(
            "ingress.taken",
            [
                "accepted": String(report.accepted), "refused": String(report.refused),
                "repeated": String(report.repeated), "postponed": String(report.postponed),
                "published": String(report.published),
            ])
        if let first = report.firstProblem {
            Log.warn(
                "message.refused",
                ["first": first, "refused": String(report.refused), "postponed": String(report.postponed)])
        }
        if let member = report.unanswered.first {
            Log.warn("member.unanswered", ["first": member, "fix": "run hub apply"])
        }
    }

    private func log(_ failure: Failure, _ feed: Feed, againIn wait: String) {
        // Of several hubs one runs the feed, and the others stand by: nobody must act.
        guard failure.cause != .busy else {
            return Log.info("feed.busy", ["feed": feed.id, "again_in": wait])
        }
        Log.error(
            "feed.failed", ["feed": feed.id, "problem": failure.problem.description, "again_in": wait])
    }

    private func log(_ report: FeedReport) {
        let counts = report.counts
        Log.info(
            "feed.ran",
            [
                "feed": report.feed, "run": String(report.run), "read": String(counts.read),
                "rejected": String(counts.rejected), "created": String(counts.created),
                "updated": String(counts.updated), "withdrawn": String(counts.withdrawn),
                "published": String(report.published),
            ])
        if let unreadable = report.unreadable {
            Log.error(
                "message.unreadable",
                ["feed": report.feed, "first": report.firstRejection.first ?? "", "count": String(unreadable)])
        }
        // Said once, by the run that finds it; `hub status` goes on saying it.
        let drift = (report.drift ?? []).filter { $0.since == report.run }
        if let first = drift.first {
            Log.warn(
                "feed.drifted",
                ["feed": report.feed, "first": first.problem.description, "count": String(drift.count)])
        }
        if counts.rejected > 0, let first = report.firstRejection.first {
            Log.warn("record.rejected", ["feed": report.feed, "first": first, "count": String(counts.rejected)])
        }
    }

    /// Tells `ended` of each SIGTERM and SIGINT as long as the sources live.
    private static func endSignals(_ ended: AsyncStream<Void>.Continuation) -> [any DispatchSourceSignal] {
        [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { ended.yield() }
            source.resume()
            return source
        }
    }
}
