import Canonical

/// The facts that the journal tells, kept current by reading what has come since.
package struct JournalFacts {
    private let collective: Collective
    package private(set) var facts: Facts
    /// What is open to be matched, where the collective wants alerts about it.
    private(set) var matching = MatchFacts()
    /// When the last reading began; nil before the first.
    private var readAt: Int?
    /// Entities of the journal that today's schema refuses.
    package private(set) var unfit = 0

    package init(of collective: Collective) {
        self.collective = collective
        facts = RuleEngine(collective.rules, collective.members).noFacts()
    }

    /// Reads to the journal's present end; what was read before is read again where it must be, in the same order, which
    /// changes nothing.
    package mutating func read(
        at now: Int, tick: () throws(Failure) -> Void = { () throws(Failure) in }
    ) throws(Failure) {
        let journal = try Journal(of: collective, name: "hub rules")
        try journal.read(since: readAt, tick: tick) { entry throws(Failure) in
            note(entry)
            return true
        }
        readAt = now
    }

    private mutating func note(_ entry: JournalEntry) {
        // Of a feed that the config no longer has, nothing would ever be withdrawn again.
        let isMatched = collective.matching.alertsPerDay != nil && MatchFacts.kinds.contains(entry.kind)
        guard isMatched || facts.wants(entry.kind), let member = entry.sender(in: collective) else { return }
        guard entry.event != .withdrawn else {
            if isMatched { matching.remove(entry.kind, source: entry.publisher, key: entry.key) }
            return facts.remove(entry.kind, source: entry.publisher, key: entry.key)
        }
        switch entry.entity(collective.codes) {
        case .success(let entity):
            facts.note(entity, source: entry.publisher, member: member)
            if isMatched { matching.note(entity, source: entry.publisher, member: member) }
        case .failure: unfit += 1
        }
    }
}
