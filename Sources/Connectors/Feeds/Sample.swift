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
        let path = "\(collective.folder)/\(Sample.folder(of: feed))"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        expected = "\(path)/expected.jsonl"
        guard names.contains("expected.jsonl") else { return nil }
        exports = names.filter { $0.hasPrefix("export") }
            .sorted { $0.compare($1, options: .numeric) == .orderedAscending }
            .map { Export(path: "\(path)/\($0)") }
        self.feed = feed
        self.collective = collective
    }

    /// Where a feed's sample stands in the config folder.
    package static func folder(of feed: Feed) -> String { Catalogue.samples(of: feed.id) ?? "samples/\(feed.id)" }

    /// Everything that comes out differently than expected, the first difference in words.
    package func problems() -> [Problem] {
        var lines: [String] = []
        var reading = FeedReading(feed, of: collective, since: Snapshot())
        do throws(Failure) {
            try reading.read(exports) { outcome throws(Failure) in
                let line = RecordLine.bytes(outcome, folder: collective.folder)
                lines.append(String(decoding: line, as: UTF8.self))
            }
        } catch {
            return [error.problem]
        }
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
            + "hub preview \(collective.folder) \(feed.id) \(files) --sample --json > \(expected)"
    }
}
