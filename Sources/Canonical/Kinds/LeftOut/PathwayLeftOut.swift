extension Schema {
    /// What the exports of the ASP and les emplois say about an employee and the hub does not carry.
    static let pathwayLeftOut: [LeftOut] =
        pathwayIdentityLeftOut + pathwaySensitiveLeftOut + pathwayMoneyLeftOut + pathwayInsideLeftOut

    private static let pathwayIdentityLeftOut: [LeftOut] =
        LeftOut.all(
            Field.Elsewhere.lesEmplois, "fiche salarié: ",
            ["personnePhysique.salarieNIR", "personnePhysique.NIR", "personnePhysique.NTT"],
            "The law lists who may use these numbers; an integration hub is not on the list.")
        + LeftOut.all(
            Field.Elsewhere.lesEmplois, "fiche salarié: ",
            [
                "personnePhysique.passIae", "personnePhysique.sufPassIae", "situationSalarie.numeroIDE",
                "personnePhysique.civilite", "personnePhysique.nomUsage", "personnePhysique.nomNaissance",
                "personnePhysique.prenom", "personnePhysique.dateNaissance", "personnePhysique.codeComInsee",
                "adresse.adrTelephone", "adresse.adrMail", "adresse.adrNumeroVoie", "adresse.codeextensionvoie",
                "adresse.codetypevoie", "adresse.adrLibelleVoie", "adresse.adrCpltDistribution",
                "adresse.codeinseecom", "adresse.codepostalcedex",
            ], "Names the person or makes the pseudonym easy to undo; a pathway needs neither.")
        + LeftOut.all(
            Field.Elsewhere.lesEmplois, "fluxIAE ContratMission: ",
            [
                "contrat_numero_ide", "contrat_adr_numero_voie", "contrat_codeextensionvoie", "contrat_codetypevoie",
                "contrat_adr_libelle_voie", "contrat_adr_cplt_distribution", "contrat_codepostalcedex",
                "contrat_commune",
            ], "Names the person or makes the pseudonym easy to undo; a pathway needs neither.")
        + LeftOut.all(
            Field.Elsewhere.lesEmplois, "embauches-geiq: ",
            ["nom", "prenom", "date_naissance", "civilite", "adresse_*"],
            "Names the person or makes the pseudonym easy to undo; a pathway needs neither.")

    private static let pathwaySensitiveLeftOut: [LeftOut] =
        LeftOut.all(
            Field.Elsewhere.lesEmplois, "fiche salarié: ",
            ["personnePhysique.codeInseePays", "personnePhysique.codeGroupePays"],
            "Says where the person was born or what nationality the person has: in no message.")
        + LeftOut.all(
            Field.Elsewhere.lesEmplois, "fiche salarié: situationSalarie.",
            [
                "salarieRQTH", "salarieOETH", "salarieAideSociale", "salarieBenefRSA", "salarieBenefRSADepuis",
                "salarieBenefASS", "salarieBenefASSDepuis", "salarieBenefAAH", "salarieBenefAAHDepuis",
                "salarieBenefATA", "salarieBenefATADepuis", "ARE", "PrimeActivite", "salarieSansRessource",
                "SortantASE", "ParentIsole", "Hebergement", "Refugie", "SortantDetention", "salarieLangueFrancaise",
                "Mobilite",
            ], "Health, benefits, justice, family or social history: in no message, whatever the reader.")
        + LeftOut.all(
            Field.Elsewhere.lesEmplois, "fluxIAE ContratMission: ",
            [
                "contrat_salarie_rqth", "contrat_salarie_oeth", "contrat_beneficiaire_rqth",
                "contrat_salarie_aide_sociale", "contrat_salarie_rsa", "contrat_salarie_rsa_duree_id",
                "contrat_salarie_rsa_duree_code", "contrat_salarie_ass", "contrat_salarie_aah", "contrat_salarie_are",
                "contrat_prime_activites", "contrat_sans_ressource", "contrat_salarie_sortant_ase",
                "contrat_salarie_parent_isole", "contrat_salarie_hebergement", "contrat_salarie_refugie",
                "contrat_salarie_sortant_detention", "contrat_salarie_langue_francaise", "contrat_salarie_mobilite",
                "contrat_salarie_is_zrr",
            ], "Health, benefits, justice, family or social history: in no message, whatever the reader.")
        + LeftOut.all(
            Field.Elsewhere.lesEmplois, "embauches-geiq: ",
            ["criteres_eligibilite[]", "auteur_diagnostic", "precision_prescripteur"],
            "The criteria and the body that checked them tell about benefits, health or justice.")
        + LeftOut.all(
            Field.Elsewhere.lesEmplois, "fluxIAE Accompagnement: ",
            ["acc_dif_nb_sal_*"], "Counts people by barrier, health and justice among them.")

    private static let pathwayMoneyLeftOut: [LeftOut] =
        LeftOut.all(
            Field.Elsewhere.lesEmplois, "fluxIAE ContratMission: ",
            [
                "contrat_remuneration_brute_mensuelle", "contrat_ca_3mois_sortie", "contrat_revenu_ti_3mois_sortie",
                "contrat_revenu_ti_annee_prec", "contrat_type_cotisations_id",
            ], "What the person earns concerns the employer and the State only.")
        + LeftOut.all(
            Field.Elsewhere.lesEmplois, "fluxIAE EtatMensuelIndiv: ",
            [
                "emi_mt_salaire_brut", "emi_dsm_ca_reel", "emi_dsm_ca_lisse", "emi_dsm_acre",
                "emi_coefficient_degressive", "emi_part_etp",
            ], "What is earned and what the State pays for the post concerns the employer and the State only.")
        + LeftOut.all(
            Field.Elsewhere.lesEmplois, "fiche salarié: situationSalarie.",
            ["CAPE", "CESA", "nomActeurCreationEntr", "revenuMensuelMoyenTI", "cotisationsTI"],
            "About the income of the self-employed, which no other structure needs.")

    private static let pathwayInsideLeftOut: [LeftOut] =
        LeftOut.all(
            Field.Elsewhere.lesEmplois, "fluxIAE ContratMission: ",
            [
                "contrat_date_creation", "contrat_date_modification", "contrat_id_structure", "contrat_mesure_disp_id",
                "contrat_format_contrat_id", "contrat_motif_sortie_id", "contrat_orienteur_id",
                "contrat_niveau_de_formation_id", "contrat_type_employeur_id", "contrat_emploi_depuis_id",
            ], "A number or a date inside the extranet; the code beside it is carried.")
        + LeftOut.all(
            Field.Elsewhere.lesEmplois, "fluxIAE ContratMission: ",
            [
                "contrat_duree_contrat", "contrat_salarie_en_emploi", "contrat_type_employeur_code",
                "contrat_emploi_depuis_code", "contrat_inscrit_pole_emploi", "contrat_salarie_pe_duree_id",
                "contrat_salarie_pe_duree_code", "contrat_emploi_exterieur", "contrat_date_premier_client",
            ], "The past before the contract, or what its dates already say.")
        + LeftOut.all(
            Field.Elsewhere.lesEmplois, "fluxIAE ContratMission: ",
            [
                "contrat_cape", "contrat_cesa", "contrat_acteur_creation_ent", "contrat_siret_ti",
                "contrat_denomination_ti", "contrat_categorie_juridique_id", "contrat_categorie_juridique_code_ti",
                "contrat_code_naf_ti", "contrat_siret_ien", "contrat_denomination_ien",
                "contrat_categorie_juridique_id_ien", "contrat_categorie_juridique_code_ien", "contrat_code_naf_ien",
                "contrat_code_naf_lib_ien",
            ], "The person's own business, whose number names the person.")
        + LeftOut.all(
            Field.Elsewhere.lesEmplois, "fluxIAE EtatMensuelIndiv: ",
            [
                "emi_date_creation", "emi_date_modification", "emi_afi_id", "emi_esm_etat_id", "emi_esm_etat_code",
                "emi_sme_version", "emi_date_validation", "emi_pph_id", "emi_ctr_id", "emi_salarie_tjs_accomp",
                "emi_motif_sortie_id", "emi_dsm_id", "emi_dsm_rdv_phy", "emi_dsm_rdv_dis", "emi_dsm_rdv_com",
                "emi_dsm_rdv_soc", "emi_dsm_nb_rdv_mens_ti", "emi_dsm_nb_mois",
            ], "About the monthly statement, not about the person's way.")
        + LeftOut.all(
            Field.Elsewhere.lesEmplois, "fiche salarié: ",
            [
                "numLigne", "typeMouvement", "codeTraitement", "libelleTraitement",
                "situationSalarie.salarieEnEmploi", "situationSalarie.salarieTypeEmployeur",
                "situationSalarie.salarieSansEmploiDepuis", "situationSalarie.inscritPoleEmploi",
                "situationSalarie.inscritPoleEmploiDepuis",
            ], "How the file is sent, or the past before the contract.")
        + LeftOut.all(
            Field.Elsewhere.lesEmplois, "embauches-geiq: ",
            ["mises_en_situation_pro[]", "prequalifications[]", "est_vae_inversee"],
            "What came before the contract; an immersion has a record of its own.")
}
