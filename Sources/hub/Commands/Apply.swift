import Canonical
import Connectors

/// `hub apply CONFIG`: brings the broker to what the config says, and shows what it changes.
struct Apply: Command {
    static let name = "apply"
    static let summary = "Create or correct what stands on the broker: exchanges, queues, policies, members' users."
    static let words = ["CONFIG"]
    static let options = [
        Option.json, Option(name: "--dry-run", meaning: "show what would change, change nothing"),
    ]

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() throws -> ExitCode {
        let collective = try arguments.collective()
        let apply = TopologyApply(
            collective.topology, to: collective.broker.address, management: try collective.management())
        let differences = try apply.differences()
        if arguments.has("--json") {
            for difference in differences { try Console.printJSON(Line(difference)) }
        } else {
            show(differences)
        }
        if !arguments.has("--dry-run") { try apply.carryOut(differences) }
        return .done
    }

    private func show(_ differences: [Difference]) {
        let changes = differences.filter { $0.action != .kept }
        for change in changes {
            Console.print(
                "\(change.action.rawValue.padded(7)) \(change.kind.rawValue) \(change.name)"
                    + (change.detail.isEmpty ? "" : "  (\(change.detail))"))
        }
        let kept = differences.count - changes.count
        Console.print(changes.isEmpty ? "nothing to do: all \(kept) objects stand as configured" : "\(kept) kept")
    }

    private struct Line: Encodable {
        let action: String
        let kind: String
        let name: String
        let detail: String

        init(_ difference: Difference) {
            action = difference.action.rawValue
            kind = difference.kind.rawValue
            name = difference.name
            detail = difference.detail
        }
    }
}
