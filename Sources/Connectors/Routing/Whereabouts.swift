import Canonical

/// Where an entity's work is, as far as it says so.
struct Whereabouts {
    let departement: String?
    /// The commune as stated, and the town whose arrondissement it is.
    let communes: [String]
    /// Its coordinates, else those of its commune.
    let point: Point?

    init(_ entity: Entity, _ communes: Communes) {
        departement = Whereabouts.departement(of: entity)
        let commune = entity.text("workplace.commune")
        self.communes = commune.map { [$0] + (Whereabouts.town(of: $0).map { [$0] } ?? []) } ?? []
        let stated = Point(
            latitude: entity.text("workplace.latitude") ?? "", longitude: entity.text("workplace.longitude") ?? "")
        point = stated ?? self.communes.lazy.compactMap(communes.point).first
    }

    /// The département: as stated, else the commune's, else the postcode's.
    static func departement(of entity: Entity) -> String? {
        if let stated = entity.text("workplace.departement") { return stated }
        if let commune = entity.text("workplace.commune") { return prefix(of: commune) }
        guard let postcode = entity.text("workplace.postcode") else { return nil }
        // Corsica's postcodes begin with 20: 200 and 201 belong to Corse-du-Sud, the others to Haute-Corse.
        if postcode.hasPrefix("20") { return postcode < "20200" ? "2A" : "2B" }
        return prefix(of: postcode)
    }

    private static func prefix(of code: String) -> String {
        String(code.prefix(code.hasPrefix("97") || code.hasPrefix("98") ? 3 : 2))
    }

    /// Paris, Lyon and Marseille have a code of their own beside those of their arrondissements.
    private static func town(of commune: String) -> String? {
        switch commune {
        case "75101"..."75120": "75056"
        case "69381"..."69389": "69123"
        case "13201"..."13216": "13055"
        default: nil
        }
    }
}
