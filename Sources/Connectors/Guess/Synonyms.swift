/// What French exports call the fields, beside the names that the canonical schema itself has for them.
enum Synonyms {
    /// Names by field path; a path with a kind in front is of that kind only.
    static let names: [String: [String]] = [
        "key": ["id", "ref", "référence", "identifiant", "numéro", "guid", "uuid", "job_id", "clé"],
        "offer:key": [
            "n° poste", "numéro de poste", "n° de poste", "numéro d'offre", "référence de l'offre", "id offre",
        ],
        "pathway:key": ["numéro de contrat", "n° contrat", "id contrat", "contrat id", "référence contrat"],
        "referral:key": ["numéro de demande", "id orientation", "numéro orientation"],
        "application:key": ["id candidature", "numéro de candidature"],
        "immersion:key": ["id convention", "numéro de convention"],

        "title": ["poste", "intitulé du poste", "intitulé", "titre", "libellé du poste", "emploi", "job title"],
        "description": ["texte", "missions", "mission", "descriptif du poste", "détail", "annonce"],
        "occupation.rome": ["rome", "code rome", "emploi rome", "métier rome", "romeCode"],
        "occupation.label": ["métier", "libellé rome", "profession", "emploi occupé", "libellé métier"],
        "occupation.appellation": ["appellation"],
        "occupations[].rome": ["rome", "code rome", "métier visé rome"],
        "occupations[].label": ["métiers", "métier recherché", "emploi recherché"],
        "employer.name": [
            "entreprise", "société", "client", "employeur", "raison sociale", "nom de l'entreprise", "company",
        ],
        "employer.siret": ["siret", "n° siret", "siret entreprise", "siret employeur"],
        "employer.description": ["description société", "présentation de l'entreprise"],
        "workplace.label": ["lieu", "ville", "commune", "lieu de travail", "localité", "city", "location"],
        "workplace.address": ["adresse", "adresse du poste", "rue"],
        "workplace.commune": ["insee", "code insee", "code commune"],
        "workplace.postcode": ["cp", "code postal", "postal code", "zip"],
        "workplace.departement": ["département", "dept", "dpt"],
        "workplace.latitude": ["lat"],
        "workplace.longitude": ["lng", "lon", "long"],
        "contract.type": [
            "type de contrat", "contrat", "nature", "nature du contrat", "contract type", "type contrat", "typeContrat",
        ],
        "contract.starts": [
            "début", "du", "date de début", "date d'embauche", "embauche", "entrée", "date d'entrée",
            "début de contrat",
            "début du contrat", "date début contrat", "date_debut",
        ],
        "contract.ends": [
            "fin", "au", "date de fin", "fin prévue", "fin de contrat", "date fin contrat", "fin du contrat",
            "échéance",
            "contrat fin", "date_fin",
        ],
        "hours.weekly": [
            "heures", "h hebdo", "durée hebdo", "durée hebdomadaire", "heures par semaine", "heures/semaine", "hebdo",
            "temps hebdo",
        ],
        "hours.done": ["heures faites", "heures réalisées", "heures travaillées", "nb heures", "nombre d'heures"],
        "positions": ["postes", "nombre de postes", "nb postes", "nombre de places", "postes à pourvoir"],
        "published": ["publié le", "date de création", "date de publication", "creation date", "created", "parution"],
        "updated": ["maj", "mis à jour le", "date de mise à jour", "modifié le", "updated"],
        "expires": ["candidater avant", "date limite", "jusqu'au", "expire le", "validThrough"],
        "starts": ["début", "date de début", "à partir du", "prise de poste", "date de prise de poste"],
        "ends": ["fin", "date de fin"],
        "contact.name": ["contact", "nom du contact", "interlocuteur"],
        "contact.email": ["courriel", "mail", "email", "e-mail", "mail du contact"],
        "contact.phone": ["téléphone", "tel", "tél", "tél contact", "tel contact", "téléphone du contact"],
        "contact.url": ["url", "lien", "lien pour postuler", "apply url"],
        "salary.label": ["salaire", "rémunération", "salary"],
        "experience.label": ["expérience", "experience"],

        "person.id": [
            "matricule", "id salarié", "salarié", "identifiant salarié", "numéro salarié", "id personne", "personne",
            "id candidat", "identifiant candidat", "identifiant bénéficiaire", "bénéficiaire", "id bénéficiaire",
            "identifiant dans le si", "numéro de dossier", "dossier", "identifiant_unique_de",
        ],
        "siaeKind": ["dispositif", "type de structure", "structure type", "type siae", "mesure"],
        "referent.name": [
            "cip", "référent", "référente", "accompagnateur", "accompagnatrice", "conseiller", "nom référent",
        ],
        "referent.email": ["référente mail", "mail du référent", "mail cip", "courriel référent"],
        "referent.phone": ["téléphone du référent", "tel référent"],
        "approval.starts": ["pass début", "début pass iae", "début agrément", "date début agrément"],
        "approval.ends": ["pass fin", "fin pass iae", "fin agrément", "date fin agrément"],
        "exit.date": ["sortie", "sorti le", "sortie le", "date de sortie"],
        "exit.outcome": ["motif", "motif de sortie", "type de sortie", "situation à la sortie"],
        "requested": ["demandé le", "demande le", "date de la demande", "prescription", "date de prescription"],
        "availability.from": ["disponible le", "disponible à partir du", "date de disponibilité"],
        "mobility.label": ["mobilité", "zone de mobilité"],
        "constraints": ["contraintes"],
        "skills[].label": ["compétences", "compétence"],
        "consent.given": ["consentement le", "date du consentement"],
        "consent.by": ["consentement recueilli par"],
        "consent.purpose": ["consentement pour", "objet du consentement"],
        "education.level": ["niveau de formation", "niveau d'études", "niveau"],
        "status": ["statut", "état"],
    ]

    /// What only people have: an export with such a column is about people.
    static let ofPeople = [
        "prénom", "date de naissance", "lieu de naissance", "nom de naissance", "nom d'usage", "nomUsage",
        "nomNaissance",
        "dateNaissance", "né le", "née le", "né(e) le", "nir",
    ]

    /// What says who somebody is: a column of such a name is not mapped in a kind about people.
    static let personal = [
        "nom", "prénom", "nom de famille", "nom de naissance", "nom d'usage", "nom salarié", "prénom salarié",
        "nom du bénéficiaire", "date de naissance", "né le", "née le", "né(e) le", "lieu de naissance",
        "commune de naissance", "pays de naissance", "sexe", "civilité", "genre", "âge", "adresse",
        "adresse complément",
        "rue", "téléphone", "tel", "portable", "mobile", "email", "mail", "courriel", "code postal", "cp", "ville",
        "commune", "numéro allocataire", "numéro allocaire caf msa", "identifiant pôle emploi", "nir", "adrTelephone",
        "adrMail", "nomUsage", "nomNaissance", "dateNaissance",
    ]
}
