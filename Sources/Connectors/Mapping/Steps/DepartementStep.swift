import Canonical

/// The département of a postcode or of an INSEE commune code.
struct DepartementStep: Step {
    static let word = "departement"
    static let readsExports = true

    init?(_ step: StepSettings) { guard step.isOn("departement") else { return nil } }

    var gives: Shape { .departement }

    func apply(to values: inout Pieces) throws(StepProblem) {
        try DepartementStep.each(&values) { value throws(StepProblem) in
            // Spreadsheets drop the leading zero of départements 01 to 09.
            let isShort = value.count == 4 && value.allSatisfy { 0x30...0x39 ~= $0 }
            let code = (isShort ? "0" : "") + String(decoding: value, as: UTF8.self)
            let found = Departements.candidates(postcode: code)
            if let only = found.first ?? Departements.of(commune: code), found.count < 2 { return Array(only.utf8) }
            throw StepProblem(
                found.isEmpty ? "in no département" : "in \(Quote.list(found))", value,
                rule: "is the département of a postcode or INSEE commune code",
                fix: found.isEmpty ? "correct the export" : "map the INSEE code of the commune instead")
        }
    }
}
