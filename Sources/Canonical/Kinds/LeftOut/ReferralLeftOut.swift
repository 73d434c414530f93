extension Schema {
    /// What les emplois asks of a person who is put forward and the hub does not carry.
    static let referralLeftOut: [LeftOut] =
        LeftOut.all(
            Field.Elsewhere.lesEmplois, "candidats: ", ["date_naissance", "lieu_naissance", "pays_naissance"],
            "Age and origin decide about no request; they would make the pseudonym easy to undo.")
        + LeftOut.all(
            Field.Elsewhere.lesEmplois, "candidats: ", ["civilite"],
            "Sex decides about no request; the referent knows how to address the person.")
        + LeftOut.all(
            Field.Elsewhere.lesEmplois, "candidats: ", ["adresse", "complement_adresse"],
            "The town is enough to find work; nobody writes to the person at home.")
        + LeftOut.all(
            Field.Elsewhere.lesEmplois, "candidats: ", ["lien_cv"], "Deprecated: always null.")
}
