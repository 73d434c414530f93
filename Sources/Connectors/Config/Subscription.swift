import Canonical

/// What a member wants to receive: every word that is present must match; a word that is absent asks for nothing.
package struct Subscription: Sendable {
    /// One word of a subscription, with the config line that explains a match or a refusal.
    package struct Term: Sendable {
        package let values: [String]
        package let place: Place
    }

    /// Offer types.
    package let types: Term?
    /// Départements or communes.
    package let zones: Term?
    /// Beginnings of ROME codes.
    package let rome: Term?
    /// Contract types.
    package let contracts: Term?
    package let place: Place

    static func read(_ settings: Settings, _ codes: Codes) -> Subscription {
        defer { settings.finish() }
        let type = Schema.offer.fields.first { $0.path == "type" }?.type ?? .text(max: 60)
        return Subscription(
            types: term("types", settings) { type.problem(with: $0, codes) },
            zones: term("zones", settings) { zone in
                zone.utf8.count == 5
                    ? FieldType.commune.problem(with: zone, codes) : FieldType.departement.problem(with: zone, codes)
            },
            rome: term("rome", settings) { prefix in
                // A beginning of a code is right when some code begins with it.
                let sample = prefix + "N1101".dropFirst(min(5, prefix.utf8.count))
                return prefix.isEmpty ? nil : FieldType.rome.problem(with: sample, codes)
            },
            contracts: term("contracts", settings) {
                FieldType.code(table: "contract-types").problem(with: $0, codes)
            },
            place: settings.place)
    }

    private static func term(
        _ word: String, _ settings: Settings,
        _ check: (String) -> (what: String, why: String, fix: String)?
    ) -> Term? {
        guard let values = settings.texts(word) else { return nil }
        for (value, place) in values {
            guard let wrong = check(value) else { continue }
            settings.reading.report(value, wrong, place, word)
        }
        return Term(values: values.map(\.text), place: settings.place(of: word))
    }
}
