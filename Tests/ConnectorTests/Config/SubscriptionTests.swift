import Canonical
import Testing

@testable import Connectors

@Suite struct SubscriptionTests {
    static let regions = """
        code;label;aliases;from;until;source
        84;Auvergne-Rhône-Alpes;R84|AURA;;;
        94;Corse;R94;;;

        """
    static let communes = """
        code;label;latitude;longitude;source
        03118;Gannat;46.100;3.198;
        03310;Vichy;46.127;3.426;

        """
    static let qualifications = """
        code;label;aliases;from;until;source
        1;Manœuvre;;;;
        3;Ouvrier qualifié;;;;
        5;Employé non qualifié;;;;
        6;Employé qualifié;;;;
        9;Cadre;;;;
        X;Non précisée;;;;

        """

    /// A config in which one member, `ei`, has this subscription.
    static func config(_ subscription: String, zones: String = "") throws -> SmallConfig {
        var config = try SmallConfig([
            "members/ei.jsonc": "{ \"name\": \"ei\", \"kind\": \"EI\", \"subscription\": {\n\(subscription)\n} }",
            "codes/regions.csv": regions, "codes/communes.csv": communes, "codes/qualifications.csv": qualifications,
        ])
        if !zones.isEmpty {
            config.files["hub.jsonc"] = config.files["hub.jsonc"]?
                .replacing("\"name\": \"Essai\",", with: "\"name\": \"Essai\",\n\"zones\": \(zones),")
        }
        return config
    }

    @Test(arguments: [
        (
            #""zones": ["auvergne rhone alpes"]"#,
            """
            config/members/ei.jsonc:2:11: unknown zone "auvergne rhone alpes"
              why: zones: a zone is the code of a département, the INSEE code of a commune, the name of a région, a zone of \
            hub.jsonc (canton) or { "around": "03310", "km": 20 }
              fix: did you mean "Auvergne-Rhône-Alpes"?
            """
        ),
        (
            #""zones": "Pays de nulle part""#,
            """
            config/members/ei.jsonc:2:10: unknown zone "Pays de nulle part"
              why: zones: a zone is the code of a département, the INSEE code of a commune, the name of a région, a zone of \
            hub.jsonc (canton) or { "around": "03310", "km": 20 }
              fix: correct it, or name its communes under "zones" in hub.jsonc
            """
        ),
        (
            #""zones": ["96"]"#,
            """
            config/members/ei.jsonc:2:11: not a département: "96"
              why: zones: a département is 01 to 95, 2A, 2B or 971 to 989
              fix: correct it here
            """
        ),
        (
            #""zones": [3]"#,
            """
            config/members/ei.jsonc:2:11: the number 3 for "zones"
              why: "zones" is codes, names and { "around": "03310", "km": 20 }
            """
        ),
        (
            #""zones": [{ "around": "03185", "km": 20 }]"#,
            """
            config/members/ei.jsonc:2:23: nobody knows where "03185" lies
              why: it is not in codes/communes.csv
              fix: add it there, or import the open-data table: hub codes import config FILE
            """
        ),
        (
            #""zones": [{ "around": "03310" }]"#,
            """
            config/members/ei.jsonc:2:11: "km" is missing
              why: a zone around a commune needs it
              fix: add "km": 20
            """
        ),
        (
            #""zones": [{ "around": "03310", "km": 600 }]"#,
            """
            config/members/ei.jsonc:2:38: the number 600 for "km"
              why: "km" is a number from 1 to 500
            """
        ),
        (
            #""occupations": ["12"]"#,
            """
            config/members/ei.jsonc:2:17: not an appellation code: "12"
              why: occupations: an appellation code has 4 to 6 digits
              fix: correct it here
            """
        ),
        (
            #""minimumHours": "20 h""#,
            """
            config/members/ei.jsonc:2:17: the text "20 h" for "minimumHours"
              why: "minimumHours" is a number from 0 to 80
            """
        ),
        (
            #""mostADay": 0"#,
            """
            config/members/ei.jsonc:2:13: the number 0 for "mostADay"
              why: "mostADay" is a whole number from 1 to 1000
            """
        ),
        (
            #""highestQualification": "Employé qualifié""#,
            """
            config/members/ei.jsonc:2:25: not a code: "Employé qualifié"
              why: highestQualification: the code for it in codes/qualifications.csv is "6"
              fix: correct it here
            """
        ),
        (
            #""schedules": { "without": ["nuit", " "] }"#,
            """
            config/members/ei.jsonc:2:36: an empty text for "without"
              why: every text holds it
              fix: write a word such as "nuit"
            """
        ),
        (
            #""schedules": { "not": ["nuit"] }"#,
            """
            config/members/ei.jsonc:2:16: unknown word "not" in "schedules"
              why: "schedules" takes with and without
              fix: remove it
            """
        ),
        (
            #""siaeKinds": ["EII"]"#,
            """
            config/members/ei.jsonc:2:15: unknown code: "EII"
              why: siaeKinds: it is not in codes/siae-kinds.csv
              fix: did you mean "EI"?
            """
        ),
    ]) func `what a subscription cannot say`(subscription: String, problem: String) throws {
        let problems = try Self.config(subscription, zones: #"{ "canton": ["03118"] }"#).problems()
        #expect(problems == [problem])
    }

    @Test func `a zone of hub.jsonc must have a name of its own, and what it holds is checked`() throws {
        let config = try Self.config(#""types": ["job"]"#, zones: #"{ "corse": ["2A"], "03": ["0311"], "c": ["d"] }"#)
        let problems = try config.problems()
        #expect(
            problems == [
                """
                config/hub.jsonc:3:12: "corse" cannot name a zone
                  why: a zone's name begins with a letter and is not a région's
                  fix: choose another name
                """,
                """
                config/hub.jsonc:3:36: not a département: "0311"
                  why: 03: a département is 01 to 95, 2A, 2B or 971 to 989
                  fix: correct it here
                """,
                """
                config/hub.jsonc:3:29: "03" cannot name a zone
                  why: a zone's name begins with a letter and is not a région's
                  fix: choose another name
                """,
                """
                config/hub.jsonc:3:51: unknown zone "d"
                  why: c: a zone is the code of a département, the INSEE code of a commune, the name of a région or \
                { "around": "03310", "km": 20 }
                  fix: correct it, or name its communes under "zones" in hub.jsonc
                """,
            ])
    }

    @Test func `a radius without any table of communes`() throws {
        var config = try Self.config(#""zones": { "around": "03310", "km": 20 }"#)
        config.files["codes/communes.csv"] = nil
        #expect(
            try config.problems() == [
                """
                config/members/ei.jsonc:2:22: nobody knows where "03310" lies
                  why: there is no table codes/communes.csv
                  fix: add it there, or import the open-data table: hub codes import config FILE
                """
            ])
    }

    @Test func `what is wrong in a table of communes`() throws {
        var config = try Self.config(#""types": ["job"]"#)
        config.files["codes/communes.csv"] = Self.communes + "3185;Montluçon;46.34;2.6;\n03185;Montluçon;46,34;2,6;\n"
        #expect(
            try config.problems() == [
                """
                config/codes/communes.csv:4: record 3, field "code": not an INSEE commune code: "3185"
                  why: a commune code has five characters, such as 63113 or 2A004; it is not the postcode
                """,
                """
                config/codes/communes.csv:5: record 4, field "latitude": no coordinates of "03185"
                  why: degrees with a point, such as 46.128 and 3.426
                """,
            ])
        config.files["codes/communes.csv"] = "code;label\n03118;Gannat\n"
        let problem = try #require(try config.problems().first)
        #expect(
            problem.contains(
                "this table starts with the line code;label;latitude;longitude;source, in UTF-8\n"
                    + "  fix: correct the table, or import it again: hub codes import config FILE"), "\(problem)")
    }
}
