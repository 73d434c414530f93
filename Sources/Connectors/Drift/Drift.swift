import Canonical

/// Compares what a run saw with what the feed's exports usually look like.
struct Drift {
    /// Values that must have been seen before a column's usual shape counts, and in this run before it has changed.
    private static let fewest = (before: 10, now: 5)
    /// Values after which a word that never came counts as new.
    private static let wordsNeed = 50
    /// Runs after which the usual number of records is known.
    private static let volumesNeed = 3
    /// Records more or fewer that are nothing to speak of.
    private static let volumeSlack = 10

    private let feed: Feed
    private let folder: String
    private let run: Int
    private let now: Int
    private let file: String
    private let profile: FeedProfile
    private let sighting: Sighting

    init(
        _ feed: Feed, _ folder: String, run: Int, at now: Int, file: String, _ profile: FeedProfile,
        _ sighting: Sighting
    ) {
        self.feed = feed
        self.folder = folder
        self.run = run
        self.now = now
        self.file = file
        self.profile = profile
        self.sighting = sighting
    }

    /// Everything that differs, in the order of columns, types, codes, volume.
    func findings() -> [DriftFinding] { names() + columns() + (volume().map { [$0] } ?? []) }

    // MARK: - Names

    private func names() -> [DriftFinding] {
        guard !profile.names.isEmpty, !sighting.seen.isEmpty else { return [] }
        let now = Set(sighting.seen)
        var gone = profile.names.filter { $0.value && !now.contains($0.key) }.map(\.key).sorted()
        var new = sighting.seen.filter { profile.names[$0] == nil && rule($0) == nil }
        var findings: [DriftFinding] = []
        for name in gone {
            // One that went and one that came are the same more often than not; of several, those that look alike.
            let isOnly = gone.count == 1 && new.count == 1
            guard let other = isOnly ? new.first : Drift.alike(name, new) else { continue }
            gone.removeAll { $0 == name }
            new.removeAll { $0 == other }
            findings.append(
                finding(
                    .renamed, name, "\(Quote.value(name)) is gone and \(Quote.value(other)) is new: renamed?",
                    rule(name).map { "the feed reads \(Quote.value(name)) at \($0.position)" }
                        ?? "the feed does not read it",
                    rule(name).map { "write \(Quote.value(other)) at \($0.position)" }, other: other))
        }
        for name in gone {
            findings.append(
                finding(
                    .gone, name, "\(Quote.value(name)) is gone",
                    rule(name).map { "the feed reads it at \($0.position)" } ?? "the feed does not read it",
                    rule(name).map { "correct the export, or the mapping at \($0.position)" }))
        }
        for name in new {
            findings.append(
                finding(
                    .new, name, "\(Quote.value(name)) is new", "no export had it before; the feed does not read it",
                    "add it to \"map\" if members need it"))
        }
        return findings
    }

    /// A new name that says the same in other words.
    private static func alike(_ name: String, _ others: [String]) -> String? {
        let folded = others.map { ($0, Headers.words($0)) }
        let words = Headers.words(name)
        if let same = folded.first(where: {
            !$0.1.isEmpty && Set($0.1).isSubset(of: words) || words.allSatisfy($0.1.contains)
        }) {
            return same.0
        }
        return Suggestion.nearest(to: name, in: others)
    }

    // MARK: - Values

    private func columns() -> [DriftFinding] {
        zip(feed.mapping.names, sighting.columns).flatMap { name, now -> [DriftFinding] in
            guard let before = profile.columns[name.text] else { return [] }
            return [empty(name, before, now), type(name, before, now), words(name, before, now)].compactMap { $0 }
        }
    }

    private func empty(_ name: SourceName, _ before: FeedProfile.Column, _ now: Sighting.Column) -> DriftFinding? {
        guard now.filled == 0, sighting.looked >= Drift.fewest.now, before.filled >= Drift.fewest.before,
            before.filled * 20 >= before.looked * 19
        else { return nil }
        // A name that is gone as a whole has its own finding.
        guard profile.names[name.text] == nil || sighting.seen.contains(name.text) else { return nil }
        return finding(
            .gone, name.text, "\(Quote.value(name.text)) has no value in any of \(sighting.looked) records",
            "it had one in \(before.filled) of \(before.looked); the feed reads it at \(name.place.position)",
            "correct the export, or the mapping at \(name.place.position)")
    }

    private func type(_ name: SourceName, _ before: FeedProfile.Column, _ now: Sighting.Column) -> DriftFinding? {
        guard before.filled >= Drift.fewest.before, now.filled >= Drift.fewest.now, let usual = before.shape,
            let (shape, count) = now.shapes.max(by: { $0.value < $1.value })
        else { return nil }
        let asUsual = now.shapes.reduce(0) { $0 + ($1.key.text == usual || $1.key.isAlso(usual) ? $1.value : 0) }
        guard asUsual * 2 < now.filled, count * 2 > now.filled else { return nil }
        return finding(
            .type, name.text,
            "\(Quote.value(name.text)) holds \(shape.text) in \(count) of \(now.filled) records, before it held \(usual)",
            "the feed reads it at \(name.place.position)",
            "correct the export, or the mapping at \(name.place.position)")
    }

    private func words(_ name: SourceName, _ before: FeedProfile.Column, _ now: Sighting.Column) -> DriftFinding? {
        guard let known = before.words, let words = now.words, before.filled >= Drift.wordsNeed else { return nil }
        let new = (0..<words.count).filter { !known.contains(FeedProfile.digest(words[$0])) }.map { words.text($0) }
        guard !new.isEmpty else { return nil }
        let shown = new.prefix(5).map { Quote.value($0) }
        let more = new.count > 5 ? " and \(new.count - 5) more" : ""
        return finding(
            .codes, name.text,
            "\(Quote.value(name.text)) has \(new.count == 1 ? "a word" : "words") that never came before: "
                + Quote.list(shown, new.count > 5 ? "," : "and").replacing(" , ", with: ", ") + more,
            "the feed reads it at \(name.place.position)",
            "see that the code list there means the same by it")
    }

    // MARK: - Volume

    private func volume() -> DriftFinding? {
        let volumes = profile.volumes
        let now = sighting.records
        guard let least = volumes.min(), let most = volumes.max(), let range = usual(volumes), !range.contains(now)
        else {
            return nil
        }
        let runs = volumes.count == 1 ? "the last run had" : "the last \(volumes.count) runs had"
        let policy = feed.drift
        let rule =
            policy.range.map {
                "\(policy.rangePlace.position) allows \($0.lowerBound) to \($0.upperBound) % of what is usual"
            } ?? "\(range.lowerBound) to \(range.upperBound) would be nothing unusual"
        return finding(
            .volume, "",
            "\(now) record\(now == 1 ? "" : "s"), \(runs) \(least == most ? "\(least)" : "\(least) to \(most)")",
            rule, "look whether the export is whole")
    }

    private func usual(_ volumes: [Int]) -> ClosedRange<Int>? {
        if let percent = feed.drift.range {
            let middle = volumes.sorted()[volumes.count / 2]
            return middle * percent.lowerBound / 100...(middle * percent.upperBound + 99) / 100
        }
        guard volumes.count >= Drift.volumesNeed, let least = volumes.min(), let most = volumes.max() else {
            return nil
        }
        return min(least / 2, max(0, least - Drift.volumeSlack))...max(most * 2, most + Drift.volumeSlack)
    }

    // MARK: - Findings

    /// The config line that reads a name.
    private func rule(_ name: String) -> Place? { feed.mapping.names.first { Drift.top($0.text) == name }?.place }

    /// The member of a record that a path begins with.
    private static func top(_ path: String) -> String {
        let end = path.firstIndex(of: ".") ?? path.endIndex
        return String(path[..<end]).replacing("[]", with: "")
    }

    private func finding(
        _ kind: DriftFinding.Kind, _ name: String, _ what: String, _ why: String, _ fix: String? = nil,
        other: String? = nil
    ) -> DriftFinding {
        let accept = "hub run \(folder) --once --feed \(feed.id) --accept-drift"
        return DriftFinding(
            kind, name, other: other, since: run, found: now, at: file, what: what, why: why,
            fix: fix.map { "\($0); if the export is right: \(accept)" } ?? "if the export is right: \(accept)")
    }
}

extension ValueShape {
    /// Whether its values may stand in a column that usually holds `usual`.
    func isAlso(_ usual: String) -> Bool {
        let others: [ValueShape] = [.whole, .decimal(comma: true), .decimal(comma: false)]
        return others.contains { $0.text == usual && $0.goes(with: self) }
    }
}
