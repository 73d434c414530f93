extension Schema {
    /// How far a referral has come, told to the member that asked.
    public static let progress = Schema(
        kind: "progress",
        french: "suivi d'orientation",
        meaning: "How far a referral has come; the hub tells it to the member that asked, whenever it changes.",
        audience: "The member that asked.",
        dates: ["sent"],
        fields: [
            Field(
                "key", "référence", .line(max: 400), "The referral's source and key together.", need: .always),
            Field("addressedTo", "destinataire", .member, "The member that asked.", need: .always),
            Field(
                "about.key", "référence de l'orientation", .line(max: 200), "The key of the referral.", need: .always),
            Field(
                "about.source", "origine de l'orientation", .line(max: 200),
                "The feed or member that published the referral.", need: .always),
            Field("asked", "membre sollicité", .member, "The member that the referral is addressed to.", need: .always),
            Field(
                "state", "état",
                .choice(["sent", "received", "infoNeeded", "accepted", "declined", "planned", "active", "closed"]),
                "How far it has come: sent; fetched from the inbox; answered with a question, yes or no; a plan of action is "
                    + "proposed; agreed by counsellor, CRE and person; all its steps are done.", need: .always),
            Field("sent", "envoyée le", .moment, "When the hub published the referral.", need: .always),
            Field(
                "received", "reçue le", .moment,
                "When the hub first found that nothing waited in the inbox of the member that is asked."),
            Field("answered", "répondu le", .moment, "When the last answer was given."),
            Field(
                "reason", "motif du refus", .code(table: "refusal-reasons"), "Why it is declined.",
                need: .when("state", ["declined"])),
            Field("agreed.counsellor", "accord du conseiller", .date, "When the counsellor agreed to the plan."),
            Field("agreed.cre", "accord de la CRE", .date, "When the CRE agreed to the plan."),
            Field("agreed.person", "accord de la personne", .date, "When the person agreed to the plan."),
            Field("steps", "étapes prévues", .integer(0...1_000), "How many steps the plan has.", unit: "steps"),
            Field(
                "done", "étapes réalisées", .integer(0...1_000), "How many of them are done.", unit: "steps",
                need: .with("steps")),
        ],
        rules: [.order("sent", "received", "a referral is received on or after the day it is sent")])
}
