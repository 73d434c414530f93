extension Schema {
    /// What a convention of Immersion Facilitée says and the hub does not carry.
    static let immersionLeftOut: [LeftOut] =
        [
            LeftOut(
                .immersionFacilitee("signatories.beneficiary.isRqth"),
                "Says that the person is recognised as disabled: health is in no message."),
            LeftOut(
                .immersionFacilitee("signatories.beneficiary.birthdate"),
                "Age decides about no immersion; a birth date would make the pseudonym easy to undo."),
            LeftOut(
                .immersionFacilitee("signatories.beneficiary.emergencyContact"),
                "A third person who agreed to nothing; the host has it on the convention."),
            LeftOut(
                .immersionFacilitee("signatories.beneficiary.financiaryHelp"),
                "Says what the person lives on: benefits are in no message."),
            LeftOut(
                .immersionFacilitee("establishmentTutor.role"), "The same word in every convention."),
            LeftOut(
                .immersionFacilitee("schedule.isSimple"),
                "Says how the form was filled; the schedule itself is carried."),
            LeftOut(
                .immersionFacilitee("agencyValidationSteps"),
                "How the prescribing body works inside; the status says what it decided."),
            LeftOut(
                .immersionFacilitee("validators"),
                "Names of agents who decide nothing any more; agency.name says who answers."),
            LeftOut(
                .immersionFacilitee("lastReminders"), "Mail that another platform sent to its own users."),
            LeftOut(
                .immersionFacilitee("isEstablishmentBanned"),
                "A sanction of another platform against a company, which the hub can neither check nor lift."),
            LeftOut(
                .immersionFacilitee("signatories.beneficiaryCurrentEmployer.businessAddress"),
                "employer.siret names the structure and its address."),
            LeftOut(
                .immersionFacilitee("signatories.beneficiaryCurrentEmployer.job"),
                "The post held in the structure stands in its own pathway record."),
        ]
        + LeftOut.all(
            Field.Elsewhere.immersionFacilitee, "establishmentTutor.", ["firstName", "lastName", "email", "phone"],
            "The tutor is no party to the hub; the job is what the structures need.")
        + LeftOut.all(
            Field.Elsewhere.immersionFacilitee, "signatories.beneficiary.",
            ["firstName", "lastName", "email", "phone"],
            "The convention names the person; an immersion in the hub carries the pseudonym, the referral that asked "
                + "for it the identity.")
        + [
            "establishmentRepresentative", "beneficiaryRepresentative", "beneficiaryCurrentEmployer",
        ].flatMap { party in
            LeftOut.all(
                Field.Elsewhere.immersionFacilitee, "signatories.\(party).",
                ["firstName", "lastName", "email", "phone"],
                "Whoever signs is named in the convention and answers to its platform.")
        }
        + LeftOut.all(
            Field.Elsewhere.immersionFacilitee, "signatories.",
            [
                "beneficiary.signedAt", "establishmentRepresentative.signedAt", "beneficiaryRepresentative.signedAt",
                "beneficiaryCurrentEmployer.signedAt",
            ], "The status says whether some or all have signed; documents[].status says it for a paper convention.")
}
