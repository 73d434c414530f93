import Canonical
import Connectors
import Foundation

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
        let ingress = try IngressSummary(of: collective, on: connection)
        let standing = try StandingState.all(of: collective, on: connection)
        let inboxes = try InboxState.all(of: collective, reports: states.compactMap(\.report), on: connection)
        let shares = try ShareState.all(of: collective, on: connection, at: Int(Date().timeIntervalSince1970))
        let deliveries = try DeliveryState.all(of: collective, on: connection)
        var parked: [(queue: String, depth: Int)] = []
        for queue in ["dead", "unrouted"] {
            parked.append((queue, try connection.depth(ofQueue: queue)?.messages ?? 0))
        }
        let groups = try deadLetters(collective, parked.first?.depth ?? 0)
        let isWrong =
            states.contains { $0.problem != nil || $0.failure != nil } || ingress?.problem != nil
            || standing.contains { $0.problem != nil } || deliveries.contains { $0.problem != nil }
            || shares.contains { $0.problem != nil }
        let exit = isWrong ? ExitCode.rejected : .done
        if arguments.has("--json") {
            try Console.printJSON(
                Whole(
                    feeds: states, ingress: ingress, standing: standing, inboxes: inboxes, shares: shares,
                    deliveries: deliveries,
                    parked: Dictionary(uniqueKeysWithValues: parked.map { ($0.queue, $0.depth) }),
                    dead: (groups ?? []).map(Group.init)))
            return exit
        }
        for state in states { show(state, collective) }
        if let ingress { Console.print(Texts.ingress(ingress, collective.folder)) }
        if let problem = ingress?.problem { Console.complain(problem) }
        for state in standing {
            if let text = Texts.standing(state) { Console.print(text) }
            if let problem = state.problem { Console.complain(problem) }
        }
        Console.print("")
        for inbox in inboxes { Console.print(Texts.inbox(inbox, collective.folder)) }
        for share in shares { Console.print(Texts.share(share)) }
        if let problem = shares.compactMap(\.problem).first { Console.complain(problem) }
        for delivery in deliveries { Console.print(Texts.delivery(delivery, collective.folder)) }
        for inbox in inboxes where inbox.isFilling {
            Console.print(Texts.filling(inbox, isHandedOver: deliveries.contains { $0.member == inbox.member }))
        }
        for group in groups ?? [] { Console.print(Texts.deadLetters(group, collective.folder)) }
        // Told above, as far as they were looked at.
        let told = groups?.reduce(0) { $0 + $1.count } ?? 0
        for (queue, depth) in parked {
            let more = queue == DeadLetter.queue ? depth - told : depth
            guard more > 0 else { continue }
            Console.print(
                "attention: \(Texts.count(more, told > 0 && queue == DeadLetter.queue ? "more message" : "message")) "
                    + "in the queue \(queue)")
        }
        return exit
    }

    /// Whose dead letters wait, as far as a moment tells; nil while somebody else looks at them.
    private func deadLetters(_ collective: Collective, _ depth: Int) throws(Failure) -> [DeadLetterGroup]? {
        guard depth > 0 else { return [] }
        do throws(Failure) {
            let letters = try DeadLetters(at: collective.broker.address)
            defer { letters.close() }
            return try letters.groups(most: 10_000)
        } catch {
            guard error.cause == .busy else { throw error }
            return nil
        }
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
        let ingress: IngressSummary?
        let standing: [StandingState]
        let inboxes: [InboxState]
        let shares: [ShareState]
        let deliveries: [DeliveryState]
        let parked: [String: Int]
        let dead: [Group]
    }

    private struct Group: Encodable {
        let member: String?
        let feed: String?
        let reason: String
        let count: Int
        let since: String

        init(_ group: DeadLetterGroup) {
            member = group.member
            feed = group.feed
            reason = group.reason.rawValue
            count = group.count
            since = UTCTime.text(group.since)
        }
    }
}
