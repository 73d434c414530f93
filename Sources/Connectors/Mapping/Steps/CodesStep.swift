import Canonical

/// Replaces a code, label or alias by its code.
struct CodesStep: Step {
    static let word = "codes"
    let table: CodeTable
    /// How messages name it.
    let name: String
    /// Whether it is a file of `codes/`, where words are aliases of codes.
    let isFile: Bool

    init?(_ step: StepSettings) {
        let (settings, reading) = (step.settings, step.reading)
        guard let setting = settings.setting("codes") else { return nil }
        switch setting.value {
        case .text(let name):
            guard let table = step.codes.table(name) else {
                reading.report(
                    setting.place, "there is no code table \(Quote.value(name))",
                    why: "the tables are the files of codes/: \(Quote.list(step.codes.names, "and"))",
                    fix: Suggestion.nearest(to: name, in: step.codes.names).map { "did you mean \(Quote.value($0))?" }
                        ?? "add codes/\(name).csv")
                return nil
            }
            (self.table, self.name, isFile) = (table, "codes/\(name).csv", true)
        case .object(let members):
            table = CodeTable(name: "inline", codes: CodesStep.codes(members, reading), codesAreSpellings: false)
            (name, isFile) = ("the list here", false)
        default:
            let _: Never? = settings.wrong(setting, "codes", "a table's name, or an object of \"word\": \"code\"")
            return nil
        }
    }

    private static func codes(_ members: [Setting.Member], _ reading: ConfigReading) -> [Code] {
        members.compactMap { member in
            if case .text(let code) = member.setting.value { return Code(code: code, label: member.word) }
            reading.report(
                member.setting.place, "\(member.setting.shape) for \(Quote.value(member.word))",
                why: "a code is a text", fix: "put it in double quotes")
            return nil
        }
    }

    func apply(to values: inout Pieces) throws(StepProblem) {
        for (index, value) in values.enumerated() where !value.isEmpty {
            guard let code = table.code(meaning: value.span) else {
                let near = Suggestion.nearest(to: String(decoding: value, as: UTF8.self), in: table.words)
                throw StepProblem(
                    "unknown code", value, rule: "takes the codes of \(name)",
                    fix: near.map { "did you mean \(Quote.value($0))?" }
                        ?? "correct the export, or add the word \(isFile ? "as an alias " : "")to \(name)")
            }
            values[index] = Array(code.code.utf8)
        }
    }
}
