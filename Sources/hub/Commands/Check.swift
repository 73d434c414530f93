import Canonical
import Connectors
import Foundation

/// `hub check CONFIG`: every problem of the config at once, then the sample of each feed, and of each ready-made feed
/// of the catalogue, against its expected result.
struct Check: Command {
    static let name = "check"
    static let summary = "Find every problem of a config, and run each feed's sample. Needs no broker."
    static let words = ["CONFIG"]
    static let options = [Option.json]

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() throws -> ExitCode {
        var problems: [Problem] = []
        do throws(ConfigError) { _ = try arguments.collective() } catch { problems = error.problems }
        var lines: [String] = []
        // Samples hold invented people and have a key of their own: they run even where the secrets are missing.
        if let collective = try? arguments.collective(forSamples: true) {
            for feed in collective.feeds { lines += feed.source.remarks().map { "feed \(feed.id): \($0)" } }
            problems += samples(of: collective, &lines)
            do throws(ConfigError) {
                problems += samples(of: try arguments.catalogue(), &lines)
            } catch {
                problems += error.problems.filter { !problems.contains($0) }
            }
        }
        if arguments.has("--json") {
            try Console.printJSON(["problems": problems.map(ProblemJSON.init)])
        } else {
            lines.forEach(Console.print)
            if problems.isEmpty { Console.print("no problem found") } else { Console.complain(problems) }
        }
        if !problems.isEmpty, !arguments.has("--json") {
            Console.complain("\(Texts.count(problems.count, "problem")) found")
        }
        return problems.isEmpty ? .done : .config
    }

    /// Runs each feed's sample.
    private func samples(of collective: Collective, _ lines: inout [String]) -> [Problem] {
        var problems: [Problem] = []
        for feed in collective.feeds {
            guard let sample = Sample(of: feed, in: collective) else {
                lines.append("feed \(feed.id): no sample (add \(Sample.folder(of: feed))/export.* and expected.jsonl)")
                continue
            }
            let found = sample.problems()
            problems += found
            if found.isEmpty { lines.append("feed \(feed.id): sample as expected") }
        }
        return problems
    }
}
