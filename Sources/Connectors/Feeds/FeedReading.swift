import Canonical

/// What became of one record.
package enum Outcome {
    /// It can be published: what changed, who receives it and why (nobody else is named), and under the number of which
    /// run.
    case entity(Entity, Change, Fingerprint, [(member: String, reason: Reason)], run: Int)
    case rejection(Rejection)
}

/// Reads the exports of a feed, record by record, and compares them with what was last published.
///
/// Nothing is published here, so that a file that turns out to be cut leaves no trace.
package struct FeedReading {
    private let feed: Feed
    private let collective: Collective
    private let router: Router
    private let run: Int
    private var fingerprints: EntityFingerprints
    /// Per export, its name and the number of records before it.
    private var starts: [(name: String, before: Int)] = []
    private var firstRejection: Problem?
    /// The keys of what the exports take back.
    private var takenBack: Set<String> = []
    package private(set) var diff: Diff
    package private(set) var counts = FeedCounts()
    /// What the exports look like.
    package private(set) var sighting: Sighting
    /// Where answers go, and which offers are taken; nil where nothing is published.
    var correspondence: Correspondence?
    /// Which offers whom reach another day; nil where nothing is published.
    var shares: DailyShares?

    /// Compares with what the last run left; `run` is the number of this one.
    package init(_ feed: Feed, of collective: Collective, since snapshot: Snapshot, run: Int = 1) {
        self.feed = feed
        self.collective = collective
        router = Router(collective)
        fingerprints = EntityFingerprints(collective.pseudonymKey)
        sighting = Sighting(feed.mapping)
        diff = Diff(since: snapshot, run: run)
        self.run = run
    }

    /// Gives each record's outcome to `each`, in file order; throws when an export cannot be trusted.
    ///
    /// `tick` is called every now and then while an export is decoded and read; `progress` is told a few times a second how far the
    /// reading has come. What a format finds out by looking at a file goes to `found`, before its first record where it is
    /// known by then.
    package mutating func read(
        _ exports: [Export], tick: () throws(Failure) -> Void = {}, progress: ((ReadingProgress) -> Void)? = nil,
        found: (String) -> Void = { _ in },
        each: (Outcome) throws(Failure) -> Void
    ) throws(Failure) {
        var meter = progress.map { ProgressMeter(total: exports.reduce(0) { $0 + $1.size }, tell: $0) }
        for export in exports {
            // What was decoded vanishes with the folder, when its records are read.
            let folder = try feed.decode.isEmpty ? nil : RunFolder()
            defer { withExtendedLifetime(folder) {} }
            var export = export
            if let folder { export = try ExportDecoders.decode(export, by: feed.decode, in: folder, tick: tick) }
            starts.append((export.name, counts.read))
            var reader = try feed.format.open(export, wanting: feed.mapping.names)
            let findings = reader.findings
            findings.forEach { found("\(export.name): \($0)") }
            while let next = try reader.next() {
                counts.read += 1
                switch next {
                case .failure(let rejection): try give(outcome(of: rejection), each)
                case .success(let record):
                    sighting.note(record)
                    try read(record, in: export, each)
                }
                meter?.note(records: counts.read, bytes: reader.bytesRead)
                // The broker hangs up on a silent client: its heartbeats are answered while a long export is read.
                if counts.read.isMultiple(of: 512) { try tick() }
            }
            reader.findings.filter { !findings.contains($0) }.forEach { found("\(export.name): \($0)") }
            meter?.ended(bytes: export.size)
            sighting.note(reader)
        }
    }

    /// One record of the export: left out, an entity, or several.
    private mutating func read(
        _ record: Record, in export: Export, _ each: (Outcome) throws(Failure) -> Void
    ) throws(Failure) {
        let filter = feed.mapping.filter
        guard !filter.isEmpty else { return try give(outcome(of: record, in: export), each) }
        let records = filter.records(in: record)
        if records.isEmpty { counts.skipped += 1 }
        for record in records {
            if filter.withdraws(record) {
                try takeBack(record, in: export, each)
                continue
            }
            guard filter.keeps(record) else {
                counts.skipped += 1
                continue
            }
            try give(outcome(of: record, in: export), each)
        }
    }

    /// A record that says that what stands under its key is gone.
    private mutating func takeBack(
        _ record: Record, in export: Export, _ each: (Outcome) throws(Failure) -> Void
    ) throws(Failure) {
        let draft = feed.mapping.draft(of: record, file: export.name)
        guard let key = draft.text(0), !key.isEmpty else {
            let problem = Problem(
                draft.place(of: 0), "a record that takes something back has no key",
                why: "what stands under its key is withdrawn", fix: "fill in the key")
            return try give(.rejection(Rejection(problems: [problem])), each)
        }
        if diff.takeBack(key) { takenBack.insert(key) } else { counts.skipped += 1 }
    }

    private mutating func give(
        _ outcome: Outcome, _ each: (Outcome) throws(Failure) -> Void
    ) throws(Failure) {
        counts.count(outcome)
        if case .rejection(let rejection) = outcome, firstRejection == nil { firstRejection = rejection.problems.first }
        try each(outcome)
    }

    /// Refuses an export of which more is rejected than the feed's limit: what is left of it is hardly what was meant.
    package func judgeRejections(acceptingAll: Bool) throws(Failure) {
        let (rejected, all) = (counts.rejected, counts.rejected + counts.accepted)
        guard !acceptingAll, FeedReading.isTooMuch(rejected, of: all, limit: feed.rejectionLimit) else { return }
        throw tooMuch("\(rejected) of \(all) records were rejected (\(rejected * 100 / all) %)", firstRejection)
    }

    /// Refuses messages of a queue of which more can never be read than the feed's limit.
    func judge(unreadable: [Failure], of all: Int, acceptingAll: Bool) throws(Failure) {
        let count = unreadable.count
        guard !acceptingAll, FeedReading.isTooMuch(count, of: all, limit: feed.rejectionLimit) else { return }
        throw tooMuch(
            "\(count) of \(all) messages cannot be read (\(count * 100 / all) %)", unreadable.first?.problem)
    }

    /// A handful always may: small feeds would otherwise stop at every offer that is filled, at every slip of the pen.
    private static func isTooMuch(_ count: Int, of all: Int, limit: Int) -> Bool {
        count > 5 && count * 100 > limit * all
    }

    private func tooMuch(_ what: String, _ first: Problem?) -> Failure {
        Failure(
            Problem(
                feed.rejectionPlace, what,
                why: "one run of \(feed.id) may reject \(feed.rejectionLimit) %; nothing was published"
                    + (first.map { "; the first: \($0.place): \($0.what)" } ?? ""),
                fix: "correct the feed or have the export corrected; if the rest is right: "
                    + "hub run \(collective.folder) --once --feed \(feed.id) --accept-rejections"))
    }

    /// Withdraws nothing in this run: part of the export is missing, and might hold anything.
    mutating func holdAll() { diff.holdAll() }

    /// Ends the export: returns what is withdrawn, or refuses when it is more than the feed's limit.
    package mutating func withdraw(acceptingAll: Bool) throws(Failure) -> [Withdrawal] {
        if feed.withdrawsAbsent { counts.withdrawalsHeld = diff.isHoldingWithdrawals } else { diff.holdAll() }
        let withdrawals = diff.withdraw()
        // What an interrupted run was let through with is not asked again, and what the export itself takes back is meant.
        let count = withdrawals.count { $0.run == run && !takenBack.contains($0.key) }
        let isTooMany = FeedReading.isTooMuch(count, of: diff.countBefore, limit: feed.withdrawalLimit)
        guard acceptingAll || !isTooMany else {
            let share = count * 100 / max(1, diff.countBefore)
            throw Failure(
                Problem(
                    feed.withdrawalPlace,
                    "\(count) of \(diff.countBefore) would be withdrawn (\(share) %)",
                    why: "one run of \(feed.id) may withdraw \(feed.withdrawalLimit) %; nothing was published",
                    fix: "look at the export; if it is right: hub run \(collective.folder) --once --feed \(feed.id) "
                        + "--accept-withdrawals"))
        }
        counts.withdrawn = withdrawals.count
        return withdrawals
    }

    private mutating func outcome(of rejection: Rejection) -> Outcome {
        if let key = rejection.key { diff.hold(key) } else { diff.holdAll() }
        return .rejection(rejection)
    }

    private mutating func outcome(of record: Record, in export: Export) -> Outcome {
        let entity: Entity
        var draft = feed.mapping.draft(of: record, file: export.name)
        correspondence?.address(&draft, feed.schema, from: feed.member, source: feed.id)
        switch feed.schema.entity(from: draft, codes: collective.codes) {
        case .failure(let rejection): return outcome(of: rejection)
        case .success(let right): entity = right
        }
        if let problem = router.problem(with: entity) {
            diff.hold(entity.key)
            return .rejection(Rejection(key: entity.key, problems: [problem]))
        }
        let fingerprint = fingerprints.fingerprint(of: entity)
        let key = entity.draft.bytes(of: 0) ?? []
        var recipients = router.recipients(of: entity, from: feed.member)
        if let shares, shares.concern(entity) {
            let holders = diff.holders(of: key.span)
            // What somebody had before there was a limit stays the feed's business.
            recipients.removeAll { shares.has($0.member) && !holders.contains($0.member) }
        }
        let (change, run) = diff.add(
            key: key.span, fingerprint, recipients: recipients.map(\.member), record: counts.read)
        if case .duplicate(let first, isSame: false) = change {
            return .rejection(duplicate(entity, first))
        }
        let (id, member) = (feed.id, feed.member)
        correspondence?.note(entity, source: id, from: member, at: 0)
        return .entity(entity, change, fingerprint, recipients, run: run)
    }

    private func duplicate(_ entity: Entity, _ first: Int) -> Rejection {
        let start = starts.last { $0.before < first }
        let record = first - (start?.before ?? 0)
        let file = start.map { $0.name == starts.last?.name ? "" : " of \($0.name)" } ?? ""
        return Rejection(
            key: entity.key,
            problems: [
                Problem(
                    entity.draft.place(of: 0), "duplicate key: \(Quote.value(entity.key))",
                    why: "record \(record)\(file) has it too, with other content; the first one counts",
                    fix: "give each record a key of its own, or remove one of them")
            ])
    }
}

/// What a run counted.
package struct FeedCounts: Codable, Sendable, Hashable {
    package var read = 0
    package var rejected = 0
    package var created = 0
    package var updated = 0
    package var withdrawn = 0
    package var unchanged = 0
    /// Unchanged, but sent to members who had not received it, or withdrawn from some who had.
    package var rerouted = 0
    /// Left out by the feed's `only` and `skip`, or, with `each`, without any item.
    package var skipped = 0
    /// Records that came twice with the same content.
    package var repeated = 0
    /// Whether nothing was withdrawn because a rejected record's key could not be read.
    package var withdrawalsHeld = false

    /// Entities that the records gave.
    package var accepted: Int { created + updated + unchanged + rerouted + repeated }

    mutating func count(_ outcome: Outcome) {
        switch outcome {
        case .rejection: rejected += 1
        case .entity(_, .created, _, _, _): created += 1
        case .entity(_, .updated, _, _, _): updated += 1
        case .entity(_, .unchanged, _, _, _): unchanged += 1
        case .entity(_, .rerouted, _, _, _): rerouted += 1
        case .entity(_, .duplicate, _, _, _): repeated += 1
        }
    }
}
