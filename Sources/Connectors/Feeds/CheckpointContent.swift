import Canonical
import Foundation

/// What a checkpoint holds: one line of JSON with the report of the run that wrote it, then the snapshot's bytes.
package struct CheckpointContent {
    package var report: FeedReport
    package var snapshot: Snapshot

    package init(report: FeedReport, snapshot: Snapshot) {
        self.report = report
        self.snapshot = snapshot
    }

    /// Reads a checkpoint of `feed`; anything else stops the run, because what was published is not known then.
    package init(_ bytes: [UInt8], of feed: String) throws(Failure) {
        let place = Place(Checkpoint.queue(of: feed))
        guard let end = bytes.firstIndex(of: 0x0A),
            let report = try? JSONDecoder().decode(FeedReport.self, from: Data(bytes[..<end])),
            let snapshot = Snapshot(encoded: bytes[(end + 1)...])
        else {
            throw Failure(
                Problem(
                    place, "the checkpoint cannot be read",
                    why: "it is damaged, or another version of the hub wrote it",
                    fix: "purge the queue \(place.file): everything in the export is then published again"))
        }
        guard report.feed == feed else {
            throw Failure(
                Problem(
                    place, "the checkpoint belongs to the feed \(Quote.value(report.feed))",
                    why: "a checkpoint is of use to its own feed only",
                    fix: "purge the queue \(place.file): everything in the export is then published again"))
        }
        self.report = report
        self.snapshot = snapshot
    }

    package func encoded() throws(Failure) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let header = try? encoder.encode(report) else {
            throw Failure(Problem(Place(Checkpoint.queue(of: report.feed)), "the report cannot be written"))
        }
        return [UInt8](header) + [0x0A] + snapshot.encoded()
    }
}
