import Canonical
import Testing

@testable import Connectors

@Suite struct RouterTests {
    /// Members of every sort; what a test needs of an offer comes as an export line of canonical fields.
    private static let members = [
        "aci":
            #"{ "name": "a", "kind": "ACI", "subscription": { "types": ["job"], "zones": ["63", "03310"], "rome": ["K22", "G1"], "contracts": ["CDI"] } }"#,
        "all": #"{ "name": "a", "kind": "EI", "charter": true, "subscription": {} }"#,
        "corse": #"{ "name": "a", "kind": "EI", "subscription": { "zones": ["2A"] } }"#,
        "cre": #"{ "name": "a", "kind": "CRE", "charter": true }"#,
        "none": #"{ "name": "a", "kind": "ACI" }"#,
    ]

    private static func config(_ members: [String: String], kind: String = "offer") throws -> (SmallConfig, Collective)
    {
        var config = try SmallConfig()
        config.files["members/aci.jsonc"] = nil
        config.files["members/cre.jsonc"] = nil
        for (id, text) in members { config.files["members/\(id).jsonc"] = text }
        config.files["feeds/offres.jsonc"] = nil
        let collective = try config.read()
        return (config, collective)
    }

    /// The reasons of all members for one offer, in order of their ids: `+` receives, `-` does not.
    private func reasons(
        _ fields: String, from sender: String = "x", members: [String: String] = RouterTests.members
    ) throws -> [String] {
        let (config, collective) = try Self.config(members)
        let line = #"{"kind":"offer","data":{"key":"1","title":"t","# + fields + "}}\n"
        var file = try EntityFile(try config.scratch.write("entities", line), collective)
        let entity = try #require(try file.next()).get().0
        return Router(collective).reasons(for: entity, from: sender).map { member, reason in
            let place = reason.place.map { " (\($0.position.replacing(config.scratch.path + "/", with: "")))" } ?? ""
            return "\(reason.isToReceive ? "+" : "-") \(member): \(reason.text)\(place)"
        }
    }

    @Test func `an offer that fits every word of a subscription`() throws {
        let reasons = try reasons(
            #""type":"job","occupation":{"rome":"K2204"},"workplace":{"departement":"63"},"contract":{"type":"CDI"}"#)
        #expect(
            reasons == [
                "+ aci: its subscription: job · 63 · K22 · CDI (members/aci.jsonc:1:47)",
                "+ all: its subscription asks for every offer (members/all.jsonc:1:63)",
                #"- corse: "63" is not in its zones (members/corse.jsonc:1:57)"#,
                "+ cre: the CRE receives what the members receive",
                "- none: it has no subscription (members/none.jsonc)",
            ])
    }

    @Test(arguments: [
        (
            #""type":"training","training":{"organism":"o"}"#,
            #"- aci: "training" is not in its types (members/aci.jsonc:1:58)"#
        ),
        (#""type":"job""#, "- aci: the offer names nothing that its zones could match (members/aci.jsonc:1:76)"),
        (
            #""type":"job","workplace":{"departement":"03"}"#,
            #"- aci: "03" is not in its zones (members/aci.jsonc:1:76)"#
        ),
        (
            #""type":"job","workplace":{"commune":"03310"},"occupation":{"rome":"K1304"}"#,
            #"- aci: "K1304" is not in its rome (members/aci.jsonc:1:101)"#
        ),
        (
            #""type":"job","workplace":{"postcode":"63300"}"#,
            "- aci: the offer names nothing that its rome could match (members/aci.jsonc:1:101)"
        ),
        (
            #""type":"job","workplace":{"postcode":"63300"},"occupation":{"rome":"G1602"}"#,
            "- aci: the offer names nothing that its contracts could match (members/aci.jsonc:1:129)"
        ),
        (
            #""type":"job","workplace":{"postcode":"63300"},"occupation":{"rome":"G1602"},"contract":{"type":"DDI"}"#,
            #"- aci: "DDI" is not in its contracts (members/aci.jsonc:1:129)"#
        ),
        (
            #""type":"job","workplace":{"commune":"03310"},"occupation":{"rome":"G1602"},"contract":{"type":"CDI"}"#,
            "+ aci: its subscription: job · 03310 · G1 · CDI (members/aci.jsonc:1:47)"
        ),
        (
            #""type":"job","distribution":"concerned","siaeKinds":["EI"]"#,
            "- aci: the offer is for the concerned kinds only, ACI is not one of them (members/aci.jsonc)"
        ),
        (
            #""type":"job","distribution":"charter""#,
            "- aci: the offer is for charter signatories only (members/aci.jsonc)"
        ),
        (#""type":"insertionPost""#, "+ aci: insertion posts go to every member"),
    ]) func `each reason for one member`(fields: String, expected: String) throws {
        let reason = try reasons(fields).first
        #expect(reason == expected)
    }

    @Test func `an insertion post for the concerned kinds, and one for signatories`() throws {
        let concerned = try reasons(#""type":"insertionPost","distribution":"concerned","siaeKinds":["EI"]"#)
        #expect(
            concerned == [
                "- aci: the offer is for the concerned kinds only, ACI is not one of them (members/aci.jsonc)",
                "+ all: its subscription asks for every offer (members/all.jsonc:1:63)",
                "- corse: the offer names nothing that its zones could match (members/corse.jsonc:1:57)",
                "+ cre: the CRE receives what the members receive",
                "- none: it has no subscription (members/none.jsonc)",
            ])
        #expect(
            try reasons(#""type":"insertionPost","distribution":"charter""#).map { $0.prefix(5) } == [
                "- aci", "+ all", "- cor", "+ cre", "- non",
            ])
    }

    @Test func `the sender receives nothing of its own`() throws {
        #expect(
            try reasons(#""type":"insertionPost""#, from: "aci") == [
                "- aci: it is this member's own", "+ all: insertion posts go to every member",
                "+ corse: insertion posts go to every member", "+ cre: insertion posts go to every member",
                "+ none: insertion posts go to every member",
            ])
        #expect(
            try reasons(#""type":"job""#, from: "cre").contains("- cre: it is this member's own"))
    }

    @Test func `the CRE receives what members publish, even if nobody else does`() throws {
        let members = Self.members.filter { ["aci", "cre", "none"].contains($0.key) }
        let event = #""type":"event","starts":"2026-09-01","event":{"kind":"forum"}"#
        #expect(
            try reasons(event, from: "none", members: members) == [
                #"- aci: "event" is not in its types (members/aci.jsonc:1:58)"#,
                "+ cre: the CRE receives what the members publish", "- none: it is this member's own",
            ])
        #expect(
            try reasons(event, from: "outside", members: members).dropFirst().first
                == "- cre: no member receives it")
    }

    @Test(arguments: [
        ("20000", true), ("20090", true), ("20167", true), ("20199", true), ("20200", false), ("20290", false),
        ("20620", false), ("21000", false),
    ]) func `Corsica's postcodes`(postcode: String, isSouth: Bool) throws {
        let reason = try reasons("\"type\":\"job\",\"workplace\":{\"postcode\":\"\(postcode)\"}")[2]
        #expect(reason.hasPrefix(isSouth ? "+ corse: its subscription: 2A" : "- corse: \"2"))
        if !isSouth { #expect(reason.hasPrefix(postcode.hasPrefix("20") ? #"- corse: "2B""# : #"- corse: "21""#)) }
    }

    @Test(arguments: [
        (#"{"departement":"03","commune":"63113","postcode":"15000"}"#, "03"),
        (#"{"commune":"2A004","postcode":"20200"}"#, "2A"),
        (#"{"commune":"97105"}"#, "971"), (#"{"postcode":"98800"}"#, "988"), (#"{"postcode":"01000"}"#, "01"),
    ]) func `the département as stated, else the commune's, else the postcode's`(workplace: String, expected: String)
        throws
    {
        let members = ["a": "{ \"name\": \"a\", \"kind\": \"EI\", \"subscription\": { \"zones\": [\"\(expected)\"] } }"]
        #expect(
            try reasons("\"type\":\"job\",\"workplace\":\(workplace)", members: members)[0].hasPrefix(
                "+ a: its subscription: \(expected) "))
    }

    @Test func `referrals go to their addressee, pathways to nobody`() throws {
        let (config, collective) = try Self.config(Self.members)
        let person = "0123456789abcdef0123456789abcdef"
        let lines = """
            {"kind":"referral","data":{"key":"1","type":"training","addressedTo":"cre","person":{"id":"\(person)"}}}
            {"kind":"referral","data":{"key":"2","type":"training","addressedTo":"crre","person":{"id":"\(person)"}}}
            {"kind":"referral","data":{"key":"3","type":"training","addressedTo":"elsewhere","person":{"id":"\(person)"}}}
            {"kind":"pathway","data":{"key":"4","person":{"id":"\(person)"},"siaeKind":"ACI","contract":{"type":"CDI","starts":"2026-01-01"}}}

            """
        let path = try config.scratch.write("entities", lines)
        var file = try EntityFile(path, collective)
        let router = Router(collective)
        var entities: [Entity] = []
        while let next = try file.next() { entities.append(try next.get().0) }
        #expect(
            router.reasons(for: entities[0], from: "aci").map { "\($0.member): \($0.reason.text)" } == [
                "aci: it is addressed to cre only", "all: it is addressed to cre only",
                "corse: it is addressed to cre only",
                "cre: it is addressed to this member, and to nobody else", "none: it is addressed to cre only",
            ])
        #expect(router.problem(with: entities[0]) == nil)
        #expect(
            router.problem(with: entities[1])?.description.replacing(path, with: "entities") == """
                entities:2:70: record 2, field "addressedTo": unknown addressee: "crre"
                  why: addressedTo: a referral goes to a member: aci, all, corse, cre or none
                  fix: did you mean "cre"?
                """)
        #expect(router.problem(with: entities[2])?.fix == "correct the export, or add the member")
        #expect(
            router.reasons(for: entities[3], from: "aci").map { "\($0.member): \($0.reason.text)" }.prefix(2) == [
                "aci: it is this member's own",
                "all: pathways stay with their structure; the journal keeps them for its reports",
            ])
        #expect(router.reasons(for: entities[3], from: "aci").allSatisfy { !$0.reason.isToReceive })
    }
}
