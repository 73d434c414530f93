import Canonical
import Connectors

/// `hub translate CONFIG FEED FILE…`: an export as canonical lines, for programs; nothing is published.
struct Translate: Command {
    static let name = "translate"
    static let summary = "Write an export as canonical JSON, one line a record. Publishes nothing, needs no broker."
    static let words = ["CONFIG", "FEED", "FILE…"]
    static let options: [Option] = [.sample]

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() throws -> ExitCode {
        let collective = try arguments.collective(forSamples: arguments.has(Option.sample.name))
        let feed = try arguments.feed(arguments.words[1], in: collective)
        var translation = Translation(feed, of: collective)
        try translation.read(
            arguments.words.dropFirst(2).map { Export(path: $0) },
            lines: { Console.write($0) },
            rejection: { Console.complain($0.problems) })
        let counts = translation.counts
        let skipped = counts.skipped > 0 ? " · \(counts.skipped) skipped" : ""
        Console.complain("\(counts.read) read · \(counts.rejected) rejected\(skipped) · \(counts.written) written")
        return counts.rejected == 0 ? .done : .rejected
    }
}
