import Canonical

/// Compiles the rules of one field: a name, an object, or a list of them of which the first that gives a value counts.
struct RuleReader {
    let schema: Schema
    let codes: Codes
    let member: String
    let pseudonymKey: HMACKey?
    let reading: ConfigReading
    var names: SourceNames

    mutating func rules(_ field: Int, _ setting: Setting) -> [Mapping.Rule] {
        guard case .list(let items) = setting.value else {
            return [rule(field, setting, isAlternative: false)].compactMap(\.self)
        }
        if items.isEmpty {
            reading.report(
                setting.place, "\"\(schema.fields[field].path)\" has no rule",
                why: "of a list of rules the first that gives a value counts",
                fix: "write { \"from\": \"column name\" }")
        }
        return items.enumerated().compactMap { rule(field, $1, isAlternative: $0 > 0) }
    }

    private mutating func rule(_ number: Int, _ setting: Setting, isAlternative: Bool) -> Mapping.Rule? {
        let field = schema.fields[number]
        if case .text(let name) = setting.value {
            return Mapping.Rule(
                field: number, place: setting.place, name: name, isAlternative: isAlternative, conditions: [],
                input: .from([self.number(of: name, setting.place, field)]), trims: true, steps: [], otherwise: nil,
                fallback: nil)
        }
        let settings = Settings(setting, "the mapping of \"\(field.path)\"", reading)
        guard settings.isObject else { return nil }
        defer { settings.finish() }
        guard let input = input(settings, field) else { return nil }
        let conditions = settings.setting("when").map {
            ConditionReader(subject: "\"when\"", reading: reading).read($0, &names).flatMap(\.self)
        }
        let trims = settings.flag("trim") ?? true
        let steps = steps(settings, field, isFromList(input))
        let otherwise = otherwise(settings, field, hasSteps: !steps.isEmpty)
        let fallback = settings.text("default")
        // What stands in the config can be checked before the first export comes.
        reading.check(fallback, field.type, settings.place(of: "default"), field.path, codes)
        if steps.isEmpty, case .const(let text) = input {
            reading.check(
                String(decoding: text, as: UTF8.self), field.type, settings.place(of: "const"), field.path, codes)
        }
        return Mapping.Rule(
            field: number, place: setting.place, name: exportWord(input), isAlternative: isAlternative,
            conditions: conditions ?? [], input: input, trims: trims, steps: steps, otherwise: otherwise,
            fallback: fallback.map { Array($0.utf8) })
    }

    private mutating func input(_ settings: Settings, _ field: Field) -> Mapping.Input? {
        let from = settings.texts("from")
        let join = settings.texts("join")
        let with = settings.text("with")
        let template = settings.text("template")
        let const = settings.text("const")
        guard ["from", "join", "template", "const"].count(where: settings.has) == 1 else {
            reading.report(
                settings.place, "\(settings.subject) needs exactly one of from, join, template and const",
                why: "they say where the value comes from", fix: "write { \"from\": \"column name\" }")
            return nil
        }
        if with != nil, join == nil {
            reading.report(settings.place(of: "with"), "\"with\" without \"join\"", fix: "remove it")
        }
        if let const { return .const(Array(const.utf8)) }
        if let template { return fill(template, settings.place(of: "template"), field) }
        guard let columns = from ?? join else { return nil }
        var numbers: [Int] = []
        for (name, place) in columns {
            if join != nil { refuseList(name, place, "join") }
            numbers.append(number(of: name, place, field))
        }
        if numbers.isEmpty {
            let word = from != nil ? "from" : "join"
            reading.report(
                settings.place(of: word), "\"\(word)\" names nothing", fix: "write the name of a column or member")
        }
        return join == nil ? .from(numbers) : .join(numbers, with: Array((with ?? " ").utf8))
    }

    private mutating func fill(_ text: String, _ place: Place, _ field: Field) -> Mapping.Input? {
        guard let template = Template(text),
            template.parts.contains(where: { if case .name = $0 { true } else { false } })
        else {
            reading.report(
                place, "not a template: \(Quote.value(text))", why: "names of the export stand in braces",
                fix: "write \"{commune} ({codePostal})\"; {{ is a brace")
            return nil
        }
        var pieces: [Mapping.Piece] = []
        for part in template.parts {
            switch part {
            case .text(let text): pieces.append(.text(text))
            case .name(let name):
                refuseList(name, place, "template")
                pieces.append(.name(number(of: name, place, field)))
            }
        }
        return .template(pieces)
    }

    private func refuseList(_ name: String, _ place: Place, _ word: String) {
        guard names.isList(name) else { return }
        reading.report(
            place, "\(Quote.value(name)) gives several values, \"\(word)\" takes one of each name",
            fix: "map it by itself")
    }

    /// The words that change values, in the order in which they stand.
    private func steps(_ settings: Settings, _ field: Field, _ isFromList: Bool) -> [any Step] {
        let context = StepSettings(
            settings: settings, field: field, isFromList: isFromList, codes: codes, member: member,
            pseudonymKey: pseudonymKey)
        let compiled = Steps.all.compactMap { $0.init(context) }
        let order = settings.words.map(\.word)
        let steps = compiled.sorted {
            (order.firstIndex(of: type(of: $0).word) ?? 0) < (order.firstIndex(of: type(of: $1).word) ?? 0)
        }
        checkShapes(steps, settings, field)
        return steps
    }

    /// Whether each step can read what the one before it gives, and the field take what the last one gives.
    private func checkShapes(_ steps: [any Step], _ settings: Settings, _ field: Field) {
        var last: (word: String, shape: Shape)?
        for step in steps {
            let word = type(of: step).word
            if let last, last.shape != .text, type(of: step).readsExports {
                reading.report(
                    settings.place(of: word), "\"\(word)\" cannot read what \"\(last.word)\" gives",
                    why: "\"\(last.word)\" gives \(last.shape.name); words work in the order in which they stand",
                    fix: "remove one of them")
            }
            last = (word, step.gives)
        }
        guard let last else { return }
        if !last.shape.fits(field.type) {
            reading.report(
                settings.place(of: last.word),
                "\"\(last.word)\" gives \(last.shape.name), \"\(field.path)\" takes \(field.type.wanted)",
                fix: "remove \"\(last.word)\", or map it to another field")
        }
        if let codes = steps.last as? CodesStep { check(codes, settings, field) }
    }

    /// Whether the field takes the codes that are given.
    private func check(_ step: CodesStep, _ settings: Settings, _ field: Field) {
        guard let setting = settings.setting("codes") else { return }
        if case .object(let members) = setting.value {
            for member in members {
                guard case .text(let code) = member.setting.value, !code.isEmpty else { continue }
                reading.check(code, field.type, member.setting.place, field.path, codes)
            }
        } else if !step.table.codes.isEmpty,
            step.table.codes.allSatisfy({ field.type.problem(with: $0.code, codes) != nil })
        {
            var fix = "give it the codes that the field takes"
            if case .code(let table) = field.type { fix = "write \"codes\": \"\(table)\"" }
            reading.report(
                setting.place, "no code of \(step.name) fits \"\(field.path)\"",
                why: "\"\(field.path)\" takes \(field.type.wanted)", fix: fix)
        }
    }

    private func otherwise(_ settings: Settings, _ field: Field, hasSteps: Bool) -> Pieces? {
        guard let setting = settings.setting("else") else { return nil }
        if !hasSteps {
            reading.report(
                setting.place, "\"else\" without a word that changes values",
                why: "it says what a value becomes that such a word cannot read",
                fix: "remove it; \"default\" is for empty values")
        }
        switch setting.value {
        case .null: return []
        case .text:
            let text = settings.text("else")
            reading.check(text, field.type, setting.place, field.path, codes)
            return text.map { [Array($0.utf8)] }
        default: return settings.wrong(setting, "else", "a text, or null to leave the field out")
        }
    }

    private func isFromList(_ input: Mapping.Input) -> Bool {
        if case .from(let numbers) = input { numbers.contains { names.isList($0) } } else { false }
    }

    private func exportWord(_ input: Mapping.Input) -> String? {
        switch input {
        case .from(let numbers), .join(let numbers, _): numbers.map { names.all[$0].text }.joined(separator: " + ")
        case .template(let pieces):
            pieces.compactMap { if case .name(let number) = $0 { names.all[number].text } else { nil } }
                .joined(separator: " + ")
        case .const: nil
        }
    }

    private mutating func number(of name: String, _ place: Place, _ field: Field) -> Int {
        if names.isList(name), !field.isList {
            reading.report(
                place, "\(Quote.value(name)) gives several values, \"\(field.path)\" takes one",
                fix: "name one value, or map it to a list field")
        }
        if schema.number(of: "person.id") != nil, let subject = Sensitive.subject(of: name) {
            reading.report(
                place, "\(Quote.value(name)) must not be mapped",
                why: "its name speaks of \(subject), which no message about a person may carry", fix: "remove it")
        }
        return names.number(of: name, place)
    }
}
