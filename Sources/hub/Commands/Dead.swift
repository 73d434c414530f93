import Canonical
import Connectors
import Foundation

/// `hub dead list|show|replay|discard CONFIG ID?`: what could not be handled, and what becomes of it.
struct Dead: Command {
    static let name = "dead"
    static let summary = "Look at the messages that nobody could handle, send them once more, or throw them away."
    static let words = ["list|show|replay|discard", "CONFIG", "ID?"]
    static let options = [
        Option(name: "--member", value: "MEMBER", meaning: "of this member only"),
        Option(name: "--feed", value: "FEED", meaning: "of this feed only"),
        Option(
            name: "--reason", value: "REASON",
            meaning: "for this reason only: \(Quote.list(DeadLetter.Reason.allCases.map(\.rawValue)))"),
        Option(name: "--older", value: "TIME", meaning: "given up longer ago than this: \"30 days\""),
        Option(name: "--all", meaning: "replay or discard all of them"),
        Option(
            name: "--confidential",
            meaning: "show also what is for the addressee only, and content that may name people"
        ),
        Option.json,
    ]

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() throws -> ExitCode {
        let verbs = ["list", "show", "replay", "discard"]
        let verb = arguments.words[0]
        guard verbs.contains(verb) else {
            throw UsageError(unknown: verb, "word", among: verbs, all: Help.usage(of: Self.self))
        }
        let filter = try filter()
        if ["replay", "discard"].contains(verb), filter.isEmpty, !arguments.has("--all") {
            throw UsageError(
                what: "\(verb) needs to know which dead letters",
                fix: "give an ID of hub dead list, or --member, --feed, --reason or --older, or --all")
        }
        let collective = try arguments.collective(word: 1)
        let letters = try DeadLetters(at: collective.broker.address)
        defer { letters.close() }
        switch verb {
        case "replay": return try replay(letters, filter, collective)
        case "discard":
            let count = try letters.discard(filter)
            try check(count, filter, collective)
            try tell("discarded", count)
        default:
            let count = try look(letters, filter, isWhole: verb == "show")
            try check(count, filter, collective)
            if verb == "list", !arguments.has("--json") {
                Console.print(count == 0 ? "no dead letters" : Texts.count(count, "dead letter"))
            }
        }
        return .done
    }

    private func filter() throws(UsageError) -> DeadLetterFilter {
        var filter = DeadLetterFilter()
        filter.id = arguments.words.count > 2 ? arguments.words[2] : nil
        filter.member = arguments.value("--member")
        filter.feed = arguments.value("--feed")
        if let text = arguments.value("--reason") {
            guard let reason = DeadLetter.Reason(rawValue: text) else {
                throw UsageError(unknown: text, "reason", among: DeadLetter.Reason.allCases.map(\.rawValue))
            }
            filter.reason = reason
        }
        if let text = arguments.value("--older") {
            guard let seconds = Quantity.seconds(text) else {
                throw UsageError(what: "not a stretch of time: \(Quote.value(text))", fix: "write --older \"30 days\"")
            }
            filter.before = Int(Date().timeIntervalSince1970) - seconds
        }
        return filter
    }

    /// Nothing found may be a slip of the pen; a member or feed that is gone may have left dead letters all the same.
    private func check(_ count: Int, _ filter: DeadLetterFilter, _ collective: Collective) throws(UsageError) {
        guard count == 0 else { return }
        if let id = filter.id {
            throw UsageError(what: "no dead letter \(Quote.value(id))", fix: "hub dead list \(collective.folder)")
        }
        let asked = [
            ("member", filter.member, collective.members.map(\.id)), ("feed", filter.feed, collective.feeds.map(\.id)),
        ]
        for case (let word, let id?, let ids) in asked where !ids.contains(id) {
            throw UsageError(
                what: "no dead letters of \(Quote.value(id)), and no such \(word)",
                fix: UsageError.nearest(to: id, among: ids) ?? "the \(word)s are \(Quote.list(ids, "and"))")
        }
    }

    private func tell(_ done: String, _ count: Int) throws {
        if arguments.has("--json") { return try Console.printJSON([done: count]) }
        Console.print("\(Texts.count(count, "dead letter")) \(done)")
    }

    private func replay(
        _ letters: DeadLetters, _ filter: DeadLetterFilter, _ collective: Collective
    ) throws -> ExitCode {
        let (count, kept) = try letters.replay(filter, of: collective)
        try check(count + kept.values.reduce(0, +), filter, collective)
        try tell("replayed", count)
        for (problem, count) in kept.sorted(by: { "\($0.key)" < "\($1.key)" }) {
            var problem = problem
            problem.what = "\(Texts.count(count, "dead letter")) \(count == 1 ? "stays" : "stay"): \(problem.what)"
            Console.complain([problem])
        }
        return kept.isEmpty ? .done : .rejected
    }

    // MARK: - Looking

    private func look(_ letters: DeadLetters, _ filter: DeadLetterFilter, isWhole: Bool) throws -> Int {
        var count = 0
        var broken: (any Error)?
        try letters.forEach { held in
            let letter = held.letter
            guard filter.matches(letter) else { return }
            count += 1
            if arguments.has("--json") {
                do { try Console.printJSON(Line(letter, isWhole ? content(letter) : nil)) } catch { broken = error }
            } else {
                Console.print(isWhole ? whole(letter) : line(letter))
            }
        }
        if let broken { throw broken }
        return count
    }

    private func content(_ letter: DeadLetter) -> DeadContent {
        DeadContent(of: letter.original, isConfidential: arguments.has("--confidential"))
    }

    private func line(_ letter: DeadLetter) -> String {
        let owner = [letter.member, letter.feed.map { "feed \($0)" }].compactMap { $0 }.joined(separator: ", ")
        return """
            \(letter.id)  \(UTCTime.text(letter.last))  \(letter.reason.rawValue.padded(14))\(owner)  \
            \(letter.original.type ?? "-")
                \(letter.problem.place): \(letter.problem.what)
            """
    }

    private func whole(_ letter: DeadLetter) -> String {
        let (original, content) = (letter.original, content(letter))
        let key = original.exchange.isEmpty ? original.routingKey : "\(original.exchange) \(original.routingKey)"
        var lines = [
            "dead letter \(letter.id)", "    reason    \(letter.reason.rawValue)",
            "    queue     \(letter.queue.isEmpty ? "-" : letter.queue)",
        ]
        if let member = letter.member { lines.append("    member    \(member)") }
        if let feed = letter.feed { lines.append("    feed      \(feed)") }
        lines += [
            "    attempts  \(letter.attempts)",
            "    since     \(UTCTime.text(letter.first)), given up \(UTCTime.text(letter.last))",
            "    message   \(original.type ?? "-")  id \(original.id ?? "-")  sent to \(key)",
            Texts.indented(letter.problem.description), Texts.indented(content.text),
        ]
        // Another program's headers may say anything.
        if arguments.has("--confidential"), !original.headers.isEmpty {
            lines.append("    headers   " + original.headers.map { "\($0)=\($1)" }.joined(separator: ", "))
        }
        if content.isPartial {
            lines.append("    (what is for the addressee only, or may name people: --confidential)")
        }
        return lines.joined(separator: "\n")
    }

    private struct Line: Encodable {
        let id: String
        let reason: String
        let queue: String
        let member: String?
        let feed: String?
        let attempts: Int
        let first: String
        let last: String
        let type: String?
        let message: String?
        let bytes: Int
        let problem: ProblemJSON
        let content: String?

        init(_ letter: DeadLetter, _ content: DeadContent?) {
            id = letter.id
            reason = letter.reason.rawValue
            queue = letter.queue
            member = letter.member
            feed = letter.feed
            attempts = letter.attempts
            first = UTCTime.text(letter.first)
            last = UTCTime.text(letter.last)
            type = letter.original.type
            message = letter.original.id
            bytes = letter.original.body.count
            problem = ProblemJSON(letter.problem)
            self.content = content?.text
        }
    }
}
