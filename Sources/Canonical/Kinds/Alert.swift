extension Schema {
    /// What a rule found: a date that comes near, a counter that is full, an answer that is missing.
    public static let alert = Schema(
        kind: "alert",
        french: "alerte",
        meaning: "What a rule found: a date that comes near, a counter that is full, an answer that is missing.",
        audience: "The named roles of the member that it is addressed to.",
        dates: ["since"],
        fields: [
            Field(
                "key", "référence", .line(max: 200), "The rule and the thing together: the same alert keeps its key.",
                need: .always),
            Field("rule", "règle", .line(max: 100), "The id of the rule, as config/rules names it.", need: .always),
            Field(
                "severity", "gravité", .choice(["info", "warning", "urgent"]),
                "Whether it is good to know, to be done, or to be done at once.", need: .always),
            Field("addressedTo", "destinataire", .member, "The member that is to act.", need: .always),
            Field(
                "roles[]", "rôles destinataires", .choice(["cip", "eti", "cre", "management", "admin"]),
                "Who there is to act: counsellor, workshop supervisor, CRE, management, the hub's admin.",
                need: .always),
            Field(
                "about.kind", "objet",
                .choice([
                    "offer", "referral", "application", "pathway", "immersion", "response", "solicitation", "member",
                    "feed",
                ]), "What kind of thing it is about.", need: .always),
            Field("about.key", "référence de l'objet", .line(max: 200), "The key of that thing.", need: .always),
            Field("about.source", "origine de l'objet", .line(max: 200), "The feed or member that published it."),
            Field("person.id", "personne", .pseudonym, "The pseudonym of the person whom it is about."),
            Field("referent.name", "référent", .line(max: 200), "The professional who is in charge."),
            Field("since", "depuis le", .date, "The day from which the rule's condition holds.", need: .always),
            Field("due", "échéance", .date, "Last day on which acting still helps."),
            Field(
                "measured", "valeur constatée", .number(0...1_000_000), "What the rule counted.",
                unit: "what unit names"),
            Field(
                "threshold", "seuil", .number(0...1_000_000), "The value in the config that it was compared with.",
                unit: "what unit names",
                need: .with("measured")),
            Field(
                "unit", "unité", .choice(["hours", "days", "weeks", "months", "people", "contacts"]),
                "What both numbers count.", need: .with("measured")),
            Field("text", "message", .line(max: 500), "What is the matter, in one French sentence.", need: .always),
            Field(
                "suggestion", "action proposée", .line(max: 500), "What can be done about it, in French.",
                need: .always),
            Field(
                "reminders", "relances", .integer(0...99), "How often it was sent before.", unit: "times"),
        ],
        rules: [.order("since", "due", "an alert can be acted on from its first day at least")])
}
