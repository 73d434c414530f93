import Canonical

/// One way in which an export no longer looks like those before it.
package struct DriftFinding: Codable, Sendable, Hashable {
    /// What was found.
    package enum Kind: String, Codable, Sendable {
        case gone
        case new
        case renamed
        case type
        case codes
        case volume
    }

    /// What a policy is about.
    package enum Group: Sendable, Hashable { case columns, types, codes, volume }

    package let kind: Kind
    /// The column or path; empty for a volume.
    package let name: String
    /// What the column is called now, if it was renamed.
    package let other: String?
    /// The run that found it first, and when that was, in seconds since 1970.
    package private(set) var since: Int
    package private(set) var found: Int
    /// Where, what, why, what to do.
    package let `where`: String
    package let what: String
    package let why: String
    package let fix: String

    init(
        _ kind: Kind, _ name: String, other: String? = nil, since run: Int, found: Int, at place: String, what: String,
        why: String, fix: String
    ) {
        self.kind = kind
        self.name = name
        self.other = other
        since = run
        self.found = found
        self.where = place
        self.what = what
        self.why = why
        self.fix = fix
    }

    package var group: Group {
        switch kind {
        case .gone, .new, .renamed: .columns
        case .type: .types
        case .codes: .codes
        case .volume: .volume
        }
    }

    /// Whether it is the finding that another run had too, perhaps in other words.
    package func isSame(as other: DriftFinding) -> Bool { kind == other.kind && name == other.name }

    /// The finding with the time when one like it was found first.
    func known(since findings: [DriftFinding]) -> DriftFinding {
        guard let first = findings.first(where: isSame) else { return self }
        var finding = self
        // Found in the future, by a clock that was wrong: its week begins now.
        (finding.since, finding.found) = (first.since, min(first.found, found))
        return finding
    }

    /// As people read it.
    package var problem: Problem { Problem(Place(self.where), what, why: why, fix: fix) }
}
