import Canonical
import Foundation
import Testing

@testable import Connectors

@Suite struct MatchTests {
    @Test func `what fits is told word by word, with what must be asked and what speaks against it`() throws {
        var rows = try MatchRows()
        try rows.offer(
            "O1", contract: "CDD",
            #","employer":{"name":"Logis du Val"},"hours":{"weekly":24,"label":"24 h, coupures"},"permits":[{"label":"B","required":"E"}],"skills":[{"label":"Ménage, repassage"}],"starts":"2026-03-16""#
        )
        try rows.referral(
            "R1",
            #","skills":[{"label":"ménage"},{"label":"cuisine"}],"hours":{"available":20},"availability":{"from":"2026-03-09","label":"pas avant 8 h 30"},"mobility":{"label":"bus","radius":20},"constraints":"Garde d'enfant\nle mercredi""#
        )
        let list = try #require(rows.list())
        #expect(
            MatchText.text(list) == """
                Rapprochements pour La CRE, le 2 mars 2026

                Orientation R1 · Aide à domicile · de ai · personne 650e93c6
                  1. O1 · Aide à domicile · Logis du Val · Vichy
                     convient : métier, le métier demandé (K1304) ; lieu, 18 km de la structure à vol d'oiseau, rayon de 20 km ; contrat, CDD ; disponibilité, libre le 9 mars 2026, début le 16 mars 2026 ; compétences, ménage
                     à vérifier : lieu, mobilité « bus » ; horaires, disponibilités « pas avant 8 h 30 » ; horaires de l'offre : 24 h, coupures ; permis, permis B demandé, non indiqué ; contraintes, « Garde d'enfant / le mercredi »
                     contre : horaires, 24 h par semaine, 20 h disponibles

                Examinées : 1 ; avec une proposition au moins : 1.
                Un rapprochement n'est pas une candidature : il dit ce que les données permettent de comparer, et rien n'est transmis à l'employeur.

                """)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = try MatchJSON.all(list).map { String(decoding: try encoder.encode($0), as: UTF8.self) }
        #expect(json.count == 1)
        #expect(
            json.first?.hasPrefix(
                #"{"findings":[{"criterion":"occupation","fit":"fits","text":"le métier demandé (K1304)"},"#) == true)
        #expect(json.first?.contains("score") == false)
    }

    @Test(arguments: [
        ("K1304", "métier fits le métier demandé (K1304)"),
        ("K1302", "métier toCheck métier voisin (K1302 pour K1304, même domaine K13)"),
        ("J1501", "métier toCheck métier proche (J1501 pour K1304, table des mobilités)"), ("N1103", nil),
    ])
    func `an occupation fits, is a neighbour by its code or by the table, or is none`(
        _ rome: String, _ finding: String?
    ) throws {
        var rows = try MatchRows([
            "codes/rome-mobility.csv": "code;label;aliases;from;until;source\nJ1501;;K1304|K1302;;;\n"
        ])
        try rows.offer("O1", rome: rome)
        try rows.referral()
        #expect(rows.findings(.occupation).first == finding)
        #expect(rows.keys().isEmpty == (finding == nil))
        // From the offer's side the same referral is found.
        #expect(rows.keys(key: "O1").isEmpty == (finding == nil))
    }

    @Test(arguments: [
        ("03310", #""mobility":{"radius":20}"#, ["lieu fits 18 km de la structure à vol d'oiseau, rayon de 20 km"]),
        ("03310", #""mobility":{"radius":10}"#, ["lieu against 18 km de la structure à vol d'oiseau, rayon de 10 km"]),
        ("03310", #""stage":"end""#, ["lieu toCheck 18 km de la structure à vol d'oiseau, sans rayon indiqué"]),
        ("03185", #""stage":"end""#, ["lieu against 53 km de la structure à vol d'oiseau, sans rayon indiqué"]),
        ("03999", #""stage":"end""#, ["lieu toCheck distance non connue"]),
    ])
    func `distance is judged by the radius, else by the farthest of the config`(
        _ commune: String, _ mobility: String, _ findings: [String]
    ) throws {
        var rows = try MatchRows()
        try rows.offer("O1", commune: commune)
        try rows.referral("R1", ",\(mobility)")
        #expect(rows.findings(.place) == findings)
    }

    @Test(arguments: [
        (#""constraints":"Pas de permis""#, "permis against permis B demandé, la personne n'en a pas"),
        (#""permits":[{"label":"Permis B"}]"#, "permis fits permis B - Véhicule léger"),
        (#""stage":"end""#, "permis toCheck permis B - Véhicule léger demandé, non indiqué"),
    ])
    func `a permit is there, is missing, or must be asked for`(_ more: String, _ finding: String) throws {
        var rows = try MatchRows()
        let label = finding.contains("Véhicule") ? "B - Véhicule léger" : "B"
        try rows.offer("O1", #","permits":[{"label":"\#(label)","required":"E"}]"#)
        try rows.referral("R1", ",\(more)")
        #expect(rows.findings(.permits) == [finding])
    }

    @Test(arguments: [
        ("2026-03-16", "2026-03-09", "fits libre le 9 mars 2026, début le 16 mars 2026"),
        ("2026-03-16", "2026-03-30", "toCheck libre le 30 mars 2026, début le 16 mars 2026"),
        ("2026-03-16", "2026-03-31", "against libre le 31 mars 2026, début le 16 mars 2026"),
    ])
    func `somebody who is free in two weeks may be waited for`(
        _ starts: String, _ from: String, _ finding: String
    ) throws {
        var rows = try MatchRows()
        try rows.offer("O1", #","starts":"\#(starts)""#)
        try rows.referral("R1", #","availability":{"from":"\#(from)"}"#)
        #expect(rows.findings(.availability) == ["disponibilité \(finding)"])
    }

    @Test(arguments: [
        ("CDI", #""contracts":["CDI"]"#, "fits CDI"),
        ("CDD", #""contracts":["CDI","SAI"]"#, "against CDD, souhaité : CDI ou SAI"),
        ("SAI", #""contracts":["CDI","SAI"]"#, "fits SAI"), ("CDD", #""stage":"end""#, "fits CDD"),
        ("SAI", #""stage":"end""#, "toCheck contrat SAI"),
        (nil, #""contracts":["CDI"]"#, "toCheck contrat non indiqué"),
    ])
    func `a contract is one that the person would take, another one, or not told`(
        _ contract: String?, _ wish: String, _ finding: String
    ) throws {
        var rows = try MatchRows()
        try rows.offer("O1", contract: contract)
        try rows.referral("R1", ",\(wish)")
        #expect(rows.findings(.contract) == ["contrat \(finding)"])
    }

    @Test func `two things against it are too many, and requests that no offer answers have none`() throws {
        var rows = try MatchRows()
        try rows.offer("far", commune: "03185", #","starts":"2026-03-03""#)
        try rows.referral("R1", #","mobility":{"radius":20},"availability":{"from":"2026-06-01"}"#)
        #expect(rows.keys() == [])
        try rows.offer("near")
        try rows.referral("R2", type: #""creAction","action":"preparation""#)
        #expect(rows.list()?.groups.count == 1)
        #expect(rows.keys() == ["near"])
    }

    @Test func `an immersion is answered by immersions, and by jobs that one can come before`() throws {
        var rows = try MatchRows()
        try rows.offer("job")
        try rows.offer("door", #","immersion":{"possible":true}"#)
        try rows.offer("immersion", type: "immersion", contract: nil)
        try rows.referral("R1", type: #""immersion""#)
        #expect(rows.keys() == ["immersion", "door"])
        #expect(rows.keys(key: "job") == [])
    }

    @Test func `story 18: a saturated company is marked, and is not proposed first`() throws {
        var rows = try MatchRows()
        let (busy, calm) = ("07000233200016", "07000211800019")
        try rows.offer(
            "busy", type: "immersion", contract: nil, #","employer":{"name":"Menuiserie","siret":"\#(busy)"}"#)
        // Farther, of a neighbouring occupation, and still before it.
        try rows.offer(
            "calm", type: "immersion", rome: "K1302", contract: nil,
            #","employer":{"name":"Scierie","siret":"\#(calm)"}"#)
        try rows.referral("R1", type: #""immersion""#)
        #expect(rows.keys() == ["busy", "calm"])
        for number in 1...3 {
            try rows.add(
                .immersion,
                #"{"key":"I\#(number)","status":"started","person":{"id":"\#(ReportRows.person(number))"},"objective":"discoverOccupation","host":{"name":"Menuiserie","siret":"\#(busy)"},"submitted":"2026-01-05","starts":"2026-02-0\#(number)","ends":"2026-02-13"}"#,
                of: "ei")
        }
        #expect(rows.keys() == ["calm", "busy"])
        let text = MatchText.text(try #require(rows.list()))
        #expect(text.contains("entreprise déjà beaucoup sollicitée : ne pas la proposer en premier"))
        // The structure has the same order; what others ask of whom it is not told.
        #expect(rows.keys("ai") == ["calm", "busy"])
        #expect(!MatchText.text(try #require(rows.list("ai"))).contains("sollicitée"))
        #expect(!MatchJSON.all(try #require(rows.list("ai"))).contains { $0.isSaturated != nil })
    }

    @Test func `nobody sees a match without holding both: the referral and the offer`() throws {
        var rows = try MatchRows()
        try rows.offer("O1")
        try rows.offer("signed", #","distribution":"charter""#)
        try rows.referral("of-ai")
        try rows.referral("of-ei", person: ReportRows.person(7), of: "ei")
        func referrals(_ reader: String) -> [String] {
            rows.list(reader)?.groups.compactMap {
                if case .referral(let referral) = $0.subject { referral.key } else { nil }
            } ?? []
        }
        #expect(referrals("cre") == ["of-ai", "of-ei"])
        #expect(referrals("ai") == ["of-ai"] && referrals("ei") == ["of-ei"] && referrals("etti") == [])
        // From the offer's side: its publisher and other structures learn of nobody.
        #expect(rows.keys("cre", key: "O1") == ["of-ei", "of-ai"])
        #expect(rows.keys("ai", key: "O1") == ["of-ai"])
        #expect(rows.keys("etti", key: "O1") == [])
        // Nobody signed the charter, so only its publisher knows that offer, and the CRE, which receives what members publish.
        #expect(rows.keys("ai") == ["O1"])
        #expect(rows.list("ai", key: "signed")?.isFound == false)
    }

    @Test func `what is withdrawn, closed, expired, declined or hired is proposed no more`() throws {
        func keys(_ change: (inout MatchRows) throws -> Void) throws -> [String] {
            var rows = try MatchRows()
            try rows.offer("O1")
            try rows.referral("R1")
            try change(&rows)
            return rows.keys()
        }
        #expect(try keys { _ in } == ["O1"])
        #expect(try keys { $0.facts.remove("offer", source: "etti", key: "O1") } == [])
        #expect(try keys { $0.facts.remove("referral", source: "ai", key: "R1") } == [])
        #expect(try keys { try $0.offer("O1", #","open":false"#) } == [])
        #expect(try keys { try $0.offer("O1", #","expires":"2026-03-01""#) } == [])
        #expect(try keys { try $0.offer("O1", #","expires":"2026-03-02""#) } == ["O1"])
        func answer(_ answer: String, by member: String) throws -> [String] {
            try keys {
                try $0.add(
                    .response,
                    #"{"key":"A1",\#(answer),"about":{"kind":"referral","key":"R1","source":"ai"},"addressedTo":"ai","answered":"2026-02-20T10:00:00Z"}"#,
                    of: member)
            }
        }
        #expect(try answer(#""answer":"declined","reason":"other""#, by: "cre") == [])
        #expect(try answer(#""answer":"accepted""#, by: "cre") == ["O1"])
        // A no counts from the one who was asked only.
        #expect(try answer(#""answer":"declined","reason":"other""#, by: "ei") == ["O1"])
        #expect(
            try keys {
                try $0.add(
                    .application,
                    #"{"key":"A1","status":"accepted","sent":"2026-02-25","person":{"id":"\#(MatchRows.person)"},"contract":{"type":"CDI","starts":"2026-03-09"}}"#,
                    of: "ai")
            } == [])
    }

    @Test func `no more is proposed than one person can read, and what is left out is said`() throws {
        var rows = try MatchRows()
        for number in 10..<25 { try rows.offer("O\(number)") }
        for number in 10..<25 { try rows.referral("R\(number)", person: ReportRows.person(number)) }
        #expect(rows.keys() == ["O10", "O11", "O12", "O13", "O14"])
        #expect(rows.keys(key: "O10").count == 10)
        let text = MatchText.text(try #require(rows.list(key: "R12")))
        #expect(text.contains("\n  et 10 autres\n"))
        #expect(MatchText.text(try #require(rows.list(key: "O12"))).contains("\n  et 5 autres\n"))
    }

    @Test func `the config's words for matching are read, and mistakes told`() throws {
        let hub = { (match: String) in
            [
                "hub.jsonc":
                    #"{ "collective": "essai", "name": "Essai", "match": \#(match), "broker": { "url": "amqp://hub@a/v", "password": "geheim" } }"#
            ] as [String: String?]
        }
        let right =
            #"{ "offers": 3, "referrals": 4, "kilometres": 30.5, "saturated": { "people": 2, "within": "6 weeks" } }"#
        let limits = try SmallConfig(hub(right)).read().matching
        #expect(limits.offers == 3 && limits.referrals == 4 && limits.farthest == 30.5 && limits.people == 2)
        #expect(limits.window == Period(6, .week))
        let problems = try SmallConfig(hub(#"{ "offers": 0, "saturated": { "within": "long" } }"#)).problems()
        #expect(
            problems == [
                """
                config/hub.jsonc:1:64: the number 0 for "offers"
                  why: "offers" is a whole number from 1 to 100
                """,
                """
                config/hub.jsonc:1:92: not a stretch of time: "long"
                  why: "within" is so many days, weeks, months or years
                  fix: write "3 months"
                """,
            ])
    }
}
