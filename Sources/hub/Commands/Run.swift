import Canonical
import Connectors
import Foundation

/// `hub run CONFIG`: picks up every feed's exports and publishes what changed; once, or for good.
struct Run: Command {
    static let name = "run"
    static let summary = "Pick up the exports of every feed and publish what changed, once or for good."
    static let words = ["CONFIG"]
    static let options = [
        Option(name: "--once", meaning: "run every feed once and show what happened"),
        Option(name: "--feed", value: "FEED", meaning: "run this feed only"),
        Option(name: "--again", meaning: "read again what was read before, even if nothing new has come"),
        Option(name: "--alerts", meaning: "with --once: look at the rules and at how far referrals have come, too"),
        Option(name: "--accept-rejections", meaning: "let one run reject more than the feed's limit"),
        Option(name: "--accept-withdrawals", meaning: "let one run withdraw more than the feed's limit"),
        Option(name: "--accept-drift", meaning: "take the exports as what they look like from now on"),
        Option(name: "--accept-new-key", meaning: "take a new pseudonym key: everyone becomes somebody else"),
        Option(name: "--accept-new-start", meaning: "start a feed anew whose checkpoint is gone: publish everything"),
        Option.json,
    ]

    /// Whoever accepts something has to see it read again: the export itself may be the same as before.
    private static let readsAgain = [
        "--again", "--accept-rejections", "--accept-withdrawals", "--accept-drift", "--accept-new-key",
        "--accept-new-start",
    ]

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() async throws -> ExitCode {
        let collective = try arguments.collective()
        let only = arguments.value("--feed")
        // What members publish is no feed; a checkpoint that is lost is told with this name all the same.
        let feeds =
            try only == IngressState.owner
            ? [] : only.map { [try arguments.feed($0, in: collective)] } ?? collective.feeds
        guard arguments.has("--once") else {
            // One run that somebody looked at may withdraw much; no other should, and it has nobody to print for.
            for option in Run.readsAgain + ["--alerts", "--json"] where arguments.has(option) {
                throw UsageError(what: "\(option) is for one run only", fix: "write --once \(option)")
            }
            return await Supervisor(collective, only: only) { () throws(ConfigError) in
                try arguments.collective()
            }.run()
        }
        return try await once(feeds, collective, only: only)
    }

    /// Runs each feed once; a feed that fails keeps no other from running.
    private func once(_ feeds: [Feed], _ collective: Collective, only: String?) async throws -> ExitCode {
        let stop = Stop()
        let signals = Signals(
            stop,
            late: {
                Console.complain("hub: asked to end, and ended without waiting for the run any longer")
                _exit(ExitCode.unreachable.rawValue)
            })
        defer { withExtendedLifetime(signals) {} }
        // Without a broker every feed would say the same.
        try BrokerConnection(collective.broker.address, name: "hub run").close()
        var reports: [FeedReport] = []
        var standing: [FeedReport] = []
        var exit = ExitCode.done
        var failed = 0
        for feed in feeds {
            guard !stop.isAsked else {
                Console.complain("feed \(feed.id): not run, because the hub was asked to end")
                exit = max(exit, .unreachable)
                continue
            }
            do {
                let worker = FeedWorker(feed, of: collective)
                var options = RunOptions(
                    acceptsWithdrawals: arguments.has("--accept-withdrawals"),
                    acceptsRejections: arguments.has("--accept-rejections"),
                    readsAgain: Run.readsAgain.contains(where: arguments.has),
                    acceptsNewKey: arguments.has("--accept-new-key"), acceptsDrift: arguments.has("--accept-drift"),
                    acceptsNewStart: arguments.has("--accept-new-start"), progress: Console.progress, stop: stop)
                var isMoreWaiting = false
                repeat {
                    let result = try await worker.run(at: Int(Date().timeIntervalSince1970), options: options)
                    Console.endProgress()
                    try show(feed, result, collective)
                    options.readsAgain = false
                    options.acceptsNewStart = false
                    isMoreWaiting = false
                    switch result {
                    case .nothingYet: break
                    case .nothingNew(let last, _): standing.append(last)
                    case .ran(let report, let aftermath):
                        reports.append(report)
                        if report.counts.rejected > 0 || report.unreadable != nil { exit = max(exit, .rejected) }
                        if let unsettled = aftermath.unsettled {
                            Console.complain([unsettled.problem])
                            exit = max(exit, ExitCode(unsettled))
                        }
                        isMoreWaiting = aftermath.isMoreWaiting
                    }
                } while isMoreWaiting
            } catch let failure as Failure {
                Console.endProgress()
                Console.complain("feed \(feed.id): \(failure.cause == .stopped ? "stopped" : "nothing published")")
                Console.complain([failure.problem])
                exit = max(exit, ExitCode(failure))
                failed += 1
            }
        }
        let ingress = try await takeMessages(collective, stop, &exit)
        var others = ingress?.published ?? 0
        if only == nil {
            others += await look(collective, stop, &exit)
            await deliver(collective, stop, &exit)
        }
        if !arguments.has("--json"), !stop.isAsked {
            try showWhole(collective, reports, standing, failed: failed, others: others)
        }
        return exit
    }

    /// Takes up what members published and waits; a hub that runs for good does so already.
    private func takeMessages(
        _ collective: Collective, _ stop: Stop, _ exit: inout ExitCode
    ) async throws -> IngressReport? {
        let isAsked = arguments.value("--feed").map { $0 == IngressState.owner } ?? true
        guard isAsked, !stop.isAsked, IngressWorker.isNeeded(by: collective) else { return nil }
        do throws(Failure) {
            let report = try await IngressWorker(collective).run(
                at: Int(Date().timeIntervalSince1970),
                acceptingNewStart: arguments.has("--accept-new-start"), stop)
            guard let report, report != IngressReport() else { return nil }
            if arguments.has("--json") {
                try? Console.printJSON(report)
            } else {
                Console.print(Texts.figures(report))
            }
            if report.refused > 0 { exit = max(exit, .rejected) }
            return report
        } catch {
            guard error.cause != .busy else { return nil }
            Console.complain("what members published: not taken up")
            Console.complain([error.problem])
            exit = max(exit, ExitCode(error))
            return nil
        }
    }

    /// What a hub that runs for good does from time to time; returns how many messages that published.
    ///
    /// Gives each member its share of the day; with `--alerts` tells how far referrals have come, and raises alerts.
    private func look(_ collective: Collective, _ stop: Stop, _ exit: inout ExitCode) async -> Int {
        let now = Int(Date().timeIntervalSince1970)
        var looks: [(name: String, run: () async throws(Failure) -> StandingReport)] = []
        if let worker = SharesWorker(collective) {
            looks.append(("shares of the day", { () async throws(Failure) in try await worker.run(at: now, stop) }))
        }
        if arguments.has("--alerts") {
            let referrals = ReferralsWorker(collective)
            looks.append(("referrals", { () async throws(Failure) in try await referrals.run(at: now, stop) }))
            if collective.raisesAlerts {
                let rules = RulesWorker(collective)
                looks.append(("alerts", { () async throws(Failure) in try await rules.run(at: now, stop) }))
            }
        }
        var published = 0
        for (name, run) in looks where !stop.isAsked {
            do throws(Failure) {
                let report = try await run()
                published += report.published
                if !arguments.has("--json"), report.published > 0 { Console.print(Texts.figures(report, of: name)) }
                if let problem = report.problems.first {
                    Console.complain([problem])
                    exit = max(exit, .rejected)
                }
            } catch {
                guard error.cause != .busy else { continue }
                Console.complain("\(name): \(error.cause == .stopped ? "stopped" : "nothing published")")
                Console.complain([error.problem])
                exit = max(exit, ExitCode(error))
            }
        }
        return published
    }

    /// Hands over what waits for members whose software speaks no AMQP; a hub that runs for good does so already.
    private func deliver(_ collective: Collective, _ stop: Stop, _ exit: inout ExitCode) async {
        for worker in collective.members.compactMap({ DeliveryWorker($0, of: collective) }) where !stop.isAsked {
            var failure: Failure?
            do throws(Failure) {
                let (report, failed) = try await worker.run(at: Int(Date().timeIntervalSince1970), stop)
                failure = failed
                if report.refused + report.unreadable > 0 { exit = max(exit, .rejected) }
                if arguments.has("--json") {
                    if !report.isEmpty { try? Console.printJSON(report) }
                } else if !report.isEmpty {
                    Console.print(Texts.figures(report))
                }
            } catch {
                guard error.cause != .busy else { continue }
                failure = error
            }
            guard let failure else { continue }
            Console.complain("delivery \(worker.id): \(failure.cause == .stopped ? "stopped" : "its messages wait")")
            Console.complain([failure.problem])
            exit = max(exit, ExitCode(failure))
        }
    }

    private func show(_ feed: Feed, _ result: RunResult, _ collective: Collective) throws {
        if arguments.has("--json") {
            if case .ran(let report, _) = result { try Console.printJSON(report) }
            return
        }
        let head = Texts.feed(feed, collective)
        switch result {
        case .ran(let report, _): Console.print("\(head)\n\(Texts.figures(report))")
        case .nothingNew(let last, let because):
            let lines = ["nothing new since run \(last.run) at \(last.time)"] + because
            Console.print("\(head)\n\(lines.map { "    " + $0 }.joined(separator: "\n"))")
        case .nothingYet(let because):
            Console.print("\(head)\n\((["no export yet"] + because).map { "    " + $0 }.joined(separator: "\n"))")
        }
    }

    /// What all feeds together did: inboxes, then the first rejection in full; `standing` are the reports of earlier
    /// runs that still hold.
    private func showWhole(
        _ collective: Collective, _ reports: [FeedReport], _ standing: [FeedReport], failed: Int, others: Int
    ) throws {
        let connection = try BrokerConnection(collective.broker.address, name: "hub run")
        defer { connection.close() }
        let published = reports.reduce(others) { $0 + $1.published }
        let nothing = failed == 0 ? "nothing new: nothing published" : "nothing published"
        Console.print("\n\(published == 0 ? nothing : "\(Texts.count(published, "message")) published")\n")
        // Inboxes hold what feeds that did not run now sent, too.
        let known = reports + standing
        let unrun = try FeedState.all(of: collective, but: Set(known.map(\.feed)), on: connection)
        for inbox in try InboxState.all(of: collective, reports: known + unrun.compactMap(\.report), on: connection) {
            Console.print(Texts.inbox(inbox, collective.folder))
        }
        guard let rejected = reports.first(where: { !$0.firstRejection.isEmpty }) else { return }
        // What came over a network cannot be previewed from where it lay.
        let isHere = rejected.files.allSatisfy { FileManager.default.fileExists(atPath: $0) }
        let files = rejected.files.map(Quote.word).joined(separator: " ")
        let preview = "; all of them: hub preview \(Quote.word(collective.folder)) \(rejected.feed) \(files)"
        Console.print("\nthe first rejection (feed \(rejected.feed)\(isHere ? preview : "")):")
        Console.print(rejected.firstRejection.map { "  " + $0.replacing("\n", with: "\n  ") }.joined(separator: "\n"))
    }
}
