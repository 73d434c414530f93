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
        if arguments.has("--json") {
            try Console.printJSON(
                Whole(
                    feeds: states, inboxes: inboxes,
                    parked: Dictionary(uniqueKeysWithValues: parked.map { ($0.queue, $0.depth) })))
            return .done
        }
        for state in states { show(state, collective) }
        Console.print("")
        for inbox in inboxes { Console.print(Texts.inbox(inbox)) }
        for (queue, depth) in parked where depth > 0 {
            Console.print("attention: \(depth) messages lie in the queue \(queue)")
        }
        return .done
    }

    private func show(_ state: FeedState, _ collective: Collective) {
        guard let feed = collective.feed(state.feed) else { return }
        let head = Texts.feed(feed, state.report, collective)
        Console.print(
            state.isRunning
                ? "feed \(feed.id)  is running now" : state.report == nil ? "feed \(feed.id)  never ran" : head)
        if let report = state.report { Console.print("    run \(report.run) at \(report.time)") }
    }

    private struct Whole: Encodable {
        let feeds: [FeedState]
        let inboxes: [InboxState]
        let parked: [String: Int]
    }
}
