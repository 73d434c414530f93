import Canonical

/// Reads what a rule says of one kind's fields: names, conditions, days.
struct FactReader {
    let codes: Codes
    let reading: ConfigReading
    /// The fields that rules read, by kind; every name that is read is added.
    var fields: [String: FactFields] = [:]

    /// Where facts of the kind hold the field at `path`; a path that the kind has not is a problem.
    mutating func slot(_ path: String, _ place: Place, of shape: FactShape) -> (slot: Int, field: FactShape.Field)? {
        guard let number = shape.number(of: path) else {
            let paths = shape.fields.map(\.path)
            reading.report(
                place, "unknown field \(Quote.value(path))", why: "\(Quote.a(shape.kind)) has no such field",
                fix: Suggestion.nearest(to: path, in: paths).map { "did you mean \(Quote.value($0))?" }
                    ?? "hub schema \(shape.kind) lists its fields")
            return nil
        }
        let slot = fields[shape.kind, default: FactFields(shape)].slot(of: number)
        return (slot, shape.fields[number])
    }

    /// The field that facts of the kind hold there.
    func field(_ slot: Int, of shape: FactShape) -> FactShape.Field {
        shape.fields[fields[shape.kind, default: FactFields(shape)].wanted[slot]]
    }

    /// The field at `path`, which must hold days or numbers.
    mutating func slot(_ path: String, _ place: Place, of shape: FactShape, isDay: Bool) -> Int? {
        guard let (slot, field) = slot(path, place, of: shape) else { return nil }
        guard isDay ? field.isDay : field.isNumber else {
            reading.report(
                place, "\(Quote.value(path)) holds \(field.type.wanted)",
                why: "a \(isDay ? "day" : "number") is needed here", fix: "name another field")
            return nil
        }
        return slot
    }

    /// One day, or several of which the first that is there counts.
    mutating func days(_ word: String, _ settings: Settings, of shape: FactShape) -> [DayExpression] {
        (settings.texts(word) ?? []).compactMap { day($0.text, $0.place, of: shape) }
    }

    mutating func day(_ text: String, _ place: Place, of shape: FactShape) -> DayExpression? {
        let words = text.split(separator: " ").map(String.init)[...]
        switch words.count {
        case 1 where words[0] == "today": return .today
        case 1 where words[0] == "month": return .month
        case 1: return slot(words[0], place, of: shape, isDay: true).map { .field($0, .own) }
        case 2 where ["first", "last"].contains(words[0]):
            return slot(words[1], place, of: shape, isDay: true).map {
                .field($0, words[0] == "first" ? .first : .last)
            }
        case 4...:
            guard let unit = Period.Unit(words[1]), ["before", "after"].contains(words[2]) else { break }
            let amount: DayExpression.Amount
            if let count = Int(words[0]), (0...10_000).contains(count) {
                amount = .fixed(count)
            } else {
                guard let slot = slot(words[0], place, of: shape, isDay: false) else { return nil }
                amount = .field(slot)
            }
            let rest = words.dropFirst(3).joined(separator: " ")
            return day(rest, place, of: shape).map {
                .shifted(amount, unit, sign: words[2] == "after" ? 1 : -1, $0)
            }
        default: break
        }
        reading.report(
            place, "not a day: \(Quote.value(text))",
            why:
                "a day is a field, \"today\", \"month\" (its first day), or so many days, weeks, months or years before or after one",
            fix: "write \"30 days before contract.ends\"")
        return nil
    }

    /// Conditions that must all hold: one object, or a list of them.
    mutating func conditions(_ word: String, _ settings: Settings, of shape: FactShape) -> [FactCondition] {
        settings.setting(word).map { conditions($0, of: shape) } ?? []
    }

    private mutating func conditions(_ setting: Setting, of shape: FactShape) -> [FactCondition] {
        guard case .list(let items) = setting.value else { return condition(setting, of: shape) }
        return items.flatMap { condition($0, of: shape) }
    }

    private mutating func condition(_ setting: Setting, of shape: FactShape) -> [FactCondition] {
        let settings = Settings(setting, "a condition", reading)
        guard settings.isObject else { return [] }
        defer { settings.finish() }
        if let any = settings.setting("any") {
            guard case .list(let items) = any.value else {
                return settings.wrong(any, "any", "a list of conditions, of which one must hold") ?? []
            }
            return [.any(items.map { conditions($0, of: shape) })]
        }
        if let lasts = settings.texts("lasts") { return lasting(lasts, settings, of: shape) }
        guard let from = settings.texts("from"), !from.isEmpty else {
            reading.report(
                settings.place, "a condition needs \"from\"", why: "it says which field is looked at",
                fix: "add \"from\": \"contract.ends\"")
            return []
        }
        let found = from.compactMap { slot($0.text, $0.place, of: shape) }
        guard found.count == from.count, let first = found.first else { return [] }
        return tests(settings, found.map(\.slot), first.field, of: shape)
    }

    private mutating func tests(
        _ settings: Settings, _ slots: [Int], _ field: FactShape.Field, of shape: FactShape
    ) -> [FactCondition] {
        var conditions: [FactCondition] = []
        for (word, isNegated) in [("is", false), ("isNot", true)] {
            guard let texts = settings.texts(word) else { continue }
            if field.isNumber {
                let comparisons = texts.compactMap { comparison($0.text, $0.place, word) }
                conditions.append(.number(slots, comparisons, isNegated: isNegated))
            } else {
                for (text, place) in texts where !(text == "CRE" && field.path.hasSuffix(".kind")) {
                    reading.check(text, field.type, place, word, codes)
                }
                conditions.append(.oneOf(slots, Set(texts.map(\.text)), isNegated: isNegated))
            }
        }
        if let beginnings = settings.texts("begins") { conditions.append(.begins(slots, beginnings.map(\.text))) }
        if let isPresent = settings.flag("present") { conditions.append(.present(slots, isNegated: !isPresent)) }
        for order in FactCondition.Order.allCases {
            guard let text = settings.text(order.rawValue) else { continue }
            let place = settings.place(of: order.rawValue)
            guard field.isDay else {
                reading.report(
                    place, "\(Quote.value(field.path)) holds \(field.type.wanted)",
                    why: "\"\(order.rawValue)\" compares days", fix: "name a field that holds a day")
                continue
            }
            if let day = day(text, place, of: shape) { conditions.append(.day(slots, order, day)) }
        }
        let words = ["is", "isNot", "begins", "present"] + FactCondition.Order.allCases.map(\.rawValue)
        if !words.contains(where: settings.has) {
            reading.report(
                settings.place, "a condition asks for nothing", why: "it takes \(Quote.list(words, "and"))",
                fix: "add \"is\": \"word\", or \"present\": true")
        }
        return conditions
    }

    private mutating func lasting(
        _ fields: [(text: String, place: Place)], _ settings: Settings, of shape: FactShape
    ) -> [FactCondition] {
        let slots = fields.compactMap { slot($0.text, $0.place, of: shape, isDay: true) }
        guard let text = settings.required("is", "\"above 6 months\"") else { return [] }
        guard fields.count == 2, slots.count == 2 else {
            if fields.count != 2 {
                reading.report(
                    settings.place(of: "lasts"), "\"lasts\" names \(fields.count) fields",
                    why: "it names the first day and the last", fix: "write [\"contract.starts\", \"contract.ends\"]")
            }
            return []
        }
        guard let (comparison, rest) = Comparison.read(text), let unit = Period.Unit(rest) else {
            reading.report(
                settings.place(of: "is"), "not a length to compare with: \(Quote.value(text))",
                why: "a length is compared as above, at least, below, at most or exactly so many days, weeks, months "
                    + "or years", fix: "write \"above 6 months\"")
            return []
        }
        return [.lasts(slots[0], slots[1], comparison, unit)]
    }

    func comparison(_ text: String, _ place: Place, _ word: String) -> Comparison? {
        if let (comparison, rest) = Comparison.read(text), rest.isEmpty { return comparison }
        reading.report(
            place, "not a comparison: \(Quote.value(text))",
            why: "\"\(word)\" is a number, or above, at least, below, at most or exactly one",
            fix: "write \"at least 240\"")
        return nil
    }
}
