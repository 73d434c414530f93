import Canonical

/// What reports count: the last state of every pathway, immersion, application, referral and answer.
///
/// What was withdrawn is kept: software lists who is there at present, and takes out who left, so an exit or an answered
/// referral is withdrawn before anybody reports on it.
package struct ReportFacts: Sendable {
    /// Who published a thing, and whose it is.
    struct Origin: Sendable, Hashable {
        let source: String
        let key: String
        let member: String
    }

    /// A thing that can change, and be told from others.
    protocol Counted: Sendable {
        var origin: Origin { get }
    }

    struct Pathway: Counted {
        let origin: Origin
        let person: String
        let starts: Int
        let ends: Int?
        let exit: Int?
        let outcome: String?
        let hours: Double?
        let followUps: [(months: Int, outcome: String)]

        /// The same contract, with what another export tells of it besides.
        func joined(_ other: Pathway) -> Pathway {
            let ended = exit != nil && outcome != nil ? self : other
            return Pathway(
                origin: ended.origin, person: person, starts: starts, ends: ends ?? other.ends, exit: ended.exit,
                outcome: ended.outcome, hours: hours ?? other.hours,
                followUps: followUps.isEmpty ? other.followUps : followUps)
        }
    }

    struct Immersion: Counted {
        let origin: Origin
        let person: String
        let status: String
        let objective: String
        let submitted: Int
        let starts: Int?
        let occupation: String?
        let sector: String?
    }

    /// A hire: an application that was accepted.
    struct Hire: Counted {
        let origin: Origin
        let person: String
        let starts: Int
        let ends: Int?
        let type: String?
        let weekly: Double?
    }

    struct Referral: Counted {
        let origin: Origin
        let type: String
        let requested: Int?
        let answerBy: Int?
    }

    struct Response: Counted {
        let origin: Origin
        let answer: String
        let aboutKey: String
        let aboutSource: String?
        let addressedTo: String
        let answered: Int
        let reason: String?
    }

    private(set) var pathways = Table<Pathway>()
    private(set) var immersions = Table<Immersion>()
    private(set) var hires = Table<Hire>()
    private(set) var referrals = Table<Referral>()
    private(set) var responses = Table<Response>()
    /// Entities of the journal that today's schema refuses.
    package fileprivate(set) var unfit = 0

    package init() {}

    package static let kinds: Set<String> = ["pathway", "immersion", "application", "referral", "response"]

    /// How many things there are.
    package var count: Int {
        pathways.items.count + immersions.items.count + hires.items.count + referrals.items.count
            + responses.items.count
    }

    /// Takes in an entity as it is now.
    package mutating func note(_ entity: Entity, source: String, member: String) {
        let origin = Origin(source: source, key: entity.key, member: member)
        let person = entity.text("person.id") ?? ""
        switch entity.schema.kind {
        case Schema.pathway.kind:
            guard let starts = entity.day("contract.starts") else { return }
            let outcomes = entity.texts("followUps[].outcome")
            let months = entity.texts("followUps[].months").map { Int($0) ?? 0 }
            pathways.put(
                Pathway(
                    origin: origin, person: person, starts: starts, ends: entity.day("contract.ends"),
                    exit: entity.day("exit.date"), outcome: entity.text("exit.outcome"),
                    hours: entity.text("hours.done").flatMap(Double.init),
                    followUps: outcomes.isEmpty ? [] : zip(months, outcomes).map { ($0, $1) }))
        case Schema.immersion.kind:
            guard let submitted = entity.day("submitted") else { return }
            immersions.put(
                Immersion(
                    origin: origin, person: person, status: entity.text("status") ?? "",
                    objective: entity.text("objective") ?? "", submitted: submitted, starts: entity.day("starts"),
                    occupation: entity.text("occupation.label") ?? entity.text("occupation.rome"),
                    sector: entity.text("host.sector")))
        case Schema.application.kind:
            guard entity.text("status") == "accepted", let starts = entity.day("contract.starts") else {
                return hires.remove(origin)
            }
            hires.put(
                Hire(
                    origin: origin, person: person, starts: starts, ends: entity.day("contract.ends"),
                    type: entity.text("contract.type"), weekly: entity.text("hours.weekly").flatMap(Double.init)))
        case Schema.referral.kind:
            referrals.put(
                Referral(
                    origin: origin, type: entity.text("type") ?? "", requested: entity.day("requested"),
                    answerBy: entity.day("answerBy")))
        case Schema.response.kind:
            guard let answered = entity.day("answered") else { return }
            guard entity.text("about.kind") == "referral" else { return responses.remove(origin) }
            responses.put(
                Response(
                    origin: origin, answer: entity.text("answer") ?? "", aboutKey: entity.text("about.key") ?? "",
                    aboutSource: entity.text("about.source"), addressedTo: entity.text("addressedTo") ?? "",
                    answered: answered, reason: entity.text("reason")))
        default: return
        }
    }

    /// The last state of each thing of a kind.
    struct Table<Item: Counted>: Sendable {
        private(set) var items: [Item] = []
        private var numbers: [Origin: Int] = [:]

        mutating func put(_ item: Item) {
            if let number = numbers[item.origin] {
                items[number] = item
            } else {
                numbers[item.origin] = items.count
                items.append(item)
            }
        }

        mutating func remove(_ origin: Origin) {
            guard let number = numbers.removeValue(forKey: origin), let last = items.popLast() else { return }
            guard number < items.count else { return }
            items[number] = last
            numbers[last.origin] = number
        }
    }
}

extension ReportFacts {
    /// Reads the whole journal.
    package static func read(of collective: Collective) throws(Failure) -> ReportFacts {
        var facts = ReportFacts()
        try Journal(of: collective, name: "hub report").read { entry throws(Failure) in
            guard kinds.contains(entry.kind), entry.event != .withdrawn, let member = entry.sender(in: collective)
            else { return true }
            switch entry.entity(collective.codes) {
            case .success(let entity): facts.note(entity, source: entry.publisher, member: member)
            case .failure: facts.unfit += 1
            }
            return true
        }
        return facts
    }
}

extension Entity {
    /// The day of a date or moment, in days since 1970.
    func day(_ path: String) -> Int? {
        guard let field = schema.number(of: path) else { return nil }
        let day = draft.withBytes(of: field) { $0.count < 10 ? nil : CivilDate($0.extracting(0..<10)) }
        return (day ?? nil)?.daysSince1970
    }
}
