extension Schema {
    /// A person put forward for an offer or to a structure (candidature, positionnement), and what became of it.
    public static let application = Schema(
        kind: "application",
        french: "candidature",
        meaning: "A person put forward for an offer or to a structure, and what became of it.",
        audience: "The structure that sent it, the owner of the offer and the CRE.",
        dates: ["sent", "changed", "updated"],
        fields: applicationState + applicationOffer + applicationPerson + Field.consent + Field.identity,
        rules: [
            .order("contract.starts", "contract.ends", "a contract ends on or after its first day"),
            .longest(starts: "contract.starts", ends: "contract.ends", type: "contract.type"),
            .order("approval.starts", "approval.ends", "an approval ends on or after its first day"),
            .order("consent.given", "consent.until", "a consent ends on or after the day it is given"),
            .order("sent", "changed", "an application changes on or after the day it is sent"),
            Rule(
                "referent.name", "an application that the person sends has no referent",
                reads: ["sender.kind", "referent.name", "referent.email"]
            ) { draft, fields, _ in
                guard draft.value(of: fields[0], equals: "jobSeeker"),
                    fields.dropFirst().contains(where: { draft.count(of: $0) > 0 })
                else { return nil }
                return (
                    "a referent is given, sender.kind is \"jobSeeker\": the name would be the person's own",
                    "map the sender's name and e-mail only where the sender is a prescriber or an employer"
                )
            },
        ],
        leftOut: applicationLeftOut)

    /// How far it has come.
    private static let applicationState: [Field] = [
        Field(
            "key", "référence", .line(max: 200), "The identifier under which its source knows the application.",
            need: .always, .lesEmplois("candidatures/recherche: identifiant_unique")),
        Field(
            "status", "statut", .choice(applicationStates),
            "How far it has come; les emplois' \"new\" is proposed, \"refused\" is rejected.", need: .always,
            .lesEmplois("candidatures/recherche: statut"),
            .lesEmplois("Liste des candidatures: Statut de la candidature")),
        Field(
            "reason", "motif de refus", .code(table: "refusal-reasons"), "Why the person was not taken.",
            need: .when("status", ["rejected"]), .lesEmplois("Liste des candidatures: Motifs de refus")),
        Field(
            "comment", "précision", .text(max: 2_000), "What else is to be said about the answer.", sight: .addressee),
        Field(
            "feedback.date", "date du retour", .date, "When the answer and its reason were told to the person."),
        Field("feedback.by", "retour fait par", .line(max: 200), "Who told the person.", need: .with("feedback")),
        Field(
            "sent", "date de la candidature", .moment, "When the person was put forward.", need: .always,
            .lesEmplois("candidatures/recherche: cree_le"),
            .lesEmplois("Liste des candidatures: Date de la candidature")),
        Field(
            "changed", "dernier changement de statut", .moment, "When the status last changed.",
            .lesEmplois("candidatures/recherche: dernier_changement_le")),
        Field(
            "updated", "date de mise à jour", .moment, "When the source last changed the record.",
            .lesEmplois("candidatures/recherche: mis_a_jour_le")),
        Field("interview", "date de l'entretien", .moment, "When the employer meets the person."),
        Field(
            "addressedTo", "destinataire", .member, "The member that is asked to take the person."),
    ]

    /// Ours: proposed to withdrawn; les emplois', where it knows more: processing to obsolete.
    private static let applicationStates = [
        "proposed", "shortlisted", "presented", "interview", "accepted", "rejected", "withdrawn",
        "processing", "postponed", "priorToHire", "pool", "cancelled", "obsolete",
    ]

    /// For what, and where.
    private static let applicationOffer: [Field] = [
        Field("offer.key", "référence de l'offre", .line(max: 200), "The key of the offer that it is for."),
        Field(
            "offer.source", "origine de l'offre", .line(max: 200), "The feed or member that publishes that offer.",
            need: .with("offer")),
        Field("offer.title", "intitulé de l'offre", .line(max: 500), "The offer in a few words."),
        Field(
            "employer.name", "employeur", .line(max: 300), "Who may hire.",
            .lesEmplois("candidatures/recherche: entreprise_nom"),
            .lesEmplois("Liste des candidatures: Nom structure employeur")),
        Field(
            "employer.siret", "SIRET", .siret, "The employing establishment.",
            .lesEmplois("candidatures/recherche: entreprise_siret")),
        Field(
            "employer.siaeKind", "type de structure", .code(table: "siae-kinds"),
            "The kind of structure, when the employer is one.", .lesEmplois("candidatures/recherche: entreprise_type"),
            .lesEmplois("Liste des candidatures: Type employeur")),
        Field(
            "employer.address", "adresse", .line(max: 300), "The employer's address on one line.",
            .lesEmplois("candidatures/recherche: entreprise_adresse")),
        Field(
            "employer.email", "courriel de l'employeur", .email, "Where the employer reads mail.",
            .lesEmplois("candidatures/recherche: entreprise_employeur_email")),
        Field(
            "occupations[].rome", "code ROME visé", .rome, "An occupation that the person asks for.",
            .lesEmplois("candidatures/recherche: orientation_postes_recherches[].rome")),
        Field(
            "occupations[].label", "métier visé", .line(max: 300), "Its name.",
            .lesEmplois("candidatures/recherche: orientation_postes_recherches[].titre"),
            .lesEmplois("Liste des candidatures: Métiers")),
        Field(
            "occupations[].place", "ville du poste visé", .line(max: 200), "Where that post is.",
            .lesEmplois("candidatures/recherche: orientation_postes_recherches[].ville")),
        Field(
            "occupation.rome", "code ROME retenu", .rome, "The occupation that the person is hired for.",
            .lesEmplois("candidatures/recherche: contrat_poste_retenu.rome")),
        Field(
            "occupation.label", "métier retenu", .line(max: 300), "Its name.",
            .lesEmplois("candidatures/recherche: contrat_poste_retenu.titre")),
        Field(
            "workplace.label", "lieu de travail", .line(max: 300), "Where the person is hired to work.",
            .lesEmplois("candidatures/recherche: contrat_poste_retenu.ville")),
        Field("contract.type", "type de contrat", .code(table: "contract-types"), "The contract that is signed."),
        Field(
            "contract.starts", "début de contrat", .date, "First day of the contract.",
            need: .when("status", ["accepted"]), .lesEmplois("candidatures/recherche: contrat_date_debut"),
            .lesEmplois("Liste des candidatures: Dates de début d’embauche")),
        Field(
            "contract.ends", "fin de contrat", .date, "Last day of the contract.",
            .lesEmplois("candidatures/recherche: contrat_date_fin"),
            .lesEmplois("Liste des candidatures: Dates de fin d’embauche")),
        Field(
            "hours.weekly", "heures par semaine", .number(0...80), "Working time in the contract.",
            unit: "hours a week"),
    ]

    /// Who is put forward, and by whom.
    private static let applicationPerson: [Field] = [
        Field(
            "person.id", "personne", .pseudonym, "The person's pseudonym, stable within the structure.",
            need: .always, .lesEmplois("candidats: uid_structures[]")),
        Field(
            "approval.status", "statut du PASS IAE", .choice(["valid", "future", "suspended", "expired"]),
            "Whether the person may be hired in the IAE at present.", sight: .addressee,
            .lesEmplois("candidatures/recherche: candidat_pass_iae_statut"),
            .lesEmplois("Liste des candidatures: Statut PASS IAE")),
        Field(
            "approval.starts", "début d'agrément", .date, "First day of the PASS IAE.", sight: .addressee,
            .lesEmplois("candidatures/recherche: candidat_pass_iae_date_debut"),
            .lesEmplois("Liste des candidatures: Début PASS IAE")),
        Field(
            "approval.ends", "fin d'agrément", .date, "Last day of the PASS IAE.",
            need: .with("approval.starts"), sight: .addressee,
            .lesEmplois("candidatures/recherche: candidat_pass_iae_date_fin"),
            .lesEmplois("Liste des candidatures: Fin PASS IAE")),
        Field(
            "approval.eligible", "éligibilité IAE validée", .boolean,
            "Whether a prescriber or the employer has confirmed that the person may enter the IAE.",
            sight: .addressee, .lesEmplois("Liste des candidatures: Éligibilité IAE validée")),
        Field("skills[].label", "compétence", .line(max: 500), "What the person can do.", need: .with("skills")),
        Field(
            "skills[].attested", "compétence attestée", .boolean,
            "Whether a jury, a training body or an employer has attested it."),
        Field("availability.from", "disponible à partir du", .date, "First day the person is free."),
        Field("mobility.label", "mobilité", .line(max: 300), "How far and how the person can travel."),
        Field(
            "message", "message de candidature", .text(max: 4_000), "What is said in favour of the person.",
            sight: .addressee, .lesEmplois("candidatures/recherche: orientation_candidat_message")),
        Field(
            "sender.kind", "type d'émetteur", .choice(["jobSeeker", "prescriber", "orienter", "employer"]),
            "Who put the person forward: the person, an authorised prescriber, another body, a structure.",
            .lesEmplois("candidatures/recherche: orientation_emetteur_type"),
            .lesEmplois("Liste des candidatures: Source de la candidature")),
        Field(
            "sender.prescriberKind", "type de prescripteur", .code(table: "prescriber-kinds"),
            "What kind of prescriber that is; a kind that tells about the person is \"Autre\".",
            .lesEmplois("candidatures/recherche: orientation_emetteur_sous_type")),
        Field(
            "sender.siaeKind", "type de structure émettrice", .code(table: "siae-kinds"),
            "What kind of structure that is.",
            .lesEmplois("candidatures/recherche: orientation_emetteur_sous_type")),
        Field(
            "sender.name", "organisme émetteur", .line(max: 300), "The name of that body.",
            .lesEmplois("candidatures/recherche: orientation_emetteur_organisme"),
            .lesEmplois("Liste des candidatures: Nom organisation prescripteur")),
        Field(
            "sender.phone", "téléphone de l'organisme", .phone, "Where to call that body.",
            .lesEmplois("candidatures/recherche: orientation_emetteur_organisme_telephone")),
        Field(
            "referent.name", "référent", .line(max: 200), "The professional to answer to.",
            .lesEmplois("candidatures/recherche: orientation_emetteur_nom"),
            .lesEmplois("candidatures/recherche: orientation_emetteur_prenom"),
            .lesEmplois("Liste des candidatures: Nom utilisateur prescripteur")),
        Field(
            "referent.email", "courriel du référent", .email, "Where that professional reads mail.",
            .lesEmplois("candidatures/recherche: orientation_emetteur_email")),
    ]
}
