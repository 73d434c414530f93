extension Schema {
    /// A period of immersion in a company (PMSMP), from the request to its assessment.
    public static let immersion = Schema(
        kind: "immersion",
        french: "immersion (PMSMP)",
        meaning: "A period in which a person works in a company to confirm a project, to be recruited or to discover "
            + "an occupation, from the request to its assessment.",
        audience: "The structure that asks for it, and the member that it is addressed to.",
        dates: ["starts", "submitted"],
        fields: immersionState + immersionHost + immersionTime + immersionResult,
        rules: [
            .order("starts", "ends", "an immersion ends on or after its first day"),
            .order("approved", "validated", "an immersion is validated on or after its approval"),
            .samePlace("workplace"),
            Rule(
                "schedule[].date", "a day of the schedule lies in the immersion",
                reads: ["schedule[].date", "starts", "ends"]
            ) { draft, fields, _ in
                guard let first = draft.day(fields[1]), let last = draft.day(fields[2]) else { return nil }
                for index in 0..<draft.count(of: fields[0]) {
                    guard let day = draft.withBytes(of: fields[0], index, { CivilDate($0) }) ?? nil,
                        day < first || day > last
                    else { continue }
                    return (
                        "schedule[].date is \(day), outside \(first) to \(last)",
                        "correct the day, or the first or last day of the immersion"
                    )
                }
                return nil
            },
        ],
        leftOut: immersionLeftOut)

    /// How far it has come and what it is for.
    private static let immersionState: [Field] = [
        Field(
            "key", "référence", .line(max: 200), "The identifier under which its source knows the immersion.",
            need: .always, .immersionFacilitee("id")),
        Field(
            "status", "statut", .choice(immersionStates),
            "How far it has come; started and closed come after Immersion Facilitée's eight.", need: .always,
            .immersionFacilitee("status")),
        Field(
            "statusReason", "motif du statut", .text(max: 2_000), "Why it was rejected, cancelled or given up.",
            need: .when("status", ["rejected"]), sight: .addressee, .immersionFacilitee("statusJustification")),
        Field(
            "measure", "dispositif", .code(table: "measures"), "The measure under which the person is taken in.",
            .immersionFacilitee("internshipKind")),
        Field("addressedTo", "destinataire", .member, "The member that looks for a host or follows the immersion."),
        Field(
            "person.id", "personne", .pseudonym, "The person's pseudonym, stable within the structure.",
            need: .always),
        Field(
            "referent.name", "référent", .line(max: 200), "The counsellor who accompanies.",
            .immersionFacilitee("agencyReferent")),
        Field("referent.email", "courriel du référent", .email, "Where the counsellor reads mail."),
        Field(
            "objective", "objectif", .choice(immersionObjectives), "What the immersion is for.", need: .always,
            .immersionFacilitee("immersionObjective")),
        Field(
            "occupation.rome", "code ROME", .rome, "The occupation that the person works in.",
            .immersionFacilitee("immersionAppellation.romeCode")),
        Field(
            "occupation.label", "métier", .line(max: 300), "The occupation's name.",
            .immersionFacilitee("immersionAppellation.romeLabel")),
        Field(
            "occupation.appellation", "appellation", .line(max: 300), "The job title within the occupation.",
            .immersionFacilitee("immersionAppellation.appellationLabel")),
        Field(
            "occupation.ogr", "code appellation (OGR)", .appellation, "The job title's code in the ROME.",
            .immersionFacilitee("immersionAppellation.appellationCode")),
        Field(
            "activities", "activités", .text(max: 2_000), "What the person does there.",
            .immersionFacilitee("immersionActivities")),
        Field(
            "aims", "compétences à observer", .text(max: 2_000), "What is to be observed or gained.",
            .immersionFacilitee("immersionSkills")),
        Field(
            "renewal.from", "immersion renouvelée", .line(max: 200), "The key of the immersion that it prolongs.",
            need: .with("renewal"), .immersionFacilitee("renewed.from")),
        Field(
            "renewal.reason", "motif du renouvellement", .text(max: 1_000), "Why it is prolonged.",
            need: .with("renewal.from"), .immersionFacilitee("renewed.justification")),
    ]

    /// Before a convention, Immersion Facilitée's eight, and what comes after it.
    private static let immersionStates = [
        "requested", "hostFound", "readyToSign", "partiallySigned", "inReview", "acceptedByCounsellor",
        "acceptedByValidator", "started", "closed", "rejected", "cancelled", "deprecated",
    ]

    /// Where it takes place and who answers for it.
    private static let immersionHost: [Field] = [
        Field(
            "host.name", "entreprise d'accueil", .line(max: 300), "Who receives the person.",
            need: .when("status", immersionStates.filter { !["requested", "rejected", "cancelled"].contains($0) }),
            .immersionFacilitee("businessName")),
        Field(
            "host.siret", "SIRET de l'entreprise d'accueil", .siret, "The establishment that receives the person.",
            .immersionFacilitee("siret")),
        Field(
            "host.size", "tranche d'effectif", .line(max: 100),
            "How many people the establishment employs, as the source writes the band.",
            .immersionFacilitee("establishmentNumberEmployeesRange")),
        Field(
            "host.sector", "secteur d'accueil", .choice(["market", "nonMarket", "siae"]),
            "Whether it is a company, a public body or association, or a SIAE."),
        Field(
            "workplace.label", "lieu de l'immersion", .line(max: 300), "The place as the source writes it.",
            .immersionFacilitee("immersionAddress")),
        Field("workplace.commune", "commune", .commune, "The commune's INSEE code."),
        Field("workplace.postcode", "code postal", .postcode, "The postcode."),
        Field("workplace.departement", "département", .departement, "The département's code."),
        Field(
            "workplace.remote", "télétravail", .choice(["onSite", "hybrid", "remote"]),
            "Whether the work is done on site, in part or wholly at a distance.",
            .immersionFacilitee("remoteWorkMode")),
        Field(
            "tutor.job", "fonction du tuteur", .line(max: 200), "The job of the one who receives the person.",
            .immersionFacilitee("establishmentTutor.job")),
        Field(
            "employer.name", "structure employeuse", .line(max: 300),
            "The structure that employs the person meanwhile.",
            .immersionFacilitee("signatories.beneficiaryCurrentEmployer.businessName")),
        Field(
            "employer.siret", "SIRET de la structure", .siret, "That structure's establishment.",
            .immersionFacilitee("signatories.beneficiaryCurrentEmployer.businessSiret")),
        Field(
            "agency.id", "identifiant de l'organisme", .line(max: 100), "The prescribing body's identifier.",
            .immersionFacilitee("agencyId")),
        Field(
            "agency.name", "organisme prescripteur", .line(max: 300), "The body that prescribes and validates.",
            .immersionFacilitee("agencyName")),
        Field(
            "agency.kind", "type d'organisme", .choice(agencyKinds), "What kind of body that is.",
            .immersionFacilitee("agencyKind")),
        Field(
            "agency.siret", "SIRET de l'organisme", .siret, "That body's establishment.",
            .immersionFacilitee("agencySiret")),
        Field(
            "agency.departement", "département de l'organisme", .departement, "Where that body works.",
            .immersionFacilitee("agencyDepartment")),
    ]

    /// Immersion Facilitée's own words.
    private static let agencyKinds = [
        "pole-emploi", "mission-locale", "operateur-cep", "cap-emploi", "conseil-departemental", "structure-IAE",
        "fonction-publique", "cci", "cma", "chambre-agriculture", "autre", "prepa-apprentissage", "immersion-facile",
    ]

    /// When, and under what conditions.
    private static let immersionTime: [Field] = [
        Field(
            "submitted", "date de la demande", .date, "When it was asked for.", need: .always,
            .immersionFacilitee("dateSubmission")),
        Field(
            "approved", "date d'approbation", .date, "When the counsellor agreed.", .immersionFacilitee("dateApproval")),
        Field(
            "validated", "date de validation", .date, "When the prescribing body agreed.",
            .immersionFacilitee("dateValidation")),
        Field(
            "updated", "date de mise à jour", .moment, "When the source last changed the record.",
            .immersionFacilitee("updatedAt")),
        Field(
            "starts", "premier jour", .date, "First day in the company.",
            need: .when("status", ["acceptedByValidator", "started", "closed"]), .immersionFacilitee("dateStart")),
        Field(
            "ends", "dernier jour", .date, "Last day in the company.",
            need: .when("status", ["acceptedByValidator", "started", "closed"]), .immersionFacilitee("dateEnd")),
        Field(
            "hours.total", "heures au total", .number(0...500), "Hours in the company in all.", unit: "hours",
            .immersionFacilitee("schedule.totalHours")),
        Field(
            "hours.days", "jours de présence", .integer(0...60), "Days in the company in all.", unit: "days",
            .immersionFacilitee("schedule.workedDays")),
        Field("hours.weekly", "heures par semaine", .number(0...48), "Hours in the company.", unit: "hours a week"),
        Field(
            "schedule[].date", "jour", .date, "A day in the company; a day with a break stands twice.",
            need: .with("schedule"), .immersionFacilitee("schedule.complexSchedule[].date")),
        Field(
            "schedule[].start", "heure de début", .time, "When the person begins.", need: .with("schedule"),
            .immersionFacilitee("schedule.complexSchedule[].timePeriods[].start")),
        Field(
            "schedule[].end", "heure de fin", .time, "When the person stops.", need: .with("schedule"),
            .immersionFacilitee("schedule.complexSchedule[].timePeriods[].end")),
        Field(
            "conditions", "conditions de travail", .text(max: 2_000), "Under what conditions the work is done.",
            .immersionFacilitee("workConditions")),
        Field(
            "benefits", "avantages", .text(max: 1_000), "What the company offers: meal, transport, clothes.",
            .immersionFacilitee("businessAdvantages")),
        Field(
            "protection.individual", "équipements de protection", .boolean, "Whether protective equipment is needed.",
            .immersionFacilitee("individualProtection")),
        Field(
            "protection.individualDetail", "détail des équipements", .line(max: 500), "Which equipment.",
            .immersionFacilitee("individualProtectionDescription")),
        Field(
            "protection.sanitary", "mesures de prévention", .boolean, "Whether the company takes hygiene measures.",
            .immersionFacilitee("sanitaryPrevention")),
        Field(
            "protection.sanitaryDetail", "détail des mesures", .line(max: 500), "Which measures.",
            .immersionFacilitee("sanitaryPreventionDescription")),
        Field(
            "documents[].kind", "document", .choice(["convention", "amendment", "cerfa", "grid"]),
            "A document of the file: convention, amendment to the contract of work, CERFA form, evaluation grid.",
            need: .with("documents")),
        Field(
            "documents[].status", "état du document", .choice(["missing", "sent", "signed"]),
            "How far that document has come.", need: .with("documents")),
    ]

    /// What came out of it.
    private static let immersionResult: [Field] = [
        Field(
            "evaluations[].date", "date de l'évaluation", .date, "When the person's work was looked at.",
            need: .with("evaluations")),
        Field(
            "evaluations[].kind", "type d'évaluation", .choice(["first", "weekly", "final"]),
            "At what point: after the first days, each week, at the end.", need: .with("evaluations")),
        Field(
            "evaluations[].by", "évaluateur", .choice(["host", "structure", "person"]), "Who looked at it."),
        Field(
            "evaluations[].skill", "compétence évaluée", .line(max: 500),
            "A skill of the ROME sheet or of the diploma.", sight: .addressee),
        Field(
            "evaluations[].level", "niveau", .choice(["notAcquired", "partlyAcquired", "acquired"]),
            "How far the person masters it.", sight: .addressee),
        Field(
            "evaluations[].comment", "observation", .text(max: 1_000), "What else was observed.", sight: .addressee),
        Field(
            "assessment.status", "bilan", .choice(["completed", "partlyCompleted", "didNotShow", "abandoned"]),
            "Whether the person was there to the end.", need: .when("status", ["closed"]),
            .immersionFacilitee("assessment.status")),
        Field(
            "assessment.date", "date du bilan", .date, "When the final interview was held."),
        Field("assessment.hired", "embauche", .boolean, "Whether the company hires the person."),
        Field(
            "assessment.contractType", "type de contrat proposé", .code(table: "contract-types"),
            "The contract that the company offers."),
        Field(
            "assessment.comment", "conclusion", .text(max: 2_000), "What the parties concluded.", sight: .addressee),
    ]
}
