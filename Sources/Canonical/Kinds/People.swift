/// The blocks about people that several kinds share.
extension Field {
    /// That the person agreed, to what, when and before whom: without it no identity is accepted.
    static let consent: [Field] = [
        Field(
            "consent.given", "date du consentement", .date,
            "When the person agreed that the identity is shared.", need: .with("identity")),
        Field("consent.by", "recueilli par", .line(max: 200), "Who asked the person.", need: .with("identity")),
        Field(
            "consent.purpose", "objet du consentement", .line(max: 500), "What the person agreed to.",
            need: .with("identity")),
        Field("consent.until", "valable jusqu'au", .date, "Last day on which the identity may be used."),
    ]

    /// Who the person is; it travels to the addressee only.
    static let identity: [Field] = [
        Field(
            "identity.firstName", "prénom", .line(max: 100), "First name.", sight: .addressee,
            .lesEmplois("candidatures/recherche: candidat_prenom"), .lesEmplois("candidats: prenom"),
            .lesEmplois("Liste des candidatures: Prénom candidat"),
            .immersionFacilitee("signatories.beneficiary.firstName")),
        Field(
            "identity.lastName", "nom", .line(max: 100), "Last name.", sight: .addressee,
            .lesEmplois("candidatures/recherche: candidat_nom"), .lesEmplois("candidats: nom"),
            .lesEmplois("Liste des candidatures: Nom candidat"),
            .immersionFacilitee("signatories.beneficiary.lastName")),
        Field(
            "identity.phone", "téléphone", .phone, "Where to call the person.", sight: .addressee,
            .lesEmplois("candidatures/recherche: candidat_telephone"), .lesEmplois("candidats: telephone"),
            .lesEmplois("Liste des candidatures: Téléphone candidat"),
            .immersionFacilitee("signatories.beneficiary.phone")),
        Field(
            "identity.email", "courriel", .email, "Where the person reads mail.", sight: .addressee,
            .lesEmplois("candidatures/recherche: candidat_email"), .lesEmplois("candidats: courriel"),
            .lesEmplois("Liste des candidatures: Email candidat"),
            .immersionFacilitee("signatories.beneficiary.email")),
        Field(
            "identity.city", "ville", .line(max: 100), "Where the person lives.", sight: .addressee,
            .lesEmplois("candidats: ville"), .lesEmplois("Liste des candidatures: Ville candidat")),
        Field(
            "identity.postcode", "code postal", .postcode, "The postcode of that place.", sight: .addressee,
            .lesEmplois("candidats: code_postal"), .lesEmplois("Liste des candidatures: Département candidat")),
        Field(
            "identity.cv", "CV", .url, "Address of the person's CV.", sight: .addressee,
            .lesEmplois("candidatures/recherche: orientation_candidat_cv")),
    ]
}
