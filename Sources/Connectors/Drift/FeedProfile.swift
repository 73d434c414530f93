import Canonical

/// What the exports of a feed usually look like, learned from its runs and kept in the checkpoint.
///
/// No value of an export is in it but the words of code lists, as digests.
package struct FeedProfile: Codable, Sendable, Hashable {
    /// Runs whose number of records counts for the usual range.
    static let runs = 10

    /// Every name seen, with whether each record had it.
    var names: [String: Bool] = [:]
    /// Per name that the mapping reads, what stood there.
    var columns: [String: Column] = [:]
    /// Records of the last runs, the last one last.
    var volumes: [Int] = []

    /// What stood under one name.
    struct Column: Codable, Sendable, Hashable {
        /// Records that were looked at, and those that had a value.
        var looked: Int
        var filled: Int
        /// What nine values in ten look like; nil when they differ.
        var shape: String?
        /// Digests of the words of a code list; nil where there is none.
        var words: Set<UInt64>?
    }

    init() {}

    /// Learns from a run; what differs and still stands as a finding is not learned, so that it stands until it is over.
    package mutating func learn(_ sighting: Sighting, _ mapping: Mapping, but standing: [DriftFinding]) {
        var kept = Set(standing.map { Key(kind: $0.kind, name: $0.name) })
        for finding in standing where finding.kind == .renamed {
            kept.formUnion([Key(kind: .gone, name: finding.name), Key(kind: .new, name: finding.other ?? "")])
        }
        let isFirst = names.isEmpty
        for name in sighting.seen where isFirst || !kept.contains(Key(kind: .new, name: name)) {
            names[name] = (names[name] ?? true) && !sighting.sometimes.contains(name)
        }
        for name in names.keys
        where !isFirst && !sighting.seen.contains(name) && !kept.contains(Key(kind: .gone, name: name)) {
            names[name] = sighting.records == 0 ? names[name] : false
        }
        for (name, column) in zip(mapping.names, sighting.columns) {
            let isKept = [DriftFinding.Kind.gone, .type].contains { kept.contains(Key(kind: $0, name: name.text)) }
            if isKept || column.filled == 0 && columns[name.text] != nil { continue }
            var words = column.words.map(FeedProfile.digests)
            if let before = columns[name.text]?.words, let new = words {
                // A word that is missing today is no new one tomorrow.
                let isStanding = kept.contains(Key(kind: .codes, name: name.text))
                words = isStanding ? before : before.union(new)
                if words?.count ?? 0 > 2 * Sighting.mostWords { words = nil }
            }
            columns[name.text] = Column(
                looked: sighting.looked, filled: column.filled, shape: column.mostly?.text, words: words)
        }
        volumes = (volumes + [sighting.records]).suffix(FeedProfile.runs)
    }

    private struct Key: Hashable {
        let kind: DriftFinding.Kind
        let name: String
    }

    static func digests(_ words: ByteTable) -> Set<UInt64> { Set((0..<words.count).map { digest(words[$0]) }) }

    /// 52 bits, which JSON numbers carry everywhere.
    static func digest(_ word: ArraySlice<UInt8>) -> UInt64 {
        Digest.sha256(Array(word)).prefix(8).reduce(0) { $0 << 8 | UInt64($1) } >> 12
    }
}

extension Sighting.Column {
    /// What nine values in ten look like.
    var mostly: ValueShape? {
        guard let (shape, _) = shapes.max(by: { $0.value < $1.value }) else { return nil }
        let alike = shapes.reduce(0) { $0 + ($1.key.goes(with: shape) ? $1.value : 0) }
        return alike * 10 >= filled * 9 ? shape : nil
    }
}
