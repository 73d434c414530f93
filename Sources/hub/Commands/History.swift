import Canonical
import Connectors

/// `hub history CONFIG`: shows what the journal keeps, oldest first; identities and recipients are not in it.
struct History: Command {
    static let name = "history"
    static let summary = "Show the changes that the journal keeps, oldest first. No identities, no recipients."
    static let words = ["CONFIG"]
    static let options = [
        Option.since, Option.until, Option.kind,
        Option(
            name: "--feed", value: "FEED", meaning: "what this feed or member published only, even one that is gone"),
        Option(
            name: "--member", value: "MEMBER", meaning: "what this member and its feeds published only: its own data"),
        Option(name: "--key", value: "KEY", meaning: "what has this key only"),
        Option(name: "--id", value: "ID", meaning: "the message with this id only"),
        Option(name: "--count", value: "N", meaning: "end after N changes"),
        Option(name: "--json", meaning: "print CloudEvents, one a line"),
    ]

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() throws -> ExitCode {
        let collective = try arguments.collective()
        var filter = try arguments.window()
        filter.feed = arguments.value("--feed")
        if let id = arguments.value("--member") {
            let member = try arguments.member(id, in: collective).id
            filter.feeds = Set(collective.feeds.filter { $0.member == member }.map(\.id) + [member])
        }
        filter.key = arguments.value("--key")
        filter.id = arguments.value("--id")
        let most = try arguments.count(of: "changes")
        let isJSON = arguments.has("--json")
        var found = 0
        // Lines leave together: one system call each would take longer than the reading.
        var lines: [UInt8] = []
        try Journal(of: collective, name: "hub history").read(since: filter.since) { entry throws(Failure) in
            guard !filter.isPast(entry) else { return false }
            guard filter.takes(entry) else { return true }
            found += 1
            lines += isJSON ? entry.body : History.line(entry)
            lines.append(0x0A)
            if lines.count > 1 << 16 {
                Console.write(lines)
                lines.removeAll(keepingCapacity: true)
            }
            return found < most
        }
        Console.write(lines)
        guard !isJSON else { return .done }
        Console.complain(found == 0 ? nothing(in: collective) : Texts.count(found, "change"))
        return .done
    }

    private static func line(_ entry: JournalEntry) -> [UInt8] {
        let what = "\(entry.kind).\(entry.event.rawValue)".padded(22)
        let origin = entry.origin.map { "  from \($0)" } ?? ""
        let text =
            "\(UTCTime.text(entry.time))  \(what)  \(entry.publisher)  \(Quote.value(entry.key))\(origin)  id \(entry.id)"
        return Array(text.utf8)
    }

    /// A slip in a feed's name finds nothing either.
    private func nothing(in collective: Collective) -> String {
        guard let feed = arguments.value("--feed"), collective.feed(feed) == nil,
            collective.member(feed) == nil
        else { return "no such change" }
        let near = Suggestion.nearest(to: feed, in: collective.feeds.map(\.id))
        return "no such change; the config has no feed \(Quote.value(feed))"
            + (near.map { ": did you mean \(Quote.value($0))?" } ?? "")
    }
}
