extension Schema {
    /// What les emplois says about an application and the hub does not carry.
    static let applicationLeftOut: [LeftOut] = [
        LeftOut(
            .lesEmplois("candidatures/recherche: candidat_nir"),
            "The law lists who may use the NIR; an integration hub is not on the list."),
        LeftOut(
            .lesEmplois("candidatures/recherche: candidat_date_naissance"),
            "Age decides about no post; a birth date would make the pseudonym easy to undo."),
        LeftOut(
            .lesEmplois("Liste des candidatures: Date de naissance candidat"),
            "Age decides about no post; a birth date would make the pseudonym easy to undo."),
        LeftOut(
            .lesEmplois("Liste des candidatures: Civilité candidat"),
            "Sex decides about no post and must not; the referent knows how to address the person."),
        LeftOut(
            .lesEmplois("candidatures/recherche: candidat_pass_iae_numero"),
            "Names the person in several registers; the pseudonym and the dates of the PASS are enough."),
        LeftOut(
            .lesEmplois("Liste des candidatures: Numéro PASS IAE"),
            "Names the person in several registers; the pseudonym and the dates of the PASS are enough."),
        LeftOut(
            .lesEmplois("Liste des candidatures: Eligible au contrôle"),
            "About the State's yearly check of the structure, which concerns no other member."),
    ]
}
