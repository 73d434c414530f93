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
        Option(name: "--accept-withdrawals", meaning: "let one run withdraw more than the feed's limit"),
        Option.json,
    ]

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() async throws -> ExitCode {
        let collective = try arguments.collective()
        let feeds = try arguments.value("--feed").map { [try arguments.feed($0, in: collective)] } ?? collective.feeds
        guard arguments.has("--once") else {
            return await Supervisor(collective, feeds).run()
        }
        var reports: [FeedReport] = []
        var exit = ExitCode.done
        for feed in feeds {
            do {
                let worker = FeedWorker(feed, of: collective)
                let report = try await worker.run(
                    at: Int(Date().timeIntervalSince1970), acceptsWithdrawals: arguments.has("--accept-withdrawals"))
                try show(feed, report, collective)
                if let report {
                    reports.append(report)
                    if report.counts.rejected > 0, exit == .done { exit = .rejected }
                }
            } catch let failure as Failure {
                Console.complain("feed \(feed.id): nothing published")
                Console.complain([failure.problem])
                exit = failure.isTemporary ? .unreachable : exit == .unreachable ? exit : .rejected
                // Without a broker every other feed would say the same.
                if failure.isTemporary, failure.problem.place == collective.broker.place { return exit }
            }
        }
        if !arguments.has("--json") { try showWhole(collective, reports) }
        return exit
    }

    private func show(_ feed: Feed, _ report: FeedReport?, _ collective: Collective) throws {
        if arguments.has("--json") {
            if let report { try Console.printJSON(report) }
            return
        }
        Console.print(Texts.feed(feed, report, collective))
    }

    /// What all feeds together did: inboxes, then the first rejection in full.
    private func showWhole(_ collective: Collective, _ reports: [FeedReport]) throws {
        let connection = try BrokerConnection(collective.broker.address, name: "hub run")
        defer { connection.close() }
        let published = reports.reduce(0) { $0 + $1.published }
        Console.print("\n\(published == 0 ? "nothing new: nothing published" : "\(published) messages published")\n")
        for inbox in try InboxState.all(of: collective, reports: reports, on: connection) {
            Console.print(Texts.inbox(inbox))
        }
        guard let rejected = reports.first(where: { !$0.firstRejection.isEmpty }) else { return }
        Console.print(
            "\nthe first rejection (feed \(rejected.feed); all of them: hub preview \(collective.folder) "
                + "\(rejected.feed) \(rejected.files.joined(separator: " "))):")
        Console.print(rejected.firstRejection.map { "  " + $0.replacing("\n", with: "\n  ") }.joined(separator: "\n"))
    }
}
