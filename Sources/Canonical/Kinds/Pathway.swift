extension Schema {
    /// A person's way through a structure (parcours): contract, hours, approval, exit.
    ///
    /// It reaches no other member.
    public static let pathway = Schema(
        kind: "pathway",
        fields: [
            Field(
                "key", "référence", .text(max: 200), "The identifier under which its source knows the pathway.",
                isRequired: true),
            Field(
                "person.id", "personne", .pseudonym, "The person's pseudonym, stable within the structure.",
                isRequired: true),
            Field(
                "siaeKind", "type de structure", .code(table: "siae-kinds"), "The kind of structure that employs.",
                isRequired: true),
            Field(
                "contract.type", "type de contrat", .code(table: "contract-types"), "The kind of contract.",
                isRequired: true),
            Field("contract.starts", "début de contrat", .date, "First day of the contract.", isRequired: true),
            Field("contract.ends", "fin de contrat", .date, "Last day of the contract."),
            Field("hours.weekly", "heures par semaine", .number, "Hours a week in the contract."),
            Field("hours.done", "heures réalisées", .number, "Hours worked so far."),
            Field("occupation.rome", "code ROME", .rome, "The occupation held."),
            Field("referent.name", "référent", .text(max: 200), "The counsellor (CIP) who accompanies."),
            Field("approval.starts", "début d'agrément", .date, "First day of the PASS IAE."),
            Field("approval.ends", "fin d'agrément", .date, "Last day of the PASS IAE."),
            Field("exit.date", "date de sortie", .date, "When the person left."),
            Field(
                "exit.outcome", "motif de sortie", .code(table: "exit-outcomes"),
                "What the person left for; required with an exit date."),
        ],
        rules: [
            .order("contract.starts", "contract.ends", "a contract ends on or after its first day"),
            .order("approval.starts", "approval.ends", "an approval ends on or after its first day"),
            Rule(field: "exit.outcome") { draft, schema in
                guard let date = schema.number(of: "exit.date"), let outcome = schema.number(of: "exit.outcome"),
                    draft.count(of: date) > 0, draft.count(of: outcome) == 0, !draft.isRefused(outcome)
                else { return nil }
                return (
                    "exit.outcome is missing", "an exit says what the person left for", "fill it in the export"
                )
            },
        ])
}

extension Rule {
    /// Two days of one record that must not stand the wrong way round.
    static func order(_ first: String, _ last: String, _ why: String) -> Rule {
        Rule(field: last) { draft, schema in
            guard let start = schema.number(of: first), let end = schema.number(of: last),
                let starts = draft.withBytes(of: start, 0, { CivilDate($0) }) ?? nil,
                let ends = draft.withBytes(of: end, 0, { CivilDate($0) }) ?? nil, ends < starts
            else { return nil }
            return (
                "\(last) is \(ends), before \(first) \(starts)", why, "correct one of the two dates in the export"
            )
        }
    }
}
