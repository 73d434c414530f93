extension Schema {
    /// A request to do something for a person: sent by a counsellor, addressed to one member.
    public static let referral = Schema(
        kind: "referral",
        french: "orientation",
        meaning: "A request to do something for a person: one of the CRE's actions, to take the person on, to find an "
            + "immersion, a training place or a vehicle.",
        audience: "The member that it is addressed to, and nobody else; the identity stands in that copy only.",
        dates: ["requested"],
        fields: referralRequest + referralPerson + referralWish + Field.consent + Field.identity,
        rules: [
            .order("contract.starts", "contract.ends", "a contract ends on or after its first day"),
            .order("requested", "answerBy", "an answer is due on or after the day of the request"),
            .order("immersion.starts", "immersion.ends", "an immersion ends on or after its first day"),
            .order("consent.given", "consent.until", "a consent ends on or after the day it is given"),
        ],
        leftOut: referralLeftOut)

    /// What is asked, of whom, by whom.
    private static let referralRequest: [Field] = [
        Field(
            "key", "référence", .line(max: 200), "The identifier under which its source knows the referral.",
            need: .always),
        Field(
            "type", "type d'orientation",
            .choice(["creAction", "interSIAE", "prescriber", "immersion", "training", "mobility"]),
            "What kind of referral it is.", need: .always),
        Field(
            "action", "action demandée",
            .choice([
                "pmsmp", "projectValidation", "jobDiscovery", "preparation", "jobProspecting", "interviewTraining",
                "inWorkSupport",
            ]), "Which of the CRE's seven actions is asked for.", need: .when("type", ["creAction"])),
        Field(
            "addressedTo", "destinataire", .member, "The member it is addressed to.", need: .always),
        Field("requested", "date de la demande", .date, "When it was asked for."),
        Field("answerBy", "réponse attendue le", .date, "Last day on which an answer still helps."),
        Field("reason", "objet de la demande", .text(max: 2_000), "What the referral is to bring about."),
        Field("offer.key", "référence de l'offre", .line(max: 200), "The key of the offer that the request is about."),
        Field(
            "offer.source", "origine de l'offre", .line(max: 200), "The feed or member that publishes that offer.",
            need: .with("offer")),
        Field(
            "prescriber.kind", "type de prescripteur", .code(table: "prescriber-kinds"),
            "What kind of body sends the person; a kind that tells about the person is \"Autre\".",
            need: .when("type", ["prescriber"])),
        Field("prescriber.name", "prescripteur", .line(max: 300), "The name of that body."),
    ]

    /// Who the person is at work, and who answers for the request.
    private static let referralPerson: [Field] = [
        Field(
            "person.id", "personne", .pseudonym, "The person's pseudonym, stable within the structure.",
            need: .always, .lesEmplois("candidats: uid_structures[]")),
        Field("referent.name", "référent", .line(max: 200), "The counsellor (CIP) to answer to."),
        Field("referent.email", "courriel du référent", .email, "Where the counsellor reads mail."),
        Field("referent.phone", "téléphone du référent", .phone, "Where to call the counsellor."),
        Field("siaeKind", "type de structure", .code(table: "siae-kinds"), "The kind of structure the person is in."),
        Field("stage", "étape du parcours", .choice(["start", "middle", "end"]), "How far the person has come there."),
        Field("occupations[].rome", "code ROME visé", .rome, "An occupation that the person wants."),
        Field("occupations[].label", "métier visé", .line(max: 300), "Its name."),
        Field(
            "skills[].label", "compétence", .line(max: 500), "What the person can do.", need: .with("skills")),
        Field(
            "skills[].attested", "compétence attestée", .boolean,
            "Whether a jury, a training body or an employer has attested it."),
        Field("permits[].label", "permis", .line(max: 200), "A licence to drive or to operate that the person has."),
        Field(
            "education.level", "niveau de formation", .code(table: "education-levels"),
            "The person's level of education.", sight: .addressee),
        Field(
            "contract.type", "type de contrat", .code(table: "contract-types"), "The person's present contract."),
        Field("contract.starts", "début de contrat", .date, "Its first day."),
        Field("contract.ends", "fin de contrat", .date, "Its last day."),
        Field(
            "hours.weekly", "heures par semaine", .number(0...80), "Working time in that contract.",
            unit: "hours a week"),
        Field(
            "hours.available", "heures disponibles", .number(0...80), "Working time that the person can add to it.",
            unit: "hours a week"),
        Field(
            "approval.ends", "fin d'agrément", .date, "Last day of the PASS IAE.", sight: .addressee,
            .lesEmplois("candidatures/recherche: candidat_pass_iae_date_fin")),
        Field(
            "approval.eligible", "éligibilité IAE validée", .boolean,
            "Whether a prescriber or the employer has confirmed that the person may enter the IAE.",
            sight: .addressee, .lesEmplois("Liste des candidatures: Éligibilité IAE validée")),
    ]

    /// What suits the person, and what the types of request say more.
    private static let referralWish: [Field] = [
        Field(
            "contracts[]", "contrats souhaités", .code(table: "contract-types"),
            "A contract that the person would take."),
        Field("availability.from", "disponible à partir du", .date, "First day the person is free."),
        Field("availability.label", "disponibilités", .line(max: 300), "Days and hours that suit the person."),
        Field("mobility.label", "mobilité", .line(max: 300), "How far and how the person can travel."),
        Field(
            "mobility.radius", "rayon", .number(0...300), "How far the person can travel to work.",
            unit: "kilometres"),
        Field(
            "mobility.motive", "motif professionnel", .choice(mobilityMotives),
            "What a vehicle is asked for; professional motives only."),
        Field("mobility.vehicle", "véhicule demandé", .choice(vehicles), "The vehicle that is asked for."),
        Field("mobility.from", "à partir du", .date, "First day the vehicle is needed."),
        Field(
            "mobility.months", "durée du prêt", .integer(1...24), "How long the vehicle is needed.", unit: "months"),
        Field(
            "constraints", "contraintes", .text(max: 1_000), "What a post must respect; relevant to work only."),
        Field(
            "immersion.objective", "objectif de l'immersion", .choice(immersionObjectives),
            "What the immersion is for.", .immersionFacilitee("immersionObjective")),
        Field("immersion.starts", "début souhaité", .date, "First day that suits."),
        Field("immersion.ends", "fin souhaitée", .date, "Last day that suits."),
        Field("training.title", "formation demandée", .line(max: 300), "The training that is asked for."),
        Field(
            "training.level", "niveau visé", .code(table: "education-levels"), "The level that it leads to."),
    ]
}
