extension Schema {
    /// One contact with a company, noted so that nobody asks the same again.
    public static let solicitation = Schema(
        kind: "solicitation",
        french: "sollicitation d'entreprise",
        meaning: "One contact with a company, noted so that nobody asks it for the same thing again.",
        audience: "Every member of the collective.",
        dates: ["date"],
        fields: [
            Field(
                "key", "référence", .line(max: 200), "The identifier under which its source knows the contact.",
                need: .always),
            Field(
                "date", "date du contact", .moment, "When the company was contacted.", need: .always),
            Field(
                "topic", "sujet",
                .choice([
                    "job", "insertionPost", "immersion", "visit", "event", "socialClause", "subcontracting",
                    "partnership", "followUp", "other",
                ]), "What it was about.", need: .always),
            Field(
                "channel", "moyen", .choice(["phone", "email", "visit", "event", "letter"]),
                "How the company was contacted."),
            Field("employer.name", "entreprise", .line(max: 300), "The company's name.", need: .always),
            Field("employer.siret", "SIRET", .siret, "The establishment that was contacted."),
            Field("employer.naf", "code NAF", .naf, "The establishment's main activity."),
            Field(
                "employer.size", "tranche d'effectif", .line(max: 100),
                "How many people the establishment employs, as the source writes the band."),
            Field("workplace.label", "lieu", .line(max: 300), "Where the establishment is."),
            Field("workplace.commune", "commune", .commune, "The commune's INSEE code."),
            Field("workplace.postcode", "code postal", .postcode, "The postcode."),
            Field("workplace.departement", "département", .departement, "The département's code."),
            Field(
                "contact.role", "fonction de l'interlocuteur", .line(max: 200), "The job of the one who was spoken to.",
                need: .always),
            Field(
                "contact.name", "interlocuteur", .line(max: 200),
                "Who was spoken to, where that person's name is public in the job."),
            Field(
                "contact.changed", "nouvel interlocuteur", .boolean,
                "Whether another person held that job at the last contact."),
            Field(
                "referent.name", "contact pris par", .line(max: 200), "The professional who made the contact.",
                need: .always),
            Field("referent.email", "courriel", .email, "Where that professional reads mail."),
            Field(
                "outcome", "suite donnée",
                .choice(["interested", "offerGiven", "callBack", "notNow", "refused", "noAnswer"]),
                "What the company answered."),
            Field(
                "occupations[].rome", "code ROME", .rome, "An occupation that the contact was about."),
            Field("occupations[].label", "métier", .line(max: 300), "Its name."),
            Field("offer.key", "référence de l'offre", .line(max: 200), "The key of the offer that came out of it."),
            Field(
                "offer.source", "origine de l'offre", .line(max: 200), "The feed or member that publishes that offer.",
                need: .with("offer")),
            Field(
                "next", "prochain contact", .date, "When the company is to be contacted again.",
                need: .when("outcome", ["callBack"])),
            Field("comment", "compte rendu", .text(max: 2_000), "What the other structures should know."),
        ],
        rules: [
            .order("date", "next", "the next contact comes after this one"),
            .samePlace("workplace"),
        ])
}
