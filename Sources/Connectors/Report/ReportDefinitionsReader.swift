import Canonical

/// Reads `"report"` of `hub.jsonc` and `config/reports/exits.jsonc`.
struct ReportDefinitionsReader {
    private static let file = "exits"

    private let codes: Codes
    private let reading: ConfigReading

    static func read(
        _ files: [(String, Setting)], _ settings: Settings?, _ codes: Codes, _ reading: ConfigReading
    ) -> ReportDefinitions {
        let reader = ReportDefinitionsReader(codes: codes, reading: reading)
        let smallest = settings?.whole("smallestCell", 1...1_000)
        settings?.finish()
        var exits: ExitDefinitions?
        for (name, setting) in files {
            if name == file {
                exits = reader.exits(setting)
            } else {
                reading.report(
                    Place(setting.place.file), "this file is not read",
                    why: "reports/ holds \(file).jsonc and nothing else", fix: "rename it, or remove it")
            }
        }
        return ReportDefinitions(smallestCell: smallest ?? 5, exits: exits)
    }

    private func exits(_ setting: Setting) -> ExitDefinitions? {
        let settings = Settings(setting, "this file", reading)
        defer { settings.finish() }
        let classes = list("classes", settings, "a class of outcomes") { settings in
            ExitDefinitions.Class(
                label: label(settings), outcomes: outcomes("outcomes", settings),
                isDynamic: settings.flag("dynamic") ?? false, isHire: settings.flag("hire") ?? false)
        }
        let stays = settings.requiredObject("notExits", "{ \"label\": \"…\", \"outcomes\": […] }")
        let notExits = stays.map {
            ExitDefinitions.Class(label: label($0), outcomes: outcomes("outcomes", $0), isDynamic: false, isHire: false)
        }
        stays?.finish()
        let bases = list("bases", settings, "a base") {
            ExitDefinitions.Base(wording: wording($0), without: Set(outcomes("without", $0)))
        }
        let presences = list("presences", settings, "a presence") {
            ExitDefinitions.Presence(
                wording: wording($0), hours: comparison("hours", $0), months: comparison("months", $0, unit: "months"))
        }
        let durables = list("durables", settings, "a definition of lasting employment", durable)
        let gap = settings.text("gap").flatMap { text -> Int? in
            if let period = Period(text), period.unit == .day { return period.count }
            reading.report(
                settings.place(of: "gap"), "not a number of days: \(Quote.value(text))",
                why: "\"gap\" is how long somebody may be without a contract in between", fix: "write \"1 day\"")
            return nil
        }
        let horizons = horizons(settings)
        guard let notExits else { return nil }
        let definitions = ExitDefinitions(
            classes: classes, notExits: notExits, bases: bases, presences: presences, horizons: horizons,
            durables: durables, gap: gap ?? 1)
        checkWhole(definitions, settings)
        return definitions
    }

    /// An outcome that is in no class would be in no table, one that is in two of them in two.
    private func checkWhole(_ definitions: ExitDefinitions, _ settings: Settings) {
        let placed = definitions.classes.flatMap(\.outcomes) + definitions.notExits.outcomes
        for code in codes.table("exit-outcomes")?.codes ?? [] {
            let count = placed.count { $0 == code.code }
            guard count != 1 else { continue }
            reading.report(
                settings.place(of: "classes"),
                count == 0
                    ? "the outcome \(Quote.value(code.code)) is in no class"
                    : "the outcome \(Quote.value(code.code)) stands \(count) times",
                why: "every outcome of codes/exit-outcomes.csv is in one of \"classes\", or in \"notExits\"",
                fix: count == 0 ? "add it where it belongs" : "keep one of them")
        }
    }

    private func durable(_ settings: Settings) -> ExitDefinitions.Durable {
        let lasting = settings.object("lasting")
        let months = lasting.flatMap { comparison("is", $0, unit: "months") }
        let lastingOutcomes = lasting.map { Set(outcomes("outcomes", $0)) } ?? []
        lasting?.finish()
        return ExitDefinitions.Durable(
            wording: wording(settings), outcomes: Set(outcomes("outcomes", settings)),
            lasting: months.map { (lastingOutcomes, $0) },
            fullTime: Set(outcomes("fullTime", settings)),
            unsure: Set(outcomes("unsure", settings)))
    }

    private func list<Item>(
        _ word: String, _ settings: Settings, _ subject: String, _ read: (Settings) -> Item
    ) -> [Item] {
        guard let setting = settings.setting(word) else {
            if settings.isObject {
                reading.report(
                    settings.place, "\"\(word)\" is missing", why: "\(settings.subject) needs it",
                    fix: "add \"\(word)\": [ { \"label\": \"…\" } ]")
            }
            return []
        }
        guard case .list(let items) = setting.value else { return settings.wrong(setting, word, "a list") ?? [] }
        return items.map { item in
            let settings = Settings(item, subject, reading)
            defer { settings.finish() }
            return read(settings)
        }
    }

    private func label(_ settings: Settings) -> String { settings.required("label", "\"its French name\"") ?? "" }

    private func wording(_ settings: Settings) -> ExitDefinitions.Wording {
        ExitDefinitions.Wording(
            label: label(settings), wording: settings.text("wording"), source: settings.text("source"))
    }

    private func outcomes(_ word: String, _ settings: Settings) -> [String] {
        (settings.texts(word) ?? []).map { text, place in
            reading.check(text, .code(table: "exit-outcomes"), place, word, codes)
            return text
        }
    }

    private func comparison(_ word: String, _ settings: Settings, unit: String? = nil) -> Comparison? {
        guard let text = settings.text(word) else { return nil }
        if let (comparison, rest) = Comparison.read(text), rest == unit ?? "" { return comparison }
        let example = unit.map { "above 6 \($0)" } ?? "at least 450"
        reading.report(
            settings.place(of: word), "not a comparison: \(Quote.value(text))",
            why: "\"\(word)\" is above, at least, below, at most or exactly a number"
                + (unit.map { " of \($0)" } ?? ""),
            fix: "write \"\(example)\"")
        return nil
    }

    /// Months after the exit, the exit itself first.
    private func horizons(_ settings: Settings) -> [Int] {
        guard let setting = settings.setting("horizons") else { return [0] }
        guard case .list(let items) = setting.value else {
            return settings.wrong(setting, "horizons", "a list of months") ?? [0]
        }
        let months = items.compactMap { item -> Int? in
            guard case .number(let text) = item.value, let months = Int(text), (1...36).contains(months) else {
                return settings.wrong(item, "horizons", "a list of months from 1 to 36")
            }
            return months
        }
        return [0] + months
    }
}
