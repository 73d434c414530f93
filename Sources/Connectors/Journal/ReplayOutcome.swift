import Canonical

/// What a replay sent to a member, and what it could not send.
package struct ReplayOutcome: Sendable {
    /// Messages of one kind.
    package struct Counts: Encodable, Sendable, Hashable {
        package var created = 0
        package var updated = 0
        package var withdrawn = 0
    }

    /// Per kind.
    package internal(set) var sent: [String: Counts] = [:]
    /// Entities that changed again after the window.
    package internal(set) var later = 0
    /// Per feed or member that the config no longer has, the entities whose last state it published.
    var publishersGone: [String: Int] = [:]
    private var unfit = 0
    private var firstUnfit: (entry: String, problem: Problem)?

    /// All messages.
    package var total: Int { sent.values.reduce(0) { $0 + $1.created + $1.updated + $1.withdrawn } }

    /// Per kind that may carry an identity, the entities that went without: the journal has none.
    package var withoutIdentity: [String: Int] {
        var counts: [String: Int] = [:]
        for (kind, sent) in sent where Schema.named(kind)?.fields.contains(where: \.isIdentity) ?? false {
            let count = sent.created + sent.updated
            if count > 0 { counts[kind] = count }
        }
        return counts
    }

    mutating func note(_ kind: String, _ event: Event) {
        var counts = sent[kind] ?? Counts()
        switch event {
        case .created: counts.created += 1
        case .updated: counts.updated += 1
        case .withdrawn: counts.withdrawn += 1
        }
        sent[kind] = counts
    }

    mutating func note(unfit entry: JournalEntry, _ rejection: Rejection) {
        unfit += 1
        guard firstUnfit == nil, let problem = rejection.problems.first else { return }
        firstUnfit = ("\(entry.kind) \(Quote.value(entry.key)) of \(entry.publisherText)", problem)
    }

    /// What could not be sent, and why.
    package var problems: [Problem] {
        var problems: [Problem] = []
        if let (entry, problem) = firstUnfit {
            problems.append(
                Problem(
                    Place(Topology.journal),
                    "not sent, for today's schema refuses them: \(unfit), the first is \(entry)",
                    why: "\(problem.place.field.map { "\($0): " } ?? "")\(problem.what)"
                        + (problem.why.map { "; \($0)" } ?? ""),
                    fix: "let the feed publish them anew: correct its export or its mapping"))
        }
        for (publisher, count) in publishersGone.sorted(by: { $0.key < $1.key }) {
            problems.append(
                Problem(
                    Place(Topology.journal), "not sent, for they came from \(publisher): \(count)",
                    why: "the config does not have it any more: nobody would ever withdraw them",
                    fix: "if it has another name now, let it publish them under that name: a feed does in its next run")
            )
        }
        return problems
    }
}
