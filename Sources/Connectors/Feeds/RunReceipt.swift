import Canonical

/// The receipt that tells a member what became of one export: how many records were taken, and every problem of the others.
///
/// It goes to the member's inbox and nowhere else; repeated after a crash, it has the same id.
struct RunReceipt {
    /// Problems that a receipt holds; more of them are hardly read one by one.
    static let most = 100

    private let feed: Feed
    private let collective: Collective
    private let report: FeedReport
    private let problems: [Problem]
    private let isStopped: Bool

    init(_ feed: Feed, _ collective: Collective, _ report: FeedReport, _ problems: [Problem], isStopped: Bool) {
        self.feed = feed
        self.collective = collective
        self.report = report
        self.problems = Array(problems.prefix(RunReceipt.most))
        self.isStopped = isStopped
    }

    /// The message, at a time in seconds since 1970; nil when the receipt itself cannot be written.
    func message(at now: Int) -> Message? {
        guard let entity else { return nil }
        let source = "/\(collective.id)/feeds/\(feed.id)"
        var said = Array("\(source)\n\(key)\n\(isStopped)\n".utf8)
        for problem in problems { said += Array("\(problem)\n".utf8) }
        let envelope = Envelope(
            id: Digest.hex(Digest.sha256(said).prefix(16)), source: source, kind: Schema.receipt.kind, event: .created,
            subject: key, time: report.time)
        var data: [UInt8] = []
        CanonicalJSON.append(entity, withIdentity: false, to: &data)
        return Message(
            exchange: "private", routingKey: Topology.key(to: feed.member), id: envelope.id, type: envelope.type,
            contentType: Envelope.contentType, timestamp: now, correlation: key, body: envelope.bytes(around: data))
    }

    private var key: String { "\(feed.id)/\(report.run)" }

    private var entity: Entity? {
        let schema = Schema.receipt
        var draft = Draft(schema, place: Place(feed.id), origin: .none(schema))
        func set(_ path: String, _ text: String, item: Int = 0) {
            guard let field = schema.number(of: path), !text.isEmpty else { return }
            draft.append(Array(text.utf8).span, to: field, item: item, line: 1, column: 1)
        }
        let counts = report.counts
        let isAll = counts.rejected == 0
        set("key", key)
        set(
            "status", isStopped ? "stopped" : isAll ? "accepted" : counts.rejected < counts.read ? "partial" : "refused"
        )
        set("addressedTo", feed.member)
        set("feed", feed.id)
        set("file", DriftReceipt.cut(report.files.last.map(DriftReceipt.name) ?? "", 300))
        set("run", String(report.run))
        set("received", report.time)
        set("accepted", String(isStopped ? 0 : counts.read - counts.rejected))
        set("refused", String(isStopped ? 0 : counts.rejected))
        if !isStopped {
            set("created", String(counts.created))
            set("changed", String(counts.updated))
            set("withdrawn", String(counts.withdrawn))
        }
        let lines = problems.map { problem in
            [
                ("where", DriftReceipt.name("\(problem.place)"), 500), ("what", problem.what, 500),
                ("why", problem.why ?? "", 1_000), ("fix", problem.fix ?? "", 500),
            ]
        }
        for part in 0..<4 {
            for (item, line) in lines.enumerated() {
                let (path, text, limit) = line[part]
                set("problems[].\(path)", DriftReceipt.cut(text, limit), item: item)
            }
        }
        return try? schema.entity(from: draft, codes: collective.codes).get()
    }
}
