import Canonical
import Connectors

/// `hub preview CONFIG FEED FILE…`: what a feed makes of an export; nothing is published, no broker is needed.
struct Preview: Command {
    static let name = "preview"
    static let summary = "Show what a feed makes of an export. Publishes nothing, needs no broker."
    static let words = ["CONFIG", "FEED", "FILE…"]
    static let options = [
        Option.json,
        Option(name: "--sample", meaning: "make pseudonyms with the key of samples, for expected.jsonl"),
    ]

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() throws -> ExitCode {
        // A ready-made feed can be tried before anybody extends it.
        let collective =
            Catalogue.holds(arguments.words[1])
            ? try arguments.catalogue() : try arguments.collective(forSamples: arguments.has("--sample"))
        let feed = try arguments.feed(arguments.words[1], in: collective)
        let exports = arguments.words.dropFirst(2).map { Export(path: $0) }
        var reading = FeedReading(feed, of: collective, since: Snapshot())
        let isJSON = arguments.has("--json")
        var shown = 0
        let found = { (finding: String) in if !isJSON { Console.print(finding) } }
        try reading.read(exports, found: found) { outcome throws(Failure) in
            if isJSON { return Console.printLine(RecordLine.bytes(outcome, folder: collective.folder)) }
            switch outcome {
            case .rejection(let rejection): Console.print("rejected\n" + Preview.text(rejection))
            case .entity(let entity, _, _, let reasons):
                shown += 1
                if shown == 1 { Console.print(Preview.fields(of: entity)) }
                if shown <= 20 { Console.print(Preview.line(entity, reasons)) }
            }
        }
        guard !isJSON else { return reading.counts.rejected == 0 ? .done : .rejected }
        if shown > 20 { Console.print("… and \(shown - 20) more") }
        let counts = reading.counts
        let skipped = counts.skipped > 0 ? " · \(counts.skipped) skipped" : ""
        Console.print("\(counts.read) read · \(counts.rejected) rejected\(skipped) · \(shown) would be published")
        return reading.counts.rejected == 0 ? .done : .rejected
    }

    static func text(_ rejection: Rejection) -> String {
        rejection.problems.map { "  " + $0.description.replacing("\n", with: "\n  ") }.joined(separator: "\n")
    }

    /// Every field of one entity: what an admin compares with the export.
    private static func fields(of entity: Entity) -> String {
        var lines = ["the first \(entity.schema.kind), field by field:"]
        for (number, field) in entity.schema.fields.enumerated() {
            let values = (0..<entity.draft.count(of: number)).compactMap { entity.draft.text(number, $0) }
            guard !values.isEmpty else { continue }
            lines.append("  \(field.path.padded(22))  \(values.map { Quote.value($0) }.joined(separator: ", "))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ entity: Entity, _ reasons: [(member: String, reason: Reason)]) -> String {
        let members = reasons.filter { $0.reason.isToReceive }.map(\.member)
        let title = entity.text("title").map { " \(Quote.value($0))" } ?? ""
        return "\(entity)\(title) → \(members.isEmpty ? "no inbox" : members.joined(separator: ", "))"
    }
}
