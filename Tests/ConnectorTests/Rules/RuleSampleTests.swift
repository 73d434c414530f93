import Canonical
import Foundation
import Testing

@testable import Connectors

@Suite struct RuleSampleTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test func `every rule of the example has tests that hold, of when it fires`() throws {
        let folder = Self.root.appending(path: "config").path
        let found = CollectiveReader.readForLooking(folder, variables: [:])
        let collective = try #require(found.collective)
        #expect(found.problems.filter { $0.place.file.contains("/rules/") } == [])
        #expect(collective.rules.samples.count > 45)
        for sample in collective.rules.samples {
            let problems = sample.problems(collective.rules, collective.codes, folder: folder)
            #expect(problems == [], "\(sample.rule)")
            let text = try String(contentsOfFile: sample.place.file, encoding: .utf8)
            #expect(text.contains(#""alerts": [\#n"#), "\(sample.rule) never fires in its tests")
        }
    }

    private func problems(_ tests: String) throws -> [String] {
        let rule = """
            {
            "wording": "Une phrase", "source": "Une convention", "on": "pathway", "since": "contract.starts",
            "severity": "info", "to": { "member": "cip" }, "text": "Contrat.", "suggestion": "Rien.",
            "tests": \(tests)
            }
            """
        let config = try SmallConfig(["rules/essai.jsonc": rule])
        let collective = try config.read()
        return try #require(collective.rules.samples.first)
            .problems(collective.rules, collective.codes, folder: config.scratch.path)
            .map { $0.description.replacing("\(config.scratch.path)/rules/essai.jsonc:", with: "") }
    }

    private static let given =
        #"{ "from": "ei", "pathway": { "key": "C1", "person": { "id": "650e93c69155c690009387812add86c5" }, "#
        + #""siaeKind": "EI", "contract": { "type": "DDI", "starts": "2026-01-05" } } }"#

    @Test func `a test that does not hold says what came out`() throws {
        let given = Self.given
        #expect(try problems(#"[{ "given": [\#(given)], "at": "2026-01-05", "alerts": [{ "to": "ei" }] }]"#) == [])
        #expect(
            try problems("[{ \"at\": \"2026-01-05\", \"alerts\": [],\n\"given\": [\(given)] }]") == [
                """
                4:43: 1 alert, expected are 0
                  why: "ei: Contrat."
                  fix: correct the rule, or the test
                """
            ])
        #expect(
            try problems("[{ \"at\": \"2026-01-04\", \"alerts\": [{}],\n\"given\": [\(given)] }]") == [
                """
                4:43: 0 alerts, expected are 1
                  why: none stands on that day
                  fix: correct the rule, or the test
                """
            ])
        #expect(
            try problems("[{ \"at\": \"2026-01-05\", \"alerts\": [{ \"text\": \"Autre.\" }],\n\"given\": [\(given)] }]")
                == [
                    """
                    4:54: "text" is "Contrat."
                      why: expected is "Autre."
                      fix: correct the rule, or the test
                    """
                ])
    }

    @Test func `a test that says something wrong is told`() throws {
        #expect(
            try problems(#"[{ "given": [{ "from": "eii", "pathwai": {} }], "at": "2026-02-30", "alerts": [] }]"#) == [
                """
                4:33: unknown member "eii"
                  why: tests speak of aci, ai, ei, etti, geiq and cre
                  fix: choose one of them, or add "members"
                """,
                """
                4:23: a given entity has no kind
                  why: a kind is offer, referral, application, pathway, immersion, response or solicitation
                  fix: write { "from": "ei", "pathway": { … } }
                """,
                """
                4:40: unknown word "pathwai" in a given entity
                  why: a given entity takes from
                  fix: remove it
                """,
                """
                4:64: not a day: "2026-02-30"
                  why: days are written yyyy-MM-dd
                  fix: write "2026-03-01"
                """,
            ])
        let wrong = Self.given.replacing("2026-01-05", with: "2026-13-05")
        #expect(
            try problems(#"[{ "given": [\#(wrong)], "at": "2026-01-05", "alerts": [] }]"#).first?.hasPrefix(
                #"4:50: field "contract.starts": not a date: "2026-13-05""#) == true)
    }
}
