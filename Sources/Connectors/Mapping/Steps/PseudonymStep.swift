import Canonical

/// Replaces a person's identifier by a keyed pseudonym, stable within the structure.
struct PseudonymStep: Step {
    static let word = "pseudonym"
    let key: HMACKey
    let member: String

    init?(_ step: StepSettings) {
        guard step.isOn("pseudonym") else { return nil }
        guard let key = step.pseudonymKey else {
            step.reading.report(
                step.settings.place(of: "pseudonym"), "there is no key for pseudonyms", why: "hub.jsonc names none",
                fix: "add \"pseudonyms\": { \"key\": \"file:…\" } there")
            return nil
        }
        if let columns = step.settings.texts("join") {
            let template = columns.map { "{\($0.text)}" }.joined(separator: "|")
            step.reading.report(
                step.settings.place(of: "join"), "\"join\" with \"pseudonym\"",
                why: "where one of the columns is empty, two people could have one pseudonym",
                fix: "write \"template\": \(Quote.value(template)), which gives nothing unless all columns have a value"
            )
        }
        self.key = key
        member = step.member
    }

    var gives: Shape { .pseudonym }

    func apply(to values: inout Pieces) throws(StepProblem) {
        for index in values.indices where !values[index].isEmpty {
            values[index] = PseudonymStep.pseudonym(of: values[index], in: member, key)
        }
    }

    /// What a person is called to whom the structure gave this number.
    static func pseudonym(of number: some Collection<UInt8>, in member: String, _ key: HMACKey) -> [UInt8] {
        Array(Digest.hex(key.code(for: Array(member.utf8) + [0x0A] + number).prefix(16)).utf8)
    }
}
