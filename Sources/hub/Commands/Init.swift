import Canonical
import Connectors
import Foundation

/// `hub init CONFIG FEED FILE`: looks at an export that nobody has described yet and writes a first config file for it.
struct Init: Command {
    static let name = "init"
    static let summary = "Look at an unknown export and write a first config file for it, every guess with its reason."
    static let words = ["CONFIG", "FEED", "FILE"]
    static let options = [
        Option(name: "--kind", value: "KIND", meaning: "what its records are: offer, pathway, referral…"),
        Option(name: "--member", value: "MEMBER", meaning: "the member that it comes from"),
    ]

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() throws -> ExitCode {
        let (collective, _) = try arguments.readable()
        let (id, export) = (arguments.words[1], Export(path: arguments.words[2]))
        let path = "\(collective.folder)/feeds/\(id).jsonc"
        try checkName(id, path, collective)
        let kind = try kind()
        let member = try arguments.value("--member").map { try arguments.member($0, in: collective).id }
        let feed = FeedText(id, export, try ExportGuess(export), collective, kind: kind, member: member)
        try write(feed.text, to: path)
        let todo = feed.todo == 0 ? "" : ", \(Texts.count(feed.todo, "line")) to write (TODO)"
        Console.print(
            """
            wrote \(path): \(feed.mapped.count) of \(Texts.count(feed.mapped.of, "column")) mapped\(todo)
            next:
              read it, and correct what was guessed wrong
              hub check \(collective.folder)
              hub preview \(Quote.word(collective.folder)) \(id) \(Quote.word(export.path))
            """)
        return .done
    }

    private func checkName(_ id: String, _ path: String, _ collective: Collective) throws {
        guard !id.isEmpty, id.utf8.allSatisfy({ 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 || $0 == UInt8(ascii: "-") })
        else {
            throw UsageError(
                what: "not a feed's name: \(Quote.value(id))",
                fix: "write lower-case letters, digits and hyphens, such as moulin-gris-parcours")
        }
        guard !FileManager.default.fileExists(atPath: path), collective.feed(id) == nil else {
            let place = collective.feed(id)?.place ?? Place(path)
            throw Failure(
                Problem(
                    place, "the feed \(id) is there already", why: "hub init overwrites nothing",
                    fix: "choose another name"),
                .config)
        }
    }

    private func kind() throws(UsageError) -> Schema? {
        guard let word = arguments.value("--kind") else { return nil }
        if let schema = Schema.named(word) { return schema }
        throw UsageError(unknown: word, "kind", among: Schema.all.map(\.kind))
    }

    private func write(_ text: String, to path: String) throws(Failure) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            // Never over a file that came meanwhile.
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
        } catch {
            throw Failure(Problem(Place(path), "the file cannot be written", why: error.localizedDescription), .config)
        }
    }
}
