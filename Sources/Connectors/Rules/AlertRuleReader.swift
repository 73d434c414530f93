import Canonical

/// Reads the files of `rules/`.
struct AlertRuleReader {
    private let reading: ConfigReading
    private var facts: FactReader
    private let codes: Codes

    init(_ codes: Codes, _ reading: ConfigReading) {
        self.codes = codes
        self.reading = reading
        facts = FactReader(codes: codes, reading: reading)
    }

    /// Reads all rules; `territory` is what hub.jsonc says of them, `shared` whatever else decides what they mean.
    static func read(
        _ files: [(id: String, setting: Setting)], _ territory: Setting?, _ codes: Codes, _ reading: ConfigReading,
        _ shared: [UInt8]
    ) -> RuleBook {
        var reader = AlertRuleReader(codes, reading)
        let settings = territory.map { Settings($0, "\"rules\"", reading) }
        var rules: [AlertRule] = []
        var samples: [RuleSample] = []
        var off: [String] = []
        for (id, setting) in files {
            let own = settings?.setting(id)
            if let own, case .boolean(false) = own.value {
                off.append(id)
            } else if let own, case .object = own.value {
            } else if let own {
                reading.report(
                    own.place, "\(own.shape) for the rule \(Quote.value(id))",
                    why: "a rule's parameters are an object; false switches it off", fix: "write { \"word\": value }")
            }
            let read = reader.rules(setting, id, own)
            // A sample holds the rule's own parameters: another territory's would give other alerts.
            let plain = own == nil ? read : reader.rules(setting, id, nil)
            if let sample = RuleSample(setting, of: id, plain) { samples.append(sample) }
            if !off.contains(id) { rules += read }
        }
        settings?.finish()
        let words = files.reduce(shared) { $0 + $1.setting.words() }
        return RuleBook(
            rules: rules, fields: reader.facts.fields, samples: samples, off: off,
            fingerprint: Digest.hex(Digest.sha256(words)))
    }

    /// The rule of a file, or one for each value of its `each`.
    private mutating func rules(_ setting: Setting, _ id: String, _ territory: Setting?) -> [AlertRule] {
        guard case .object(let members) = setting.value else {
            _ = Settings(setting, "the rule", reading)
            return []
        }
        func own(_ word: String) -> Setting? { members.first { $0.word == word }?.setting }
        var parameters = RuleParameters(own("parameters"), territory, rule: id, reading)
        guard let each = own("each") else {
            let rule = rule(setting, members, id, variant: nil, &parameters)
            parameters.finish()
            return rule.map { [$0] } ?? []
        }
        guard case .text(let name) = each.value, let items = parameters.items(name, each.place) else { return [] }
        var rules: [AlertRule] = []
        for (number, item) in items.enumerated() {
            var one = parameters.with(name, item)
            let variant = one.french(name) ?? ""
            if let rule = rule(setting, members, id, variant: variant, &one) { rules.append(rule) }
            if number == items.count - 1 { one.finish() }
        }
        return rules
    }

    private mutating func rule(
        _ setting: Setting, _ members: [Setting.Member], _ id: String, variant: String?,
        _ parameters: inout RuleParameters
    ) -> AlertRule? {
        let asWritten = ["parameters", "tests", "each", "wording", "source", "text", "suggestion"]
        let filled = members.map { member in
            Setting.Member(
                word: member.word, place: member.place,
                setting: asWritten.contains(member.word) ? member.setting : parameters.fill(member.setting))
        }
        let settings = Settings(Setting(place: setting.place, value: .object(filled)), "the rule", reading)
        defer { settings.finish() }
        for word in ["parameters", "tests", "each"] { _ = settings.setting(word) }
        let wording = settings.required("wording", "\"the sentence that it follows\"")
        let source = settings.required("source", "\"the law or agreement\"")
        let severity =
            settings.required("severity", "\"warning\"") == nil
            ? nil : settings.choice("severity", ["info", "warning", "urgent"])
        let kinds = FactShape.all.map(\.kind)
        guard settings.required("on", "\"pathway\"") != nil, let kind = settings.choice("on", kinds),
            let shape = FactShape.named(kind)
        else { return skip(settings) }
        let conditions = facts.conditions("when", settings, of: shape)
        let group = group(settings, shape)
        let relations = relations("with", settings, shape) + relations("without", settings, shape)
        let measure = settings.object("measure").flatMap { self.measure($0, shape) }
        if !settings.has("since") { _ = settings.required("since", "\"30 days before contract.ends\"") }
        let since = facts.days("since", settings, of: shape)
        let until = facts.days("until", settings, of: shape)
        let recipients = recipients(settings, shape)
        let text = text("text", settings, shape, recipients, &parameters)
        let suggestion = self.text("suggestion", settings, shape, recipients, &parameters)
        checkConfidential(measure, settings, shape, recipients)
        guard let wording, let source, let severity, let text, let suggestion, !since.isEmpty, !recipients.isEmpty
        else {
            return nil
        }
        return AlertRule(
            id: variant.map { "\(id):\($0)" } ?? id, wording: wording, source: source,
            place: Place(setting.place.file), kind: kind, conditions: conditions, group: group, relations: relations,
            measure: measure, since: since, until: until, severity: severity, recipients: recipients, text: text,
            suggestion: suggestion, repeated: repeated(shape))
    }

    /// Marks the words that cannot be read as known, so that only what is really wrong is reported.
    private func skip(_ settings: Settings) -> AlertRule? {
        for word in [
            "on", "when", "per", "some", "latest", "chain", "with", "without", "measure", "since", "until", "severity",
            "to",
            "text", "suggestion",
        ] { _ = settings.setting(word) }
        return nil
    }

    private mutating func repeated(_ shape: FactShape) -> AlertRule.Repeated {
        func slot(_ path: String) -> Int? {
            shape.number(of: path).map { facts.fields[shape.kind, default: FactFields(shape)].slot(of: $0) }
        }
        return AlertRule.Repeated(
            date: shape.dates.map { facts.fields[shape.kind, default: FactFields(shape)].slot(of: $0) },
            person: slot("person.id"), referent: slot("referent.name"), addressee: slot("addressedTo"),
            isAboutPeople: shape.isAboutPeople)
    }

    private mutating func group(_ settings: Settings, _ shape: FactShape) -> AlertRule.Group? {
        let per = settings.texts("per")
        let some = facts.conditions("some", settings, of: shape)
        let latest = facts.conditions("latest", settings, of: shape)
        let chain = settings.object("chain").flatMap { self.chain($0, shape) }
        guard let per else {
            for word in ["some", "latest", "chain"] where settings.has(word) {
                reading.report(
                    settings.place(of: word), "\"\(word)\" without \"per\"",
                    why: "it speaks of facts that belong together",
                    fix: "add \"per\": \"person.id\"")
            }
            return nil
        }
        let parts = per.map { text, place in
            text.components(separatedBy: " or ").compactMap { facts.slot($0, place, of: shape)?.slot }
        }
        return AlertRule.Group(per: parts, some: some, latest: latest, chain: chain)
    }

    private mutating func chain(_ settings: Settings, _ shape: FactShape) -> AlertRule.Chain? {
        defer { settings.finish() }
        func slot(_ word: String) -> Int? {
            guard let path = settings.required(word, "\"contract.\(word)\"") else { return nil }
            return facts.slot(path, settings.place(of: word), of: shape, isDay: true)
        }
        let (starts, ends) = (slot("starts"), slot("ends"))
        let gap = settings.required("gap", "\"30 days\"") == nil ? nil : period("gap", settings)
        guard let starts, let ends, let gap else { return nil }
        return AlertRule.Chain(starts: starts, ends: ends, gap: gap)
    }

    private func period(_ word: String, _ settings: Settings) -> Period? {
        guard let text = settings.text(word) else { return nil }
        if let period = Period(text) { return period }
        reading.report(
            settings.place(of: word), "not a stretch of time: \(Quote.value(text))",
            why: "\"\(word)\" is a number and days, weeks, months or years", fix: "write \"30 days\"")
        return nil
    }

    private mutating func relations(
        _ word: String, _ settings: Settings, _ shape: FactShape
    ) -> [(relation: Relation, isWanted: Bool)] {
        guard let setting = settings.setting(word) else { return [] }
        let settings: [Setting] = if case .list(let items) = setting.value { items } else { [setting] }
        return settings.compactMap {
            relation(Settings($0, "\"\(word)\"", reading), shape).map { ($0, word == "with") }
        }
    }

    private mutating func relation(_ settings: Settings, _ own: FactShape) -> Relation? {
        guard settings.isObject else { return nil }
        defer { settings.finish() }
        let words = ["on", "same", "when", "dated", "from", "to"]
        guard settings.required("on", "\"response\"") != nil,
            let kind = settings.choice("on", FactShape.all.map(\.kind)), let shape = FactShape.named(kind)
        else {
            words.forEach { _ = settings.setting($0) }
            return nil
        }
        guard let same = settings.requiredObject("same", "{ \"about.key\": \"key\" }") else { return nil }
        var links: [Relation.Link] = []
        for (word, place) in same.words.sorted(by: { $0.word < $1.word }) {
            guard let text = same.text(word), let other = facts.slot(word, place, of: shape),
                let mine = facts.slot(text, same.place(of: word), of: own)
            else { continue }
            links.append(
                Relation.Link(
                    own: mine.slot, other: other.slot, ownSource: word == "key" ? source(of: text, own) : nil,
                    otherSource: text == "key" ? source(of: word, shape) : nil))
        }
        let conditions = facts.conditions("when", settings, of: shape)
        let dated = settings.text("dated").flatMap {
            facts.slot($0, settings.place(of: "dated"), of: shape, isDay: true)
        }
        let from = facts.days("from", settings, of: own).first
        let to = facts.days("to", settings, of: own).first
        if !settings.has("dated"), settings.has("from") || settings.has("to") {
            reading.report(
                settings.place, "\"dated\" is missing", why: "\"from\" and \"to\" are about a day of the \(kind)",
                fix: "add \"dated\": \"field\"")
        }
        guard !links.isEmpty else { return nil }
        return Relation(
            kind: kind, isOwnKind: kind == own.kind, links: links, conditions: conditions, dated: dated, from: from,
            to: to)
    }

    /// The field beside `about.key` that says who published that key.
    private mutating func source(of path: String, _ shape: FactShape) -> Int? {
        guard path.hasSuffix(".key"), let number = shape.number(of: path.dropLast(3) + "source") else { return nil }
        return facts.fields[shape.kind, default: FactFields(shape)].slot(of: number)
    }

    private mutating func measure(_ settings: Settings, _ own: FactShape) -> Measure? {
        defer { settings.finish() }
        let relation = settings.object("of").flatMap { self.relation($0, own) }
        let shape = relation.flatMap { FactShape.named($0.kind) } ?? own
        var counted: Measure.Counted? = settings.flag("count") == true ? .facts : nil
        if let path = settings.text("sum") {
            counted = facts.slot(path, settings.place(of: "sum"), of: shape, isDay: false).map { .sum($0) }
        }
        if let path = settings.text("distinct") {
            counted = facts.slot(path, settings.place(of: "distinct"), of: shape).map { .distinct($0.slot) }
        }
        if !["count", "sum", "distinct"].contains(where: settings.has) {
            reading.report(
                settings.place, "\"measure\" counts nothing", why: "it takes count, sum and distinct",
                fix: "write \"count\": true, or \"sum\": \"hours.done\"")
        }
        let dated = settings.text("dated").flatMap {
            facts.slot($0, settings.place(of: "dated"), of: shape, isDay: true)
        }
        let window = period("within", settings)
        if window != nil, !settings.has("dated") {
            reading.report(
                settings.place(of: "within"), "\"within\" without \"dated\"",
                why: "the window is about a day of what is counted", fix: "add \"dated\": \"field\"")
        }
        let comparisons = (settings.texts("is") ?? []).compactMap { facts.comparison($0.text, $0.place, "is") }
        if !settings.has("is") { _ = settings.required("is", "\"at least 240\"") }
        let units = ["hours", "days", "weeks", "months", "people", "contacts"]
        let unit = settings.required("unit", "\"hours\"") == nil ? nil : settings.choice("unit", units)
        guard let counted, !comparisons.isEmpty, let unit else { return nil }
        return Measure(
            counted: counted, relation: relation, dated: dated, window: window, comparisons: comparisons, unit: unit)
    }

    private func recipients(
        _ settings: Settings, _ shape: FactShape
    ) -> [(addressee: AlertRule.Addressee, roles: [String])] {
        guard let to = settings.requiredObject("to", "{ \"member\": \"cip\" }") else { return [] }
        defer { to.finish() }
        let known = ["cip", "eti", "cre", "management", "admin"]
        var recipients: [(addressee: AlertRule.Addressee, roles: [String])] = []
        for addressee in AlertRule.Addressee.allCases {
            guard let roles = to.texts(addressee.rawValue) else { continue }
            for (role, place) in roles where !known.contains(role) {
                reading.report(
                    place, "unknown role \(Quote.value(role))", why: "a role is \(Quote.list(known))",
                    fix: Suggestion.nearest(to: role, in: known).map { "did you mean \(Quote.value($0))?" }
                        ?? "choose one of them")
            }
            if addressee == .addressee, shape.number(of: "addressedTo") == nil {
                reading.report(
                    to.place(of: "addressee"), "\(Quote.a(shape.kind)) is addressed to nobody",
                    why: "\"addressee\" is the member in addressedTo", fix: "write \"member\" or \"cre\"")
            }
            recipients.append((addressee, roles.map(\.text)))
        }
        return recipients
    }

    private mutating func text(
        _ word: String, _ settings: Settings, _ shape: FactShape,
        _ recipients: [(addressee: AlertRule.Addressee, roles: [String])], _ parameters: inout RuleParameters
    ) -> AlertText? {
        guard let text = settings.required(word, "\"une phrase en français\"") else { return nil }
        let place = settings.place(of: word)
        guard let template = Template(text) else {
            reading.report(
                place, "a brace that names nothing in \(Quote.value(text))", fix: "write {contract.ends}, or {{")
            return nil
        }
        var parts: [AlertText.Part] = []
        for part in template.parts {
            switch part {
            case .text(let bytes): parts.append(.text(String(decoding: bytes, as: UTF8.self)))
            case .name("since"): parts.append(.since)
            case .name("until"): parts.append(.until)
            case .name("measured"): parts.append(.measured)
            case .name("threshold"): parts.append(.threshold)
            case .name(let name) where name.contains(" "):
                guard let day = facts.day(parameters.filled(words: name), place, of: shape) else { continue }
                for field in day.fields { check(facts.field(field, of: shape), shape, place, recipients) }
                parts.append(.day(day))
            case .name(let name):
                if let french = parameters.french(name) {
                    parts.append(.text(french))
                } else if let (slot, field) = facts.slot(name, place, of: shape) {
                    check(field, shape, place, recipients)
                    parts.append(.field(slot, table: field.table.flatMap(codes.table)))
                }
            }
        }
        return AlertText(parts: parts)
    }

    /// What an alert may say to all who get it: nothing that might be a name, and nothing that stays in its structure.
    private func check(
        _ field: FactShape.Field, _ shape: FactShape, _ place: Place,
        _ recipients: [(addressee: AlertRule.Addressee, roles: [String])]
    ) {
        let isFree =
            switch field.type {
            case .text, .line, .email, .phone, .url, .pseudonym: true
            default: false
            }
        let isPerson = ["contact.", "referent.", "identity."].contains { field.path.hasPrefix($0) }
        if isFree, isPerson || shape.isAboutPeople {
            reading.report(
                place, "{\(field.path)} might be a person's name", why: "no alert's text holds one",
                fix: "name a day, a number or a code")
        }
        checkSight(field, place, recipients)
    }

    private func checkSight(
        _ field: FactShape.Field, _ place: Place, _ recipients: [(addressee: AlertRule.Addressee, roles: [String])]
    ) {
        let allowed: [AlertRule.Addressee]
        switch field.sight {
        case .collective: return
        case .addressee: allowed = [.member, .addressee]
        case .structure: allowed = [.member]
        }
        for (addressee, _) in recipients where !allowed.contains(addressee) {
            reading.report(
                place, "\(field.path) is not for \"\(addressee.rawValue)\"",
                why: "only \(Quote.list(allowed.map { "\"\($0.rawValue)\"" }, "and")) may see it (hub schema)",
                fix: "leave it out, or address the alert to \"member\" only")
        }
    }

    /// A number that was counted is told to all who get the alert.
    private func checkConfidential(
        _ measure: Measure?, _ settings: Settings, _ shape: FactShape,
        _ recipients: [(addressee: AlertRule.Addressee, roles: [String])]
    ) {
        guard let measure, case .sum(let slot) = measure.counted else { return }
        let kind = measure.relation?.kind ?? shape.kind
        guard let fields = facts.fields[kind] else { return }
        checkSight(fields.shape.fields[fields.wanted[slot]], settings.place(of: "measure"), recipients)
    }
}

extension FactShape.Field {
    /// The code table whose labels say what its values mean.
    fileprivate var table: String? { if case .code(let table) = type { table } else { nil } }
}
