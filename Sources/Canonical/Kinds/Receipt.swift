extension Schema {
    /// What the hub did with an export or a message: accepted, refused, and why.
    public static let receipt = Schema(
        kind: "receipt",
        french: "accusé de traitement",
        meaning: "What the hub did with an export or a message of a member: how much it took, what it refused and why.",
        audience: "The member that published it.",
        dates: ["received"],
        fields: [
            Field(
                "key", "référence", .line(max: 200), "The run, or the message that is answered.", need: .always),
            Field(
                "status", "résultat", .choice(["accepted", "partial", "refused", "stopped"]),
                "All taken, some refused, all refused, or nothing done because the export itself is in doubt.",
                need: .always),
            Field("addressedTo", "destinataire", .member, "The member that published it.", need: .always),
            Field("feed", "connecteur", .line(max: 100), "The feed that read the export."),
            Field("file", "fichier", .line(max: 300), "The export's file name."),
            Field("message", "message", .id, "The id of the message that is answered."),
            Field(
                "run", "passage", .integer(1...1_000_000_000), "The number of the run, as correlation ids carry it.",
                unit: "runs of the feed", need: .with("feed")),
            Field("received", "reçu le", .moment, "When the hub took it up.", need: .always),
            Field("finished", "terminé le", .moment, "When the hub was done with it."),
            Field(
                "accepted", "enregistrements acceptés", .integer(0...100_000_000), "How many records were taken.",
                unit: "records", need: .always),
            Field(
                "refused", "enregistrements refusés", .integer(0...100_000_000), "How many records were refused.",
                unit: "records", need: .always),
            Field(
                "created", "créations", .integer(0...100_000_000), "How many were new.", unit: "records"),
            Field(
                "changed", "modifications", .integer(0...100_000_000), "How many were not as before.",
                unit: "records"),
            Field(
                "withdrawn", "retraits", .integer(0...100_000_000), "How many were no longer there.",
                unit: "records"),
            Field(
                "problems[].where", "où", .line(max: 500), "File, line, column, record and field.",
                need: .with("problems"), sight: .addressee),
            Field(
                "problems[].key", "référence de l'enregistrement", .line(max: 200),
                "The record's key, where it has one.",
                sight: .addressee),
            Field(
                "problems[].what", "quoi", .line(max: 500), "What is wrong.",
                need: .when("status", ["partial", "refused"]),
                sight: .addressee),
            Field(
                "problems[].why", "pourquoi", .line(max: 1_000), "Which rule says so, and where it stands.",
                sight: .addressee),
            Field(
                "problems[].fix", "que faire", .line(max: 500), "What the reader can do.", sight: .addressee),
        ],
        rules: [
            .order("received", "finished", "a run is finished on or after the day it began"),
            Rule("feed", "a receipt names a feed or a message", reads: ["feed", "message"]) { draft, fields, _ in
                guard fields.allSatisfy({ draft.count(of: $0) == 0 && !draft.isRefused($0) }) else { return nil }
                return ("neither feed nor message is given", "name the feed that read it, or the message")
            },
            Rule(
                "refused", "a receipt with all records accepted has none refused", reads: ["status", "refused"]
            ) { draft, fields, _ in
                guard draft.value(of: fields[0], equals: "accepted"), let refused = draft.text(fields[1]),
                    refused != "0"
                else { return nil }
                return ("refused is \(refused), status is \"accepted\"", "write status \"partial\" or \"refused\"")
            },
        ])
}
