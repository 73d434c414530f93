import Canonical
import Connectors
import Foundation

/// `hub explain CONFIG FILE`: who would receive each entity of a file, who would not, and why.
struct Explain: Command {
    static let name = "explain"
    static let summary = "Tell who would receive an entity, who would not, and why. Needs no broker."
    static let words = ["CONFIG", "FILE"]
    static let options = [
        Option.json,
        Option(name: "--from", value: "MEMBER", meaning: "the member that it comes from (told by a message itself)"),
    ]

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() throws -> ExitCode {
        let collective = try arguments.collective(forSamples: true)
        let router = Router(collective)
        if let from = arguments.value("--from") { _ = try arguments.member(from, in: collective) }
        var isEmpty = true
        let isRejected = try arguments.read(arguments.words[1], collective) { entity, sender in
            isEmpty = false
            let sender = arguments.value("--from") ?? sender ?? ""
            try explain(entity, router.reasons(for: entity, from: sender), collective)
        }
        guard !isEmpty || isRejected else {
            throw Failure(
                Problem(
                    Place(arguments.words[1]), "there is nothing in it", why: "a line holds one message or entity",
                    fix: "hub preview --json prints such lines"))
        }
        return isRejected ? .rejected : .done
    }

    private func explain(
        _ entity: Entity, _ reasons: [(member: String, reason: Reason)], _ collective: Collective
    ) throws {
        let shares = DailyShares(of: collective)
        if arguments.has("--json") {
            let members = reasons.map {
                Line(
                    member: $0.member, receives: $0.reason.isToReceive,
                    why: $0.reason.explained, share: shares.limit(of: $0, on: entity)?.value)
            }
            try Console.printJSON(Explained(kind: entity.schema.kind, key: entity.key, members: members))
            return
        }
        let width = reasons.map(\.member.count).max() ?? 0
        Console.print("\(entity)\(entity.text("title").map { " \(Quote.value($0))" } ?? "")")
        for (member, reason) in reasons.sorted(by: { $0.reason.isToReceive && !$1.reason.isToReceive }) {
            let share = shares.limit(of: (member, reason), on: entity).map {
                "; at most \(Texts.count($0.value, "new offer")) a day (\($0.place.position))"
            }
            Console.print(
                "  \(reason.isToReceive ? "receives" : "not     ")  \(member.padded(width))  \(reason.explained)"
                    + (share ?? ""))
        }
    }

    private struct Line: Encodable {
        let member: String
        let receives: Bool
        let why: String
        /// New offers that it wants on one day, where that decides when this one comes.
        let share: Int?
    }

    private struct Explained: Encodable {
        let kind: String
        let key: String
        let members: [Line]
    }
}
