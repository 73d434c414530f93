import Canonical
import Foundation
import Testing

@testable import Connectors

/// `hub report` and `hub match`, from the journal.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct ReportAndMatchTests {
    /// 2026-03-01, noon in UTC.
    private static let noon = 1_772_366_400

    private func message(_ kind: String, _ event: Event, _ key: String, _ data: String, run: Int = 1) -> Message {
        JournalMessages(feed: "offres", kind: kind).message(event, key, at: Self.noon + run, run: run, data: data)
    }

    private func pathway(_ key: Int, _ outcome: String) -> String {
        #"{"key":"C\#(key)","person":{"id":"\#(ReportRows.person(key))"},"siaeKind":"ACI","#
            + #""contract":{"type":"DDI","starts":"2025-06-02","ends":"2026-02-27"},"hours":{"done":800,"asOf":"2026-02-27"},"#
            + #""exit":{"date":"2026-02-27","outcome":"\#(outcome)"}}"#
    }

    @Test func `a structure's own figures come from the journal, what was withdrawn since among them`() throws {
        try Installation.small { hub in
            try FileManager.default.copyItem(
                at: Whole.root.appending(path: "config/reports"),
                to: hub.folder.appending(path: "config/reports"))
            try hub.apply()
            try JournalMessages.put(
                [
                    message("pathway", .created, "C1", pathway(1, "autre-chomage")),
                    message("pathway", .created, "C2", pathway(2, "durable-cdi")),
                    message("pathway", .updated, "C1", pathway(1, "transition-cdd"), run: 2),
                    message("pathway", .withdrawn, "C2", "", run: 3),
                ], hub.address)
            let text = try hub.hub("report", "config", "--year", "2026", "--member", "aci")
            #expect(text.code == 0 && text.errors == "")
            #expect(text.output.contains("\n  toutes les sorties        aucune                     2            0  "))
            let line = try #require(text.output.split(separator: "\n").first { $0.contains("  aucune ") })
            #expect(
                line.split(separator: "  ").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
                    == [
                        "toutes les sorties", "aucune", "2", "0", "2 (100,0 %)", "1 (50,0 %)", "1 (50,0 %)",
                        "0 à 1 (0,0 à 50,0 %)",
                    ])
            let before = try hub.hub(
                "report", "config", "--from", "2025-01-01", "--to", "2026-02-26", "--member", "aci")
            #expect(before.output.contains("- Aucune sortie dans la période.\n"))
            let all = try hub.hub("report", "config", "--year", "2026", "--quarter", "1", "--json")
            let json = try #require(try JSONSerialization.jsonObject(with: Data(all.output.utf8)) as? [String: Any])
            #expect(json["from"] as? String == "2026-01-01" && json["to"] as? String == "2026-03-31")
            #expect(all.output.contains("Ces données viennent d'une seule structure"))
            #expect(try hub.hub("report", "config", "--html").output.hasPrefix("<!DOCTYPE html>\n<html lang=\"fr\">"))
            #expect(try hub.hub("report", "config", "--csv").output.hasPrefix("\u{FEFF}rubrique;tableau;ligne;"))
        }
    }

    @Test func `a period that makes no sense is refused before the broker is asked`() throws {
        try Installation.small { hub in
            for (words, text) in [
                (["--year", "26"], "not a number from 1900 to 2199: \"26\"\n  fix: write --year 2026"),
                (["--quarter", "5"], "not a number from 1 to 4: \"5\"\n  fix: write --quarter 1"),
                (
                    ["--from", "2026-01-01"],
                    "a period has two ends\n  fix: write --from 2026-01-01 --to 2026-06-30, or --year 2026"
                ),
                (
                    ["--from", "2026-02-01", "--to", "2026-01-01"],
                    "--to 2026-01-01 is before --from 2026-02-01\n  fix: exchange them"
                ),
                (["--from", "hier", "--to", "2026-01-01"], "not a day: \"hier\"\n  fix: write --from 2026-01-31"),
                (
                    ["--year", "2026", "--to", "2026-01-01"],
                    "--year stands beside --from or --to\n  fix: keep one of them"
                ), (["--csv", "--html"], "--csv and --html stand together\n  fix: keep one of them"),
            ] {
                let ended = try hub.hub(["report", "config"] + words)
                #expect(ended == Ended(code: 64, output: "", errors: "hub report: \(text)\n"))
            }
        }
    }

    @Test func `the CRE sees the offers that fit the referrals addressed to it, a structure those of its own`() throws {
        try Installation.small { hub in
            try hub.apply()
            let offer =
                #"{"key":"O1","type":"job","title":"Aide à domicile","occupation":{"rome":"K1304"},"#
                + #""workplace":{"departement":"03"},"contract":{"type":"CDI"}}"#
            let referral =
                #"{"key":"R1","type":"creAction","action":"jobProspecting","addressedTo":"cre","requested":"2026-02-16","#
                + #""person":{"id":"\#(MatchRows.person)"},"occupations":[{"rome":"K1304"}]}"#
            var sent = JournalMessages(feed: "ai", kind: "referral").message(
                .created, "R1", at: Self.noon, data: referral)
            sent.body = Array(String(decoding: sent.body, as: UTF8.self).replacing("/feeds/", with: "/members/").utf8)
            try JournalMessages.put([message("offer", .created, "O1", offer), sent], hub.address)
            let matched = try hub.hub("match", "config")
            #expect(matched.code == 0 && matched.errors == "")
            #expect(
                matched.output.contains(
                    """
                    Orientation R1 · K1304 · de ai · personne 650e93c6
                      1. O1 · Aide à domicile
                         convient : métier, le métier demandé (K1304) ; contrat, CDI
                         à vérifier : lieu, distance non connue

                    """))
            #expect(
                try hub.hub("match", "config", "--member", "ai", "R1").output.contains("  1. O1 · Aide à domicile\n"))
            #expect(try hub.hub("match", "config", "--member", "ei").output.contains("\nExaminées : 0 ; avec"))
            let hidden = try hub.hub("match", "config", "--member", "ei", "R1")
            #expect(
                hidden
                    == Ended(
                        code: 0, output: "",
                        errors: """
                            ei has no open offer or referral "R1"
                              fix: hub history config --key R1 tells whether it was withdrawn

                            """))
            let json = try hub.hub("match", "config", "O1", "--json").output
            #expect(json.hasPrefix(#"{"findings":[{"criterion":"occupation","fit":"fits","#))
            #expect(json.contains(#""subject":"offer""#) && json.contains(#""key":"R1","member":"ai","#))
        }
    }

    @Test func `new matches are told once, and withdrawn when the offer closes`() throws {
        try Installation.small { hub in
            try hub.edit(
                "config/hub.jsonc", #""name": "Petit collectif","#, #""name": "Petit", "match": { "alertsPerDay": 3 },"#
            )
            try hub.apply()
            let collective = try CollectiveReader.read(hub.path("config"), variables: hub.environment)
            var facts = JournalFacts(of: collective)
            func run(_ minutes: Int) throws -> StandingReport {
                let connection = try BrokerConnection(collective.broker.address, name: "test")
                defer { connection.close() }
                return try RulesRun(collective, at: Self.noon + minutes * 60).run(on: connection, &facts)
            }
            let offer =
                #"{"key":"O1","type":"job","title":"Aide à domicile","occupation":{"rome":"K1304"},"#
                + #""workplace":{"departement":"03"},"contract":{"type":"CDI"}}"#
            let referral =
                #"{"key":"R1","type":"creAction","action":"jobProspecting","addressedTo":"cre","requested":"2026-02-16","#
                + #""person":{"id":"\#(MatchRows.person)"},"occupations":[{"rome":"K1304"}]}"#
            var sent = JournalMessages(feed: "ai", kind: "referral").message(
                .created, "R1", at: Self.noon, data: referral)
            sent.body = Array(String(decoding: sent.body, as: UTF8.self).replacing("/feeds/", with: "/members/").utf8)
            try JournalMessages.put([message("offer", .created, "O1", offer), sent], hub.address)
            #expect(try run(5).created == 2)
            // A day later, by a hub that knows nothing but the checkpoint.
            facts = JournalFacts(of: collective)
            let again = try run(24 * 60)
            #expect(again.published == 0 && again.standing == 2)
            try JournalMessages.put([message("offer", .withdrawn, "O1", "", run: 2)], hub.address)
            #expect(try run(25 * 60).withdrawn == 2)
            let inbox = try hub.inbox("cre").map(\.change)
            #expect(inbox.count == 2 && inbox[0].hasPrefix("created match:2026-03-01:"))
            #expect(inbox[1] == inbox[0].replacing("created", with: "withdrawn"))
            #expect(try hub.inbox("ei").isEmpty)
        }
    }
}
