import Canonical
import Connectors

/// `hub topology CONFIG`: what should stand on the broker, in words or as RabbitMQ's definitions; asks no broker.
struct ShowTopology: Command {
    static let name = "topology"
    static let summary = "Show what should stand on the broker, in words or as RabbitMQ's definitions."
    static let words = ["CONFIG"]
    static let options = [
        Option(
            name: "--definitions",
            meaning: "print JSON for rabbitmqctl import_definitions; passwords are in it as hashes only")
    ]

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() throws -> ExitCode {
        let collective = try arguments.collective()
        let (topology, address) = (collective.topology, collective.broker.address)
        guard !arguments.has("--definitions") else {
            try Console.printJSON(TopologyDefinitions(topology, at: address))
            return .done
        }
        Console.print("vhost \(address.vhost), in which \(address.user) may do everything")
        show("exchanges", topology.exchanges.map { "\($0.name) (\($0.kind.rawValue))" })
        show(
            "queues",
            topology.queues.map { queue in
                "\(queue.name) (\(queue.kind.rawValue)\(queue.hasSingleConsumer ? ", one consumer at a time" : ""))"
            })
        show("bindings", topology.bindings.map { "\($0)" })
        show("policies", topology.policies.map { "\($0.name) on \($0.target) \($0.pattern): \($0.summary)" })
        show(
            "users",
            topology.users.map { member in
                let user = topology.user(of: member.id)
                let (rights, keys) = (
                    Topology.permission(of: member, as: user), Topology.topicPermission(of: member.id, as: user)
                )
                return "\(user): reads \(rights.read), publishes to \(rights.write) under \(keys.write), nothing else"
            })
        return .done
    }

    private func show(_ head: String, _ lines: [String]) {
        Console.print("\(head)\(lines.isEmpty ? ": none" : "")\(lines.map { "\n    \($0)" }.joined())")
    }
}
