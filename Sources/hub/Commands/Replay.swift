import Canonical
import Connectors

/// `hub replay CONFIG MEMBER --since WHEN`: sends again, to this member only, what changed since then.
struct Replay: Command {
    static let name = "replay"
    static let summary = "Send again, into one member's inbox only, the last state of what changed since a moment."
    static let words = ["CONFIG", "MEMBER"]
    static let options = [
        Option.since, Option.until, Option.kind,
        Option(name: "--dry-run", meaning: "show how much would be sent, send nothing"),
        Option.json,
    ]

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() throws -> ExitCode {
        let collective = try arguments.collective()
        let member = try arguments.member(arguments.words[1], in: collective)
        let window = try arguments.window()
        guard let since = window.since else {
            throw UsageError(what: "--since is missing", fix: "say from when on, rather too early: --since \"3 days\"")
        }
        let isDry = arguments.has("--dry-run")
        var replay = InboxReplay(to: member.id, of: collective, window)
        let outcome = try replay.run(isDry: isDry)
        let problems = outcome.problems
        if arguments.has("--json") {
            try Console.printJSON(
                Whole(
                    member: member.id, since: UTCTime.text(since), until: window.until.map(UTCTime.text), dryRun: isDry,
                    sent: outcome.sent, later: outcome.later, withoutIdentity: outcome.withoutIdentity,
                    problems: problems.map(ProblemJSON.init)))
        } else {
            show(outcome, to: member, since: since, isDry: isDry)
            if !problems.isEmpty { Console.complain(problems) }
        }
        return problems.isEmpty ? .done : .rejected
    }

    private func show(_ outcome: ReplayOutcome, to member: Member, since: Int, isDry: Bool) {
        let verb = isDry ? "would be sent again" : "sent again"
        Console.print(
            "inbox \(member.id): \(Texts.count(outcome.total, "message")) \(verb), for changes since "
                + "\(UTCTime.text(since))  (\(member.name))")
        for (kind, counts) in outcome.sent.sorted(by: { $0.key < $1.key }) {
            Console.print(
                "    \(kind): \(counts.created) created · \(counts.updated) updated · \(counts.withdrawn) withdrawn")
        }
        if outcome.later > 0 {
            Console.print("    \(outcome.later) changed again after --until: left out, an older state is of no use")
        }
        for (kind, count) in outcome.withoutIdentity.sorted(by: { $0.key < $1.key }) {
            Console.print(
                """
                    \(Texts.count(count, kind)) without identity: the journal keeps none
                      fix: a feed sends one whole when its record changes, or comes back after a run without it;
                      hub run --again sends nothing that is unchanged
                """)
        }
    }

    private struct Whole: Encodable {
        let member: String
        let since: String
        let until: String?
        let dryRun: Bool
        let sent: [String: ReplayOutcome.Counts]
        let later: Int
        let withoutIdentity: [String: Int]
        let problems: [ProblemJSON]
    }
}
