import Canonical

/// Reads conditions: one object, or a list of them.
struct ConditionReader {
    let subject: String
    let reading: ConfigReading

    /// The conditions of each object; those of one object must all hold.
    func read(_ setting: Setting, _ names: inout SourceNames) -> [[Condition]] {
        guard case .list(let items) = setting.value else { return [object(setting, &names)] }
        if items.isEmpty {
            reading.report(
                setting.place, "\(subject) asks for nothing", fix: "write { \"from\": \"column\", \"is\": \"word\" }")
        }
        return items.map { object($0, &names) }
    }

    private func object(_ setting: Setting, _ names: inout SourceNames) -> [Condition] {
        let settings = Settings(setting, subject, reading)
        guard settings.isObject else { return [] }
        let from = settings.texts("from")
        var tests: [(Condition.Test, Bool)] = []
        for (word, isNegated) in [("is", false), ("isNot", true)] {
            guard let texts = settings.texts(word) else { continue }
            if texts.isEmpty {
                reading.report(
                    settings.place(of: word), "\"\(word)\" names nothing", fix: "write the words of the export")
            }
            let code = Code(code: "", label: "", aliases: texts.map(\.text))
            tests.append((.oneOf(CodeTable(name: word, codes: [code], codesAreSpellings: false)), isNegated))
        }
        if let text = settings.text("matches"),
            let pattern = reading.pattern(text, settings.place(of: "matches"))
        {
            tests.append((.pattern(pattern), false))
        }
        if let isPresent = settings.flag("present") { tests.append((.present, !isPresent)) }
        settings.finish()
        guard let from, !from.isEmpty else {
            reading.report(
                settings.place, "\(subject) needs \"from\"", why: "it says which column is looked at",
                fix: "add \"from\": \"column name\"")
            return []
        }
        if tests.isEmpty, !["is", "isNot", "matches", "present"].contains(where: { settings.has($0) }) {
            reading.report(
                settings.place, "\(subject) asks for nothing", why: "it takes is, isNot, matches and present",
                fix: "add \"is\": \"word\", or \"present\": true")
        }
        let numbers = from.map { names.number(of: $0.text, $0.place) }
        return tests.map { Condition(names: numbers, test: $0, isNegated: $1) }
    }
}
