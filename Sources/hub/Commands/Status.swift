import Canonical
import Connectors

/// `hub status CONFIG`: each feed's last run, what waits in each inbox and what needs somebody's attention.
struct Status: Command {
    static let name = "status"
    static let summary = "Show each feed's last run, what waits in each inbox, and what needs attention."
    static let words = ["CONFIG"]
    static let options = [Option.json]

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() throws -> ExitCode {
        let collective = try arguments.collective()
        let connection = try BrokerConnection(collective.broker.address, name: "hub status")
        defer { connection.close() }
        let states = try FeedState.all(of: collective, on: connection)
        let inboxes = try InboxState.all(of: collective, reports: states.compactMap(\.report), on: connection)
        var parked: [(queue: String, depth: Int)] = []
        for queue in ["dead", "unrouted"] {
            parked.append((queue, try connection.depth(ofQueue: queue)?.messages ?? 0))
        }
        let exit = states.contains { $0.problem != nil || $0.failure != nil } ? ExitCode.rejected : .done
        if arguments.has("--json") {
            try Console.printJSON(
                Whole(
                    feeds: states, inboxes: inboxes,
                    parked: Dictionary(uniqueKeysWithValues: parked.map { ($0.queue, $0.depth) })))
            return exit
        }
        for state in states { show(state, collective) }
        Console.print("")
        for inbox in inboxes { Console.print(Texts.inbox(inbox, collective.folder)) }
        for (queue, depth) in parked where depth > 0 {
            Console.print("attention: \(Texts.count(depth, "message")) in the queue \(queue)")
        }
        return exit
    }

    private func show(_ state: FeedState, _ collective: Collective) {
        if let problem = state.problem {
            Console.print("feed \(state.feed)  cannot run")
            Console.complain(problem)
        } else if state.isRunning {
            Console.print("feed \(state.feed)  is running now")
        } else if let report = state.report, let feed = collective.feed(state.feed) {
            Console.print("\(Texts.feed(feed, collective))\n\(Texts.figures(report))")
            Console.print("    run \(report.run) at \(report.time)")
        } else {
            Console.print("feed \(state.feed)  \(state.failure == nil ? "never ran" : "never ran to its end")")
        }
        if let failure = state.failure { Console.print(Texts.failure(failure)) }
    }

    private struct Whole: Encodable {
        let feeds: [FeedState]
        let inboxes: [InboxState]
        let parked: [String: Int]
    }
}
