import Canonical

/// Compiles `"map"` and the feed's filters: checks every target, and that nothing is missing that every entity has.
struct MappingReader {
    /// The words that say where a rule's value comes from.
    static let inputs: Set = ["from", "join", "with", "template", "const"]

    private let schema: Schema
    private let reading: ConfigReading
    private var compiler: RuleReader
    private var rules: [Int: [Mapping.Rule]] = [:]

    /// Reads the feed's `each` first: it decides which names give several values.
    init(
        schema: Schema, codes: Codes, member: String, pseudonymKey: HMACKey?, each: (text: String, place: Place)?,
        reading: ConfigReading
    ) {
        self.schema = schema
        self.reading = reading
        compiler = RuleReader(
            schema: schema, codes: codes, member: member, pseudonymKey: pseudonymKey, reading: reading,
            names: SourceNames(each: each, reading))
    }

    mutating func read(_ settings: Settings, only: Setting?, skip: Setting?, withdraw: Setting?) -> Mapping {
        for (target, place) in settings.words {
            guard let setting = settings.setting(target) else { continue }
            guard let field = schema.number(of: target) else {
                let paths = schema.fields.map(\.path)
                reading.report(
                    place, "unknown field \(Quote.value(target))", why: "\(schema.kind) has no such field",
                    fix: Suggestion.nearest(to: target, in: paths).map { "did you mean \(Quote.value($0))?" }
                        ?? "the fields are \(fieldGroups)")
                continue
            }
            rules[field] = compiler.rules(field, setting)
        }
        for (number, field) in schema.fields.enumerated() where rules[number] == nil { demand(field, settings) }
        var filter = Filter()
        filter.only = only.map { condition("\"only\"").read($0, &compiler.names).flatMap(\.self) } ?? []
        filter.skip = skip.map { condition("\"skip\"").read($0, &compiler.names).filter { !$0.isEmpty } } ?? []
        filter.withdraw =
            withdraw.map { condition("\"withdraw\"").read($0, &compiler.names).filter { !$0.isEmpty } } ?? []
        let names = compiler.names
        names.checkLists()
        filter.each = names.all.indices.filter { names.isInEach(names.all[$0].text) }
        let origin = Draft.Origin(
            names: schema.fields.indices.map { number in
                let words = (rules[number] ?? []).compactMap(\.name)
                return words.isEmpty ? nil : words.joined(separator: " + ")
            },
            rules: schema.fields.indices.map { rules[$0]?.first?.place })
        return Mapping(
            schema: schema, names: names.all, filter: filter,
            rules: rules.sorted { $0.key < $1.key }.flatMap(\.value), origin: origin)
    }

    private func condition(_ subject: String) -> ConditionReader {
        ConditionReader(subject: subject, reading: reading)
    }

    /// The kind's fields without what stands inside them: short enough to read.
    private var fieldGroups: String {
        var groups: [String] = []
        for field in schema.fields {
            let group = String(field.path.prefix { $0 != "." })
            if groups.last != group { groups.append(group) }
        }
        return Quote.list(groups, "and")
    }

    /// Reports an unmapped field that every record, or every record with a value in another one, would be refused for.
    private func demand(_ field: Field, _ settings: Settings) {
        let reason: (place: Place, rule: String)
        switch field.need {
        case .optional: return
        case .always:
            guard !field.isList else { return }
            reason = (settings.place, "every \(schema.kind) has one")
        case .when(let path, let values):
            guard let rule = schema.number(of: path).flatMap({ rules[$0] })?.first, rule.conditions.isEmpty,
                rule.steps.isEmpty, case .const(let text) = rule.input,
                let value = values.first(where: { $0.utf8.elementsEqual(text) })
            else { return }
            reason = (rule.place, "\(Quote.a(schema.kind)) has one when \(path) is \(value)")
        case .with(let path):
            let inside = schema.fields.indices.first { number in
                schema.fields[number].isInside(path) && rules[number] != nil
            }
            guard let inside, let rule = rules[inside]?.first else { return }
            reason = (rule.place, "\(Quote.a(schema.kind)) has one when it has \(path)")
        }
        reading.report(
            reason.place, "\"\(field.path)\" is not mapped", why: "\(reason.rule): \(field.meaning)",
            fix: "add \"\(field.path)\": \"column name\"")
    }
}

extension Field {
    /// Whether it is what stands at a path, or is in it.
    func isInside(_ path: String) -> Bool {
        self.path == path || self.path.hasPrefix("\(path).") || self.path.hasPrefix("\(path)[]")
    }
}
