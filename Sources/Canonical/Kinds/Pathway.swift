extension Schema {
    /// A person's way through a structure (parcours): contract, hours, approval, exit.
    ///
    /// It reaches no other member.
    public static let pathway = Schema(
        kind: "pathway",
        french: "parcours",
        meaning: "A person's way through a structure: contract, hours, approval, training, exit.",
        audience: "No other member: rules and reports read it in the journal, under the person's pseudonym.",
        dates: ["contract.starts"],
        fields: pathwayContract + pathwayWay + pathwayExit,
        rules: [
            .order("contract.starts", "contract.ends", "a contract ends on or after its first day"),
            .longest(starts: "contract.starts", ends: "contract.ends", type: "contract.type"),
            .order("approval.starts", "approval.ends", "an approval ends on or after its first day"),
            .order("contract.starts", "exit.date", "a person leaves on or after the first day of the contract"),
        ],
        leftOut: pathwayLeftOut)

    /// Who works where, under what contract and for how long.
    private static let pathwayContract: [Field] = [
        Field(
            "key", "référence", .line(max: 200), "The identifier under which its source knows the pathway.",
            need: .always, .lesEmplois("fluxIAE ContratMission: contrat_id_ctr"),
            .lesEmplois("embauches-geiq: id_embauche")),
        Field(
            "person.id", "personne", .pseudonym, "The person's pseudonym, stable within the structure.",
            need: .always, .lesEmplois("fluxIAE ContratMission: contrat_id_pph"),
            .lesEmplois("embauches-geiq: id_utilisateur"), .lesEmplois("fiche salarié: personnePhysique.idItou")),
        Field(
            "siaeKind", "type de structure", .code(table: "siae-kinds"), "The kind of structure that employs.",
            need: .always, .lesEmplois("fluxIAE ContratMission: contrat_mesure_disp_code"),
            .lesEmplois("fiche salarié: mesure")),
        Field(
            "employer.siret", "SIRET", .siret, "The employing establishment.", .lesEmplois("fiche salarié: siret"),
            .lesEmplois("embauches-geiq: siret_employeur")),
        Field(
            "employer.annex", "annexe financière", .line(max: 30),
            "The number of the financial annex that pays for the post.", .lesEmplois("fiche salarié: numeroAnnexe")),
        Field(
            "contract.type", "type de contrat", .code(table: "contract-types"), "The kind of contract.",
            need: .always, .lesEmplois("embauches-geiq: type_contrat"),
            .lesEmplois("fluxIAE ContratMission: contrat_format_contrat_code")),
        Field(
            "contract.starts", "début de contrat", .date, "First day of the contract.", need: .always,
            .lesEmplois("fluxIAE ContratMission: contrat_date_embauche"),
            .lesEmplois("embauches-geiq: date_debut_contrat")),
        Field(
            "contract.ends", "fin de contrat", .date, "Last day of the contract.",
            .lesEmplois("fluxIAE ContratMission: contrat_date_fin_contrat"),
            .lesEmplois("embauches-geiq: date_fin_contrat")),
        Field("contract.trialEnds", "fin de période d'essai", .date, "Last day of the trial period."),
        Field(
            "contract.renewal", "numéro de renouvellement", .integer(0...50),
            "How many contracts came before it: 0 for the first.", unit: "contracts",
            .lesEmplois("fluxIAE ContratMission: contrat_type_contrat")),
        Field(
            "hours.weekly", "heures par semaine", .number(0...80), "Working time in the contract.",
            unit: "hours a week", sight: .structure,
            .lesEmplois("fluxIAE ContratMission: contrat_duree_hebdo_travail"),
            .lesEmplois("embauches-geiq: duree_hebdo")),
        Field(
            "hours.done", "heures réalisées", .number(0...20_000), "Hours worked so far.", unit: "hours",
            sight: .structure, .lesEmplois("fluxIAE EtatMensuelIndiv: emi_nb_heures_travail")),
        Field(
            "hours.billed", "heures facturées", .number(0...20_000), "Hours lent to clients and billed so far.",
            unit: "hours", sight: .structure, .lesEmplois("fluxIAE EtatMensuelIndiv: emi_nb_heures_facturees")),
        Field(
            "hours.missions", "missions", .integer(0...2_000), "Missions at clients so far.", unit: "missions",
            sight: .structure, .lesEmplois("fluxIAE EtatMensuelIndiv: emi_nb_mission")),
        Field(
            "hours.accompanied", "heures d'accompagnement", .number(0...5_000), "Hours of counsel so far.",
            unit: "hours", sight: .structure, .lesEmplois("fluxIAE ContratMission: contrat_nb_heures_accomp")),
        Field(
            "hours.asOf", "heures arrêtées au", .date, "The day up to which these hours were counted.",
            sight: .structure, .lesEmplois("fluxIAE EtatMensuelIndiv: emi_sme_mois"),
            .lesEmplois("fluxIAE EtatMensuelIndiv: emi_sme_annee")),
        Field(
            "occupation.rome", "code ROME", .rome, "The occupation held.",
            .lesEmplois("fluxIAE ContratMission: contrat_code_rome"), .lesEmplois("embauches-geiq: poste_occupe")),
        Field("occupation.label", "métier", .line(max: 300), "Its name."),
        Field("referent.name", "référent", .line(max: 200), "The counsellor (CIP) who accompanies."),
        Field("referent.email", "courriel du référent", .email, "Where the counsellor reads mail."),
    ]

    /// The right to be there, where the person comes from and what the person learns.
    private static let pathwayWay: [Field] = [
        Field(
            "approval.status", "statut du PASS IAE", .choice(["valid", "future", "suspended", "expired"]),
            "Whether the approval holds at present.", sight: .structure,
            .lesEmplois("candidatures/recherche: candidat_pass_iae_statut")),
        Field(
            "approval.starts", "début d'agrément", .date, "First day of the PASS IAE.", sight: .structure,
            .lesEmplois("fiche salarié: personnePhysique.passDateDeb")),
        Field(
            "approval.ends", "fin d'agrément", .date, "Last day of the PASS IAE.",
            need: .with("approval.starts"), sight: .structure,
            .lesEmplois("fiche salarié: personnePhysique.passDateFin")),
        Field(
            "prescriber.kind", "type de prescripteur", .code(table: "prescriber-kinds"),
            "What kind of body sent the person; a kind that tells about the person is \"Autre\".", sight: .structure,
            .lesEmplois("fluxIAE ContratMission: contrat_orienteur_code"),
            .lesEmplois("fiche salarié: situationSalarie.orienteur"),
            .lesEmplois("embauches-geiq: prescripteur_origine")),
        Field(
            "education.level", "niveau de formation", .code(table: "education-levels"),
            "The person's level of education on arrival.", sight: .structure,
            .lesEmplois("fluxIAE ContratMission: contrat_niveau_de_formation_code"),
            .lesEmplois("fiche salarié: situationSalarie.niveauFormation"),
            .lesEmplois("embauches-geiq: niveau_formation")),
        Field(
            "diploma.type", "type de qualification visée", .choice(["RNCP", "CQP", "CCN"]),
            "In what register the qualification that the person works for stands.", sight: .structure,
            .lesEmplois("embauches-geiq: type_qualification")),
        Field(
            "diploma.level", "niveau de qualification visé", .choice(["N3", "N4", "N5", "SQ"]),
            "The level of that qualification; SQ without a level.", sight: .structure,
            .lesEmplois("embauches-geiq: niveau_qualification")),
        Field(
            "trainings[].title", "formation suivie", .line(max: 300), "A training during the contract.",
            need: .with("trainings"), sight: .structure),
        Field(
            "trainings[].starts", "début de formation", .date, "Its first day.", sight: .structure,
            .lesEmplois("fluxIAE Formations: formation_date_debut")),
        Field(
            "trainings[].ends", "fin de formation", .date, "Its last day.", sight: .structure,
            .lesEmplois("fluxIAE Formations: formation_date_fin")),
        Field(
            "trainings[].hours", "durée de formation", .number(0...5_000), "How long it lasts in all.", unit: "hours",
            sight: .structure, .lesEmplois("embauches-geiq: nb_heures_formation"),
            .lesEmplois("fluxIAE Formations: formation_duree_heures")),
    ]

    /// How it ended, and what became of the person.
    private static let pathwayExit: [Field] = [
        Field(
            "exit.date", "date de sortie", .date, "When the person left.", sight: .structure,
            .lesEmplois("fluxIAE ContratMission: contrat_date_sortie_definitive"),
            .lesEmplois("fluxIAE EtatMensuelIndiv: emi_date_fin_reelle")),
        Field(
            "exit.outcome", "motif de sortie", .code(table: "exit-outcomes"), "What the person left for.",
            need: .with("exit.date"), sight: .structure,
            .lesEmplois("fluxIAE ContratMission: contrat_motif_sortie_code"),
            .lesEmplois("fluxIAE EtatMensuelIndiv: emi_motif_sortie_code")),
        Field(
            "exit.contractType", "contrat à la sortie", .code(table: "contract-types"),
            "The contract that the person left for.", sight: .structure),
        Field(
            "exit.rome", "métier à la sortie", .rome, "The occupation that the person left for.", sight: .structure),
        Field(
            "followUps[].months", "échéance de suivi", .integer(1...36), "How long after the exit.", unit: "months",
            need: .with("followUps"), sight: .structure),
        Field(
            "followUps[].date", "date du suivi", .date, "When the person was asked.", need: .with("followUps"),
            sight: .structure),
        Field(
            "followUps[].outcome", "situation au suivi", .code(table: "exit-outcomes"), "The situation at that date.",
            need: .with("followUps"), sight: .structure),
    ]
}
