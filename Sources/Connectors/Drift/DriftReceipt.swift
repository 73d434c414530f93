import Canonical

/// The receipt that tells a structure how its export has drifted: one for each change of the findings, not one a run.
struct DriftReceipt {
    private let feed: Feed
    private let collective: Collective
    private let report: FeedReport
    private let findings: [DriftFinding]
    /// Whether the run stopped over it.
    private let isStopped: Bool

    init(_ feed: Feed, _ collective: Collective, _ report: FeedReport, _ findings: [DriftFinding], isStopped: Bool) {
        self.feed = feed
        self.collective = collective
        self.report = report
        self.findings = findings
        self.isStopped = isStopped
    }

    /// Tells these findings from others; nil when there are none, and nothing to be told.
    var digest: String? {
        guard !findings.isEmpty else { return nil }
        let words = findings.map { "\($0.kind.rawValue) \($0.name)" }.sorted().joined(separator: "\n")
        return Digest.hex(Digest.sha256(Array("\(isStopped)\n\(words)".utf8)).prefix(16))
    }

    /// What has to be published, given the receipt that the member holds, or may hold after an interrupted run.
    func messages(
        since content: CheckpointContent, _ intended: IntendedReceipt, _ messages: ChangeMessages
    ) throws(Failure) -> [(message: Message, members: [String])] {
        let standing = content.receipt
        guard digest != standing || content.intendedReceipt != nil else { return [] }
        guard let digest else {
            return messages.withdrawal(
                ofReceipt: key, fingerprint(standing ?? ""), from: feed.member, run: intended.run)
        }
        return messages.messages(
            try entity(), standing == nil ? .created : .updated(leaving: []), fingerprint(digest), to: [feed.member],
            run: intended.run)
    }

    private var key: String { "\(feed.id)/drift" }

    private func fingerprint(_ digest: String) -> Fingerprint { Fingerprint(digest: Digest.sha256(Array(digest.utf8))) }

    private func entity() throws(Failure) -> Entity {
        let schema = Schema.receipt
        let place = Place(report.files.first ?? feed.id)
        var draft = Draft(schema, place: place, origin: .none(schema))
        func set(_ path: String, _ text: String, item: Int = 0) {
            guard let field = schema.number(of: path), !text.isEmpty else { return }
            draft.append(Array(text.utf8).span, to: field, item: item, line: 1, column: 1)
        }
        let (counts, total) = (report.counts, report.counts.read)
        set("key", key)
        set(
            "status",
            isStopped ? "stopped" : counts.rejected == 0 ? "accepted" : counts.rejected < total ? "partial" : "refused")
        set("addressedTo", feed.member)
        set("feed", feed.id)
        set("file", DriftReceipt.cut(report.files.last.map(DriftReceipt.name) ?? "", 300))
        set("run", String(report.run))
        set("received", report.time)
        set("accepted", String(isStopped ? 0 : total - counts.rejected))
        set("refused", String(isStopped ? 0 : counts.rejected))
        for (path, limit) in [("where", 500), ("what", 500), ("why", 1_000), ("fix", 500)] {
            for (item, finding) in findings.enumerated() {
                let text =
                    switch path {
                    case "where": DriftReceipt.name(finding.where)
                    case "what": finding.what
                    case "why": finding.why
                    default: finding.fix
                    }
                set("problems[].\(path)", DriftReceipt.cut(text, limit), item: item)
            }
        }
        switch schema.entity(from: draft, codes: collective.codes) {
        case .success(let entity): return entity
        case .failure(let rejection): throw Failure(rejection.problems[0])
        }
    }

    /// Without the folders: they are the host's business.
    static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    static func cut(_ text: String, _ limit: Int) -> String {
        text.unicodeScalars.count <= limit
            ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit - 1))) + "…"
    }
}

/// The receipt that a run which may have been interrupted was about to send.
package struct IntendedReceipt: Codable, Sendable, Hashable {
    /// Nil when the one before was to be withdrawn.
    let digest: String?
    /// The run under whose number it was sent, if it was.
    let run: Int

    /// The receipt of a run; one that an interrupted run was about to send keeps its number.
    init(digest: String?, run: Int, unless interrupted: IntendedReceipt?) {
        self.digest = digest
        self.run = interrupted?.digest == digest ? interrupted?.run ?? run : run
    }
}
