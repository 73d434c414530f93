import Canonical
import Connectors

/// `hub preview CONFIG FEED FILE…`: what a feed makes of an export; nothing is published, no broker and no secret is needed.
struct Preview: Command {
    static let name = "preview"
    static let summary = "Show what a feed makes of an export. Publishes nothing, needs no broker and no secrets."
    static let words = ["CONFIG", "FEED", "FILE…"]
    static let options = [
        Option.json,
        Option(name: "--expected", meaning: "keep the export as the feed's sample, with what comes out of it"),
    ]

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() throws -> ExitCode {
        // Pseudonyms are made with the key of samples: a preview tells nobody who is who. A ready-made feed can be tried
        // before anybody extends it.
        let (collective, problems) =
            Catalogue.holds(arguments.words[1]) ? (try arguments.catalogue(), []) : try arguments.readable()
        guard problems.isEmpty || collective.feed(arguments.words[1]) != nil else { throw ConfigError(problems) }
        let feed = try arguments.feed(arguments.words[1], in: collective)
        // What is wrong elsewhere in the config is no business of this export's.
        let own = problems.filter { $0.place.file == feed.place.file }
        if !own.isEmpty { Console.complain(own) }
        let exports = arguments.words.dropFirst(2).map { Export(path: $0) }
        if arguments.has("--expected") {
            let written = try Sample.write(exports, of: feed, in: collective)
            for path in written { Console.print("wrote \(path)") }
            Console.print("a sample is kept with the config: make sure that it holds no real person")
        }
        var reading = FeedReading(feed, of: collective, since: Snapshot())
        let isJSON = arguments.has("--json")
        let found = { (finding: String) in if !isJSON { Console.print(finding) } }
        var table = EntityTable(feed.schema)
        var first: Entity?
        try reading.read(exports, progress: Console.progress, found: found) { outcome throws(Failure) in
            if isJSON { return Console.printLine(RecordLine.bytes(outcome, folder: collective.folder)) }
            switch outcome {
            case .rejection(let rejection):
                Console.endProgress()
                Console.print("rejected\n" + Preview.text(rejection))
            case .entity(let entity, _, _, let recipients, _):
                first = first ?? entity
                table.add(entity, recipients)
            }
        }
        Console.endProgress()
        let counts = reading.counts
        let exit = own.isEmpty ? counts.rejected == 0 ? ExitCode.done : .rejected : .config
        guard !isJSON else { return exit }
        if counts.rejected > 0 { Console.print("") }
        if let first { Console.print("\(Preview.fields(of: first))\n\(table.text(width: Console.width))") }
        let skipped = counts.skipped > 0 ? " · \(counts.skipped) skipped" : ""
        Console.print("\(counts.read) read · \(counts.rejected) rejected\(skipped) · \(table.count) accepted")
        return exit
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
}
