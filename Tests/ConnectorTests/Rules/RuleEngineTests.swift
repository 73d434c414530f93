import Canonical
import Foundation
import Testing

@testable import Connectors

@Suite struct RuleEngineTests {
    private static let person = "650e93c69155c690009387812add86c5"

    private static let rule = """
        {
          "wording": "Une phrase", "source": "Une convention", "on": "pathway",
          "when": { "from": "exit.date", "present": false },
          "since": "30 days before contract.ends", "until": "contract.ends", "severity": "warning",
          "to": { "member": "cip", "cre": "cre" },
          "text": "Fin le {contract.ends}.", "suggestion": "Agir."
        }
        """

    private func collective(_ rule: String = rule) throws -> Collective {
        try SmallConfig(["rules/essai.jsonc": rule]).read()
    }

    private func entity(_ kind: Schema, _ data: String) throws -> Entity {
        let codes = Codes([
            CodeTable(name: "siae-kinds", codes: [Code(code: "ACI", label: "")]),
            CodeTable(name: "contract-types", codes: [Code(code: "DDI", label: "")]),
            CodeTable(name: "exit-outcomes", codes: [Code(code: "durable-cdi", label: "")]),
        ])
        return try CanonicalReader.entity(kind, Array(data.utf8), codes: codes, file: "test").get()
    }

    private func pathway(_ key: String = "C1", ends: String = "2026-03-31", exit: String = "") throws -> Entity {
        try entity(
            .pathway,
            #"{"key":"\#(key)","person":{"id":"\#(Self.person)"},"siaeKind":"ACI","contract":{"type":"DDI","#
                + #""starts":"2025-10-01","ends":"\#(ends)"},"referent":{"name":"Odile Marsac"}\#(exit)}"#)
    }

    private func day(_ text: String) throws -> CivilDate {
        let day = CivilDate(Array(text.utf8).span)
        return try #require(day)
    }

    @Test func `an alert stands from its first day to its last, under the same key every day`() throws {
        let collective = try collective()
        let engine = RuleEngine(collective.rules, collective.members)
        var facts = engine.noFacts()
        facts.note(try pathway(), source: "contrats", member: "aci")
        #expect(engine.alerts(facts, on: try day("2026-02-28")).isEmpty)
        let first = engine.alerts(facts, on: try day("2026-03-01"))
        let last = engine.alerts(facts, on: try day("2026-03-31"))
        #expect(first.map(\.addressedTo).sorted() == ["aci", "cre"])
        #expect(first.map(\.key) == last.map(\.key))
        for (one, other) in zip(first, last) {
            var bytes: (one: [UInt8], other: [UInt8]) = ([], [])
            CanonicalJSON.append(try one.entity(collective.codes).get(), withIdentity: false, to: &bytes.one)
            CanonicalJSON.append(try other.entity(collective.codes).get(), withIdentity: false, to: &bytes.other)
            #expect(bytes.one == bytes.other, "an alert that says the same is published again")
        }
        #expect(engine.alerts(facts, on: try day("2026-04-01")).isEmpty)
    }

    @Test func `its structure reads key and referent; the CRE a digest, the pseudonym, and no name`() throws {
        let collective = try collective()
        let engine = RuleEngine(collective.rules, collective.members)
        var facts = engine.noFacts()
        facts.note(try pathway("DURAND-2025"), source: "contrats", member: "aci")
        let alerts = engine.alerts(facts, on: try day("2026-03-01"))
        let own = try #require(alerts.first { $0.addressedTo == "aci" })
        let other = try #require(alerts.first { $0.addressedTo == "cre" })
        #expect(own.aboutKey == "DURAND-2025" && own.referent == "Odile Marsac")
        #expect(own.key == "essai:contrats/DURAND-2025:aci" && own.person == Self.person)
        #expect(own.text == "Fin le 31 mars 2026.")
        var bytes: [UInt8] = []
        CanonicalJSON.append(try other.entity(collective.codes).get(), withIdentity: true, to: &bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(!text.contains("DURAND") && !text.contains("Odile") && text.contains(Self.person))
        #expect(other.aboutKey.count == 32)
    }

    @Test func `an update moves the alert, an exit or a withdrawal ends it`() throws {
        let collective = try collective()
        let engine = RuleEngine(collective.rules, collective.members)
        var facts = engine.noFacts()
        facts.note(try pathway("C1"), source: "contrats", member: "aci")
        facts.note(try pathway("C2"), source: "contrats", member: "aci")
        facts.note(try pathway("C3"), source: "contrats", member: "aci")
        func about() throws -> [String] {
            engine.alerts(facts, on: try day("2026-03-10")).filter { $0.addressedTo == "aci" }.map(\.aboutKey)
        }
        #expect(try about() == ["C1", "C2", "C3"])
        facts.note(try pathway("C1", ends: "2026-09-30"), source: "contrats", member: "aci")
        #expect(try about() == ["C2", "C3"])
        facts.remove("pathway", source: "contrats", key: "C2")
        #expect(try about() == ["C3"])
        #expect(facts.count == 2)
        let exit = #","exit":{"date":"2026-03-02","outcome":"durable-cdi"}"#
        facts.note(try pathway("C3", exit: exit), source: "contrats", member: "aci")
        #expect(try about() == [])
        // Another source's entity of the same key is another one.
        facts.note(try pathway("C3"), source: "autres", member: "aci")
        #expect(try about() == ["C3"])
        facts.remove("pathway", source: "contrats", key: "C3")
        #expect(try about() == ["C3"])
    }

    @Test func `nobody is told of what comes from nobody`() throws {
        let collective = try collective(Self.rule.replacing(#", "cre": "cre""#, with: ""))
        let engine = RuleEngine(collective.rules, collective.members)
        var facts = engine.noFacts()
        facts.note(try pathway(), source: "contrats", member: "")
        #expect(engine.alerts(facts, on: try day("2026-03-10")).isEmpty)
    }

    @Test func `a key that would be too long is a digest`() throws {
        let collective = try collective()
        let engine = RuleEngine(collective.rules, collective.members)
        var facts = engine.noFacts()
        facts.note(try pathway(String(repeating: "x", count: 200)), source: "contrats", member: "aci")
        let own = try #require(engine.alerts(facts, on: try day("2026-03-10")).first { $0.addressedTo == "aci" })
        #expect(own.key.count == "essai:".count + 32 + ":aci".count)
        _ = try own.entity(collective.codes).get()
    }

    @Test(arguments: [
        ("2026-03-31", "1 month", -1, "2026-02-28"), ("2024-02-29", "1 year", 1, "2025-02-28"),
        ("2026-03-01", "2 weeks", -1, "2026-02-15"), ("2025-12-31", "2 months", 1, "2026-02-28"),
        ("2026-01-15", "30 days", 1, "2026-02-14"),
    ])
    func `periods are those of the calendar`(_ day: String, _ period: String, _ sign: Int, _ other: String) throws {
        let period = try #require(Period(period))
        let moved = period.added(to: try self.day(day).daysSince1970, sign: sign)
        #expect("\(CivilDate(daysSince1970: moved))" == other)
    }

    @Test(arguments: [
        ("above 6", 6, false), ("above 6", 6.5, true), ("at least 6", 6, true), ("below 6", 6, false),
        ("at most 6", 6, true), ("exactly 6", 6, true), ("6", 6, true), ("6", 5.9, false),
    ])
    func `comparisons tell more than from at least`(_ text: String, _ number: Double, _ holds: Bool) throws {
        #expect(try #require(Comparison.read(text)).comparison.holds(number) == holds)
    }
}
