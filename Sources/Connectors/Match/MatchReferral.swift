import Canonical

/// What matching reads of an open referral; no identity is in it.
struct MatchReferral: Sendable {
    let source: String
    let key: String
    /// The structure that sends it.
    let member: String
    let addressedTo: String
    let person: String
    /// What kinds of offer answer the request.
    let wants: Set<Want>
    let romes: [String]
    let label: String?
    /// Kilometres.
    let radius: Double?
    /// Where the structure is: the person's home is in no message.
    let origin: Point?
    let departement: String?
    let mobility: String?
    let constraints: String?
    let availability: String?
    let permits: [String]
    let skills: [String]
    /// Codes of the contracts that the person would take; none where nobody says.
    let contracts: [String]
    let availableHours: Double?
    let mayEnter: Bool?
    /// Days since 1970.
    let availableFrom: Int?
    let contractEnds: Int?
    let requested: Int?

    /// What a referral looks for.
    enum Want: String, Sendable, CaseIterable {
        case job, insertionPost, immersion, training, mobility

        func takes(_ offer: MatchOffer) -> Bool {
            offer.type == rawValue || self == .immersion && offer.type == "job" && offer.takesImmersions
        }
    }

    /// Nil for a referral that asks for nothing that is offered: preparation, counsel.
    init?(
        _ entity: Entity, source: String, member: Member, _ communes: Communes
    ) {
        let type = entity.text("type") ?? ""
        wants = MatchReferral.wants(type, entity.text("action"))
        guard !wants.isEmpty else { return nil }
        self.source = source
        key = entity.key
        self.member = member.id
        addressedTo = entity.text("addressedTo") ?? ""
        person = entity.text("person.id") ?? ""
        romes = entity.texts("occupations[].rome")
        label = entity.text("occupations[].label")
        radius = entity.text("mobility.radius").flatMap(Double.init)
        origin = member.commune.flatMap(communes.point)
        departement = member.departement
        mobility = entity.text("mobility.label")
        constraints = entity.text("constraints")
        availability = entity.text("availability.label")
        permits = entity.texts("permits[].label")
        skills = entity.texts("skills[].label")
        contracts = entity.texts("contracts[]")
        availableHours = entity.text("hours.available").flatMap(Double.init)
        mayEnter = entity.text("approval.eligible").map { $0 == "true" }
        availableFrom = entity.day("availability.from")
        contractEnds = entity.day("contract.ends")
        requested = entity.day("requested")
    }

    private static func wants(_ type: String, _ action: String?) -> Set<Want> {
        switch (type, action) {
        case ("creAction", "jobProspecting"): [.job, .insertionPost]
        case ("creAction", "pmsmp"), ("creAction", "projectValidation"), ("creAction", "jobDiscovery"),
            ("immersion", _):
            [.immersion]
        case ("interSIAE", _), ("prescriber", _): [.insertionPost]
        case ("training", _): [.training]
        case ("mobility", _): [.mobility]
        default: []
        }
    }
}
