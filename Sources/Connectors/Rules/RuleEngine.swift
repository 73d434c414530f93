import Canonical

/// Says which alerts stand on a day; a pure function of rules, facts, members and the day.
package struct RuleEngine: Sendable {
    private let book: RuleBook
    private let members: [Member]
    private let cres: [String]
    private let ids: Set<String>

    package init(_ book: RuleBook, _ members: [Member]) {
        self.book = book
        self.members = members
        cres = members.filter(\.isCRE).map(\.id).sorted()
        ids = Set(members.map(\.id))
    }

    /// No facts yet but the members.
    package func noFacts() -> Facts { Facts(book.fields, members) }

    /// The alerts that stand on `day`, in order of their keys.
    package func alerts(_ facts: Facts, on day: CivilDate) -> [RaisedAlert] {
        var run = Run(facts: facts, today: day.daysSince1970)
        var alerts: [RaisedAlert] = []
        for rule in book.rules {
            run.subjects(of: rule) { subject, groupKey, run in
                guard let figures = run.figures(rule, subject) else { return }
                raise(rule, subject, groupKey, figures, today: run.today, &alerts)
            }
        }
        return alerts.sorted { $0.key < $1.key }
    }

    private func raise(
        _ rule: AlertRule, _ subject: borrowing Subject, _ groupKey: String?, _ figures: RaisedAlert.Figures,
        today: Int, _ alerts: inout [RaisedAlert]
    ) {
        let fact = subject.fact
        var roles: [String: [String]] = [:]
        var insiders: Set<String> = []
        for (addressee, added) in rule.recipients {
            let members: [String]
            switch addressee {
            case .member:
                members = [fact.member]
                insiders.insert(fact.member)
            case .addressee:
                members = rule.repeated.addressee.flatMap { fact.values[$0].word }.map { [$0] } ?? []
                insiders.formUnion(members)
            case .cre: members = cres
            case .all: members = ids.sorted()
            }
            for member in members where ids.contains(member) {
                for role in added where !(roles[member]?.contains(role) ?? false) {
                    roles[member, default: []].append(role)
                }
            }
        }
        guard !roles.isEmpty else { return }
        let text = rule.text.filled(subject, figures, today: today)
        let suggestion = rule.suggestion.filled(subject, figures, today: today)
        for (member, roles) in roles {
            // A contract's number may tell its structure's people apart: others get a digest of it.
            let isInside = insiders.contains(member) || !rule.repeated.isAboutPeople
            let key = isInside ? fact.key : RuleEngine.digest("\(fact.source)\n\(fact.key)")
            let about = groupKey ?? (isInside ? "\(fact.source)/\(fact.key)" : key)
            alerts.append(
                RaisedAlert(
                    key: RuleEngine.key(rule.id, about, member), rule: String(rule.id.prefix { $0 != ":" }),
                    severity: rule.severity, addressedTo: member, roles: roles, aboutKind: rule.kind, aboutKey: key,
                    aboutSource: fact.source.isEmpty ? nil : fact.source,
                    person: rule.repeated.person.flatMap { fact.values[$0].word },
                    referent: isInside ? rule.repeated.referent.flatMap { fact.values[$0].word } : nil,
                    figures: figures, text: text, suggestion: suggestion, place: rule.place))
        }
    }

    /// Rule, thing and addressee: the same alert always has the same key.
    private static func key(_ rule: String, _ about: String, _ member: String) -> String {
        let key = "\(rule):\(about):\(member)"
        return key.unicodeScalars.count <= 200 ? key : "\(rule):\(digest(about)):\(member)"
    }

    private static func digest(_ text: String) -> String {
        let digest = SHA256Digest()
        digest.update(text)
        return Digest.hex(digest.finish().prefix(16))
    }
}

/// One look at all rules, with what several of them need.
private struct Run {
    let facts: Facts
    let today: Int
    private var indices: [FactIndex.Name: FactIndex] = [:]

    init(facts: Facts, today: Int) {
        self.facts = facts
        self.today = today
    }

    /// Gives each fact or group that a rule's conditions hold for.
    mutating func subjects(of rule: AlertRule, _ body: (borrowing Subject, String?, inout Run) -> Void) {
        guard let group = rule.group else {
            for fact in facts.facts(rule.kind) {
                let subject = Subject(fact: fact)
                if rule.conditions.hold(for: subject, today: today) { body(subject, nil, &self) }
            }
            return
        }
        var groups: [String: [Fact]] = [:]
        for fact in facts.facts(rule.kind) where rule.conditions.hold(for: Subject(fact: fact), today: today) {
            if let key = Run.key(fact, group) { groups[key, default: []].append(fact) }
        }
        for (key, members) in groups {
            let members = Run.chained(Run.ordered(members, by: rule.repeated.date), group.chain)
            guard let last = members.last else { continue }
            let today = today
            guard
                group.some.isEmpty || members.contains(where: { group.some.hold(for: Subject(fact: $0), today: today) })
            else { continue }
            let subject = Subject(fact: last, group: members)
            if group.latest.hold(for: subject, today: today) { body(subject, key, &self) }
        }
    }

    private static func key(_ fact: Fact, _ group: AlertRule.Group) -> String? {
        var key = ""
        for slots in group.per {
            guard let slot = slots.first(where: { !fact.values[$0].isNone }),
                let text = FactIndex.text(fact.values[slot])
            else { return nil }
            if !key.isEmpty { key += "/" }
            // Names are written by hand: case and accents make nobody somebody else.
            key += text.utf8.contains(0x20) ? CodeTable.plain(text.lowercased()) : text
        }
        return key
    }

    private static func ordered(_ facts: [Fact], by slots: [Int]) -> [Fact] {
        guard facts.count > 1 else { return facts }
        func day(_ fact: Fact) -> Int {
            for slot in slots { if case .day(let day) = fact.values[slot] { return day } }
            return .min
        }
        return facts.sorted { (day($0), $0.key, $0.source) < (day($1), $1.key, $1.source) }
    }

    /// The last facts that follow each other without a longer gap.
    private static func chained(_ facts: [Fact], _ chain: AlertRule.Chain?) -> [Fact] {
        guard let chain else { return facts }
        var chained: [Fact] = []
        var end: Int?
        for fact in facts {
            guard case .day(let starts) = fact.values[chain.starts] else { continue }
            if let last = end, starts > chain.gap.added(to: last + 1) { chained = [] }
            chained.append(fact)
            let ends = if case .day(let ends) = fact.values[chain.ends] { ends } else { Int.max - 1 }
            // A contract without a last day still runs: nothing comes after a gap.
            end = ends == Int.max - 1 ? 100_000 : max(end ?? ends, ends)
        }
        return chained
    }

    /// The days and numbers of the alert that a rule raises about a subject; nil when it raises none.
    mutating func figures(_ rule: AlertRule, _ subject: borrowing Subject) -> RaisedAlert.Figures? {
        guard let since = Run.first(rule.since, subject, today), since <= today else { return nil }
        let until = Run.first(rule.until, subject, today)
        if let until, today > until { return nil }
        for (relation, isWanted) in rule.relations {
            guard related(relation, subject, isEnough: true).isEmpty != isWanted else { return nil }
        }
        var figures = RaisedAlert.Figures(since: since, until: until)
        guard let measure = rule.measure else { return figures }
        let counted = measure.relation.map { related($0, subject, isEnough: false) } ?? subject.facts
        let value = measure.value(counted, today: today)
        guard measure.comparisons.allSatisfy({ $0.holds(value) }) else { return nil }
        (figures.measured, figures.threshold) = (value, measure.comparisons.last?.threshold)
        figures.unit = measure.unit
        return figures
    }

    private static func first(_ days: [DayExpression], _ subject: borrowing Subject, _ today: Int) -> Int? {
        for day in days { if let found = day.day(subject, today: today) { return found } }
        return nil
    }

    /// What belongs to a subject; with `isEnough` the first of it.
    private mutating func related(_ relation: Relation, _ subject: borrowing Subject, isEnough: Bool) -> [Fact] {
        let name = FactIndex.Name(kind: relation.kind, slots: relation.links.map(\.other))
        let index = indices[name] ?? FactIndex(facts.facts(relation.kind), name.slots)
        indices[name] = index
        guard let key = FactIndex.key(subject.fact, relation.links.map(\.own)) else { return [] }
        var found: [Fact] = []
        let fact = Subject(fact: subject.fact, group: subject.group)
        let today = today
        index.forEach(key) { other in
            if relation.holds(other, to: fact, today: today) { found.append(other) }
            return !(isEnough && !found.isEmpty)
        }
        return found
    }
}
