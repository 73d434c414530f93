import Canonical

/// What a member wants to receive: every word that is present must match; a word that is absent asks for nothing.
///
/// `types`, `zones`, `rome`, `occupations`, `contracts` choose: an offer that says nothing of them is not chosen. The other
/// words are limits: they keep away what says that it is beyond them, and an offer that says nothing passes. `mostADay` says
/// when offers come, not which.
package struct Subscription: Sendable {
    /// One word of a subscription, with the config line that explains a match or a refusal.
    package struct Term<Value: Sendable>: Sendable {
        package let value: Value
        package let place: Place
    }

    /// Words that an offer's texts about working time must hold, or must not.
    package struct Schedules: Sendable {
        /// As written, and without case and accents.
        package struct Word: Sendable {
            package let text: String
            let folded: String

            init(_ text: String) {
                self.text = text
                folded = Schedules.folded(text)
            }
        }

        let with: [Word]
        let without: [Word]

        /// A text as words are looked for in it.
        static func folded(_ text: String) -> String { CodeTable.plain(text).lowercased() }
    }

    /// Offer types.
    package let types: Term<[String]>?
    /// Where the work is.
    package let zones: Term<[Zone]>?
    /// Beginnings of ROME codes; with `occupations`, either is enough.
    package let rome: Term<[String]>?
    /// Appellation codes (OGR); with `rome`, either is enough.
    package let occupations: Term<[String]>?
    /// Contract types.
    package let contracts: Term<[String]>?
    /// Kinds of structure whose own posts are wanted; other employers pass.
    package let siaeKinds: Term<[String]>?
    /// Hours a week.
    package let minimumHours: Term<Double>?
    /// Whether full time is wanted, or part time.
    package let fullTime: Term<Bool>?
    package let schedules: Term<Schedules>?
    /// Code of the table `qualifications`.
    package let highestQualification: Term<String>?
    /// New offers that it wants on one day; the others come on later days (``DailyShares``).
    package var mostADay: Term<Int>?
    package let place: Place

    /// Whether it asks for so many kilometres around a place.
    package var hasCircles: Bool { zones?.value.contains(where: \.hasCircles) ?? false }

    static func read(_ settings: Settings, _ codes: Codes, _ zones: ZoneReader) -> Subscription {
        defer { settings.finish() }
        let type = Schema.offer.fields.first { $0.path == "type" }?.type ?? .text(max: 60)
        return Subscription(
            types: texts("types", settings) { type.problem(with: $0, codes) },
            zones: settings.setting("zones").flatMap { setting in
                zones.zones(setting, "zones").map { Term(value: $0, place: setting.place) }
            },
            rome: texts("rome", settings) { prefix in
                // A beginning of a code is right when some code begins with it.
                let sample = prefix + "N1101".dropFirst(min(5, prefix.utf8.count))
                return prefix.isEmpty ? nil : FieldType.rome.problem(with: sample, codes)
            },
            occupations: texts("occupations", settings) { FieldType.appellation.problem(with: $0, codes) },
            contracts: texts("contracts", settings) {
                FieldType.code(table: "contract-types").problem(with: $0, codes)
            },
            siaeKinds: texts("siaeKinds", settings) { FieldType.code(table: "siae-kinds").problem(with: $0, codes) },
            minimumHours: settings.number("minimumHours", 0...80).map {
                Term(value: $0, place: settings.place(of: "minimumHours"))
            },
            fullTime: settings.flag("fullTime").map { Term(value: $0, place: settings.place(of: "fullTime")) },
            schedules: settings.object("schedules").map(schedules),
            highestQualification: qualification(settings, codes),
            mostADay: settings.whole("mostADay", 1...1_000).map {
                Term(value: $0, place: settings.place(of: "mostADay"))
            },
            place: settings.place)
    }

    private static func texts(
        _ word: String, _ settings: Settings,
        _ check: (String) -> (what: String, why: String, fix: String)?
    ) -> Term<[String]>? {
        guard let values = settings.texts(word) else { return nil }
        for (value, place) in values {
            guard let wrong = check(value) else { continue }
            settings.reading.report(value, wrong, place, word)
        }
        return Term(value: values.map(\.text), place: settings.place(of: word))
    }

    private static func schedules(_ settings: Settings) -> Term<Schedules> {
        defer { settings.finish() }
        func words(_ word: String) -> [Schedules.Word] {
            (settings.texts(word) ?? []).compactMap { text, place in
                guard text.allSatisfy(\.isWhitespace) else { return Schedules.Word(text) }
                settings.reading.report(
                    place, "an empty text for \"\(word)\"", why: "every text holds it",
                    fix: "write a word such as \"nuit\"")
                return nil
            }
        }
        return Term(value: Schedules(with: words("with"), without: words("without")), place: settings.place)
    }

    private static func qualification(_ settings: Settings, _ codes: Codes) -> Term<String>? {
        guard let code = settings.text("highestQualification") else { return nil }
        let place = settings.place(of: "highestQualification")
        settings.reading.check(code, .code(table: "qualifications"), place, "highestQualification", codes)
        return Term(value: code, place: place)
    }
}
