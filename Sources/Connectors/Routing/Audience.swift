import Canonical

/// Whom an entity that is no offer concerns: the members that its fields name.
struct Audience {
    /// In order of the members' numbers.
    private(set) var receiving: [(number: Int, reason: Reason)] = []
    /// Why the others do not receive it.
    let others: Reason
    /// Why the sender does not.
    let own: Reason

    private init(_ receiving: [Int: Reason], others: Reason, own: Reason = .ownMessage) {
        (self.others, self.own) = (others, own)
        self.receiving = receiving.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Decides by the entity's kind; where the field that names somebody is missing, nobody receives it.
    init(of entity: Entity, from sender: String, _ directory: Directory) {
        let kind = entity.schema.kind
        switch kind {
        case Schema.referral.kind, Schema.receipt.kind, Schema.response.kind, Schema.alert.kind,
            Schema.progress.kind:
            let addressee = entity.text("addressedTo") ?? ""
            let others = Reason.notAddressed(to: addressee)
            self.init(directory.numbers[addressee].map { [$0: .addressed] } ?? [:], others: others, own: others)
        case Schema.application.kind: self.init(ofApplication: entity, from: sender, directory)
        case Schema.immersion.kind: self.init(ofImmersion: entity, from: sender, directory)
        case Schema.solicitation.kind, Schema.structure.kind:
            var everybody = Dictionary(
                uniqueKeysWithValues: directory.numbers.values.map { ($0, Reason.collective(kind)) })
            if let own = directory.numbers[sender] { everybody[own] = nil }
            self.init(everybody, others: .collective(kind))
        default: self.init([:], others: .staysWithItsStructure)
        }
    }

    /// Who is asked to take the person, and the CRE; what a structure asks of itself stays there.
    private init(ofApplication entity: Entity, from sender: String, _ directory: Directory) {
        let asked =
            entity.text("addressedTo").flatMap { directory.numbers[$0] }
            ?? entity.text("offer.source").flatMap(directory.publisher)
            ?? entity.text("employer.siret").flatMap { directory.sirets[$0]?.first }
        guard let asked else {
            self.init(
                [:], others: .namesNobody(entity.schema.kind, ["addressedTo", "offer.source", "employer.siret"]))
            return
        }
        guard asked != directory.numbers[sender] else {
            self.init([:], others: .staysWithItself(sender))
            return
        }
        var receiving: [Int: Reason] = [asked: .asked]
        for cre in directory.cres where cre != asked && cre != directory.numbers[sender] {
            receiving[cre] = .creOfApplication
        }
        self.init(receiving, others: .notParty(entity.schema.kind))
    }

    /// The members whose SIRET stands in it.
    private init(ofImmersion entity: Entity, from sender: String, _ directory: Directory) {
        let fields = ["host.siret", "employer.siret", "agency.siret"]
        var receiving: [Int: Reason] = [:]
        for field in fields {
            for number in entity.text(field).flatMap({ directory.sirets[$0] }) ?? []
            where number != directory.numbers[sender] && receiving[number] == nil {
                receiving[number] = .party(field)
            }
        }
        let isNamed = !receiving.isEmpty
        self.init(
            receiving,
            others: isNamed ? .notParty(entity.schema.kind) : .namesNobody(entity.schema.kind, fields))
    }

    /// How members are named in entities.
    struct Directory: Sendable {
        /// By id.
        let numbers: [String: Int]
        /// By SIRET; two members of different kinds may share one.
        let sirets: [String: [Int]]
        let cres: [Int]
        /// The member of each feed.
        private let feeds: [String: String]

        init(_ members: [Member], _ feeds: [Feed]) {
            numbers = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1.id, $0) })
            sirets = Dictionary(
                grouping: members.indices.filter { members[$0].siret != nil }, by: { members[$0].siret ?? "" })
            cres = members.indices.filter { members[$0].isCRE }
            self.feeds = Dictionary(feeds.map { ($0.id, $0.member) }, uniquingKeysWith: { first, _ in first })
        }

        /// The member behind a source: its own id, a feed's, or either at the end of a path, as messages name it.
        func publisher(_ source: String) -> Int? {
            let name = ReadEnvelope.publisher(of: source)
            return numbers[name] ?? feeds[name].flatMap { numbers[$0] }
        }
    }
}
