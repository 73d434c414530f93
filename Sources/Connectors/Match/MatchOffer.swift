import Canonical

/// What matching reads of an open offer.
struct MatchOffer: Sendable {
    let source: String
    let key: String
    /// The member that publishes it; empty when nobody knows.
    let member: String
    let type: String
    let title: String
    let employer: String?
    let siret: String?
    let rome: String?
    let place: String?
    let point: Point?
    let departement: String?
    let isRemote: Bool
    let takesImmersions: Bool
    let contract: String?
    let hours: Double?
    let schedules: [String]
    let permits: [(label: String, isRequired: Bool)]
    let skills: [String]
    let conditions: [String]
    /// Days since 1970.
    let starts: Int?
    let expires: Int?
    let published: Int?
    /// The members that may know it: who receives it, and who publishes it.
    let readers: Set<String>

    /// Nil for an offer that nobody can be put forward for on `today`.
    init?(_ entity: Entity, source: String, member: String, _ router: Router, _ communes: Communes, today: Int) {
        guard entity.text("open") != "false" else { return nil }
        if let expires = entity.day("expires"), expires < today { return nil }
        if let ends = entity.day("ends"), ends < today { return nil }
        let whereabouts = Whereabouts(entity, communes)
        self.source = source
        key = entity.key
        self.member = member
        type = entity.text("type") ?? ""
        title = entity.text("title") ?? ""
        employer = entity.text("employer.name")
        siret = entity.text("employer.siret")
        rome = entity.text("occupation.rome")
        place = entity.text("workplace.label") ?? entity.text("workplace.commune")
        point = whereabouts.point
        departement = whereabouts.departement
        isRemote = entity.text("workplace.remote") == "remote"
        takesImmersions = entity.text("immersion.possible") == "true"
        contract = entity.text("contract.type")
        hours =
            entity.text("hours.weekly").flatMap(Double.init)
            ?? (entity.text("hours.fullTime") == "true" ? 35 : nil)
        schedules = entity.texts("hours.schedules[]") + (entity.text("hours.label").map { [$0] } ?? [])
        // Whether a permit is required is known where the source says so of all of them, or of none.
        let labels = entity.texts("permits[].label")
        let required = entity.texts("permits[].required")
        permits = labels.enumerated().map { number, label in
            (label, required.count == labels.count ? required[number] == "E" : required.isEmpty)
        }
        skills = entity.texts("skills[].label")
        conditions = entity.texts("conditions[]")
        starts = entity.day("starts")
        expires = entity.day("expires")
        published = entity.day("published")
        var readers = Set(router.recipients(of: entity, from: member).map(\.member))
        readers.insert(member)
        self.readers = readers
    }
}
