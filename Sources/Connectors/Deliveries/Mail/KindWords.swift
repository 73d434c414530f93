import Canonical

/// What mails say about a kind: the one place for wording; a kind without an entry gets its French name and its fields.
struct KindWords: Sendable {
    let kind: String
    /// `offre`, `offres`.
    let one: String
    let many: String
    let isFeminine: Bool
    /// Begins the mail, after the sender's name.
    var lead = "vous transmet"
    /// The fields of the line that stands for the entity in a list; what is missing is left out.
    var line: [String] = []
    /// The fields that say more in a list.
    var details: [String] = []
    /// The field by which a list is grouped: an employer, a place.
    var group: String?
    /// The fields of a sentence: those that say the same stand in a list under it, a line each.
    var same: [String] = []
    /// The fields that a thing of a list tells even where it has one line, with their names.
    var told: [String] = []
    /// Whether a list says who sent it.
    var hasSender = false
    /// Whether a list says whom to call about the person.
    var isAboutPerson = false
    /// Whether its key means something to people.
    var hasReference = true
    /// The fields that stand as sentences before everything else.
    var sentences: [String] = []
    /// What ``sentences`` and a line already say, or says nothing to people.
    var hidden: [String] = []
    /// Whether a member can answer it.
    var isAnswered = false
    /// Whether a no has one of the reasons of the code table, which speak of a candidate.
    var hasReasons = true
    /// What a yes means, in the mail that a link prepares.
    var acceptance = ""

    /// `Nouvelle offre`, `Offre modifiée`: how a subject begins.
    func title(_ event: Event) -> String {
        switch event {
        case .created: "\(isFeminine ? "Nouvelle" : one.first.map(isVowel) == true ? "Nouvel" : "Nouveau") \(one)"
        case .updated: "\(one.prefix(1).uppercased() + one.dropFirst()) \(isFeminine ? "modifiée" : "modifié")"
        case .withdrawn: "\(one.prefix(1).uppercased() + one.dropFirst()) \(isFeminine ? "retirée" : "retiré")"
        }
    }

    /// `12 offres`, `1 offre`.
    func count(_ number: Int) -> String { "\(number) \(number < 2 ? one : many)" }

    /// `L'offre`, `La candidature`, `Le parcours`.
    var definite: String {
        one.first.map(isVowel) == true ? "L’\(one)" : "\(isFeminine ? "La" : "Le") \(one)"
    }

    private func isVowel(_ letter: Character) -> Bool { "aeiouyéèêâîôh".contains(letter) }

    /// The words of a kind; of one that is not in the table, what the schema itself knows.
    static func of(_ kind: String) -> KindWords {
        if let words = all.first(where: { $0.kind == kind }) { return words }
        let schema = Schema.named(kind)
        let name = schema?.french ?? kind
        let titles = schema?.fields.filter { ["title", "name", "text", "employer.name"].contains($0.path) } ?? []
        return KindWords(
            kind: kind, one: name, many: name, isFeminine: false, line: titles.prefix(1).map(\.path))
    }

    /// In the order in which a digest names them.
    static let all: [KindWords] = [
        KindWords(
            kind: "alert", one: "alerte", many: "alertes", isFeminine: true, lead: "vous signale un point à traiter.",
            line: ["text"], details: ["since", "due", "suggestion"], same: ["text", "suggestion"],
            told: ["since", "due"], hasReference: false, sentences: ["text", "suggestion"],
            hidden: ["rule", "roles[]", "about.source", "unit", "reminders"]),
        KindWords(
            kind: "referral", one: "orientation", many: "orientations", isFeminine: true,
            lead: "vous adresse une orientation : merci d’y répondre, même par un refus.",
            line: ["type", "action"], details: ["requested", "answerBy", "reason", "offer.key"], told: ["requested"],
            hasSender: true, isAboutPerson: true, sentences: ["reason"], hidden: ["offer.source"], isAnswered: true,
            acceptance: "Nous prenons en charge cette demande."),
        KindWords(
            kind: "response", one: "réponse", many: "réponses", isFeminine: true, lead: "vous répond.",
            line: ["about.kind", "about.key", "answer"],
            details: ["reason", "question", "comment", "appointment.date"], told: ["reason"], hasSender: true,
            hasReference: false,
            sentences: ["question", "comment"],
            hidden: ["about.source"]),
        KindWords(
            kind: "progress", one: "suivi d’orientation", many: "suivis d’orientation", isFeminine: false,
            lead: "vous dit où en est votre orientation.", line: ["about.key", "state"],
            details: ["asked", "answered", "reason"], told: ["asked"], hasReference: false, hidden: ["about.source"]),
        KindWords(
            kind: "application", one: "candidature", many: "candidatures", isFeminine: true,
            lead: "vous transmet une candidature.",
            line: ["offer.title", "occupation.label", "occupations[].label", "status"],
            details: ["employer.name", "availability.from", "referent.name"], group: "employer.name", hasSender: true,
            sentences: ["message"], hidden: ["offer.source"], isAnswered: true,
            acceptance: "Nous retenons cette candidature."),
        KindWords(
            kind: "immersion", one: "immersion", many: "immersions", isFeminine: true,
            lead: "vous transmet une immersion (PMSMP).",
            line: ["occupation.label", "status"], details: ["host.name", "starts", "ends", "referent.name"],
            group: "host.name", hasSender: true, hidden: ["renewal.from", "agency.id"], isAnswered: true,
            acceptance: "Nous sommes d’accord pour cette immersion."),
        KindWords(
            kind: "offer", one: "offre", many: "offres", isFeminine: true,
            // Insertion posts go to everybody, other offers to those who wish for them.
            lead: "publie une offre que le hub vous transmet.",
            line: ["title", "workplace.label"],
            details: ["type", "contract.type", "hours.weekly", "employer.name", "expires"], group: "employer.name",
            hidden: [
                "employer.logo", "employer.sector", "occupation.ogr", "origin.code", "travel.code", "salary.months",
                "education[].code", "skills[].code", "siaeKinds[]", "distribution", "workplace.commune",
                "workplace.departement", "contract.label", "qualification.label", "education[].label", "employer.naf",
                "employer.sectorLabel", "employer.size", "updated",
            ], isAnswered: true, hasReasons: false, acceptance: "Nous avons une personne à proposer pour cette offre."),
        KindWords(
            kind: "solicitation", one: "sollicitation d’entreprise", many: "sollicitations d’entreprise",
            isFeminine: true,
            lead: "a été en contact avec une entreprise : inutile de la solliciter pour la même chose.",
            line: ["employer.name", "topic"], details: ["date", "outcome", "referent.name", "next"],
            group: "workplace.label", sentences: ["comment"], hidden: ["offer.source"]),
        KindWords(
            kind: "structure", one: "structure", many: "structures", isFeminine: true, lead: "présente une structure.",
            line: ["name", "workplace.label"], details: ["siaeKind", "contact.phone", "contact.email"],
            group: "workplace.departement", sentences: ["description"], hidden: ["accessibility"]),
        KindWords(
            kind: "pathway", one: "parcours", many: "parcours", isFeminine: false, lead: "vous transmet un parcours."),
        KindWords(
            kind: "receipt", one: "accusé de traitement", many: "accusés de traitement", isFeminine: false,
            lead: "a traité ce que vous avez transmis.",
            line: ["feed", "message", "status"], details: ["accepted", "refused", "problems[].what"],
            told: ["problems[].what"],
            hasReference: false,
            hidden: ["run", "message"]),
    ]

    /// What no mail shows of any kind: numbers for machines, and what only links records.
    static let never: Set<String> = [
        "key", "person.id", "addressedTo", "workplace.latitude", "workplace.longitude",
    ]
}
