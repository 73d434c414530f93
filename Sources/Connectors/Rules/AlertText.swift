import Canonical

/// The French text of an alert, with what it fills in: days, numbers and codes of the subject, and what was counted.
struct AlertText: Sendable {
    enum Part: Sendable {
        case text(String)
        /// A field; of a code, its label in this table.
        case field(Int, table: CodeTable?)
        case day(DayExpression)
        case since, until, measured, threshold
    }

    let parts: [Part]

    /// What stands in the braces besides fields and parameters.
    static let words = ["since", "until", "measured", "threshold"]

    func filled(_ subject: borrowing Subject, _ raised: RaisedAlert.Figures, today: Int) -> String {
        var text = ""
        for part in parts {
            switch part {
            case .text(let literal): text += literal
            case .field(let slot, let table): text += AlertText.text(subject.fact.values[slot], table)
            case .day(let day): text += day.day(subject, today: today).map(FrenchText.day) ?? "…"
            case .since: text += FrenchText.day(raised.since)
            case .until: text += raised.until.map(FrenchText.day) ?? "…"
            case .measured: text += raised.measured.map(FrenchText.number) ?? "…"
            case .threshold: text += raised.threshold.map(FrenchText.number) ?? "…"
            }
        }
        return text
    }

    private static func text(_ value: FactValue, _ table: CodeTable?) -> String {
        switch value {
        case .none: "…"
        case .day(let day): FrenchText.day(day)
        case .number(let number): FrenchText.number(number)
        case .word(let word):
            table?.codes.first { $0.code == word }.map { $0.label.isEmpty ? word : $0.label } ?? word
        case .list(let items): items.map { text($0, table) }.joined(separator: ", ")
        }
    }
}
