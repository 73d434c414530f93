extension Schema {
    /// Something that a person can be put forward for: a job, an insertion post, an immersion or a training.
    public static let offer = Schema(
        kind: "offer",
        fields: [
            Field(
                "key", "référence", .text(max: 200), "The identifier under which its source knows the offer.",
                isRequired: true),
            Field("type", "type d'offre", .choice(offerTypes), "What is offered.", isRequired: true),
            Field(
                "distribution", "diffusion", .choice(["all", "concerned", "charter"]),
                "Who may receive it: every subscriber, the concerned kinds only, or charter signatories only."),
            Field(
                "siaeKinds[]", "structures concernées", .code(table: "siae-kinds"),
                "The kinds of structure that a \"concerned\" offer is for."),
            Field("title", "intitulé", .text(max: 500), "The job or subject in a few words.", isRequired: true),
            Field("description", "descriptif", .text(max: 20_000), "The full text."),
            Field("occupation.rome", "code ROME", .rome, "The occupation's code in France Travail's register."),
            Field("occupation.label", "métier", .text(max: 300), "The occupation's name."),
            Field("occupation.appellation", "appellation", .text(max: 300), "The job title within the occupation."),
            Field("employer.name", "employeur", .text(max: 300), "The employer's name."),
            Field("employer.siret", "SIRET", .siret, "The employing establishment."),
            Field("employer.description", "présentation", .text(max: 20_000), "How the employer presents itself."),
            Field("employer.url", "site", .text(max: 2_000), "The employer's site."),
            Field("workplace.label", "lieu de travail", .text(max: 300), "The place as the source writes it."),
            Field("workplace.commune", "commune", .commune, "The commune's INSEE code."),
            Field("workplace.postcode", "code postal", .postcode, "The postcode."),
            Field("workplace.departement", "département", .departement, "The département's code."),
            Field("workplace.latitude", "latitude", .number, "Degrees north, WGS 84."),
            Field("workplace.longitude", "longitude", .number, "Degrees east, WGS 84."),
            Field("contract.type", "type de contrat", .code(table: "contract-types"), "The kind of contract."),
            Field(
                "contract.nature", "nature du contrat", .code(table: "contract-natures"),
                "The legal nature of the contract."),
            Field("contract.label", "contrat", .text(max: 300), "The contract as the source writes it."),
            Field("hours.weekly", "heures par semaine", .number, "Hours a week."),
            Field("hours.label", "durée du travail", .text(max: 500), "The working time as the source writes it."),
            Field("hours.fullTime", "temps plein", .boolean, "Whether the post is full time."),
            Field("salary.label", "salaire", .text(max: 500), "The pay as the source writes it."),
            Field("salary.comment", "précision sur le salaire", .text(max: 1_000), "What comes with it."),
            Field(
                "experience.required", "expérience exigée", .choice(["D", "S", "E"]),
                "D beginners accepted, S wished for, E required."),
            Field("experience.label", "expérience", .text(max: 500), "The experience as the source writes it."),
            Field(
                "qualification.code", "qualification", .code(table: "qualifications"),
                "The level of qualification."),
            Field("qualification.label", "libellé de qualification", .text(max: 300), "Its name in the source."),
            Field("skills[].label", "compétence", .text(max: 500), "What the person should be able to do."),
            Field("skills[].code", "code compétence", .text(max: 20), "Its code in France Travail's register."),
            Field("skills[].required", "exigence", .choice(["E", "S"]), "E required, S wished for."),
            Field("permits[].label", "permis", .text(max: 200), "A licence to drive or to operate."),
            Field("permits[].required", "exigence", .choice(["E", "S"]), "E required, S wished for."),
            Field("accessible", "accessible TH", .boolean, "Whether the post is open to disabled workers as it is."),
            Field("positions", "nombre de postes", .integer, "How many people are sought."),
            Field("published", "date de création", .moment, "When the source first published it."),
            Field("updated", "date d'actualisation", .moment, "When the source last changed it."),
            Field("starts", "date de début", .date, "First day of work."),
            Field("expires", "date limite", .date, "Last day to answer."),
            Field("contact.name", "contact", .text(max: 300), "Whom to ask for."),
            Field("contact.email", "courriel", .text(max: 2_000), "Where to write, or the source's text about it."),
            Field("contact.phone", "téléphone", .text(max: 100), "Where to call."),
            Field("contact.url", "lien pour postuler", .text(max: 2_000), "Where to apply."),
            Field("contact.comment", "comment postuler", .text(max: 2_000), "How to apply."),
            Field("origin.name", "origine", .text(max: 300), "Who published it first."),
            Field("origin.url", "lien d'origine", .text(max: 2_000), "Its page there."),
        ],
        rules: [
            Rule(field: "siaeKinds[]") { draft, schema in
                guard let distribution = schema.number(of: "distribution"),
                    let kinds = schema.number(of: "siaeKinds[]"),
                    draft.value(of: distribution, equals: "concerned"), draft.count(of: kinds) == 0,
                    !draft.isRefused(kinds)
                else { return nil }
                return (
                    "siaeKinds[] is missing", "an offer for the concerned kinds only says which they are",
                    "name the kinds, or set distribution to \"all\""
                )
            }
        ])

    private static let offerTypes = ["job", "insertionPost", "immersion", "training", "tender", "event", "mobility"]
}
