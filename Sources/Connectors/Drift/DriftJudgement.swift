import Canonical

/// What a run does about how its export looks: goes on, or stops; what it learns, and what it tells the structure.
struct DriftJudgement {
    /// After this many days what changes nothing for the feed is taken as usual.
    private static let learnedAfter = 7

    /// What differs and is to be told.
    let findings: [DriftFinding]
    /// What the feed's exports look like from now on.
    let profile: FeedProfile
    /// The first finding that the feed's policy refuses.
    let refused: DriftFinding?

    init(
        _ feed: Feed, _ folder: String, _ report: FeedReport, at now: Int, _ sighting: Sighting,
        since content: CheckpointContent, isAccepted: Bool
    ) {
        var profile = isAccepted ? FeedProfile() : content.profile ?? FeedProfile()
        let drift = Drift(
            feed, folder, run: report.run, at: now, file: report.files.last ?? feed.id, profile, sighting)
        let before = content.report.drift ?? []
        let findings = drift.findings().map { $0.known(since: before) }.filter { finding in
            // A new column and a new word break nothing: told for a while, they are as usual as the others.
            feed.drift.action(on: finding.group) != .ignore
                && (![.new, .codes].contains(finding.kind)
                    || now - finding.found < DriftJudgement.learnedAfter * 86_400)
        }
        profile.learn(sighting, feed.mapping, but: findings)
        self.findings = findings
        self.profile = profile
        refused = findings.first { feed.drift.action(on: $0.group) == .refuse }
    }

    /// The failure of a run that stops over it.
    func failure(_ feed: Feed) -> Failure? {
        guard let refused else { return nil }
        let others = findings.count == 1 ? "" : " (and \(findings.count - 1) more)"
        return Failure(
            Problem(
                Place(refused.where), refused.what + others,
                why: "\(refused.why); drift is refused at \(feed.drift.place(of: refused.group).position); "
                    + "nothing was published",
                fix: refused.fix))
    }
}
