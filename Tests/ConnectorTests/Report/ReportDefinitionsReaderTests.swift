import Testing

@testable import Connectors

@Suite struct ReportDefinitionsReaderTests {
    private static let hub = #"""
        {
          "collective": "essai", "name": "Essai", "report": { "smallestCell": 1 },
          "broker": { "url": "amqp://hub@127.0.0.1:5672/essai", "password": "p4ssw0rd-of-the-broker" }
        }
        """#

    private static let outcomes =
        "code;label;aliases;from;until;source\ndurable-cdi;CDI;;;;\nautre;Autre;;;;\nretrait;Retrait;;;;\n"

    private func config(_ exits: String) -> [String: String?] {
        ["hub.jsonc": Self.hub, "codes/exit-outcomes.csv": Self.outcomes, "reports/exits.jsonc": exits]
    }

    private static let right = #"""
        {
          "classes": [
            { "label": "Durable", "dynamic": true, "hire": true, "outcomes": "durable-cdi" },
            { "label": "Autres", "outcomes": "autre" }
          ],
          "notExits": { "label": "Pas une sortie", "outcomes": "retrait" },
          "bases": [{ "label": "toutes" }],
          "presences": [{ "label": "450 h", "hours": "at least 450" }, { "label": "3 mois", "months": "at least 3 months" }],
          "horizons": [6],
          "durables": [{ "label": "longs", "lasting": { "outcomes": "durable-cdi", "is": "above 6 months" } }],
          "gap": "7 days"
        }
        """#

    @Test func `definitions are read as they stand`() throws {
        let report = try SmallConfig(config(Self.right)).read().report
        #expect(report.smallestCell == 1)
        let exits = try #require(report.exits)
        #expect(exits.horizons == [0, 6] && exits.gap == 7)
        #expect(exits.dynamic == ["durable-cdi"] && exits.hires == ["durable-cdi"])
        #expect(exits.presences[0].hours?.threshold == 450 && exits.presences[1].months?.relation == .atLeast)
        #expect(exits.durables[0].lasting?.months.relation == .above)
    }

    @Test func `without a file there are no definitions, and five is the smallest count`() throws {
        let report = try SmallConfig().read().report
        #expect(report.smallestCell == 5 && report.exits == nil)
    }

    @Test func `every problem of the definitions is told`() throws {
        var files = config(
            #"""
            {
              "classes": [{ "label": "Durable", "dynamic": "oui", "outcomes": ["durable-cdi", "durable-cdii"] }],
              "notExits": { "label": "Pas une sortie", "outcomes": ["retrait", "durable-cdi"] },
              "presences": [{ "label": "450 h", "hours": "450 heures" }, { "months": "at least 3" }],
              "horizons": [3, "6"], "durables": [], "gap": "1 month"
            }
            """#)
        files["reports/autres.jsonc"] = "{}"
        files["hub.jsonc"] = Self.hub.replacing("\"smallestCell\": 1", with: "\"smallestCell\": 0, \"cell\": 1")
        let problems = try SmallConfig(files).problems()
        #expect(
            problems == [
                """
                config/hub.jsonc:2:71: the number 0 for "smallestCell"
                  why: "smallestCell" is a whole number from 1 to 1000
                """,
                """
                config/hub.jsonc:2:74: unknown word "cell" in "report"
                  why: "report" takes smallestCell
                  fix: remove it
                """,
                """
                config/reports/autres.jsonc: this file is not read
                  why: reports/ holds exits.jsonc and nothing else
                  fix: rename it, or remove it
                """,
                """
                config/reports/exits.jsonc:2:83: unknown code: "durable-cdii"
                  why: outcomes: it is not in codes/exit-outcomes.csv
                  fix: did you mean "durable-cdi"?
                """,
                """
                config/reports/exits.jsonc:2:48: the text "oui" for "dynamic"
                  why: "dynamic" is true or false
                """,
                """
                config/reports/exits.jsonc:1:1: "bases" is missing
                  why: this file needs it
                  fix: add "bases": [ { "label": "…" } ]
                """,
                """
                config/reports/exits.jsonc:4:46: not a comparison: "450 heures"
                  why: "hours" is above, at least, below, at most or exactly a number
                  fix: write "at least 450"
                """,
                """
                config/reports/exits.jsonc:4:62: "label" is missing
                  why: a presence needs it
                  fix: add "label": "its French name"
                """,
                """
                config/reports/exits.jsonc:4:74: not a comparison: "at least 3"
                  why: "months" is above, at least, below, at most or exactly a number of months
                  fix: write "above 6 months"
                """,
                """
                config/reports/exits.jsonc:5:48: not a number of days: "1 month"
                  why: "gap" is how long somebody may be without a contract in between
                  fix: write "1 day"
                """,
                """
                config/reports/exits.jsonc:5:19: the text "6" for "horizons"
                  why: "horizons" is a list of months from 1 to 36
                """,
                """
                config/reports/exits.jsonc:2:14: the outcome "durable-cdi" stands 2 times
                  why: every outcome of codes/exit-outcomes.csv is in one of "classes", or in "notExits"
                  fix: keep one of them
                """,
                """
                config/reports/exits.jsonc:2:14: the outcome "autre" is in no class
                  why: every outcome of codes/exit-outcomes.csv is in one of "classes", or in "notExits"
                  fix: add it where it belongs
                """,
            ])
    }
}
