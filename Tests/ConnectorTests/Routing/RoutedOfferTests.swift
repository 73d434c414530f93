import Canonical
import Testing

@testable import Connectors

/// Every word of a subscription, against offers that fit it and offers that do not.
@Suite struct RoutedOfferTests {
    /// Why the member `ei` with this subscription receives the offer (`+`) or does not (`-`), the config's folder left out.
    private func reason(_ subscription: String, _ fields: String, zones: String = #"{ "canton": ["03118", "2A"] }"#)
        throws -> String
    {
        let config = try SubscriptionTests.config(subscription, zones: zones)
        let collective = try config.read()
        let line = #"{"kind":"offer","data":{"key":"1","type":"job","title":"t""# + (fields.isEmpty ? "" : ",") + fields
        var file = try EntityFile(try config.scratch.write("entities", line + "}}\n"), collective)
        let entity = try #require(try file.next()).get().0
        let router = Router(collective)
        let reason = try #require(router.reasons(for: entity, from: "x").first { $0.member == "ei" }).reason
        #expect(
            router.recipients(of: entity, from: "x").map(\.member).contains("ei") == reason.isToReceive,
            "the index disagrees")
        let text = reason.explained.replacing(config.scratch.path + "/", with: "")
        return "\(reason.isToReceive ? "+" : "-") \(text)"
    }

    private static func commune(_ code: String) -> String { "\"workplace\":{\"commune\":\"\(code)\"}" }

    @Test(arguments: [
        (#""zones": ["canton"]"#, commune("03118"), "+ its subscription: canton (members/ei.jsonc:1:47)"),
        (#""zones": ["canton"]"#, commune("2A004"), "+ its subscription: canton (members/ei.jsonc:1:47)"),
        (#""zones": ["canton"]"#, commune("03310"), #"- "03310" is not in its zones (members/ei.jsonc:2:10)"#),
        (
            #""zones": ["auvergne-rhône-alpes"]"#, commune("03310"),
            "+ its subscription: Auvergne-Rhône-Alpes (members/ei.jsonc:1:47)"
        ),
        (#""zones": ["R84"]"#, commune("2A004"), #"- "2A004" is not in its zones (members/ei.jsonc:2:10)"#),
        (#""zones": ["75056"]"#, commune("75111"), "+ its subscription: 75056 (members/ei.jsonc:1:47)"),
        (#""zones": ["69123"]"#, commune("69390"), #"- "69390" is not in its zones (members/ei.jsonc:2:10)"#),
        (
            #""zones": [{ "around": "03310", "km": 20 }]"#, commune("03118"),
            "+ its subscription: 20 km around 03310 (members/ei.jsonc:1:47)"
        ),
        (
            #""zones": { "around": "03310", "km": 17.5 }"#, commune("03118"),
            #"- "03118" is not in its zones (members/ei.jsonc:2:10)"#
        ),
        (
            #""zones": [{ "around": "03310", "km": 20 }]"#, commune("03190"),
            #"- "03190" is not in its zones, and codes/communes.csv does not tell how far it is (members/ei.jsonc:2:10)"#
        ),
        (
            #""zones": [{ "around": "03310", "km": 20 }]"#,
            #""workplace":{"commune":"03190","latitude":46.1,"longitude":3.3}"#,
            "+ its subscription: 20 km around 03310 (members/ei.jsonc:1:47)"
        ),
        (
            #""zones": [{ "around": "03310", "km": 20 }]"#, #""workplace":{"latitude":46.6,"longitude":3.3}"#,
            #"- "46.6, 3.3" is not in its zones (members/ei.jsonc:2:10)"#
        ),
        (
            #""zones": [{ "around": "03310", "km": 20 }]"#, "",
            "- the offer names nothing that its zones could match (members/ei.jsonc:2:10)"
        ),
    ]) func zones(subscription: String, fields: String, expected: String) throws {
        let reason = try reason(subscription, fields)
        #expect(reason == expected)
    }

    @Test(arguments: [
        (#""occupations": ["11573"]"#, #""occupation":{"ogr":"11573"}"#, "+ its subscription: 11573"),
        (#""occupations": ["11573"]"#, #""occupation":{"ogr":"11574"}"#, #"- "11574" is not in its occupations"#),
        (#""occupations": ["11573"]"#, "", "- the offer names nothing that its occupations could match"),
        (
            #""rome": ["K13"], "occupations": ["11573"]"#, #""occupation":{"rome":"G1603","ogr":"11573"}"#,
            "+ its subscription: 11573"
        ),
        (#""rome": ["K13"], "occupations": ["11573"]"#, #""occupation":{"rome":"K1304"}"#, "+ its subscription: K13"),
        (
            #""rome": ["K13"], "occupations": ["11573"]"#, #""occupation":{"rome":"G1603"}"#,
            #"- "G1603" is not in its rome"#
        ),
        (#""minimumHours": 20"#, #""hours":{"weekly":20}"#, "+ its subscription: 20 hours or more"),
        (
            #""minimumHours": 17.5"#, #""hours":{"weekly":17}"#,
            "- 17 hours a week are fewer than its minimumHours 17.5"
        ),
        (#""minimumHours": 20"#, #""hours":{"fullTime":true}"#, "+ its subscription: 20 hours or more"),
        (#""minimumHours": 20"#, #""hours":{"label":"selon planning"}"#, "+ its subscription asks for every offer"),
        (#""fullTime": true"#, #""hours":{"weekly":24}"#, "- the offer is part time, its fullTime is true"),
        (#""fullTime": false"#, #""hours":{"weekly":39}"#, "- the offer is full time, its fullTime is false"),
        (#""fullTime": false"#, #""hours":{"fullTime":false}"#, "+ its subscription: part time"),
        (#""fullTime": true"#, "", "+ its subscription asks for every offer"),
        (
            #""schedules": { "without": ["NUIT"] }"#, #""hours":{"schedules":["Journée","Travail de nuit"]}"#,
            #"- "Travail de nuit" holds "NUIT", which its schedules are without"#
        ),
        (
            #""schedules": { "without": ["soiree"] }"#, #""hours":{"label":"20H30/semaine\nTravail en soirée"}"#,
            #"- "20H30/semaine\nTravail en soirée" holds "soiree", which its schedules are without"#
        ),
        (#""schedules": { "without": ["nuit"] }"#, "", "+ its subscription asks for every offer"),
        (
            #""schedules": { "with": ["journée", "matin"] }"#, #""hours":{"schedules":["Le MATIN"]}"#,
            "+ its subscription: matin"
        ),
        (
            #""schedules": { "with": ["journée"] }"#, #""hours":{"schedules":["2x8"]}"#,
            #"- "2x8" is not in its schedules"#
        ),
        (
            #""highestQualification": "6""#, #""qualification":{"code":"3"}"#,
            "+ its subscription: qualification up to 6"
        ),
        (
            #""highestQualification": "5""#, #""qualification":{"code":"3"}"#,
            #"- the qualification "3" is above its highestQualification "5""#
        ),
        (#""highestQualification": "5""#, #""qualification":{"code":"X"}"#, "+ its subscription asks for every offer"),
        (#""siaeKinds": ["EI"]"#, #""employer":{"siaeKind":"EI"}"#, "+ its subscription: post at EI"),
        (#""siaeKinds": ["EI"]"#, #""employer":{"siaeKind":"ACI"}"#, #"- "ACI" is not in its siaeKinds"#),
        (#""siaeKinds": ["EI"]"#, #""employer":{"name":"Bâtisseurs"}"#, "+ its subscription asks for every offer"),
    ]) func `trades and limits`(subscription: String, fields: String, expected: String) throws {
        let reason = try reason(subscription, fields)
        #expect(reason.hasPrefix(expected + " (members/ei.jsonc:"), "\(reason)")
    }
}
