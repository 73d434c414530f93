import Canonical
import Foundation

/// A feed's sample: exports under `samples/<feed>/export*` (of a ready-made one `catalogue/samples/<name>/export*`) and,
/// line by line, what must come out of them.
package struct Sample {
    package let exports: [Export]
    private let expected: String
    private let feed: Feed
    private let collective: Collective

    /// The sample of a feed, or nil when it has none.
    ///
    /// The collective must have been read for samples.
    package init?(of feed: Feed, in collective: Collective) {
        self.init(of: feed, at: Sample.folder(of: feed, in: collective), in: collective)
        guard FileManager.default.fileExists(atPath: expected) else { return nil }
    }

    private init(of feed: Feed, at path: String, in collective: Collective) {
        expected = "\(path)/expected.jsonl"
        exports = Sample.exports(in: path)
        self.feed = feed
        self.collective = collective
    }

    /// Where a feed's sample stands in the config folder.
    package static func folder(of feed: Feed) -> String { Catalogue.samples(of: feed.id) ?? "samples/\(feed.id)" }

    private static func folder(of feed: Feed, in collective: Collective) -> String {
        "\(collective.folder)/\(folder(of: feed))"
    }

    private static func exports(in folder: String) -> [Export] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasPrefix("export") }
            .sorted { $0.compare($1, options: .numeric) == .orderedAscending }.map { Export(path: "\(folder)/\($0)") }
    }

    /// Keeps exports as a feed's sample, with what comes out of them; returns the files that were written.
    ///
    /// A sample that stands already is written anew only from its own exports.
    package static func write(
        _ exports: [Export], of feed: Feed, in collective: Collective
    ) throws(Failure) -> [String] {
        let folder = folder(of: feed, in: collective)
        let standing = Sample.exports(in: folder).map(\.path)
        let isOwn = exports.allSatisfy { export in standing.contains { isSame($0, export.path) } }
        guard isOwn || standing.isEmpty else {
            throw Failure(
                Problem(
                    Place(folder), "the feed \(feed.id) has a sample already",
                    why: "--expected replaces no other export",
                    fix: "to write its result anew: hub preview \(collective.folder) \(feed.id) "
                        + "\(standing.joined(separator: " ")) --expected; to take another export, move that folder away"
                ))
        }
        var copies: [String] = []
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for (number, export) in exports.enumerated() where !isOwn {
                let ending = export.path.split(separator: "/").last?.split(separator: ".").dropFirst().last ?? "txt"
                let copy = "\(folder)/export\(exports.count > 1 ? "-\(number + 1)" : "").\(ending)"
                try FileManager.default.copyItem(atPath: export.path, toPath: copy)
                copies.append(copy)
            }
        } catch {
            throw Failure(Problem(Place(folder), "the sample cannot be written", why: error.localizedDescription))
        }
        let sample = Sample(of: feed, at: folder, in: collective)
        do throws(Failure) {
            let text = try sample.lines().map { $0 + "\n" }.joined()
            guard FileManager.default.createFile(atPath: sample.expected, contents: Data(text.utf8)) else {
                throw Failure(Problem(Place(sample.expected), "the file cannot be written", fix: "check the folder"))
            }
        } catch {
            // An export that cannot be read is no sample.
            for copy in copies { try? FileManager.default.removeItem(atPath: copy) }
            throw error
        }
        return copies + [sample.expected]
    }

    private static func isSame(_ one: String, _ other: String) -> Bool {
        URL(fileURLWithPath: one).resolvingSymlinksInPath() == URL(fileURLWithPath: other).resolvingSymlinksInPath()
    }

    /// What comes out of the exports, line by line.
    private func lines() throws(Failure) -> [String] {
        var lines: [String] = []
        var reading = FeedReading(feed, of: collective, since: Snapshot())
        try reading.read(exports) { outcome throws(Failure) in
            lines.append(String(decoding: RecordLine.bytes(outcome, folder: collective.folder), as: UTF8.self))
        }
        return lines
    }

    /// Everything that comes out differently than expected, the first difference in words.
    package func problems() -> [Problem] {
        let lines: [String]
        do throws(Failure) { lines = try self.lines() } catch { return [error.problem] }
        let content = FileManager.default.contents(atPath: expected) ?? Data()
        let wanted = String(decoding: content, as: UTF8.self).split(separator: "\n").map(String.init)
        for (index, pair) in zip(lines, wanted).enumerated() where pair.0 != pair.1 {
            return [difference(index, pair.0, pair.1)]
        }
        guard lines.count != wanted.count else { return [] }
        return [
            Problem(
                Place(expected),
                "the sample gives \(lines.count) record\(lines.count == 1 ? "" : "s"), expected are \(wanted.count)",
                why: "the feed \(feed.id) is checked against this file", fix: fix)
        ]
    }

    private func difference(_ index: Int, _ line: String, _ wanted: String) -> Problem {
        let start = zip(line, wanted).prefix { $0 == $1 }.count
        func around(_ text: String) -> String { Quote.value(String(text.dropFirst(max(0, start - 20)).prefix(60))) }
        return Problem(
            Place(expected, line: index + 1, column: wanted.prefix(start).utf8.count + 1),
            "the sample's record \(index + 1) gives \(around(line)), expected is \(around(wanted))",
            why: "the feed \(feed.id) is checked against this file", fix: fix)
    }

    private var fix: String {
        let files = exports.map(\.path).joined(separator: " ")
        return "correct the mapping; if the new result is right: "
            + "hub preview \(collective.folder) \(feed.id) \(files) --expected"
    }
}
