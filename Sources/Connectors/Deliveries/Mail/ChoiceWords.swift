import Canonical

/// What people read for the schema's own words.
enum ChoiceWords {
    /// The French of a word of a kind's field; the word itself where there is none.
    static func french(_ word: String, of path: String, _ kind: String) -> String {
        known(word, of: path, kind) ?? word
    }

    /// The French of a word, where the table has it.
    static func known(_ word: String, of path: String, _ kind: String) -> String? {
        special["\(kind) \(path) \(word)"] ?? common[word]
    }

    /// Where a word means something else than elsewhere.
    private static let special = [
        "offer salary.period hour": "de l’heure", "offer salary.period month": "par mois",
        "offer salary.period year": "par an", "offer distribution all": "toutes les structures",
        "offer tender.stage open": "ouvert", "offer tender.clause clause": "clause sociale d’exécution",
        "offer origin.code 1": "France Travail", "offer origin.code 2": "partenaire", "offer event.kind forum": "forum",
        "referral type prescriber": "orientation par un prescripteur", "referral stage start": "début",
        "referral stage middle": "milieu", "referral stage end": "fin",
        "application sender.kind jobSeeker": "la personne elle-même",
        "application sender.kind prescriber": "prescripteur habilité",
        "immersion agency.kind autre": "autre", "immersion evaluations[].by host": "l’entreprise",
        "immersion evaluations[].by structure": "la structure",
        "immersion host.sector market": "secteur marchand", "immersion host.sector nonMarket": "secteur non marchand",
        "immersion host.sector siae": "structure d’insertion",
        "solicitation outcome refused": "refus",
        "alert severity info": "pour information", "alert severity warning": "à faire",
        "alert severity urgent": "urgent",
        "offer candidates one": "une seule personne", "offer candidates any": "plusieurs personnes",
        "progress state sent": "envoyée", "progress state received": "reçue", "progress state planned": "plan proposé",
        "progress state active": "plan en cours", "progress state closed": "close",
        "receipt status accepted": "tout est accepté", "receipt status partial": "accepté en partie",
        "receipt status refused": "tout est refusé", "receipt status stopped": "rien n’a été fait",
    ]

    private static let common = [
        "job": "emploi", "insertionPost": "poste d’insertion", "immersion": "immersion", "training": "formation",
        "tender": "marché avec clause sociale", "event": "évènement", "mobility": "mobilité",
        "concerned": "structures concernées", "charter": "signataires de la charte", "all": "toutes",
        "onSite": "sur place", "hybrid": "en partie à distance", "remote": "à distance",
        "D": "débutants acceptés", "S": "souhaitée", "E": "exigée",
        "planned": "prévu", "awarded": "attribué", "running": "en cours", "criterion": "critère d’attribution",
        "reserved": "marché réservé", "jobDating": "job dating", "collectiveInformation": "information collective",
        "companyVisit": "visite d’entreprise", "workshop": "atelier",
        "loan": "prêt", "rental": "location", "transportOnDemand": "transport à la demande",
        "carPool": "covoiturage", "drivingLessons": "leçons de conduite", "advice": "conseil",
        "car": "voiture", "licenceFreeCar": "voiture sans permis", "scooter": "scooter",
        "electricBike": "vélo électrique", "interview": "entretien", "work": "travail",
        "creAction": "action de la CRE", "interSIAE": "passage d’une structure à une autre",
        "pmsmp": "recherche d’une PMSMP", "projectValidation": "validation du projet professionnel",
        "jobDiscovery": "découverte de métiers", "preparation": "préparation à la recherche d’emploi",
        "jobProspecting": "prospection d’offres d’emploi", "interviewTraining": "simulation d’entretien",
        "inWorkSupport": "suivi en emploi",
        "confirmProject": "confirmer un projet professionnel",
        "startRecruitment": "initier une démarche de recrutement",
        "discoverOccupation": "découvrir un métier ou un secteur d’activité",
        "proposed": "proposée", "shortlisted": "présélectionnée", "presented": "présentée à l’employeur",
        "accepted": "acceptée", "rejected": "refusée", "withdrawn": "retirée", "processing": "à l’étude",
        "postponed": "en attente", "priorToHire": "action préalable à l’embauche", "pool": "en vivier",
        "cancelled": "annulée", "obsolete": "embauche ailleurs",
        "valid": "valide", "future": "à venir", "suspended": "suspendu", "expired": "expiré",
        "orienter": "orienteur", "requested": "demandée", "hostFound": "entreprise trouvée",
        "readyToSign": "prête à signer", "partiallySigned": "signée en partie", "inReview": "en cours d’examen",
        "acceptedByCounsellor": "acceptée par le conseiller", "acceptedByValidator": "validée",
        "started": "commencée", "closed": "terminée", "deprecated": "abandonnée",
        "pole-emploi": "France Travail", "mission-locale": "mission locale",
        "operateur-cep": "opérateur du conseil en évolution professionnelle", "cap-emploi": "Cap emploi",
        "conseil-departemental": "conseil départemental", "structure-IAE": "structure de l’IAE",
        "fonction-publique": "fonction publique", "cci": "chambre de commerce et d’industrie",
        "cma": "chambre de métiers et de l’artisanat", "chambre-agriculture": "chambre d’agriculture",
        "prepa-apprentissage": "prépa-apprentissage", "immersion-facile": "Immersion Facilitée",
        "convention": "convention", "amendment": "avenant", "cerfa": "CERFA", "grid": "grille d’évaluation",
        "missing": "manquant", "sent": "envoyé", "signed": "signé",
        "first": "après les premiers jours", "weekly": "chaque semaine", "final": "finale",
        "notAcquired": "non acquise", "partlyAcquired": "acquise en partie", "acquired": "acquise",
        "completed": "effectuée jusqu’au bout", "partlyCompleted": "effectuée en partie",
        "didNotShow": "la personne ne s’est pas présentée", "abandoned": "abandonnée en cours",
        "infoNeeded": "précision demandée", "declined": "refusée",
        "counsellor": "conseiller", "cre": "CRE", "person": "la personne", "employer": "employeur",
        "visit": "visite", "socialClause": "clause sociale", "subcontracting": "sous-traitance",
        "partnership": "partenariat", "followUp": "suivi", "other": "autre", "phone": "téléphone",
        "email": "courriel", "letter": "courrier", "interested": "intéressée", "offerGiven": "offre obtenue",
        "callBack": "à rappeler", "notNow": "pas pour le moment", "noAnswer": "pas de réponse",
        "cip": "conseiller en insertion", "eti": "encadrant technique", "management": "direction",
        "admin": "administration du hub", "hours": "heures", "days": "jours", "weeks": "semaines",
        "months": "mois", "people": "personnes", "contacts": "contacts",
        "offer": "offre", "referral": "orientation", "application": "candidature", "response": "réponse",
        "solicitation": "sollicitation d’entreprise", "pathway": "parcours", "member": "membre",
        "feed": "connecteur", "structure": "structure",
    ]
}
