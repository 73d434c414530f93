import Canonical

/// Reads the words of an export for yes and no.
struct BooleanStep: Step {
    static let word = "boolean"
    static let readsExports = true
    private static let yes = ["oui", "o", "vrai", "v", "true", "1", "x", "yes", "y"]
    private static let no = ["non", "n", "faux", "f", "false", "0", "no"]
    private let table: CodeTable
    private let rule: String

    init?(_ step: StepSettings) {
        guard let setting = step.settings.setting("boolean") else { return nil }
        var (yes, no) = (BooleanStep.yes, BooleanStep.no)
        switch setting.value {
        case .boolean(true): break
        case .boolean(false): return nil
        case .object:
            let words = Settings(setting, "\"boolean\"", step.reading)
            yes = words.texts("true")?.map(\.text) ?? []
            no = words.texts("false")?.map(\.text) ?? []
            words.finish()
        default:
            let _: Never? = step.settings.wrong(
                setting, "boolean", "true, or the words: { \"true\": [\"oui\"], \"false\": [\"non\"] }")
            return nil
        }
        table = CodeTable(
            name: "boolean",
            codes: [Code(code: "true", label: "", aliases: yes), Code(code: "false", label: "", aliases: no)],
            codesAreSpellings: false)
        rule = "is true for \(Quote.list(yes)), false for \(Quote.list(no))"
    }

    var gives: Shape { .boolean }

    func apply(to values: inout Pieces) throws(StepProblem) {
        try BooleanStep.each(&values) { value throws(StepProblem) in
            if let code = table.code(meaning: value.span) { return Array(code.code.utf8) }
            throw StepProblem(
                "neither yes nor no", value, rule: rule, fix: "correct the export, or add the word to \"boolean\"")
        }
    }
}
