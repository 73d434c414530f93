import Canonical

/// What stands open: offers and referrals as they are now, with what closes them.
package struct MatchFacts: Sendable {
    private struct Name: Hashable {
        let source: String
        let key: String
    }

    private struct Stay: Hashable {
        let member: String
        let person: String
    }

    private var offers: [Name: (entity: Entity, member: String)] = [:]
    private var referrals: [Name: (entity: Entity, member: String)] = [:]
    /// Answers to referrals; the source of what is answered is empty where nobody says so.
    private var answers: [Name: (about: Name, member: String, answered: String, answer: String)] = [:]
    /// The last day on which somebody was taken on.
    private var hires: [Name: (stay: Stay, sent: Int)] = [:]
    private var immersions: [Name: (siret: String, person: String, starts: Int)] = [:]
    /// Entities of the journal that today's schema refuses.
    package private(set) var unfit = 0

    package init() {}

    static let kinds: Set<String> = ["offer", "referral", "response", "application", "immersion"]

    /// Takes in an entity as it is now.
    package mutating func note(_ entity: Entity, source: String, member: String) {
        let name = Name(source: source, key: entity.key)
        switch entity.schema.kind {
        case Schema.offer.kind: offers[name] = (entity, member)
        case Schema.referral.kind: referrals[name] = (entity, member)
        case Schema.response.kind:
            guard entity.text("about.kind") == "referral", let about = entity.text("about.key") else { return }
            let source = entity.text("about.source").map(ReadEnvelope.publisher)
            answers[name] = (
                Name(source: source ?? "", key: about), member, entity.text("answered") ?? "",
                entity.text("answer") ?? ""
            )
        case Schema.application.kind:
            guard entity.text("status") == "accepted", let sent = entity.day("sent") else {
                hires[name] = nil
                return
            }
            hires[name] = (Stay(member: member, person: entity.text("person.id") ?? ""), sent)
        case Schema.immersion.kind:
            guard !["rejected", "cancelled", "deprecated"].contains(entity.text("status") ?? ""),
                let siret = entity.text("host.siret"), let starts = entity.day("starts")
            else {
                immersions[name] = nil
                return
            }
            immersions[name] = (siret, "\(member)/\(entity.text("person.id") ?? "")", starts)
        default: return
        }
    }

    /// Forgets an entity that was withdrawn.
    package mutating func remove(_ kind: String, source: String, key: String) {
        let name = Name(source: source, key: key)
        switch kind {
        case Schema.offer.kind: offers[name] = nil
        case Schema.referral.kind: referrals[name] = nil
        case Schema.response.kind: answers[name] = nil
        case Schema.application.kind: hires[name] = nil
        default: immersions[name] = nil
        }
    }

    /// Reads the whole journal.
    package static func read(of collective: Collective) throws(Failure) -> MatchFacts {
        var facts = MatchFacts()
        try Journal(of: collective, name: "hub match").read { entry throws(Failure) in
            guard kinds.contains(entry.kind), let member = entry.sender(in: collective) else { return true }
            guard entry.event != .withdrawn else {
                facts.remove(entry.kind, source: entry.publisher, key: entry.key)
                return true
            }
            switch entry.entity(collective.codes) {
            case .success(let entity): facts.note(entity, source: entry.publisher, member: member)
            case .failure: facts.unfit += 1
            }
            return true
        }
        return facts
    }

    /// What is open on a day, ready to be matched: neither withdrawn nor expired, a referral neither declined by the one who
    /// was asked nor of somebody who was hired since.
    func matcher(for collective: Collective, on today: Int) -> Matcher {
        let router = Router(collective)
        let members = Dictionary(collective.members.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let offers = offers.compactMap { name, offer in
            MatchOffer(
                offer.entity, source: name.source, member: offer.member, router, collective.communes, today: today)
        }
        let answers = Dictionary(grouping: answers.values, by: \.about.key)
        let hired = Dictionary(
            hires.values.map { ($0.stay, $0.sent) }, uniquingKeysWith: { first, second in max(first, second) })
        let referrals = referrals.compactMap { name, referral -> MatchReferral? in
            guard let member = members[referral.member],
                let read = MatchReferral(referral.entity, source: name.source, member: member, collective.communes)
            else { return nil }
            let last = answers[name.key]?.filter {
                ["", name.source].contains($0.about.source) && $0.member == read.addressedTo
            }.max { $0.answered < $1.answered }
            guard last?.answer != "declined" else { return nil }
            let taken = hired[Stay(member: read.member, person: read.person)]
            return taken.map { $0 >= read.requested ?? 0 } ?? false ? nil : read
        }
        return Matcher(
            offers.sorted { ($0.source, $0.key) < ($1.source, $1.key) },
            referrals.sorted { ($0.source, $0.key) < ($1.source, $1.key) }, RomeNeighbours(collective.codes),
            saturated: saturated(collective.matching, on: today), collective.matching)
    }

    /// The employers that received so many people in immersion within the window.
    private func saturated(_ limits: Matcher.Limits, on today: Int) -> Set<String> {
        let first = limits.window.added(to: today, sign: -1)
        var people: [String: Set<String>] = [:]
        for immersion in immersions.values where immersion.starts > first && immersion.starts <= today {
            people[immersion.siret, default: []].insert(immersion.person)
        }
        return Set(people.filter { $0.value.count >= limits.people }.keys)
    }
}
