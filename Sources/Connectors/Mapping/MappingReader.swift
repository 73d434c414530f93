import Canonical

/// Compiles `"map"`: checks every target, word and table, and numbers the names that the mapping reads.
struct MappingReader {
    private let schema: Schema
    private let codes: Codes
    private let member: String
    private let pseudonymKey: HMACKey?
    private let reading: ConfigReading
    private var names: [SourceName] = []
    private var rules: [Int: Mapping.Rule] = [:]

    init(schema: Schema, codes: Codes, member: String, pseudonymKey: HMACKey?, reading: ConfigReading) {
        self.schema = schema
        self.codes = codes
        self.member = member
        self.pseudonymKey = pseudonymKey
        self.reading = reading
    }

    mutating func read(_ settings: Settings) -> Mapping {
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
            rules[field] = rule(field, setting)
        }
        for (number, field) in schema.fields.enumerated()
        where field.need == .always && !field.isList && rules[number] == nil {
            if settings.words.contains(where: { $0.word == field.path }) { continue }
            reading.report(
                settings.place, "\"\(field.path)\" is not mapped",
                why: "every \(schema.kind) has one: \(field.meaning)", fix: "add \"\(field.path)\": \"column name\"")
        }
        checkLists()
        let ordered = rules.values.sorted { $0.field < $1.field }
        let names = names
        let origin = Draft.Origin(
            names: schema.fields.indices.map { number in rules[number].flatMap { exportWord($0.input, names) } },
            rules: schema.fields.indices.map { rules[$0]?.place })
        return Mapping(schema: schema, names: names, rules: ordered, origin: origin)
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

    /// A name of an export is a list or it is none.
    private func checkLists() {
        var firsts: [String: (isList: Bool, place: Place)] = [:]
        for name in names {
            var path = ""
            for part in name.text.split(separator: ".", omittingEmptySubsequences: false) {
                let isList = part.hasSuffix("[]")
                path += (path.isEmpty ? "" : ".") + (isList ? part.dropLast(2) : part)
                if let first = firsts[path], first.isList != isList {
                    reading.report(
                        name.place, "\(Quote.value(path)) is read \(isList ? "with" : "without") [] here",
                        why: "it is read \(first.isList ? "with" : "without") [] at \(first.place.position)",
                        fix: "write it the same way; with [] a single value counts as a list of one")
                    break
                }
                if firsts[path] == nil { firsts[path] = (isList, name.place) }
            }
        }
    }

    private func exportWord(_ input: Mapping.Input, _ names: [SourceName]) -> String? {
        switch input {
        case .from(let numbers), .join(let numbers, _): numbers.map { names[$0].text }.joined(separator: " + ")
        case .const: nil
        }
    }

    private mutating func rule(_ field: Int, _ setting: Setting) -> Mapping.Rule? {
        if case .text(let name) = setting.value {
            let input = Mapping.Input.from([number(of: name, setting.place, schema.fields[field])])
            return Mapping.Rule(
                field: field, place: setting.place, input: input, trims: true, steps: [], fallback: nil)
        }
        let path = schema.fields[field].path
        let settings = Settings(setting, "the mapping of \"\(path)\"", reading)
        guard settings.isObject else { return nil }
        guard let input = input(settings, schema.fields[field]) else {
            settings.finish()
            return nil
        }
        let trims = settings.flag("trim") ?? true
        let steps = steps(settings, schema.fields[field], input)
        let fallback = settings.text("default")
        // What stands in the config can be checked before the first export comes.
        let type = schema.fields[field].type
        reading.check(fallback, type, settings.place(of: "default"), path, codes)
        if steps.isEmpty, case .const(let text) = input {
            reading.check(String(decoding: text, as: UTF8.self), type, settings.place(of: "const"), path, codes)
        }
        settings.finish()
        return Mapping.Rule(
            field: field, place: setting.place, input: input, trims: trims, steps: steps,
            fallback: fallback.map { Array($0.utf8) })
    }

    private mutating func input(_ settings: Settings, _ field: Field) -> Mapping.Input? {
        let from = settings.texts("from")
        let join = settings.texts("join")
        let with = settings.text("with")
        let const = settings.text("const")
        guard [from != nil, join != nil, const != nil].count(where: { $0 }) == 1 else {
            reading.report(
                settings.place, "\(settings.subject) needs exactly one of from, join and const",
                why: "they say where the value comes from", fix: "write { \"from\": \"column name\" }")
            return nil
        }
        if with != nil, join == nil {
            reading.report(settings.place(of: "with"), "\"with\" without \"join\"", fix: "remove it")
        }
        if let const { return .const(Array(const.utf8)) }
        var numbers: [Int] = []
        for (name, place) in from ?? join ?? [] {
            if join != nil, name.contains("[]") {
                reading.report(
                    place, "\(Quote.value(name)) gives several values, \"join\" takes one of each name",
                    fix: "map it by itself")
            }
            numbers.append(number(of: name, place, field))
        }
        if numbers.isEmpty {
            let word = from != nil ? "from" : "join"
            reading.report(
                settings.place(of: word), "\"\(word)\" names nothing", fix: "write the name of a column or member")
        }
        return join == nil ? .from(numbers) : .join(numbers, with: Array((with ?? " ").utf8))
    }

    private mutating func steps(_ settings: Settings, _ field: Field, _ input: Mapping.Input) -> [any Step] {
        let isFromList =
            if case .from(let numbers) = input { numbers.contains { names[$0].text.contains("[]") } } else { false }
        var steps: [any Step] = []
        let part = settings.whole("part", 1...99)
        if let separator = settings.text("split") {
            if part == nil, !field.isList {
                reading.report(
                    settings.place(of: "split"), "\"split\" gives several values, \"\(field.path)\" takes one",
                    fix: "say which with \"part\": 1")
            } else if part == nil, field.path.contains("[]."), isFromList {
                reading.report(
                    settings.place(of: "split"), "\"split\" cuts the values of a list again",
                    why: "\"\(field.path)\" has one value for each item of the list", fix: "keep one with \"part\": 1")
            }
            if separator.isEmpty {
                reading.report(
                    settings.place(of: "split"), "\"split\" is empty",
                    why: "\"split\" is what stands between two values",
                    fix: "write \",\"")
            }
            steps.append(SplitStep(separator: Array(separator.utf8), part: part))
        } else if part != nil {
            reading.report(settings.place(of: "part"), "\"part\" without \"split\"", fix: "say where to split")
        }
        if let patterns = settings.texts("date") {
            let compiled = patterns.compactMap { pattern(text: $0.text, $0.place) }
            steps.append(DateStep(patterns: compiled, keepsTime: field.type == .moment))
        }
        if let mark = settings.text("decimal") {
            if let byte = mark.utf8.first, mark.utf8.count == 1 {
                steps.append(DecimalStep(mark: byte))
            } else {
                let decimal = Quote.value(mark)
                reading.report(
                    settings.place(of: "decimal"), "\(decimal) for \"decimal\"", why: "\"decimal\" is one character",
                    fix: "write \",\"")
            }
        }
        if let step = codesStep(settings) { steps.append(step) }
        if settings.flag("pseudonym") == true {
            if let pseudonymKey {
                steps.append(PseudonymStep(key: pseudonymKey, member: member))
            } else {
                reading.report(
                    settings.place(of: "pseudonym"), "there is no key for pseudonyms",
                    why: "hub.jsonc names none", fix: "add \"pseudonyms\": { \"key\": \"file:…\" } there")
            }
        }
        return steps
    }

    private func pattern(text: String, _ place: Place) -> DatePattern? {
        if let pattern = DatePattern(text) { return pattern }
        reading.report(
            place, "not a date pattern: \(Quote.value(text))",
            why: "a pattern names a day with dd (or d), MM (or M) and yyyy, and perhaps HH, mm, ss",
            fix: DatePattern(text.replacing("m", with: "M")) != nil
                ? "write \(Quote.value(text.replacing("m", with: "M"))): mm are minutes" : "write \"dd/MM/yyyy\"")
        return nil
    }

    private func codesStep(_ settings: Settings) -> CodesStep? {
        guard let setting = settings.setting("codes") else { return nil }
        switch setting.value {
        case .text(let name):
            if let table = codes.table(name) { return CodesStep(table: table, name: "codes/\(name).csv", isFile: true) }
            reading.report(
                setting.place, "there is no code table \(Quote.value(name))",
                why: "the tables are the files of codes/: \(Quote.list(codes.names, "and"))",
                fix: Suggestion.nearest(to: name, in: codes.names).map { "did you mean \(Quote.value($0))?" }
                    ?? "add codes/\(name).csv")
            return nil
        case .object(let members):
            var inline: [Code] = []
            for member in members {
                guard case .text(let code) = member.setting.value else {
                    reading.report(
                        member.setting.place, "\(member.setting.shape) for \(Quote.value(member.word))",
                        why: "a code is a text", fix: "put it in double quotes")
                    continue
                }
                inline.append(Code(code: code, label: member.word))
            }
            return CodesStep(
                table: CodeTable(name: "inline", codes: inline, codesAreSpellings: false), name: "the list here",
                isFile: false)
        default: return settings.wrong(setting, "codes", "a table's name, or an object of \"word\": \"code\"")
        }
    }

    private mutating func number(of name: String, _ place: Place, _ field: Field) -> Int {
        if name.contains("[]"), !field.isList {
            reading.report(
                place, "\(Quote.value(name)) gives several values, \"\(field.path)\" takes one",
                fix: "name one value, or map it to a list field")
        }
        if schema.number(of: "person.id") != nil, let subject = Sensitive.subject(of: name) {
            reading.report(
                place, "\(Quote.value(name)) must not be mapped",
                why: "its name speaks of \(subject), which no message about a person may carry", fix: "remove it")
        }
        if name.split(separator: "[]", omittingEmptySubsequences: false).count > 2 {
            reading.report(
                place, "\(Quote.value(name)) walks through a list within a list",
                why: "values are numbered by the items of one list", fix: "name the values of one list")
        }
        if let known = names.firstIndex(where: { $0.text == name }) { return known }
        names.append(SourceName(text: name, place: place))
        return names.count - 1
    }
}
