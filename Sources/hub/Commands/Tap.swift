import Canonical
import Connectors

/// `hub tap CONFIG`: shows messages as they are published; identities and recipients are not in them.
struct Tap: Command {
    static let name = "tap"
    static let summary = "Show messages live as they are published, until Ctrl-C. No identities, no recipients."
    static let words = ["CONFIG"]
    static let options = [
        Option(name: "--kind", value: "KIND", meaning: "offer, referral or pathway only"),
        Option(name: "--count", value: "N", meaning: "end after N messages"),
        Option.json,
    ]

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() throws -> ExitCode {
        let collective = try arguments.collective()
        let kind = try kind()
        var left = try count()
        let connection = try BrokerConnection(collective.broker.address, name: "hub tap")
        defer { connection.close() }
        let queue = try connection.declareExclusiveQueue()
        try connection.bind(Binding(exchange: "hub", queue: queue, key: kind.map { "\($0).#" } ?? "#"))
        let consumer = try Consumer(connection, queue: queue, prefetch: 100)
        if !arguments.has("--json") { Console.complain("waiting for messages; Ctrl-C ends") }
        while left > 0 {
            guard let delivery = try consumer.nextDelivery(withinSeconds: 5) else { continue }
            show(delivery)
            try consumer.acknowledge(upTo: delivery.tag)
            left -= 1
        }
        return .done
    }

    private func show(_ delivery: Delivery) {
        if arguments.has("--json") { return Console.printLine(delivery.body) }
        let time = UTCTime.text(delivery.timestamp ?? 0)
        let origin = delivery.header("x-hub-source").map { "  from \($0)" } ?? ""
        Console.print(
            "\(time)  \((delivery.type ?? "?").padded(24))  \(delivery.routingKey)\(origin)  id \(delivery.id ?? "?")")
    }

    private func kind() throws(UsageError) -> String? {
        guard let kind = arguments.value("--kind") else { return nil }
        let kinds = Schema.all.map(\.kind)
        if kinds.contains(kind) { return kind }
        throw UsageError(
            what: "unknown kind \(Quote.value(kind))",
            fix: Suggestion.nearest(to: kind, in: kinds).map { "did you mean \(Quote.value($0))?" }
                ?? "write \(Quote.list(kinds))")
    }

    private func count() throws(UsageError) -> Int {
        guard let text = arguments.value("--count") else { return .max }
        if let count = Int(text), count > 0 { return count }
        throw UsageError(what: "not a number of messages: \(Quote.value(text))", fix: "write --count 10")
    }
}
