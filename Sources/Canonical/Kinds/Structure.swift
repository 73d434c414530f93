extension Schema {
    /// An organisation that takes people in: who it is, what it does, where it is and how to reach it.
    public static let structure = Schema(
        kind: "structure",
        french: "structure",
        meaning: "An organisation that takes people in: who it is, what it does, where it is and how to reach it.",
        audience: "Every member of the collective.",
        dates: ["updated"],
        fields: [
            Field(
                "key", "référence", .line(max: 200), "The identifier under which its source knows the structure.",
                need: .always, .dataInclusion("structure: id")),
            Field(
                "name", "nom", .line(max: 300), "The structure's name.", need: .always,
                .lesEmplois("siaes: enseigne"), .lesEmplois("siaes: raison_sociale"),
                .dataInclusion("structure: nom")),
            Field(
                "siret", "SIRET", .siret, "The establishment that it is, or that it belongs to.",
                .lesEmplois("siaes: siret"), .dataInclusion("structure: siret")),
            Field(
                "siaeKind", "type de structure", .code(table: "siae-kinds"),
                "The kind of structure, when it is a SIAE.",
                .lesEmplois("siaes: type")),
            Field(
                "description", "présentation", .text(max: 20_000), "How the structure presents itself.",
                .lesEmplois("siaes: description"), .dataInclusion("structure: description")),
            Field(
                "networks[]", "réseaux porteurs", .line(max: 100), "A network or administration that carries it.",
                .dataInclusion("structure: reseaux_porteurs[]")),
            Field(
                "workplace.label", "lieu", .line(max: 300), "The place as the source writes it.",
                .lesEmplois("siaes: ville"), .dataInclusion("structure: commune")),
            Field(
                "workplace.address", "adresse", .line(max: 300), "Number and street.",
                .lesEmplois("siaes: addresse_ligne_1"), .lesEmplois("siaes: addresse_ligne_2"),
                .dataInclusion("structure: adresse"), .dataInclusion("structure: complement_adresse")),
            Field(
                "workplace.commune", "commune", .commune, "The commune's INSEE code.",
                .dataInclusion("structure: code_insee")),
            Field(
                "workplace.postcode", "code postal", .postcode, "The postcode.", .lesEmplois("siaes: code_postal"),
                .dataInclusion("structure: code_postal")),
            Field(
                "workplace.departement", "département", .departement, "The département's code.",
                .lesEmplois("siaes: departement")),
            Field(
                "workplace.latitude", "latitude", .number(-90...90), "How far north it lies, WGS 84.", unit: "degrees",
                .dataInclusion("structure: latitude")),
            Field(
                "workplace.longitude", "longitude", .number(-180...180), "How far east it lies, WGS 84.",
                unit: "degrees", .dataInclusion("structure: longitude")),
            Field(
                "contact.email", "courriel", .email, "Where to write.", .lesEmplois("siaes: courriel"),
                .dataInclusion("structure: courriel")),
            Field(
                "contact.phone", "téléphone", .phone, "Where to call.", .lesEmplois("siaes: telephone"),
                .dataInclusion("structure: telephone")),
            Field(
                "url", "site", .url, "The structure's site.", .lesEmplois("siaes: site_web"),
                .dataInclusion("structure: site_web")),
            Field(
                "hours", "horaires d'accueil", .line(max: 500),
                "When it is open to people, as OpenStreetMap writes it.",
                .dataInclusion("structure: horaires_accueil")),
            Field(
                "accessibility", "accessibilité", .url, "Its page in Acceslibre.",
                .dataInclusion("structure: accessibilite_lieu")),
            Field(
                "updated", "date d'actualisation", .moment, "When the source last changed it.",
                .dataInclusion("structure: date_maj")),
            Field(
                "origin.name", "origine", .line(max: 300), "Who published it first.",
                .dataInclusion("structure: source")),
            Field(
                "origin.url", "lien d'origine", .url, "Its page there.", .dataInclusion("structure: lien_source")),
        ],
        rules: [.samePlace("workplace")])
}
