/// Writes a kind as JSON Schema 2020-12, from the same definition that validates.
///
/// What no JSON Schema can say (keys of SIRET numbers, codes of dated tables, orders of dates, social security numbers in
/// texts) is said in words, and checked by the hub only.
public enum JSONSchema {
    /// The schema as JSON text, with a line end.
    public static func text(of schema: Schema) -> String { tree(of: schema).pretty() + "\n" }

    static func tree(of schema: Schema) -> JSONTree {
        var whole: [(String, JSONTree)] = [
            ("$schema", "https://json-schema.org/draft/2020-12/schema"),
            ("$id", .text("urn:siae-hub:schema:\(Schema.version):\(schema.kind)")),
            ("title", .text(schema.french)),
            ("description", .text("\(schema.meaning) \(schema.audience)")),
        ]
        whole += object(schema.tree.nodes, schema)
        let conditions = schema.fields.compactMap(condition)
        if !conditions.isEmpty { whole.append(("allOf", .list(conditions))) }
        if !schema.rules.isEmpty {
            whole.append(
                ("$comment", .text("The hub also checks: " + schema.rules.map(\.meaning).joined(separator: "; "))))
        }
        return .object(whole)
    }

    /// The keywords of an object with these members.
    private static func object(_ nodes: [FieldTree.Node], _ schema: Schema) -> [(String, JSONTree)] {
        let required = nodes.filter { isRequired($0, schema) }.map { JSONTree.text($0.nameText) }
        var keywords: [(String, JSONTree)] = [
            ("type", "object"), ("additionalProperties", false), ("minProperties", .number("1")),
            ("properties", .object(nodes.map { ($0.nameText, value($0, schema)) })),
        ]
        if !required.isEmpty { keywords.append(("required", .list(required))) }
        return keywords
    }

    private static func value(_ node: FieldTree.Node, _ schema: Schema) -> JSONTree {
        switch node {
        case .value(_, let field): return .object(notes(schema.fields[field]) + schema.fields[field].type.keywords)
        case .values(_, let field):
            return .object(
                notes(schema.fields[field]) + [
                    ("type", "array"), ("minItems", .number("1")),
                    ("items", .object(schema.fields[field].type.keywords)),
                ])
        case .object(_, let members, _): return .object(object(members, schema))
        case .objects(_, let members, _):
            return .object([
                ("type", "array"), ("minItems", .number("1")), ("items", .object(object(members, schema))),
            ])
        }
    }

    private static func isRequired(_ node: FieldTree.Node, _ schema: Schema) -> Bool {
        switch node {
        case .value(_, let field), .values(_, let field):
            schema.fields[field].need == .always || isNeededInItem(schema.fields[field])
        case .object(_, let members, _): members.contains { isRequired($0, schema) }
        case .objects: false
        }
    }

    /// Whether each item of the list that a field stands in must have it.
    private static func isNeededInItem(_ field: Field) -> Bool {
        guard case .with(let list) = field.need else { return false }
        return field.path.hasPrefix("\(list)[].")
    }

    /// What people read of a field.
    private static func notes(_ field: Field) -> [(String, JSONTree)] {
        var notes: [(String, JSONTree)] = [
            ("title", .text(field.french)),
            ("description", .text(field.unit.map { "\(field.meaning) Unit: \($0)." } ?? field.meaning)),
        ]
        if case .code(let table) = field.type { notes.append(("x-codes", .text("codes/\(table).csv"))) }
        if field.sight != .collective { notes.append(("x-seen-by", .text(field.sight.rawValue))) }
        return notes
    }

    /// `if` … `then` for a field that is needed under a condition.
    private static func condition(_ field: Field) -> JSONTree? {
        switch field.need {
        case .optional, .always: return nil
        case .with where isNeededInItem(field): return nil
        case .when(let path, let values):
            let value = JSONTree.object([("enum", .list(values.map { .text($0) }))])
            return .object([("if", chain(path, value)), ("then", chain(field.path, nil))])
        case .with(let path): return .object([("if", chain(path, nil)), ("then", chain(field.path, nil))])
        }
    }

    /// An object in which `path` is there, and is as `value` says.
    private static func chain(_ path: String, _ value: JSONTree?) -> JSONTree {
        let parts = path.split(separator: ".", maxSplits: 1)
        let name = String(parts[0].hasSuffix("[]") ? parts[0].dropLast(2) : parts[0])
        var keywords: [(String, JSONTree)] = [("required", .list([.text(name)]))]
        if parts.count > 1 {
            keywords.append(("properties", .object([(name, chain(String(parts[1]), value))])))
        } else if let value {
            keywords.append(("properties", .object([(name, value)])))
        }
        return .object(keywords)
    }
}

extension FieldType {
    /// The keywords of JSON Schema that say as much of the type as they can.
    var keywords: [(String, JSONTree)] {
        func string(_ pattern: String, _ more: (String, JSONTree)...) -> [(String, JSONTree)] {
            [("type", "string"), ("pattern", .text(pattern))] + more
        }
        switch self {
        case .text(let max):
            return string(#"^(?=[\s\S]*\S)[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$"#, ("maxLength", .number("\(max)")))
        case .line(let max): return string(#"^(?=.*\S)[^\x00-\x1F\x7F-\x9F]*$"#, ("maxLength", .number("\(max)")))
        case .choice(let words): return [("type", "string"), ("enum", .list(words.map { .text($0) }))]
        case .code: return string(#"\S"#)
        case .rome: return string("^[A-N][0-9]{4}$")
        case .appellation: return string("^[0-9]{4,6}$")
        case .naf: return string(#"^[0-9]{2}\.[0-9]{2}[A-Z]$"#)
        case .commune: return string("^(0[1-9]|[13-8][0-9]|2[1-9AB]|9[0-578])[0-9]{3}$")
        case .postcode: return string("^[0-9]{5}$")
        case .departement: return string("^(0[1-9]|[13-8][0-9]|2[1-9AB]|9[0-5]|97[1-9]|98[0-9])$")
        case .siret: return string("^[0-9]{14}$")
        case .siren: return string("^[0-9]{9}$")
        case .phone: return string(#"^(\+33[1-9][0-9]{8}|\+(?!33)[1-9][0-9]{6,14}|[13][0-9]{3})$"#)
        case .email:
            return string(
                #"^[^@\s\x00-\x1F\x7F<>,;]+@[^@\s\x00-\x1F\x7F.<>,;][^@\s\x00-\x1F\x7F<>,;]*\.[^@\s\x00-\x1F\x7F.<>,;]+$"#,
                ("maxLength", .number("254")))
        case .url: return string(#"^https?://[^\s\x00-\x1F\x7F]+$"#, ("maxLength", .number("2000")))
        case .date: return string("^(19|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}$", ("format", "date"))
        case .moment:
            return string(
                "^(19|2[01])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
                    + #"(T([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9]))?$"#
            )
        case .time: return string("^([01][0-9]|2[0-3]):[0-5][0-9]$")
        case .duration:
            return string(
                #"^P(?=.)([0-9]{1,6}Y)?([0-9]{1,6}M)?([0-9]{1,6}W)?([0-9]{1,6}D)?(T(?=.)([0-9]{1,6}H)?([0-9]{1,6}M)?)?$"#
            )
        case .number(let bounds):
            return [
                ("type", "number"), ("minimum", .number(JSONSchema.plain(bounds.lowerBound))),
                ("maximum", .number(JSONSchema.plain(bounds.upperBound))),
            ]
        case .integer(let bounds):
            return [
                ("type", "integer"), ("minimum", .number("\(bounds.lowerBound)")),
                ("maximum", .number("\(bounds.upperBound)")),
            ]
        case .boolean: return [("type", "boolean")]
        case .pseudonym: return string("^[0-9a-f]{32}$")
        case .id: return string("^[A-Za-z0-9._:/+@=-]{1,128}$")
        case .member: return string("^[a-z0-9-]{1,60}$")
        }
    }
}

extension JSONSchema {
    /// A bound without a fraction that says nothing.
    static func plain(_ number: Double) -> String {
        number == number.rounded() ? "\(Int(number))" : "\(number)"
    }
}
