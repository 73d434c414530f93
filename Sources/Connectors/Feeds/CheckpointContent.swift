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
    /// Whether the run was about to publish, and nobody knows how far it came.
    package var isInterrupted = false
    /// The runs that failed since then.
    package var failure: RunFailure?
    /// Which pseudonym key the run used (``HMACKey/check``); nil when the feed is about nobody.
    package var keyCheck: String?
    /// What the feed's exports usually look like.
    package var profile: FeedProfile?
    /// Digest of the receipt that tells the structure of a drift, as long as it stands.
    package var receipt: String?
    /// The receipt that an interrupted run was about to send.
    package var intendedReceipt: IntendedReceipt?
    /// The number of a first run, not kept.
    ///
    /// Ids of messages depend on it: a feed that starts anew must not use numbers again under which it published.
    package var firstRun = 1

    package init(report: FeedReport, cursor: String? = nil, config: String = "", snapshot: Snapshot) {
        self.report = report
        self.cursor = cursor
        self.config = config
        self.snapshot = snapshot
    }

    /// What a feed starts from.
    package init(of feed: String) {
        self.init(report: FeedReport(feed: feed, run: 0, time: ""), snapshot: Snapshot())
    }

    /// Whether a run ever ended well.
    package var hasRun: Bool { report.run > 0 }

    /// The number of the next run; what it repeats of an interrupted one goes under that one's number.
    package var nextRun: Int { hasRun ? report.run + 1 : firstRun }

    /// What to save before the first message of a run leaves: what it is about to leave behind, as far as that is not
    /// true yet.
    func interrupted(before outcome: CheckpointContent, _ intention: Snapshot) -> CheckpointContent {
        var content = outcome
        content.snapshot = intention
        content.isInterrupted = true
        content.receipt = receipt
        return content
    }

    /// Reads a checkpoint of `owner`; anything else stops the run, because what was published is not known then.
    package init(_ bytes: [UInt8], of owner: CheckpointOwner) throws(Failure) {
        var reader = Varint.Reader(bytes)
        guard let end = bytes.firstIndex(of: 0x0A), let line = reader.take(end),
            let header = try? JSONDecoder().decode(Header.self, from: Data(line)), reader.take(1) != nil,
            let snapshot = Snapshot(from: &reader)
        else { throw owner.damaged() }
        guard reader.isAtEnd else { throw owner.damaged() }
        guard header.report.feed == owner.feed, header.collective == owner.collective else {
            throw owner.unusable(
                "the checkpoint belongs to the feed \(Quote.value(header.report.feed)) of the collective "
                    + Quote.value(header.collective),
                why: "this is \(Quote.value(owner.feed)) of \(Quote.value(owner.collective)), whose members hold other "
                    + "things; nothing was published",
                way: "if one of them was renamed, take the name back")
        }
        report = header.report
        cursor = header.cursor
        config = header.config
        failure = header.failure
        keyCheck = header.keyCheck
        profile = header.profile
        receipt = header.receipt
        isInterrupted = header.isInterrupted
        intendedReceipt = header.intendedReceipt
        self.snapshot = snapshot
    }

    /// The first line.
    private struct Header: Codable {
        let collective: String
        let isInterrupted: Bool
        let report: FeedReport
        let cursor: String?
        let config: String
        let failure: RunFailure?
        let keyCheck: String?
        let profile: FeedProfile?
        let receipt: String?
        let intendedReceipt: IntendedReceipt?
    }

    /// The checkpoint's bytes, or those that `passOn` did not take from the front meanwhile.
    package func encoded(
        for owner: CheckpointOwner, passOn: (inout [UInt8]) throws(Failure) -> Void = { _ in }
    ) throws(Failure) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let words = Header(
            collective: owner.collective, isInterrupted: isInterrupted, report: report, cursor: cursor, config: config,
            failure: failure, keyCheck: keyCheck, profile: profile, receipt: receipt, intendedReceipt: intendedReceipt)
        guard let header = try? encoder.encode(words) else {
            throw Failure(Problem(Place(owner.queue), "the report cannot be written"))
        }
        var bytes = [UInt8](header) + [0x0A]
        try snapshot.append(to: &bytes, passOn: passOn)
        return bytes
    }
}

extension CheckpointOwner {
    init(_ feed: Feed, of collective: Collective) {
        self.init(feed: feed.id, collective: collective.id, folder: collective.folder)
    }
}
