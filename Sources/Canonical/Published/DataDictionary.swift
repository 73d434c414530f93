/// The data dictionary: every kind and field in words, for people who connect their software to the hub.
public enum DataDictionary {
    /// All kinds as one Markdown page.
    public static var text: String {
        var page = """
            # Data dictionary, \(Schema.version)

            Generated from the definitions that validate (`hub schema --dictionary`); do not edit. Beside it: one JSON Schema a
            kind, and ten examples of each under `examples/`.

            A field's *need*: **always**; *when* another field has a value; *with* another field. A path `a.b` is a member `b`
            of the object `a`; `a[]` is a list. Texts are UTF-8, NFC, printable; dates `yyyy-MM-dd`, moments RFC 3339.


            """
        for schema in Schema.all { page += kind(schema) + "\n" }
        page += versions
        return page
    }

    private static func kind(_ schema: Schema) -> String {
        var text = "## \(schema.kind) (\(schema.french))\n\n\(schema.meaning) \(schema.audience)\n\n"
        text += "| field | français | meaning | type | need | seen by | elsewhere |\n|---|---|---|---|---|---|---|\n"
        for field in schema.fields {
            let meaning = field.unit.map { "\(field.meaning) In \($0)." } ?? field.meaning
            let cells = [
                "`\(field.path)`", field.french, meaning, field.type.words, need(field.need), field.sight.rawValue,
                field.elsewhere.map(\.words).joined(separator: "; "),
            ]
            text += "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
        }
        if !schema.rules.isEmpty {
            text += "\nRules: " + schema.rules.map { "`\($0.field)`: \($0.meaning)" }.joined(separator: "; ") + ".\n"
        }
        guard !schema.leftOut.isEmpty else { return text }
        text += "\nLeft out on purpose:\n\n| field | why |\n|---|---|\n"
        for left in schema.leftOut {
            text += "| \(left.field.words.replacing("|", with: "\\|")) | \(left.reason) |\n"
        }
        return text
    }

    private static func need(_ need: Field.Need) -> String {
        switch need {
        case .optional: ""
        case .always: "**always**"
        case .when(let path, let values): "when `\(path)` is \(Quote.list(values))"
        case .with(let path): "with `\(path)`"
        }
    }

    private static let versions = """
        ## Versions

        `dataschema` of a message names kind and version: `urn:siae-hub:schema:v1:offer`.

        **Within v1** a kind may get new optional fields, new words in a list of words, new codes in a table, and longer bounds.
        Readers ignore fields and words that they do not know. A field is never renamed, never changes its meaning, type or
        unit, and never becomes required; a code that is no longer given keeps its line in the table with its last day.

        **A v2** is needed for anything else. It gets its own schemas (`urn:siae-hub:schema:v2:…`) and message types
        (`siae.v2.offer.created`), and its own inbox binding: the hub publishes each change in both versions, with the same `id`,
        to members that have not said they read v2, and in v2 alone to those that have. v1 ends when nobody reads it any more.

        """
}

extension FieldType {
    /// The type in words.
    var words: String {
        switch self {
        case .text(let max): "text, at most \(max) characters"
        case .line(let max): "one line, at most \(max) characters"
        case .choice(let words): words.map { "`\($0)`" }.joined(separator: " ")
        case .code(let table): "code of `codes/\(table).csv`"
        case .rome: "ROME code"
        case .appellation: "appellation code (OGR)"
        case .naf: "NAF code"
        case .commune: "INSEE commune code"
        case .postcode: "postcode"
        case .departement: "département code"
        case .siret: "SIRET"
        case .siren: "SIREN"
        case .phone: "telephone, E.164"
        case .email: "e-mail address"
        case .url: "web address"
        case .date: "day"
        case .moment: "day or moment"
        case .time: "time of day"
        case .duration: "length of time, ISO 8601"
        case .number(let bounds):
            "number, \(JSONSchema.plain(bounds.lowerBound)) to \(JSONSchema.plain(bounds.upperBound))"
        case .integer(let bounds): "whole number, \(bounds.lowerBound) to \(bounds.upperBound)"
        case .boolean: "true or false"
        case .pseudonym: "pseudonym of a person"
        case .member: "id of a member"
        case .id: "id of a message"
        }
    }
}

extension Field.Elsewhere {
    /// System and name.
    var words: String {
        switch self {
        case .franceTravail(let name): "France Travail `\(name)`"
        case .lesEmplois(let name): "les emplois `\(name)`"
        case .immersionFacilitee(let name): "Immersion Facilitée `\(name)`"
        case .dataInclusion(let name): "data·inclusion `\(name)`"
        case .jobPosting(let name): "JobPosting `\(name)`"
        }
    }
}
