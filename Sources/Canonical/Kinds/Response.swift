extension Schema {
    /// An answer to a referral, an offer, an application or an immersion.
    public static let response = Schema(
        kind: "response",
        french: "réponse",
        meaning: "An answer to a referral, an offer, an application or an immersion: yes, no with the reason, or a "
            + "question, with the steps that are planned.",
        audience: "The member that asked.",
        dates: ["answered"],
        fields: [
            Field(
                "key", "référence", .line(max: 200), "The identifier under which its source knows the answer.",
                need: .always),
            Field(
                "answer", "réponse", .choice(["accepted", "declined", "infoNeeded"]), "What is answered.",
                need: .always),
            Field(
                "about.kind", "objet", .choice(["referral", "offer", "application", "immersion"]),
                "What kind of thing is answered.", need: .always),
            Field("about.key", "référence de l'objet", .line(max: 200), "The key of that thing.", need: .always),
            Field(
                "about.source", "origine de l'objet", .line(max: 200), "The feed or member that published it."),
            Field(
                "addressedTo", "destinataire", .member,
                "The member that asked; the hub knows it, and fills it in where it is missing."),
            Field("answered", "date de la réponse", .moment, "When the answer was given.", need: .always),
            Field(
                "reason", "motif du refus", .code(table: "refusal-reasons"), "Why it is declined.",
                need: .when("answer", ["declined"])),
            Field(
                "question", "question", .text(max: 2_000), "What has to be known first.",
                need: .when("answer", ["infoNeeded"])),
            Field("comment", "précision", .text(max: 2_000), "What else is to be said.", sight: .addressee),
            Field("person.id", "personne", .pseudonym, "The pseudonym of the person whom it is about."),
            Field("referent.name", "interlocuteur", .line(max: 200), "The professional who answers."),
            Field("referent.email", "courriel de l'interlocuteur", .email, "Where that professional reads mail."),
            Field("referent.phone", "téléphone de l'interlocuteur", .phone, "Where to call that professional."),
            Field("appointment.date", "rendez-vous", .moment, "When those concerned meet."),
            Field(
                "appointment.place", "lieu du rendez-vous", .line(max: 300), "Where they meet.",
                need: .with("appointment.date")),
            Field(
                "steps[].label", "étape", .line(max: 300), "A step of the plan of action.", need: .with("steps")),
            Field(
                "steps[].by", "responsable de l'étape", .choice(["counsellor", "cre", "person", "employer"]),
                "Who takes the step.", need: .with("steps")),
            Field("steps[].due", "échéance", .date, "By when."),
            Field("steps[].done", "réalisée le", .date, "When it was done."),
            Field("agreed.counsellor", "accord du conseiller", .date, "When the counsellor agreed to the plan."),
            Field("agreed.cre", "accord de la CRE", .date, "When the CRE agreed to the plan."),
            Field("agreed.person", "accord de la personne", .date, "When the person agreed to the plan."),
        ])
}
