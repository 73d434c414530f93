import Testing

@testable import Canonical

/// What other systems publish, written out here once more: no field of theirs may be forgotten.
private enum Theirs {
    /// France Travail, Offres d'emploi v2, one offer.
    static let offer = """
        id intitule description dateCreation dateActualisation lieuTravail.libelle lieuTravail.latitude
        lieuTravail.longitude lieuTravail.codePostal lieuTravail.commune romeCode romeLibelle
        appellationlibelle entreprise.nom entreprise.description entreprise.logo entreprise.url
        entreprise.entrepriseAdaptee entreprise.siret typeContrat typeContratLibelle natureContrat
        experienceExige experienceLibelle experienceCommentaire formations[].codeFormation
        formations[].domaineLibelle formations[].niveauLibelle formations[].commentaire
        formations[].exigence langues[].libelle langues[].exigence permis[].libelle permis[].exigence
        competences[].code competences[].libelle competences[].exigence qualitesProfessionnelles[].libelle
        qualitesProfessionnelles[].description outilsBureautiques salaire.libelle salaire.commentaire
        salaire.complement1 salaire.complement2 salaire.listeComplements dureeTravailLibelle
        dureeTravailLibelleConverti complementExercice conditionExercice alternance contact.nom
        contact.coordonnees1 contact.coordonnees2 contact.coordonnees3 contact.telephone contact.courriel
        contact.commentaire contact.urlRecruteur contact.urlPostulation agence.telephone agence.courriel
        nombrePostes accessibleTH deplacementCode deplacementLibelle qualificationCode qualificationLibelle
        codeNAF secteurActivite secteurActiviteLibelle trancheEffectifEtab origineOffre.origine
        origineOffre.urlOrigine origineOffre.partenaires[].nom origineOffre.partenaires[].url
        origineOffre.partenaires[].logo offresManqueCandidats entrepriseAdaptee employeurHandiEngage
        contexteTravail.horaires[] contexteTravail.conditionsExercice[]
        """

    /// Les emplois, `candidatures/recherche/`.
    static let applications = """
        identifiant_unique cree_le mis_a_jour_le dernier_changement_le statut candidat_nir candidat_nom
        candidat_prenom candidat_date_naissance candidat_email candidat_telephone candidat_pass_iae_statut
        candidat_pass_iae_numero candidat_pass_iae_date_debut candidat_pass_iae_date_fin entreprise_type
        entreprise_nom entreprise_siret entreprise_adresse entreprise_employeur_email
        orientation_emetteur_type orientation_emetteur_sous_type orientation_emetteur_nom
        orientation_emetteur_prenom orientation_emetteur_email orientation_emetteur_organisme
        orientation_emetteur_organisme_telephone orientation_postes_recherches[].rome
        orientation_postes_recherches[].titre orientation_postes_recherches[].ville
        orientation_candidat_message orientation_candidat_cv contrat_date_debut contrat_date_fin
        contrat_poste_retenu.rome contrat_poste_retenu.titre contrat_poste_retenu.ville
        """

    /// Les emplois, the 25 columns of the export "Liste des candidatures", in this order.
    static let export = """
        Civilité candidat · Nom candidat · Prénom candidat · Email candidat · Téléphone candidat ·
        Date de naissance candidat · Ville candidat · Département candidat · Nom structure employeur ·
        Type employeur · Métiers · Source de la candidature · Nom organisation prescripteur ·
        Nom utilisateur prescripteur · Date de la candidature · Statut de la candidature ·
        Dates de début d’embauche · Dates de fin d’embauche · Motifs de refus · Éligibilité IAE validée ·
        Eligible au contrôle · Numéro PASS IAE · Début PASS IAE · Fin PASS IAE · Statut PASS IAE
        """

    /// Immersion Facilitée, a convention as its API gives it.
    static let convention = """
        id status statusJustification agencyId dateSubmission dateStart dateEnd dateValidation dateApproval
        updatedAt internshipKind renewed.from renewed.justification siret businessName
        establishmentNumberEmployeesRange establishmentTutor.role establishmentTutor.firstName
        establishmentTutor.lastName establishmentTutor.email establishmentTutor.phone establishmentTutor.job
        immersionAddress workConditions businessAdvantages individualProtection
        individualProtectionDescription sanitaryPrevention sanitaryPreventionDescription remoteWorkMode
        immersionObjective immersionAppellation.romeCode immersionAppellation.romeLabel
        immersionAppellation.appellationCode immersionAppellation.appellationLabel immersionActivities
        immersionSkills schedule.totalHours schedule.workedDays schedule.isSimple
        schedule.complexSchedule[].date schedule.complexSchedule[].timePeriods[].start
        schedule.complexSchedule[].timePeriods[].end agencyName agencyDepartment agencyKind agencySiret
        agencyValidationSteps agencyReferent validators assessment.status lastReminders
        isEstablishmentBanned signatories.beneficiary.firstName signatories.beneficiary.lastName
        signatories.beneficiary.email signatories.beneficiary.phone signatories.beneficiary.signedAt
        signatories.establishmentRepresentative.firstName signatories.establishmentRepresentative.lastName
        signatories.establishmentRepresentative.email signatories.establishmentRepresentative.phone
        signatories.establishmentRepresentative.signedAt signatories.beneficiaryRepresentative.firstName
        signatories.beneficiaryRepresentative.lastName signatories.beneficiaryRepresentative.email
        signatories.beneficiaryRepresentative.phone signatories.beneficiaryRepresentative.signedAt
        signatories.beneficiaryCurrentEmployer.firstName signatories.beneficiaryCurrentEmployer.lastName
        signatories.beneficiaryCurrentEmployer.email signatories.beneficiaryCurrentEmployer.phone
        signatories.beneficiaryCurrentEmployer.signedAt signatories.beneficiary.birthdate
        signatories.beneficiary.isRqth signatories.beneficiary.emergencyContact
        signatories.beneficiary.financiaryHelp
        """

    static func words(_ text: String) -> [String] { text.split { $0.isWhitespace }.map(String.init) }
    static func columns(_ text: String) -> [String] {
        text.replacing("\n", with: " ").split(separator: " · ").map { String($0).replacing("  ", with: " ") }
    }

    static let all: [Field.Elsewhere] =
        words(offer).map { .franceTravail($0) }
        + words(applications).map { .lesEmplois("candidatures/recherche: \($0)") }
        + columns(export).map { .lesEmplois("Liste des candidatures: \($0)") }
        + words(convention).map { .immersionFacilitee($0) }
}

@Suite struct CoverageTests {
    private static let carried = Set(Schema.all.flatMap(\.fields).flatMap(\.elsewhere))

    /// Where identities stay out of one kind and are carried by another, which says so in its reason.
    private static let carriedByAnotherKind: Set<Field.Elsewhere> = [
        .immersionFacilitee("signatories.beneficiary.firstName"),
        .immersionFacilitee("signatories.beneficiary.lastName"),
        .immersionFacilitee("signatories.beneficiary.email"), .immersionFacilitee("signatories.beneficiary.phone"),
    ]

    @Test func `the lists are as long as their sources say`() {
        #expect(Theirs.words(Theirs.offer).count == 81)
        #expect(Theirs.words(Theirs.applications).count == 37)
        #expect(Theirs.columns(Theirs.export).count == 25)
        #expect(Theirs.words(Theirs.convention).count == 77)
        #expect(Set(Theirs.all).count == Theirs.all.count)
    }

    @Test(arguments: Theirs.all)
    func `every field has a place or a reason`(theirs: Field.Elsewhere) {
        let reasons = Schema.all.flatMap(\.leftOut).filter { $0.field == theirs }
        #expect(Self.carried.contains(theirs) || !reasons.isEmpty, "\(theirs) is nowhere")
    }

    @Test func `no reason is empty, and every one is a sentence`() {
        for schema in Schema.all {
            for left in schema.leftOut {
                #expect(left.reason.count > 20 && left.reason.hasSuffix("."), "\(left.field): \(left.reason)")
            }
        }
    }

    @Test func `nothing is carried and left out by the same kind, or left out twice`() {
        for schema in Schema.all {
            let own = Set(schema.fields.flatMap(\.elsewhere))
            for left in schema.leftOut {
                #expect(!own.contains(left.field), "\(schema.kind): \(left.field)")
            }
            #expect(Set(schema.leftOut.map(\.field)).count == schema.leftOut.count, "\(schema.kind)")
        }
    }

    @Test func `what one kind leaves out and another carries is told here`() {
        let both = Set(Schema.all.flatMap(\.leftOut).map(\.field)).intersection(Self.carried)
        #expect(both == Self.carriedByAnotherKind)
    }

    @Test func `social security numbers, birth dates and sex have a reason and no place`() {
        for theirs: Field.Elsewhere in [
            .lesEmplois("candidatures/recherche: candidat_nir"),
            .lesEmplois("candidatures/recherche: candidat_date_naissance"),
            .lesEmplois("candidatures/recherche: candidat_pass_iae_numero"),
            .lesEmplois("Liste des candidatures: Civilité candidat"),
            .lesEmplois("Liste des candidatures: Numéro PASS IAE"),
            .immersionFacilitee("signatories.beneficiary.isRqth"),
            .immersionFacilitee("signatories.beneficiary.emergencyContact"),
        ] {
            #expect(!Self.carried.contains(theirs), "\(theirs)")
        }
    }
}
