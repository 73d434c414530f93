import Canonical
import Foundation

/// What a checkpoint holds: one line of JSON with the report and the cursor of the run that wrote it, then the snapshot's bytes.
///
/// Before a run publishes, it writes down what it means to publish: if it dies, the next run knows what members may hold.
package struct CheckpointContent {
    /// The last run that ended well; run 0 stands for none.
    package var report: FeedReport
    /// Where the feed's source goes on.
    package var cursor: String?
    /// Fingerprint of the config that the run was made with.
    package var config: String
    package var snapshot: Snapshot
    /// What the run was about to publish; nil when it ended.
    package var intended: Snapshot?
    /// The runs that failed since then.
    package var failure: RunFailure?
    /// Which pseudonym key the run used (``HMACKey/check``); nil when the feed is about nobody.
    package var keyCheck: String?
    /// What the feed's exports usually look like.
    package var profile: FeedProfile?
    /// Digest of the receipt that tells the structure of a drift, as long as it stands.
    package var receipt: String?

    package init(
        report: FeedReport, cursor: String? = nil, config: String = "", snapshot: Snapshot, intended: Snapshot? = nil
    ) {
        self.report = report
        self.cursor = cursor
        self.config = config
        self.snapshot = snapshot
        self.intended = intended
    }

    /// What a feed starts from.
    package init(of feed: String) {
        self.init(report: FeedReport(feed: feed, run: 0, time: ""), snapshot: Snapshot())
    }

    /// Whether a run ever ended well.
    package var hasRun: Bool { report.run > 0 }

    /// The number of the next run: an interrupted one is done again, under its own number.
    package var nextRun: Int { intended == nil ? report.run + 1 : report.run }

    /// Reads a checkpoint of `feed`; anything else stops the run, because what was published is not known then.
    package init(_ bytes: [UInt8], of feed: String) throws(Failure) {
        let place = Place(Checkpoint.queue(of: feed))
        guard let end = bytes.firstIndex(of: 0x0A),
            let header = try? JSONDecoder().decode(Header.self, from: Data(bytes[..<end])),
            let snapshots = CheckpointContent.snapshots(Array(bytes[(end + 1)...])), let snapshot = snapshots.first
        else {
            throw Failure(
                Problem(
                    place, "the checkpoint cannot be read",
                    why: "it is damaged, or another version of the hub wrote it",
                    fix: "purge the queue \(place.file): everything in the export is then published again"))
        }
        guard header.report.feed == feed else {
            throw Failure(
                Problem(
                    place, "the checkpoint belongs to the feed \(Quote.value(header.report.feed))",
                    why: "a checkpoint is of use to its own feed only",
                    fix: "purge the queue \(place.file): everything in the export is then published again"))
        }
        report = header.report
        cursor = header.cursor
        config = header.config
        failure = header.failure
        keyCheck = header.keyCheck
        profile = header.profile
        receipt = header.receipt
        self.snapshot = snapshot
        intended = snapshots.count > 1 ? snapshots[1] : nil
    }

    /// The first line.
    private struct Header: Codable {
        let report: FeedReport
        let cursor: String?
        let config: String
        let failure: RunFailure?
        let keyCheck: String?
        let profile: FeedProfile?
        let receipt: String?
    }

    /// One snapshot or two, each with its length in front; nil when a byte is missing or wrong.
    private static func snapshots(_ bytes: [UInt8]) -> [Snapshot]? {
        var reader = Varint.Reader(bytes)
        var snapshots: [Snapshot] = []
        while !reader.isAtEnd, snapshots.count < 2 {
            guard let snapshot = reader.frame().flatMap({ Snapshot(encoded: $0) }) else { return nil }
            snapshots.append(snapshot)
        }
        return reader.isAtEnd ? snapshots : nil
    }

    package func encoded() throws(Failure) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let words = Header(
            report: report, cursor: cursor, config: config, failure: failure, keyCheck: keyCheck, profile: profile,
            receipt: receipt)
        guard let header = try? encoder.encode(words) else {
            throw Failure(Problem(Place(Checkpoint.queue(of: report.feed)), "the report cannot be written"))
        }
        var bytes = [UInt8](header) + [0x0A]
        for snapshot in [snapshot] + (intended.map { [$0] } ?? []) {
            let encoded = snapshot.encoded()
            Varint.append(encoded.count, to: &bytes)
            bytes += encoded
        }
        return bytes
    }
}
