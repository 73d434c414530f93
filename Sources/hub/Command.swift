import Canonical
import Connectors
import Foundation

/// One verb of the program.
///
/// `run` is called once; what it throws is told to the person by `Hub`.
protocol Command {
    static var name: String { get }
    static var summary: String { get }
    /// The words that must follow; the last may repeat when it ends in `…`, or lack when it ends in `?`.
    static var words: [String] { get }
    static var options: [Option] { get }
    init(_ arguments: Arguments)
    func run() async throws -> ExitCode
}

/// A word that begins with two hyphens.
struct Option {
    let name: String
    /// What follows it, or nil for a switch.
    var value: String?
    let meaning: String

    static let json = Option(name: "--json", meaning: "print JSON for programs")
    static let sample = Option(
        name: "--sample", meaning: "make pseudonyms with the key of samples, for expected.jsonl")
}

/// The words after the command, taken apart.
struct Arguments {
    let words: [String]
    private var values: [String: String] = [:]

    init(_ given: [String], of command: any Command.Type) throws(UsageError) {
        var words: [String] = []
        var rest = given[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--") else {
                words.append(word)
                continue
            }
            guard let option = command.options.first(where: { $0.name == word }) else {
                throw UsageError(
                    unknown: word, "option", among: command.options.map(\.name), all: "hub help \(command.name)")
            }
            guard values[word] == nil else {
                throw UsageError(what: "\(word) stands twice", fix: "keep one of them")
            }
            guard let name = option.value else {
                values[word] = ""
                continue
            }
            guard let value = rest.popFirst() else {
                throw UsageError(what: "\(word) needs a word after it", fix: "write \(word) \(name)")
            }
            values[word] = value
        }
        let repeats = command.words.last?.hasSuffix("…") ?? false
        let mayLack = command.words.last?.hasSuffix("?") ?? false
        guard
            words.count == command.words.count || repeats && words.count > command.words.count
                || mayLack && words.count == command.words.count - 1
        else {
            let what =
                words.count < command.words.count
                ? "\(command.words[words.count]) is missing"
                : "one word too many: \(Quote.value(words[command.words.count]))"
            throw UsageError(what: what, fix: Help.usage(of: command))
        }
        self.words = words
    }

    func has(_ option: String) -> Bool { values[option] != nil }
    func value(_ option: String) -> String? { values[option] }

    /// The config folder, which is a command's first word, or its second.
    func collective(word: Int = 0, forSamples: Bool = false) throws(ConfigError) -> Collective {
        try CollectiveReader.read(
            words[word], variables: ProcessInfo.processInfo.environment, isForSamples: forSamples)
    }

    /// The ready-made feeds of the config folder's catalogue.
    func catalogue() throws(ConfigError) -> Collective {
        try CollectiveReader.readCatalogue(words[0], variables: ProcessInfo.processInfo.environment)
    }

    /// What can be read of the config without secrets, and what is wrong with the rest; throws when nothing can.
    func readable() throws(ConfigError) -> (collective: Collective, problems: [Problem]) {
        let found = CollectiveReader.readForLooking(words[0], variables: ProcessInfo.processInfo.environment)
        guard let collective = found.collective else { throw ConfigError(found.problems) }
        return (collective, found.problems)
    }

    /// A feed that the person named.
    func feed(_ id: String, in collective: Collective) throws(UsageError) -> Feed {
        if let feed = collective.feed(id) { return feed }
        throw UsageError(unknown: id, "feed", among: collective.feeds.map(\.id))
    }
}

/// The words make no sense.
struct UsageError: Error {
    let what: String
    let fix: String
}

extension UsageError {
    /// A word that is none of the known ones; `noun` is what it should have named, and `all`, where there is nothing like
    /// it, tells what there is.
    init(unknown word: String, _ noun: String, among known: [String], all: String? = nil) {
        self.init(
            what: "unknown \(noun) \(Quote.value(word))",
            fix: UsageError.nearest(to: word, among: known) ?? all ?? "the \(noun)s are \(Quote.list(known, "and"))")
    }

    /// `did you mean "offer"?`, where something known is like it.
    static func nearest(to word: String, among known: [String]) -> String? {
        Suggestion.nearest(to: word, in: known).map { "did you mean \(Quote.value($0))?" }
    }
}
