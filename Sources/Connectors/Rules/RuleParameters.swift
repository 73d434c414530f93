import Canonical

/// The parameters of a rule: its own values, replaced by those of the territory, and filled in where `{name}` stands.
struct RuleParameters {
    private var values: [String: Setting] = [:]
    private var unused: [(word: String, place: Place)] = []
    private let reading: ConfigReading

    /// Reads `"parameters"` of a rule, and what hub.jsonc says instead.
    init(_ setting: Setting?, _ territory: Setting?, rule: String, _ reading: ConfigReading) {
        self.reading = reading
        if let setting {
            guard case .object(let members) = setting.value else {
                reading.report(setting.place, "\(setting.shape) for \"parameters\"", why: "\"parameters\" is an object")
                return
            }
            for member in members {
                values[member.word] = member.setting
                unused.append((member.word, member.place))
                if RuleParameters.shape(member.setting) == nil {
                    reading.report(
                        member.setting.place, "\(member.setting.shape) for the parameter \(Quote.value(member.word))",
                        why: "a parameter is a number, a text or a list of them", fix: "write \"3 months\", or 240")
                }
            }
        }
        guard let territory, case .object(let members) = territory.value else { return }
        for member in members { replace(member, rule) }
    }

    private mutating func replace(_ member: Setting.Member, _ rule: String) {
        guard let own = values[member.word] else {
            let words = values.keys.sorted()
            return reading.report(
                member.place, "unknown parameter \(Quote.value(member.word)) of \(rule)",
                why: words.isEmpty ? "the rule has no parameters" : "its parameters are \(Quote.list(words, "and"))",
                fix: Suggestion.nearest(to: member.word, in: words).map { "did you mean \(Quote.value($0))?" }
                    ?? "remove it")
        }
        guard RuleParameters.shape(own) == RuleParameters.shape(member.setting) else {
            return reading.report(
                member.setting.place, "\(member.setting.shape) for the parameter \(Quote.value(member.word))",
                why: "the rule's own value is \(own.shape) (\(own.place.position))", fix: "write one of that kind")
        }
        values[member.word] = member.setting
    }

    private enum Shape { case number, period, word, list }

    private static func shape(_ setting: Setting) -> Shape? {
        switch setting.value {
        case .number: .number
        case .text(let text): Period(text) == nil ? .word : .period
        case .list(let items) where !items.isEmpty && items.allSatisfy { shape($0) != nil && shape($0) != .list }:
            .list
        default: nil
        }
    }

    /// The items of a parameter that is a list.
    mutating func items(_ name: String, _ place: Place) -> [Setting]? {
        guard let setting = value(name, place) else { return nil }
        if case .list(let items) = setting.value { return items }
        reading.report(
            place, "the parameter \(Quote.value(name)) is no list", why: "\"each\" makes a rule of each item")
        return nil
    }

    /// The same with one item in the place of a list.
    func with(_ name: String, _ item: Setting) -> RuleParameters {
        var parameters = self
        parameters.values[name] = item
        return parameters
    }

    /// Reports parameters that nothing used.
    func finish() {
        for (word, place) in unused {
            reading.report(
                place, "the parameter \(Quote.value(word)) is used nowhere",
                fix: "write \"{\(word)}\" where it counts, or remove it")
        }
    }

    private mutating func value(_ name: String, _ place: Place) -> Setting? {
        unused.removeAll { $0.word == name }
        if let value = values[name] { return value }
        let words = values.keys.sorted()
        reading.report(
            place, "unknown parameter \(Quote.value(name))", why: "\"parameters\" of the rule names them",
            fix: Suggestion.nearest(to: name, in: words).map { "did you mean \(Quote.value($0))?" }
                ?? "add it to \"parameters\"")
        return nil
    }

    /// The setting with every `{name}` in its texts replaced.
    mutating func fill(_ setting: Setting) -> Setting {
        switch setting.value {
        case .object(let members):
            let filled = members.map { member in
                Setting.Member(word: member.word, place: member.place, setting: fill(member.setting))
            }
            return Setting(place: setting.place, value: .object(filled))
        case .list(let items):
            return Setting(
                place: setting.place,
                value: .list(
                    items.flatMap { item -> [Setting] in
                        let filled = fill(item)
                        // A list within a list of words: ["SAI", "{others}"].
                        if case .text = item.value, case .list(let inner) = filled.value { return inner }
                        return [filled]
                    }))
        case .text(let text): return fill(text, setting.place)
        default: return setting
        }
    }

    private mutating func fill(_ text: String, _ place: Place) -> Setting {
        guard text.contains("{"), let template = Template(text), !text.contains("${") else {
            return Setting(place: place, value: .text(text))
        }
        if template.parts.count == 1, case .name(let name) = template.parts[0] {
            guard let value = value(name, place) else { return Setting(place: place, value: .text("")) }
            if case .list(let items) = value.value {
                return Setting(
                    place: place,
                    value: .list(items.map { Setting(place: place, value: .text(RuleParameters.text($0))) }))
            }
        }
        var filled = ""
        for part in template.parts {
            switch part {
            case .text(let bytes): filled += String(decoding: bytes, as: UTF8.self)
            case .name(let name): filled += value(name, place).map(RuleParameters.text) ?? ""
            }
        }
        return Setting(place: place, value: .text(filled))
    }

    private static func text(_ setting: Setting) -> String {
        switch setting.value {
        case .text(let text), .number(let text): text
        case .list(let items): items.map(text).joined(separator: ", ")
        default: ""
        }
    }

    /// A text whose words that are parameters are replaced: `limit months after contract.starts`.
    mutating func filled(words text: String) -> String {
        text.split(separator: " ").map { word in
            guard let value = values[String(word)] else { return String(word) }
            unused.removeAll { $0.word == word }
            return RuleParameters.text(value)
        }.joined(separator: " ")
    }

    /// A parameter as alerts write it, in French; nil when there is none of that name.
    mutating func french(_ name: String) -> String? {
        guard let value = values[name] else { return nil }
        unused.removeAll { $0.word == name }
        return RuleParameters.french(value)
    }

    private static func french(_ setting: Setting) -> String {
        switch setting.value {
        case .number(let text): text.replacing(".", with: ",")
        case .list(let items): items.map(french).joined(separator: ", ")
        default: Period(text(setting)).map(\.french) ?? text(setting)
        }
    }

    var names: [String] { values.keys.sorted() }
}
