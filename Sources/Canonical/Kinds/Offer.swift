extension Schema {
    /// Something that a person can be put forward for: a job, an insertion post, an immersion, a training and the like.
    public static let offer = Schema(
        kind: "offer",
        french: "offre",
        meaning: "Something that a person can be put forward for: a job, an insertion post, an immersion, a training, "
            + "a tender with a social clause, an event or a mobility service.",
        audience: "Every member whose subscription matches; only the concerned kinds of structure, or only the "
            + "signatories of the charter, where the offer says so.",
        dates: ["published", "updated", "starts"],
        fields: offerSubject + offerEmployer + offerTerms + offerProfile + offerDates + offerTypes,
        rules: [
            .order("starts", "ends", "an offer ends on or after the day it begins"),
            .order("published", "expires", "an offer can be answered on the day it is published at least"),
            .rising("salary.min", "salary.max", "the highest pay is not below the lowest"),
            .samePlace("workplace"),
        ],
        leftOut: offerLeftOut)

    /// What is offered, to whom, and as what occupation.
    private static let offerSubject: [Field] = [
        Field(
            "key", "référence", .line(max: 200), "The identifier under which its source knows the offer.",
            need: .always, .franceTravail("id"), .lesEmplois("siaes: postes[].id"), .dataInclusion("service: id"),
            .jobPosting("identifier")),
        Field(
            "type", "type d'offre",
            .choice(["job", "insertionPost", "immersion", "training", "tender", "event", "mobility"]),
            "What is offered.", need: .always, .dataInclusion("service: type")),
        Field(
            "distribution", "diffusion", .choice(["all", "concerned", "charter"]),
            "Who may receive it: every subscriber, the concerned kinds only, or charter signatories only."),
        Field(
            "siaeKinds[]", "structures concernées", .code(table: "siae-kinds"),
            "The kinds of structure that a \"concerned\" offer is for.", need: .when("distribution", ["concerned"])),
        Field(
            "title", "intitulé", .line(max: 500), "The job or subject in a few words.", need: .always,
            .franceTravail("intitule"), .lesEmplois("siaes: postes[].appellation_modifiee"),
            .dataInclusion("service: nom"), .jobPosting("title")),
        Field(
            "description", "descriptif", .text(max: 20_000), "The full text.", .franceTravail("description"),
            .lesEmplois("siaes: postes[].description"), .dataInclusion("service: description"),
            .jobPosting("description")),
        Field(
            "open", "recrutement ouvert", .boolean, "Whether people can be put forward at present.",
            .lesEmplois("siaes: postes[].recrutement_ouvert"), .lesEmplois("siaes: bloque_candidatures")),
        Field(
            "candidates", "candidats à la fois", .choice(["one", "any"]),
            "Whether one person at a time may be put forward, or any number."),
        Field(
            "occupation.rome", "code ROME", .rome, "The occupation's code in France Travail's register.",
            .franceTravail("romeCode"), .lesEmplois("siaes: postes[].rome"), .jobPosting("occupationalCategory")),
        Field(
            "occupation.label", "métier", .line(max: 300), "The occupation's name.", .franceTravail("romeLibelle")),
        Field(
            "occupation.appellation", "appellation", .line(max: 300), "The job title within the occupation.",
            .franceTravail("appellationlibelle")),
        Field(
            "occupation.ogr", "code appellation (OGR)", .appellation, "The job title's code in the ROME.",
            .franceTravail("Code_OGR")),
    ]

    /// Who offers it, and where.
    private static let offerEmployer: [Field] = [
        Field(
            "employer.name", "employeur", .line(max: 300), "The employer's name.", .franceTravail("entreprise.nom"),
            .lesEmplois("siaes: enseigne"), .lesEmplois("siaes: raison_sociale"), .dataInclusion("structure: nom"),
            .jobPosting("hiringOrganization.name")),
        Field(
            "employer.siret", "SIRET", .siret, "The employing establishment.", .franceTravail("entreprise.siret"),
            .lesEmplois("siaes: siret"), .dataInclusion("structure: siret")),
        Field(
            "employer.siaeKind", "type de structure", .code(table: "siae-kinds"),
            "The kind of structure, when the employer is one.", .lesEmplois("siaes: type")),
        Field(
            "employer.description", "présentation", .text(max: 20_000), "How the employer presents itself.",
            .franceTravail("entreprise.description"), .lesEmplois("siaes: description"),
            .dataInclusion("structure: description"), .jobPosting("hiringOrganization.description")),
        Field(
            "employer.url", "site", .url, "The employer's site.", .franceTravail("entreprise.url"),
            .lesEmplois("siaes: site_web"), .dataInclusion("structure: site_web"),
            .jobPosting("hiringOrganization.sameAs")),
        Field(
            "employer.logo", "logo", .url, "Address of the employer's logo.", .franceTravail("entreprise.logo"),
            .jobPosting("hiringOrganization.logo")),
        Field(
            "employer.naf", "code NAF", .naf, "The establishment's main activity.", .franceTravail("codeNAF")),
        Field(
            "employer.sector", "secteur d'activité", .line(max: 10), "The activity's division in the NAF, two digits.",
            .franceTravail("secteurActivite")),
        Field(
            "employer.sectorLabel", "libellé du secteur", .line(max: 300), "The activity's name in the source.",
            .franceTravail("secteurActiviteLibelle"), .jobPosting("industry")),
        Field(
            "employer.size", "tranche d'effectif", .line(max: 100),
            "How many people the establishment employs, as the source writes the band.",
            .franceTravail("trancheEffectifEtab")),
        Field(
            "employer.adapted", "entreprise adaptée", .boolean, "Whether the employer is an entreprise adaptée.",
            .franceTravail("entrepriseAdaptee"), .franceTravail("entreprise.entrepriseAdaptee")),
        Field(
            "employer.disabilityPledge", "employeur handi-engagé", .boolean,
            "Whether the employer is committed to hiring disabled workers.", .franceTravail("employeurHandiEngage")),
        Field(
            "workplace.label", "lieu de travail", .line(max: 300), "The place as the source writes it.",
            .franceTravail("lieuTravail.libelle"), .lesEmplois("siaes: postes[].lieu.nom"),
            .lesEmplois("siaes: ville"), .dataInclusion("service: commune"),
            .jobPosting("jobLocation.address.addressLocality")),
        Field(
            "workplace.address", "adresse", .line(max: 300), "Number and street.",
            .lesEmplois("siaes: addresse_ligne_1"), .lesEmplois("siaes: addresse_ligne_2"),
            .dataInclusion("service: adresse"), .dataInclusion("service: complement_adresse"),
            .jobPosting("jobLocation.address.streetAddress")),
        Field(
            "workplace.commune", "commune", .commune, "The commune's INSEE code.",
            .franceTravail("lieuTravail.commune"), .lesEmplois("siaes: postes[].lieu.code_insee"),
            .dataInclusion("service: code_insee")),
        Field(
            "workplace.postcode", "code postal", .postcode, "The postcode.", .franceTravail("lieuTravail.codePostal"),
            .lesEmplois("siaes: postes[].lieu.code_postaux[]"), .lesEmplois("siaes: code_postal"),
            .dataInclusion("service: code_postal"), .jobPosting("jobLocation.address.postalCode")),
        Field(
            "workplace.departement", "département", .departement, "The département's code.",
            .lesEmplois("siaes: postes[].lieu.departement"), .lesEmplois("siaes: departement")),
        Field(
            "workplace.latitude", "latitude", .number(-90...90), "How far north it lies, WGS 84.", unit: "degrees",
            .franceTravail("lieuTravail.latitude"), .dataInclusion("service: latitude"),
            .jobPosting("jobLocation.geo.latitude")),
        Field(
            "workplace.longitude", "longitude", .number(-180...180), "How far east it lies, WGS 84.", unit: "degrees",
            .franceTravail("lieuTravail.longitude"), .dataInclusion("service: longitude"),
            .jobPosting("jobLocation.geo.longitude")),
        Field(
            "workplace.remote", "télétravail", .choice(["onSite", "hybrid", "remote"]),
            "Whether the work is done on site, in part or wholly at a distance.",
            .dataInclusion("service: modes_accueil[]"),
            .jobPosting("jobLocationType")),
        Field(
            "workplace.access", "accès", .line(max: 500), "How to get there: bus line, station, hours of the first bus."
        ),
    ]

    /// When it is offered, whom to answer to and where it comes from.
    private static let offerDates: [Field] = [
        Field(
            "published", "date de création", .moment, "When the source first published it.",
            .franceTravail("dateCreation"), .lesEmplois("siaes: postes[].cree_le"), .jobPosting("datePosted")),
        Field(
            "updated", "date d'actualisation", .moment, "When the source last changed it.",
            .franceTravail("dateActualisation"), .lesEmplois("siaes: postes[].mis_a_jour_le"),
            .dataInclusion("service: date_maj")),
        Field(
            "starts", "date de début", .moment, "When the work, the session or the event begins.",
            need: .when("type", ["event"]), .jobPosting("jobStartDate")),
        Field("ends", "date de fin", .moment, "When the work, the session or the event ends."),
        Field(
            "expires", "date limite", .date, "Last day to put somebody forward.", .jobPosting("validThrough")),
        Field(
            "contact.name", "contact", .line(max: 300), "Whom to ask for.", .franceTravail("contact.nom"),
            .dataInclusion("service: contact_nom_prenom"), .jobPosting("applicationContact.name")),
        Field(
            "contact.email", "courriel", .email, "Where to write.", .franceTravail("contact.courriel"),
            .lesEmplois("siaes: courriel"), .dataInclusion("service: courriel"),
            .jobPosting("applicationContact.email")),
        Field(
            "contact.phone", "téléphone", .phone, "Where to call.", .franceTravail("contact.telephone"),
            .lesEmplois("siaes: telephone"), .dataInclusion("service: telephone"),
            .jobPosting("applicationContact.telephone")),
        Field(
            "contact.url", "lien pour postuler", .url, "Where to apply.", .franceTravail("contact.urlPostulation"),
            .franceTravail("contact.urlRecruteur"), .dataInclusion("service: lien_mobilisation"), .jobPosting("url")),
        Field(
            "contact.address", "coordonnées", .text(max: 1_000), "Where to write on paper, as the source writes it.",
            .franceTravail("contact.coordonnees1"), .franceTravail("contact.coordonnees2"),
            .franceTravail("contact.coordonnees3")),
        Field(
            "contact.comment", "comment postuler", .text(max: 2_000), "How to apply.",
            .franceTravail("contact.commentaire"), .dataInclusion("service: mobilisation_precisions")),
        Field(
            "agency.phone", "téléphone de l'agence", .phone, "The France Travail agency that handles the answers.",
            .franceTravail("agence.telephone")),
        Field(
            "agency.email", "courriel de l'agence", .email, "Where that agency reads mail.",
            .franceTravail("agence.courriel")),
        Field(
            "agency.comment", "message de l'agence", .text(max: 1_000),
            "How to answer, where the source has a sentence instead of an address.", .franceTravail("agence.courriel")),
        Field(
            "origin.code", "type d'origine", .choice(["1", "2"]), "1 France Travail itself, 2 one of its partners.",
            .franceTravail("origineOffre.origine")),
        Field("origin.name", "origine", .line(max: 300), "Who published it first.", .dataInclusion("service: source")),
        Field(
            "origin.url", "lien d'origine", .url, "Its page there.", .franceTravail("origineOffre.urlOrigine"),
            .dataInclusion("service: lien_source")),
        Field(
            "partners[].name", "partenaire", .line(max: 200), "A partner that publishes the same offer.",
            need: .with("partners"), .franceTravail("origineOffre.partenaires[].nom")),
        Field(
            "partners[].url", "lien chez le partenaire", .url, "Its page there.",
            .franceTravail("origineOffre.partenaires[].url")),
    ]
}
