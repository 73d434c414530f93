extension Schema {
    /// A request to do something for a person: sent by a counsellor, addressed to one member.
    public static let referral = Schema(
        kind: "referral",
        fields: [
            Field(
                "key", "référence", .text(max: 200), "The identifier under which its source knows the referral.",
                isRequired: true),
            Field(
                "type", "type d'orientation", .choice(referralTypes), "What kind of referral it is.", isRequired: true),
            Field(
                "action", "action demandée", .choice(creActions),
                "Which of the CRE's seven actions is asked for; required for a creAction."),
            Field("addressedTo", "destinataire", .text(max: 60), "The member it is addressed to.", isRequired: true),
            Field("requested", "date de la demande", .date, "When it was asked for."),
            Field(
                "person.id", "personne", .pseudonym, "The person's pseudonym, stable within the structure.",
                isRequired: true),
            Field("referent.name", "référent", .text(max: 200), "The counsellor (CIP) to answer to."),
            Field("referent.email", "courriel du référent", .text(max: 300), "Where the counsellor reads mail."),
            Field("occupations[].rome", "code ROME visé", .rome, "An occupation that the person wants."),
            Field("occupations[].label", "métier visé", .text(max: 300), "Its name."),
            Field("skills[].label", "compétence", .text(max: 500), "What the person can do."),
            Field(
                "contract.type", "type de contrat", .code(table: "contract-types"), "The person's present contract."),
            Field("contract.ends", "fin de contrat", .date, "Its last day."),
            Field("availability.from", "disponible à partir du", .date, "First day the person is free."),
            Field("mobility.label", "mobilité", .text(max: 300), "How far and how the person can travel."),
            Field("constraints", "contraintes", .text(max: 1_000), "What a post must respect; relevant to work only."),
            Field(
                "consent.given", "date du consentement", .date,
                "When the person agreed that the identity is shared; required with an identity."),
            Field("consent.by", "recueilli par", .text(max: 200), "Who asked the person."),
            Field("consent.purpose", "objet du consentement", .text(max: 500), "What the person agreed to."),
            Field("identity.firstName", "prénom", .text(max: 100), "First name; the addressee only."),
            Field("identity.lastName", "nom", .text(max: 100), "Last name; the addressee only."),
            Field("identity.phone", "téléphone", .text(max: 100), "Telephone; the addressee only."),
            Field("identity.email", "courriel", .text(max: 300), "E-mail; the addressee only."),
        ],
        rules: [
            Rule(field: "action") { draft, schema in
                guard let type = schema.number(of: "type"), let action = schema.number(of: "action"),
                    draft.value(of: type, equals: "creAction"), draft.count(of: action) == 0, !draft.isRefused(action)
                else { return nil }
                return (
                    "action is missing", "a creAction names one of the CRE's seven actions", "fill it in the export"
                )
            },
            Rule(field: "consent.given") { draft, schema in
                guard let consent = schema.number(of: "consent.given"), draft.count(of: consent) == 0,
                    !draft.isRefused(consent),
                    schema.fields.indices.contains(where: { schema.fields[$0].isIdentity && draft.count(of: $0) > 0 })
                else { return nil }
                return (
                    "consent.given is missing", "a person's identity is shared only with the date of the consent",
                    "record the consent, or leave the identity columns unmapped"
                )
            },
        ])

    private static let referralTypes = ["creAction", "interSIAE", "prescriber", "immersion", "training", "mobility"]
    private static let creActions = [
        "pmsmp", "projectValidation", "jobDiscovery", "preparation", "jobProspecting", "interviewTraining",
        "inWorkSupport",
    ]
}
