import Canonical
import Connectors

/// `hub tap CONFIG`: shows messages as they are published; identities and recipients are not in them.
struct Tap: Command {
    static let name = "tap"
    static let summary = "Show messages live as they are published, until Ctrl-C. No identities, no recipients."
    static let words = ["CONFIG"]
    static let options = [
        Option.kind,
        Option(name: "--count", value: "N", meaning: "end after N messages"),
        Option.json,
    ]

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() throws -> ExitCode {
        let collective = try arguments.collective()
        let kind = try arguments.kind()
        var left = try arguments.count(of: "messages")
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
}
