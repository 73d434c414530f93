import Testing

@testable import Canonical

@Suite struct CheckTests {
    private static let person = "0123456789abcdef0123456789abcdef"

    @Test func `all problems of a record are told at once, in the order of the fields`() throws {
        #expect(
            try Schema.offer.problems([
                "positions": "deux", "type": "jop", "key": "7", "employer.siret": "123", "skills[].required": "E",
                "skills[].required": "F", "published": "hier",
            ]) == [
                """
                export.csv:7:11: record 6, field "type": unknown word: "jop"
                  why: type: the words here are job, insertionPost, immersion, training, tender, event or mobility
                  fix: did you mean "job"?
                """,
                """
                export.csv:7: record 6, field "title": title is missing
                  why: every offer has one: The job or subject in a few words.
                  fix: add "title"
                """,
                """
                export.csv:7:23: record 6, field "employer.siret": not a SIRET: "123"
                  why: employer.siret: a SIRET has fourteen digits
                  fix: correct it (the SIREN alone has nine)
                """,
                """
                export.csv:7:78: record 6, field "skills[].required": unknown word: "F"
                  why: skills[].required: the words here are E or S
                  fix: did you mean "E"?
                """,
                """
                export.csv:7:85: record 6, field "positions": not a whole number: "deux"
                  why: positions: a count is written with digits only
                  fix: correct the export
                """,
                """
                export.csv:7:87: record 6, field "published": not a date: "hier"
                  why: published: dates are written yyyy-MM-dd, or yyyy-MM-ddTHH:mm:ss with its offset (RFC 3339)
                  fix: add "date" with the export's pattern to its mapping, such as "dd/MM/yyyy"
                """,
            ])
    }

    @Test func `a problem names the config line that maps the field, and the export's own word for it`() throws {
        let schema = Schema.offer
        var names: [String?] = Array(repeating: nil, count: schema.fields.count)
        var rules: [Place?] = Array(repeating: nil, count: schema.fields.count)
        for (number, field) in schema.fields.enumerated() where field.need == .always || field.path == "starts" {
            names[number] = "colonne \(number)"
            rules[number] = Place("feeds/a.jsonc", line: number, column: 5)
        }
        let draft = try schema.draft(
            ["key": "7", "type": "job", "starts": "31/02/2026"], origin: Draft.Origin(names: names, rules: rules))
        guard case .failure(let rejection) = schema.entity(from: draft, codes: .sample) else {
            Issue.record("the record was accepted")
            return
        }
        #expect(rejection.key == "7")
        #expect(
            rejection.problems.map(\.description) == [
                """
                export.csv:7: record 6, field "colonne 4": title is missing
                  why: every offer has one: The job or subject in a few words. (feeds/a.jsonc:4:5)
                  fix: fill it in the export
                """,
                """
                export.csv:7:89: record 6, field "colonne 79": not a date: "31/02/2026"
                  why: starts: dates are written yyyy-MM-dd (feeds/a.jsonc:79:5)
                  fix: add "date" with the export's pattern to its mapping, such as "dd/MM/yyyy"
                """,
            ])
    }

    @Test func `what the feed does not map is missing there, not in the export`() throws {
        let schema = Schema.offer
        let none = Draft.Origin(names: schema.fields.map { _ in nil }, rules: schema.fields.map { _ in nil })
        let draft = try schema.draft(["key": "7", "type": "event", "title": "t", "starts": "2026-09-01"], origin: none)
        guard case .failure(let rejection) = schema.entity(from: draft, codes: .sample) else {
            Issue.record("the record was accepted")
            return
        }
        #expect(
            rejection.problems.map(\.description) == [
                """
                export.csv:7: record 6: event.kind is missing
                  why: an offer has one when type is event: What kind of event it is.
                  fix: map "event.kind" in the feed
                """
            ])
    }

    @Test func `a key that is wrong itself is no key: it might stand for anything that is published`() throws {
        func key(_ values: KeyValuePairs<String, String>) throws -> String?? {
            guard
                case .failure(let rejection) = Schema.offer.entity(from: try Schema.offer.draft(values), codes: .sample)
            else { return nil }
            return .some(rejection.key)
        }
        #expect(try key(["key": "7", "type": "job"]) == .some("7"))
        #expect(try key(["type": "job", "title": "t"]) == .some(nil))
        #expect(try key(["key": "7\u{0}", "type": "job", "title": "t"]) == .some(nil))
        #expect(try key(["key": String(repeating: "7", count: 201), "type": "job", "title": "t"]) == .some(nil))
    }

    @Test func `an offer for the concerned kinds says which they are`() throws {
        #expect(
            try Schema.offer.problems(["key": "7", "type": "job", "title": "t", "distribution": "concerned"]) == [
                """
                export.csv:7: record 6, field "siaeKinds[]": siaeKinds[] is missing
                  why: an offer has one when distribution is concerned: The kinds of structure that a "concerned" offer is for.
                  fix: add "siaeKinds[]"
                """
            ])
        #expect(try Schema.offer.problems(["key": "7", "type": "job", "title": "t", "distribution": "all"]) == [])
    }

    @Test func `a creAction names its action`() throws {
        #expect(
            try Schema.referral.problems([
                "key": "7", "type": "creAction", "addressedTo": "cre", "person.id": Self.person,
            ]) == [
                """
                export.csv:7: record 6, field "action": action is missing
                  why: a referral has one when type is creAction: Which of the CRE's seven actions is asked for.
                  fix: add "action"
                """
            ])
        #expect(
            try Schema.referral.problems([
                "key": "7", "type": "immersion", "addressedTo": "cre", "person.id": Self.person,
            ]) == [])
    }

    @Test func `an identity needs the consent: when it was given, before whom and to what`() throws {
        #expect(
            try Schema.referral.problems([
                "key": "7", "type": "immersion", "addressedTo": "cre", "person.id": Self.person,
                "identity.phone": "0612345678",
            ]) == [
                """
                export.csv:7: record 6, field "consent.given": consent.given is missing
                  why: a referral has one when it has identity: When the person agreed that the identity is shared.
                  fix: add "consent.given"
                """,
                """
                export.csv:7: record 6, field "consent.by": consent.by is missing
                  why: a referral has one when it has identity: Who asked the person.
                  fix: add "consent.by"
                """,
                """
                export.csv:7: record 6, field "consent.purpose": consent.purpose is missing
                  why: a referral has one when it has identity: What the person agreed to.
                  fix: add "consent.purpose"
                """,
            ])
    }

    @Test func `what a person is called is never quoted`() throws {
        let name = "Mar\u{7}ie-Bénédicte"
        let problems = try Schema.referral.problems([
            "key": "7", "type": "immersion", "addressedTo": "cre", "person.id": Self.person,
            "consent.given": "2026-01-02", "consent.by": "M. Petit", "consent.purpose": "une immersion",
            "identity.firstName": name, "identity.lastName": String(repeating: "x", count: 101),
            "identity.phone": "06 12", "identity.email": "marie.durand",
        ])
        #expect(
            problems == [
                """
                export.csv:7:59: record 6, field "identity.firstName": holds the control character U+0007: a personal \
                value of 16 characters
                  why: identity.firstName: texts hold printable characters only
                  fix: remove it in the export, or correct "encoding"
                """,
                """
                export.csv:7:60: record 6, field "identity.lastName": too long (101 characters): a personal value of 101 \
                characters
                  why: identity.lastName: at most 100 characters fit here
                  fix: shorten it in the export
                """,
                """
                export.csv:7:61: record 6, field "identity.phone": not a telephone number: a personal value of 5 characters
                  why: identity.phone: a number has ten digits in France, or a + and its country code
                  fix: correct the export; map one number only
                """,
                """
                export.csv:7:62: record 6, field "identity.email": not an e-mail address: a personal value of 12 characters
                  why: identity.email: an address is name@domain
                  fix: correct the export
                """,
            ])
    }

    @Test func `contracts and approvals end after they start, and an exit has its outcome`() throws {
        #expect(
            try Schema.pathway.problems([
                "key": "7", "person.id": Self.person, "siaeKind": "ACI", "contract.type": "CDI",
                "contract.starts": "2026-02-01", "contract.ends": "2026-01-31", "approval.starts": "2026-02-01",
                "approval.ends": "2025-02-01", "exit.date": "2026-05-01",
            ]) == [
                """
                export.csv:7:17: record 6, field "contract.ends": contract.ends is 2026-01-31, before contract.starts 2026-02-01
                  why: a contract ends on or after its first day
                  fix: correct one of the two dates in the export
                """,
                """
                export.csv:7:32: record 6, field "approval.ends": approval.ends is 2025-02-01, before approval.starts 2026-02-01
                  why: an approval ends on or after its first day
                  fix: correct one of the two dates in the export
                """,
                """
                export.csv:7: record 6, field "exit.outcome": exit.outcome is missing
                  why: a pathway has one when it has exit.date: What the person left for.
                  fix: add "exit.outcome"
                """,
            ])
        #expect(
            try Schema.pathway.problems([
                "key": "7", "person.id": Self.person, "siaeKind": "ACI", "contract.type": "CDI",
                "contract.starts": "2026-02-01", "contract.ends": "2026-02-01", "exit.date": "2026-05-01",
                "exit.outcome": "durable",
            ]) == [])
    }

    @Test func `what the mapping refused is told once, and no rule speaks of it again`() throws {
        var draft = try Schema.pathway.draft([
            "key": "7", "person.id": Self.person, "siaeKind": "ACI", "contract.type": "CDI", "exit.date": "2026-05-01",
        ])
        for path in ["exit.outcome", "contract.starts"] {
            let number = try #require(Schema.pathway.number(of: path))
            draft.refuse(number, Problem(Place("export.csv", line: 7), "\(path) is refused"))
            draft.append(Array("x".utf8).span, to: number, line: 7, column: 1)
        }
        guard case .failure(let rejection) = Schema.pathway.entity(from: draft, codes: .sample) else {
            Issue.record("the record was accepted")
            return
        }
        #expect(rejection.problems.map(\.what) == ["contract.starts is refused", "exit.outcome is refused"])
    }
}
