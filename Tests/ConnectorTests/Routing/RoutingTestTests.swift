import Canonical
import Testing

@testable import Connectors

@Suite struct RoutingTestTests {
    private static func config(_ tests: String) throws -> SmallConfig {
        try SmallConfig([
            "members/ei.jsonc": #"{ "name": "b", "kind": "EI", "subscription": { "zones": ["03"] } }"#,
            "members/ai.jsonc": #"{ "name": "b", "kind": "EI", "subscription": { "zones": ["63"] } }"#,
            "samples/offres/expected.jsonl": """
            {"rejection":{"problems":[]}}
            {"kind":"offer","key":"A-7","data":{"key":"A-7","type":"job","title":"t","workplace":{"departement":"03"}}}

            """,
            "routing/offers.jsonc": "{\n\(tests)\n}",
        ])
    }

    private func failures(_ tests: String) throws -> [String] {
        let config = try Self.config(tests)
        let collective = try config.read()
        let router = Router(collective)
        return collective.routingTests.compactMap { $0.problem(in: collective, router) }
            .map { $0.description.replacing(config.scratch.path, with: "config") }
    }

    private static let given = #""given": { "type": "job", "workplace": { "departement": "03" } }"#

    @Test func `tests that hold say nothing`() throws {
        #expect(
            try failures(
                """
                "a": { \(Self.given), "reaches": ["ei", "cre"] },
                "b": { \(Self.given), "from": "ei", "reaches": "cre" },
                "c": { "record": { "feed": "offres", "key": "A-7" }, "reaches": ["cre", "ei"] },
                "d": { "kind": "structure", "given": { "name": "s" }, "from": "aci", "reaches": ["cre", "ai", "ei"] },
                "e": { "kind": "structure", "given": { "name": "s" }, "from": "aci", "reaches": "*" }
                """) == [])
    }

    @Test func `a test that fails says who is missing, who is too many, and why`() throws {
        let failures = try failures("\"jobs of the Allier\": { \(Self.given), \"reaches\": [\"ai\", \"cre\"] }")
        #expect(
            failures == [
                """
                config/routing/offers.jsonc:2:102: routing test "jobs of the Allier": it does not reach ai; it reaches ei
                  why: ai: "03" is not in its zones (config/members/ai.jsonc:1:57); ei: its subscription: 03 \
                (config/members/ei.jsonc:1:46)
                  fix: correct the subscription, or "reaches" here
                """
            ])
    }

    @Test func `a record that the sample does not have`() throws {
        let failures = try failures(#""x": { "record": { "feed": "offres", "key": "A-8" }, "reaches": [] }"#)
        #expect(
            failures == [
                """
                config/routing/offers.jsonc:2:45: routing test "x": no record "A-8"
                  why: config/samples/offres/expected.jsonl has no record with that key
                  fix: name a key that stands there, or write the record out under "given"
                """
            ])
    }

    @Test(arguments: [
        (
            #""x": { "given": { "type": "jobb" }, "reaches": [] }"#,
            """
            config/routing/offers.jsonc:2:27: field "type": unknown word: "jobb"
              why: type: the words here are job, insertionPost, immersion, training, tender, event or mobility
              fix: did you mean "job"?
            """
        ),
        (
            #""x": { "given": { "type": "job", "workplace": { "comune": "03310" } }, "reaches": [] }"#,
            """
            config/routing/offers.jsonc:2:59: unknown field "workplace.comune"
              why: an offer has no field of that name (hub schema offer)
              fix: did you mean "workplace.commune"?
            """
        ),
        (
            #""x": { "given": [], "reaches": [] }"#,
            """
            config/routing/offers.jsonc:2:17: a list for "given"
              why: "given" holds fields, as messages do
              fix: write { "type": "job" }
            """
        ),
        (
            #""x": { "reaches": [] }"#,
            """
            config/routing/offers.jsonc:2:6: neither "given" nor "record"
              why: a routing test says what is routed: the fields of it, or a record of a feed's sample
              fix: write "given": { "type": "job" } or "record": { "feed": "id", "key": "key" }
            """
        ),
        (
            #""x": { "given": { "type": "job" } }"#,
            """
            config/routing/offers.jsonc:2:6: "reaches" is missing
              why: a routing test needs it
              fix: add "reaches": ["the ids of those who receive it"]
            """
        ),
        (
            #""x": { "given": { "type": "job" }, "reaches": ["eii"] }"#,
            """
            config/routing/offers.jsonc:2:48: unknown member "eii"
              why: the members are aci, ai, cre and ei
              fix: did you mean "ei"?
            """
        ),
        (
            #""x": { "record": { "feed": "offre", "key": "A-7" }, "reaches": [] }"#,
            """
            config/routing/offers.jsonc:2:28: unknown feed "offre"
              why: the feeds are offres
              fix: did you mean "offres"?
            """
        ),
        (
            #""x": { "given": { "type": "job" }, "only": [], "reaches": [] }"#,
            """
            config/routing/offers.jsonc:2:36: unknown word "only" in a routing test
              why: a routing test takes kind, record, given, from and reaches
              fix: remove it
            """
        ),
    ]) func `what a routing test cannot say`(test: String, problem: String) throws {
        let problems = try Self.config(test).problems()
        #expect(problems == [problem])
    }
}
