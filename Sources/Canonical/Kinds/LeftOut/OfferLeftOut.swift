extension Schema {
    /// What other systems say about an offer and the hub does not carry.
    static let offerLeftOut: [LeftOut] =
        [
            LeftOut(
                .franceTravail("origineOffre.partenaires[].logo"),
                "An image of a third party; the partner's name and page are carried."),
            LeftOut(
                .franceTravail("filtresPossibles"),
                "Counts over a whole search, not over an offer; they change with every call."),
            LeftOut(
                .jobPosting("directApply"),
                "Says how the source's page works, not what the post is; contact.url leads there."),
            LeftOut(
                .jobPosting("baseSalary.currency"), "Pay in the territory of a hub is in euros, as the unit says."),
            LeftOut(
                .jobPosting("jobLocation.address.addressCountry"),
                "A place of a hub lies in France; a place abroad stands in workplace.label."),
        ]
        + LeftOut.all(
            Field.Elsewhere.lesEmplois, "siaes: ", ["id", "cree_le", "mis_a_jour_le"],
            "About the structure's page, not about a post; employer.siret names the structure.")
        + LeftOut.all(
            Field.Elsewhere.dataInclusion, "service: ", ["publics[]", "zone_eligibilite[]", "mobilisable_par[]"],
            "Who may be sent there is decided with the service; a list of audiences would sort people by situation, "
                + "such as handicap, exile or benefits.")
        + LeftOut.all(
            Field.Elsewhere.dataInclusion, "service: ", ["structure_id", "horaires_accueil", "site_web"],
            "Belongs to the directory entry of the service; origin.url leads there.")
}
