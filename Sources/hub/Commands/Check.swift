import Canonical
import Connectors
import Foundation

/// `hub check CONFIG`: every problem of the config at once, then the sample of each feed, and of each ready-made feed
/// of the catalogue, against its expected result, and the tests of rules and routing.
struct Check: Command {
    static let name = "check"
    static let summary = "Find every problem of a config, run its samples and routing tests. Needs no broker."
    static let words = ["CONFIG"]
    static let options = [Option.json]

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() throws -> ExitCode {
        var problems: [Problem] = []
        do throws(ConfigError) { _ = try arguments.collective() } catch { problems = error.problems }
        var lines: [String] = []
        // Samples hold invented people and have a key of their own: they run even where the secrets are missing.
        if let (collective, wrong) = try? arguments.readable() {
            lines += shared(collective)
            for feed in collective.feeds { lines += feed.source.remarks().map { "feed \(feed.id): \($0)" } }
            let found = samples(of: collective, butOf: Set(wrong.map(\.place.file)))
            problems += found.problems
            lines += found.without + found.right.map { "feed \($0): sample as expected" }
            let ruled = rules(of: collective, butOf: Set(wrong.map(\.place.file)))
            problems += ruled.problems
            lines += ruled.lines
            // With a member missing, every test would be said to fail.
            let routing = wrong.isEmpty ? routing(of: collective) : (problems: [], lines: [])
            problems += routing.problems
            lines += routing.lines
            do throws(ConfigError) {
                let found = samples(of: try arguments.catalogue(), butOf: [])
                problems += found.problems
                lines += found.without
                // Those who extend one of them need no line for each of the others.
                if !found.right.isEmpty {
                    lines.append("\(Texts.count(found.right.count, "ready-made feed")): sample as expected")
                }
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

    /// Members of one SIRET: two structures of one house, or a file that was copied.
    private func shared(_ collective: Collective) -> [String] {
        Dictionary(grouping: collective.members.filter { $0.siret != nil }, by: { $0.siret ?? "" })
            .filter { $1.count > 1 }.sorted { $0.key < $1.key }.map { siret, members in
                "members \(Quote.list(members.map(\.id), "and")) have the SIRET \(siret): what names it goes to all of them"
            }
    }

    /// Runs the tests of each rule.
    private func rules(
        of collective: Collective, butOf files: Set<String>
    ) -> (problems: [Problem], lines: [String]) {
        var problems: [Problem] = []
        var lines: [String] = []
        var right = 0
        for sample in collective.rules.samples where !files.contains(sample.place.file) {
            guard !sample.isEmpty else {
                lines.append("rule \(sample.rule): no test (add \"tests\": [{ \"given\": [], … }])")
                continue
            }
            let found = sample.problems(collective.rules, collective.codes, folder: collective.folder)
            problems += found
            if found.isEmpty { right += 1 }
        }
        if right > 0 { lines.append("\(Texts.count(right, "rule")): tests as expected") }
        return (problems, lines)
    }

    /// Runs the routing tests, and says what a radius cannot decide.
    private func routing(of collective: Collective) -> (problems: [Problem], lines: [String]) {
        let router = Router(collective)
        let problems = collective.routingTests.compactMap { $0.problem(in: collective, router) }
        var lines: [String] = []
        let right = collective.routingTests.count - problems.count
        if right > 0 { lines.append("\(Texts.count(right, "routing test")): as expected") }
        if collective.members.contains(where: { $0.subscription?.hasCircles ?? false }) {
            lines.append(
                "subscriptions by distance: codes/communes.csv has "
                    + "\(Texts.count(collective.communes.count, "commune")); an offer elsewhere needs coordinates of its own"
            )
        }
        return (problems, lines)
    }

    /// Runs each feed's sample, but of those in files with mistakes, which hide no other feed's: what is wrong, a line for
    /// each feed that has none, and the feeds whose sample is right.
    private func samples(
        of collective: Collective, butOf files: Set<String>
    ) -> (problems: [Problem], without: [String], right: [String]) {
        var result: (problems: [Problem], without: [String], right: [String]) = ([], [], [])
        for feed in collective.feeds where !files.contains(feed.place.file) {
            guard let sample = Sample(of: feed, in: collective) else {
                let folder = Sample.folder(of: feed)
                result.without.append("feed \(feed.id): no sample (add \(folder)/export.* and expected.jsonl)")
                continue
            }
            let found = sample.problems()
            result.problems += found
            if found.isEmpty { result.right.append(feed.id) }
        }
        return result
    }
}
