import Testing

@testable import Canonical

@Suite struct SensitiveTests {
    @Test(arguments: [
        ("NIR", "a social security number"), ("nir", "a social security number"),
        ("salarie_nir", "a social security number"), ("candidat_nir", "a social security number"),
        ("salarieNIR", "a social security number"), ("NTT", "a social security number"),
        ("NIA", "a social security number"), ("N° de sécu", "a social security number"),
        ("Numéro de sécurité sociale", "a social security number"), ("N° Sécurité Sociale", "a social security number"),
        ("Numéro SS", "a social security number"), ("nir13", "a social security number"),
        ("personnePhysique.NIR", "a social security number"),
        ("Nationalité", "nationality or residence"), ("nationalite", "nationality or residence"),
        ("NATIONALITÉ", "nationality or residence"), ("Titre de séjour", "nationality or residence"),
        ("titre_sejour", "nationality or residence"), ("contrat_salarie_refugie", "nationality or residence"),
        ("titreSejour", "nationality or residence"), ("Nationalite\u{301}", "nationality or residence"),
        ("isRqth", "health or disability"), ("contrat_salarie_rqth", "health or disability"),
        ("salarieRQTH", "health or disability"), ("RQTH", "health or disability"),
        ("Bénéficiaire RQTH", "health or disability"), ("contrat_salarie_oeth", "health or disability"),
        ("AAH", "health or disability"), ("dif_sante", "health or disability"), ("Santé", "health or disability"),
        ("Handicap", "health or disability"), ("Travailleur handicapé", "health or disability"),
        ("Personne handicapée", "health or disability"), ("Travailleurs handicapés", "health or disability"),
        ("Certificat médical", "health or disability"), ("Visite médicale", "health or disability"),
        ("salarieBenefAAHDepuis", "health or disability"),
        ("Casier judiciaire", "justice"), ("contrat_salarie_sortant_detention", "justice"),
        ("SortantDetention", "justice"), ("Détenu", "justice"), ("Justice", "justice"), ("SPIP", "justice"),
        ("Sortant ASE", "child protection"), ("contrat_salarie_sortant_ase", "child protection"),
        ("SortantASE", "child protection"), ("PJJ", "child protection"),
        ("Religion", "faith, opinion or origin"), ("Syndicat", "faith, opinion or origin"),
        ("Origine ethnique", "faith, opinion or origin"),
        ("Réfugiée", "nationality or residence"), ("Réfugié·e", "nationality or residence"),
    ]) func `names that speak of what no message may carry`(name: String, subject: String) {
        #expect(Sensitive.subject(of: name) == subject)
    }

    @Test(arguments: [
        "accessibleTH", "insertion", "prisme", "casierge", "Ville", "ville de naissance", "Nom", "poste", "rome",
        "base", "phase", "database", "Adresse", "avenir", "souvenir", "unir", "garnir", "international",
        "Secteur", "sécurité", "securisation", "Santerre", "origine", "origineOffre", "Nature du contrat", "",
        "employeurHandiEngage", "entrepriseAdaptee", "Numéro SSIAP", "caserne", "Prise de poste", "identifiant",
        "siret",
        "Numéro de commande", "justificatif", "agence.courriel", "niveau_formation",
    ]) func `names that say nothing of the kind`(name: String) {
        #expect(Sensitive.subject(of: name) == nil)
    }

    @Test func `no field of the schema has such a name, the offer's for accessible posts aside`() {
        for schema in Schema.all {
            for field in schema.fields where Sensitive.subject(of: field.path) != nil {
                Issue.record("\(schema.kind): \(field.path)")
            }
        }
    }
}
