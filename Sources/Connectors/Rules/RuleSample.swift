import Canonical

/// What the file of a rule says must come out of what: `"tests": [{ "given": […], "at": "2026-03-01", "alerts": […] }]`.
package struct RuleSample: Sendable {
    package let rule: String
    package let place: Place
    private let tests: [Test]
    private let rules: [AlertRule]

    private struct Test: Sendable {
        let place: Place
        let setting: Setting
    }

    /// Takes the tests of a rule's file; nil when there are none.
    init?(_ setting: Setting, of rule: String, _ rules: [AlertRule]) {
        place = Place(setting.place.file)
        self.rule = rule
        self.rules = rules
        guard case .object(let members) = setting.value,
            let tests = members.first(where: { $0.word == "tests" })?.setting, case .list(let items) = tests.value
        else {
            self.tests = []
            return
        }
        self.tests = items.map { Test(place: $0.place, setting: $0) }
    }

    /// Whether the rule has no test.
    package var isEmpty: Bool { tests.isEmpty }

    /// The members that tests speak of: one of each kind of structure, and a CRE.
    static let members = [
        ("aci", "ACI"), ("ai", "AI"), ("ei", "EI"), ("etti", "ETTI"), ("geiq", "GEIQ"), ("cre", "CRE"),
    ].map { member($0, kind: $1) }

    private static func member(_ id: String, kind: String, paidUntil: CivilDate? = nil) -> Member {
        var member = Member(
            id: id, name: id, kind: kind, siret: nil, departement: nil, hasSignedCharter: true, subscription: nil,
            amqpPassword: nil, place: Place("rules"))
        member.paidUntil = paidUntil
        return member
    }

    /// Everything that comes out differently than a test says, or that a test says wrongly.
    package func problems(_ book: RuleBook, _ codes: Codes, folder: String) -> [Problem] {
        let reading = ConfigReading(folder: folder, variables: [:], readsSecrets: false)
        for test in tests { run(test, book, codes, reading) }
        return reading.problems
    }

    private func run(_ test: Test, _ book: RuleBook, _ codes: Codes, _ reading: ConfigReading) {
        let settings = Settings(test.setting, "a test", reading)
        defer { settings.finish() }
        guard settings.isObject else { return }
        let members = settings.object("members").map(self.members) ?? RuleSample.members
        let engine = RuleEngine(
            RuleBook(rules: rules, fields: book.fields, samples: [], off: [], fingerprint: ""), members)
        var facts = engine.noFacts()
        let given = settings.setting("given")
        if let given, case .list(let items) = given.value {
            for item in items { note(item, members, codes, reading, &facts) }
        } else if let given {
            let _: Int? = settings.wrong(given, "given", "a list of entities")
        }
        let alerts = settings.setting("alerts")
        guard let at = settings.required("at", "\"2026-03-01\"") else { return }
        guard let day = CivilDate(Array(at.utf8).span) else {
            return reading.report(
                settings.place(of: "at"), "not a day: \(Quote.value(at))", why: "days are written yyyy-MM-dd",
                fix: "write \"2026-03-01\"")
        }
        guard let wanted = alerts else {
            return reading.report(
                settings.place, "\"alerts\" is missing", why: "a test says what comes out",
                fix: "add \"alerts\": [], or the alerts")
        }
        guard case .list(let expected) = wanted.value else {
            let _: Int? = settings.wrong(wanted, "alerts", "a list of alerts")
            return
        }
        compare(engine.alerts(facts, on: day), expected, wanted.place, codes, reading)
    }

    private func members(_ settings: Settings) -> [Member] {
        settings.words.compactMap { id, _ in
            guard let one = settings.object(id) else { return nil }
            defer { one.finish() }
            let paid = one.text("paidUntil").flatMap { CivilDate(Array($0.utf8).span) }
            return one.required("kind", "\"EI\"").map { RuleSample.member(id, kind: $0, paidUntil: paid) }
        }
    }

    private func note(
        _ item: Setting, _ members: [Member], _ codes: Codes, _ reading: ConfigReading, _ facts: inout Facts
    ) {
        let settings = Settings(item, "a given entity", reading)
        defer { settings.finish() }
        guard let from = settings.required("from", "\"ei\"") else { return }
        if !members.contains(where: { $0.id == from }) {
            let ids = members.map(\.id)
            reading.report(
                settings.place(of: "from"), "unknown member \(Quote.value(from))",
                why: "tests speak of \(Quote.list(ids, "and"))", fix: "choose one of them, or add \"members\"")
        }
        let kinds = FactShape.all.map(\.kind).filter { $0 != FactShape.member.kind }
        let kind = settings.words.first { kinds.contains($0.word) }?.word
        guard let kind, let schema = Schema.named(kind), let data = settings.setting(kind) else {
            return reading.report(
                settings.place, "a given entity has no kind", why: "a kind is \(Quote.list(kinds))",
                fix: "write { \"from\": \"ei\", \"pathway\": { … } }")
        }
        var json: [UInt8] = []
        data.append(to: &json)
        switch CanonicalReader.entity(schema, json, codes: codes, file: data.place.file) {
        case .success(let entity): facts.note(entity, source: from, member: from)
        case .failure(let rejection):
            for problem in rejection.problems {
                var place = data.place
                place.field = problem.place.field
                reading.report(Problem(place, problem.what, why: problem.why, fix: problem.fix))
            }
        }
    }

    /// Of each expected alert only the words that the test writes are compared.
    private func compare(
        _ alerts: [RaisedAlert], _ expected: [Setting], _ place: Place, _ codes: Codes, _ reading: ConfigReading
    ) {
        for alert in alerts {
            guard case .failure(let rejection) = alert.entity(codes) else { continue }
            for problem in rejection.problems {
                reading.report(Problem(self.place, problem.what, why: problem.why, fix: "correct the rule's text"))
            }
        }
        guard alerts.count == expected.count else {
            let found = alerts.map { "\($0.addressedTo): \($0.text)" }.joined(separator: " / ")
            return reading.report(
                place, "\(alerts.count) alert\(alerts.count == 1 ? "" : "s"), expected are \(expected.count)",
                why: alerts.isEmpty ? "none stands on that day" : Quote.value(found, limit: 400),
                fix: "correct the rule, or the test")
        }
        let alerts = alerts.sorted { ($0.addressedTo, $0.aboutKey, $0.key) < ($1.addressedTo, $1.aboutKey, $1.key) }
        for (alert, setting) in zip(alerts, expected) {
            let settings = Settings(setting, "an expected alert", reading)
            for (word, value) in alert.words {
                guard let wanted = settings.text(word), wanted != value else { continue }
                reading.report(
                    settings.place(of: word), "\"\(word)\" is \(Quote.value(value, limit: 300))",
                    why: "expected is \(Quote.value(wanted, limit: 300))", fix: "correct the rule, or the test")
            }
            settings.finish()
        }
    }
}

extension RaisedAlert {
    /// What tests compare and `hub rules` shows.
    package var words: [(word: String, value: String)] {
        func day(_ day: Int?) -> String { day.map { "\(CivilDate(daysSince1970: $0))" } ?? "" }
        return [
            ("to", addressedTo), ("roles", roles.joined(separator: ", ")), ("about", aboutKey),
            ("severity", severity), ("since", day(figures.since)), ("until", day(figures.until)),
            ("measured", figures.measured.map(FrenchText.plain) ?? ""), ("referent", referent ?? ""), ("text", text),
            ("suggestion", suggestion),
        ]
    }
}

extension Setting {
    /// The value as JSON, without the comments.
    fileprivate func append(to bytes: inout [UInt8]) {
        switch value {
        case .object(let members):
            for (number, member) in members.enumerated() {
                bytes.append(UInt8(ascii: number == 0 ? "{" : ","))
                JSONText.append(member.word, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.setting.append(to: &bytes)
            }
            bytes += members.isEmpty ? Array("{}".utf8) : Array("}".utf8)
        case .list(let items):
            for (number, item) in items.enumerated() {
                bytes.append(UInt8(ascii: number == 0 ? "[" : ","))
                item.append(to: &bytes)
            }
            bytes += items.isEmpty ? Array("[]".utf8) : Array("]".utf8)
        case .text(let text): JSONText.append(text, to: &bytes)
        case .number(let number): bytes += number.utf8
        case .boolean(let flag): bytes += (flag ? "true" : "false").utf8
        case .null: bytes += "null".utf8
        }
    }
}
