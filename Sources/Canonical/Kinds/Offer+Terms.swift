extension Schema {
    /// Under what contract, for how long, for what pay.
    static let offerTerms: [Field] = [
        Field(
            "contract.type", "type de contrat", .code(table: "contract-types"), "The kind of contract.",
            .franceTravail("typeContrat"), .lesEmplois("siaes: postes[].type_contrat"), .jobPosting("employmentType")),
        Field(
            "contract.nature", "nature du contrat", .code(table: "contract-natures"),
            "The legal nature of the contract.", .franceTravail("natureContrat")),
        Field(
            "contract.label", "contrat", .line(max: 300), "The contract as the source writes it.",
            .franceTravail("typeContratLibelle")),
        Field("contract.duration", "durée du contrat", .duration, "How long the contract lasts."),
        Field(
            "contract.alternance", "alternance", .boolean, "Whether work alternates with lessons at a training body.",
            .franceTravail("alternance")),
        Field(
            "hours.weekly", "heures par semaine", .number(0...80), "Working time in the contract.",
            unit: "hours a week", .dataInclusion("service: volume_horaire_hebdomadaire"), .jobPosting("workHours")),
        Field(
            "hours.label", "durée du travail", .text(max: 500), "The working time as the source writes it.",
            .franceTravail("dureeTravailLibelle")),
        Field(
            "hours.fullTime", "temps plein", .boolean, "Whether the post is full time.",
            .franceTravail("dureeTravailLibelleConverti")),
        Field(
            "hours.schedules[]", "horaires", .text(max: 300), "A working pattern, such as two shifts or nights.",
            .franceTravail("contexteTravail.horaires[]")),
        Field(
            "conditions[]", "conditions d'exercice", .text(max: 500),
            "A condition under which the work is done, such as noise or standing.",
            .franceTravail("contexteTravail.conditionsExercice[]"), .franceTravail("conditionExercice"),
            .franceTravail("complementExercice"), .dataInclusion("service: conditions_acces")),
        Field(
            "travel.code", "code déplacement", .line(max: 10), "How often the post requires travelling, as a code.",
            .franceTravail("deplacementCode")),
        Field(
            "travel.label", "déplacements", .line(max: 200), "How often the post requires travelling, in words.",
            .franceTravail("deplacementLibelle")),
        Field(
            "salary.label", "salaire", .line(max: 500), "The pay as the source writes it.",
            .franceTravail("salaire.libelle"), .jobPosting("baseSalary")),
        Field(
            "salary.comment", "précision sur le salaire", .text(max: 1_000), "What comes with it.",
            .franceTravail("salaire.commentaire")),
        Field(
            "salary.extras[]", "compléments de salaire", .line(max: 300), "A bonus or benefit beside the pay.",
            .franceTravail("salaire.complement1"), .franceTravail("salaire.complement2"),
            .franceTravail("salaire.listeComplements"), .jobPosting("jobBenefits")),
        Field(
            "salary.min", "salaire minimum", .positive, "The lowest gross pay for one period.", unit: "euros",
            .jobPosting("baseSalary.value.minValue")),
        Field(
            "salary.max", "salaire maximum", .positive, "The highest gross pay for one period.", unit: "euros",
            .jobPosting("baseSalary.value.maxValue")),
        Field(
            "salary.period", "période du salaire", .choice(["hour", "month", "year"]), "What one pay is for.",
            need: .with("salary.min"), .jobPosting("baseSalary.value.unitText")),
        Field(
            "salary.months", "nombre de mois payés", .number(1...20), "How many monthly pays a year has.",
            unit: "months a year"),
    ]

    /// What the person needs.
    static let offerProfile: [Field] = [
        Field(
            "profile", "profil recherché", .text(max: 5_000), "Whom the post is for, in words.",
            .lesEmplois("siaes: postes[].profil_recherche"), .dataInclusion("service: publics_precisions"),
            .jobPosting("qualifications")),
        Field(
            "experience.required", "expérience exigée", .choice(["D", "S", "E"]),
            "D beginners accepted, S wished for, E required.", .franceTravail("experienceExige")),
        Field(
            "experience.label", "expérience", .line(max: 500), "The experience as the source writes it.",
            .franceTravail("experienceLibelle"), .jobPosting("experienceRequirements")),
        Field(
            "experience.comment", "précision sur l'expérience", .text(max: 1_000),
            "In what it should have been gained.",
            .franceTravail("experienceCommentaire")),
        Field(
            "qualification.code", "qualification", .code(table: "qualifications"), "The level of qualification.",
            .franceTravail("qualificationCode")),
        Field(
            "qualification.label", "libellé de qualification", .line(max: 300), "Its name in the source.",
            .franceTravail("qualificationLibelle")),
        Field(
            "education[].level", "niveau de formation", .code(table: "education-levels"),
            "A level of education that the post asks for.", .franceTravail("niveauFormation")),
        Field(
            "education[].label", "libellé du niveau", .line(max: 300), "That level as the source writes it.",
            .franceTravail("formations[].niveauLibelle"), .jobPosting("educationRequirements")),
        Field(
            "education[].code", "code formation", .line(max: 20), "The field of study as a code.",
            .franceTravail("formations[].codeFormation")),
        Field(
            "education[].subject", "domaine de formation", .line(max: 300), "The field of study.",
            .franceTravail("formations[].domaineLibelle")),
        Field(
            "education[].comment", "précision sur la formation", .text(max: 500), "What else is said about it.",
            .franceTravail("formations[].commentaire")),
        Field(
            "education[].required", "exigence", .choice(["E", "S"]), "E required, S wished for.",
            .franceTravail("formations[].exigence")),
        Field(
            "languages[].label", "langue", .line(max: 200), "A language that the post needs, with its level.",
            need: .with("languages"), .franceTravail("langues[].libelle")),
        Field(
            "languages[].required", "exigence", .choice(["E", "S"]), "E required, S wished for.",
            .franceTravail("langues[].exigence")),
        Field(
            "skills[].label", "compétence", .line(max: 500), "What the person should be able to do.",
            need: .with("skills"), .franceTravail("competences[].libelle"), .jobPosting("skills")),
        Field(
            "skills[].code", "code compétence", .line(max: 20), "Its code in France Travail's register.",
            .franceTravail("competences[].code")),
        Field(
            "skills[].required", "exigence", .choice(["E", "S"]), "E required, S wished for.",
            .franceTravail("competences[].exigence")),
        Field(
            "permits[].label", "permis", .line(max: 200), "A licence to drive or to operate.",
            need: .with("permits"), .franceTravail("permis[].libelle")),
        Field(
            "permits[].required", "exigence", .choice(["E", "S"]), "E required, S wished for.",
            .franceTravail("permis[].exigence")),
        Field(
            "qualities[].label", "savoir-être", .line(max: 300), "A way of working that the post calls for.",
            need: .with("qualities"), .franceTravail("qualitesProfessionnelles[].libelle")),
        Field(
            "qualities[].description", "précision sur le savoir-être", .text(max: 1_000), "What is meant by it.",
            .franceTravail("qualitesProfessionnelles[].description")),
        Field(
            "software[]", "outils bureautiques", .line(max: 200), "An office program that the person should know.",
            .franceTravail("outilsBureautiques")),
        Field(
            "accessible", "accessible TH", .boolean, "Whether the post is open to disabled workers as it is.",
            .franceTravail("accessibleTH")),
        Field(
            "positions", "nombre de postes", .integer(1...999), "How many people are sought.", unit: "people",
            .franceTravail("nombrePostes"), .lesEmplois("siaes: postes[].nombre_postes_ouverts"),
            .jobPosting("totalJobOpenings")),
        Field(
            "shortage", "offre manquant de candidats", .boolean, "Whether few people have answered so far.",
            .franceTravail("offresManqueCandidats")),
    ]
}
