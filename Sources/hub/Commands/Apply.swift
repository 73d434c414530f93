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
        // What could not be done is not told as done.
        if !arguments.has("--dry-run") { try apply.carryOut(differences) }
        if arguments.has("--json") {
            for difference in differences { try Console.printJSON(Line(difference)) }
        } else {
            show(differences)
        }
        return .done
    }

    private func show(_ differences: [Difference]) {
        let changes = differences.filter { $0.action != .kept }
        var groups: [(head: String, names: [String])] = []
        for change in changes {
            // What is new is told by name; what is not as it was, each with its detail.
            if change.action == .created, !arguments.has("--dry-run") {
                let head = change.kind.rawValue
                if groups.last?.head == head {
                    groups[groups.count - 1].names.append(change.name)
                } else {
                    groups.append((head, [change.name]))
                }
            } else {
                let detail = change.detail.isEmpty ? "" : "  (\(change.detail))"
                let isNext = change.action == .created || change.action == .changed
                let verb =
                    arguments.has("--dry-run") && isNext
                    ? "would be \(change.action.rawValue):" : change.action.rawValue
                Console.print("\(verb) \(change.kind.rawValue) \(change.name)\(detail)")
            }
        }
        for (head, names) in groups {
            let isLong = names.count > 8
            Console.print(
                names.count == 1
                    ? "created \(head) \(names[0])"
                    : "created \(Texts.plural(head)): \(names.prefix(isLong ? 6 : 8).joined(separator: ", "))"
                        + (isLong ? " and \(names.count - 6) more" : ""))
        }
        let kept = differences.count - changes.count
        // A queue that is no longer needed is left to the administrator: nothing is done about it.
        let done = changes.count { $0.action != .stale || $0.kind != .queue }
        let verb = arguments.has("--dry-run") ? "to change" : "changed"
        Console.print(
            done == 0 ? "nothing to do: all \(kept) objects stand as configured" : "\(done) \(verb), \(kept) kept")
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
