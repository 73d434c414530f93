import Foundation
import Testing

@testable import Connectors

/// What members hear of an export that changes: every change once, and never a withdrawal that was not meant.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct ChangeTests {

    /// What each member got since last asked.
    private func news(_ hub: Installation) throws -> [String: [String]] {
        var news: [String: [String]] = [:]
        for member in ["ai", "ei", "cre"] {
            let inbox = try hub.inbox(member)
            #expect(inbox.filter { !$0.wrong.isEmpty } == [])
            if !inbox.isEmpty { news[member] = inbox.map(\.change) }
        }
        return news
    }

    @Test func `an edited offer is updated, a removed one withdrawn from those who held it`() throws {
        try Installation.small { hub in
            try hub.apply()
            let first = try hub.hub("run", "config", "--once")
            #expect(first.code == 0)
            #expect(
                first.output.hasPrefix(
                    """
                    feed offres  (offer, L'ACI)
                        no export yet
                        no file matches config/exports/*.csv

                    nothing new: nothing published

                    inbox aci: 0
                    """))
            #expect(first.errors == "")
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a", "2;63;b", "3;03;c"]))
            #expect(try hub.hub("run", "config", "--once").code == 0)
            let before = try hub.inbox("cre")
            #expect(before.map(\.change) == ["created 1", "created 2", "created 3"])
            #expect(
                try news(hub) == ["ai": ["created 1", "created 3"], "ei": ["created 2"]])

            try hub.write("config/exports/1.csv", Offers.file(["1;03;another", "2;63;b"]))
            #expect(try hub.hub("run", "config", "--once").code == 0)
            let after = try hub.inbox("cre")
            #expect(after.map(\.change) == ["updated 1", "withdrawn 3"])
            #expect(Set(after.map(\.id)).isDisjoint(with: before.map(\.id)))
            #expect(
                after.last?.body.contains(#""dataschema":"urn:siae-hub:schema:v1:withdrawal","data":{"key":"3"}}"#)
                    == true)
            #expect(try news(hub) == ["ai": ["updated 1", "withdrawn 3"]])

            // Back to an older wording: a change like any other, so its id is new.
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a", "2;63;b"]))
            #expect(try hub.hub("run", "config", "--once").code == 0)
            let back = try hub.inbox("cre")
            #expect(back.map(\.change) == ["updated 1"])
            #expect(Set(back.map(\.id)).isDisjoint(with: before.map(\.id) + after.map(\.id)))
            #expect(try hub.hub("run", "config", "--once").output.contains("nothing new: nothing published"))
        }
    }

    @Test func `who leaves a zone gets a withdrawal, who stays an update, who comes in the offer`() throws {
        try Installation.small { hub in
            try hub.apply()
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a", "2;63;b", "3;15;c"]))
            #expect(try hub.hub("run", "config", "--once").code == 0)
            _ = try news(hub)

            // The offer moves.
            try hub.write("config/exports/1.csv", Offers.file(["1;63;a", "2;63;b", "3;15;c"]))
            #expect(try hub.hub("run", "config", "--once").code == 0)
            #expect(try news(hub) == ["ai": ["withdrawn 1"], "ei": ["updated 1"], "cre": ["updated 1"]])

            // The member moves.
            try hub.edit("config/members/ei.jsonc", #""63""#, #""15""#)
            #expect(try hub.hub("run", "config", "--once").code == 0)
            #expect(
                try news(hub) == [
                    "ei": ["withdrawn 1", "withdrawn 2", "created 3"]
                ])
        }
    }

    @Test func `a record that is refused now keeps what was published of it`() throws {
        try Installation.small { hub in
            try hub.apply()
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a", "2;63;b"]))
            #expect(try hub.hub("run", "config", "--once").code == 0)
            _ = try news(hub)
            try hub.write("config/exports/1.csv", Offers.file(["1;93300;a", "2;63;b2"]))
            let run = try hub.hub("run", "config", "--once")
            #expect(run.code == 65)
            #expect(run.output.contains("2 read · 1 rejected · 0 created · 1 updated · 0 withdrawn\n\n"))
            #expect(try news(hub) == ["ei": ["updated 2"], "cre": ["updated 2"]])
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a", "2;63;b2"]))
            #expect(try hub.hub("run", "config", "--once").output.contains("nothing new: nothing published"))
        }
    }

    @Test func `a row whose key cannot be read holds back every withdrawal, and the run says so`() throws {
        try Installation.small { hub in
            try hub.apply()
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a", "2;63;b", "3;03;c"]))
            #expect(try hub.hub("run", "config", "--once").code == 0)
            _ = try news(hub)
            try hub.write("config/exports/1.csv", Offers.file([";03;a", "2;63;b2"]))
            let run = try hub.hub("run", "config", "--once")
            #expect(run.code == 65)
            #expect(
                run.output.hasPrefix(
                    """
                    feed offres  (offer, L'ACI)
                        2 read · 1 rejected · 0 created · 1 updated · 0 withdrawn
                        nothing was withdrawn: a rejected record's key could not be read, it might be any of them
                          config/exports/1.csv:2: record 1, field "ref": key is missing
                            why: every offer has one: The identifier under which its source knows the offer. (config/feeds/offres.jsonc:8:12)
                            fix: fill it in the export

                    1 message published

                    """))
            #expect(try news(hub) == ["ei": ["updated 2"], "cre": ["updated 2"]])
            try hub.write("config/exports/1.csv", Offers.file(["2;63;b2", "4;63;d"]))
            #expect(try hub.hub("run", "config", "--once").code == 0)
            #expect(
                try news(hub) == [
                    "ai": ["withdrawn 1", "withdrawn 3"], "ei": ["created 4"],
                    "cre": ["created 4", "withdrawn 1", "withdrawn 3"],
                ])
        }
    }

    @Test func `more withdrawals than the feed's limit stop the run until somebody accepts them`() throws {
        try Installation.small { hub in
            try hub.apply()
            let rows = (1...20).map { "\($0);03;a" }
            try hub.write("config/exports/1.csv", Offers.file(rows))
            #expect(try hub.hub("run", "config", "--once").code == 0)
            _ = try news(hub)

            try hub.write("config/exports/1.csv", Offers.file(Array(rows.prefix(13)) + ["21;03;new"]))
            let stopped = try hub.hub("run", "config", "--once")
            #expect(stopped.code == 65)
            #expect(
                stopped.errors == """
                    feed offres: nothing published
                    config/feeds/offres.jsonc: 7 of 20 would be withdrawn (35 %)
                      why: one run of offres may withdraw 30 %; nothing was published
                      fix: look at the export; if it is right: hub run config --once --feed offres --accept-withdrawals

                    """)
            #expect(try news(hub) == [:])
            #expect(try hub.journal().count == 20)

            let accepted = try hub.hub("run", "config", "--once", "--accept-withdrawals")
            #expect(accepted.code == 0)
            #expect(
                accepted.output.contains("14 read · 0 rejected · 1 created · 0 updated · 7 withdrawn · 13 unchanged"))
            let expected = ["created 21"] + (14...20).map { "withdrawn \($0)" }
            #expect(try news(hub) == ["ai": expected, "cre": expected])
        }
    }

    @Test func `a CSV file cut in a row, and a JSON page cut in a record, publish nothing; the whole one all`() throws {
        try Installation.small { hub in
            try hub.apply()
            let whole = Offers.file(["1;03;a", "2;63;b", "3;03;c"])
            try hub.write("config/exports/1.csv", String(whole.dropLast(5)))
            let cut = try hub.hub("run", "config", "--once")
            #expect(cut.code == 65)
            let text = "config/exports/1.csv:4:1: the file ends in the middle of a row\n"
            #expect(cut.errors.hasPrefix("feed offres: nothing published\n\(text)"))
            #expect(try news(hub) == [:])
            try hub.write("config/exports/1.csv", whole)
            #expect(try hub.hub("run", "config", "--once").code == 0)
            #expect(try hub.inbox("cre").map(\.change) == ["created 1", "created 2", "created 3"])
            #expect(try news(hub) == ["ai": ["created 1", "created 3"], "ei": ["created 2"]])
        }
        try Installation.example { hub in
            try hub.apply()
            let name = "config/samples/trois-rivieres-offres/export-2.json"
            let whole = try hub.read(name)
            _ = try hub.hub("run", "config", "--once", "--feed", "trois-rivieres-offres")
            #expect(try hub.inbox("moulin-gris").count > 70)
            _ = try hub.inbox("cre-limagne-allier")

            try hub.write(name, String(whole.prefix(whole.count / 2)))
            let cut = try hub.hub("run", "config", "--once", "--feed", "trois-rivieres-offres")
            #expect(cut.code == 65)
            #expect(cut.errors.hasPrefix("feed trois-rivieres-offres: nothing published\n\(name):"))
            #expect(try hub.inbox("cre-limagne-allier") == [])

            try hub.write(name, whole.replacing("Soudeur / Soudeuse semi-auto (F/H)", with: "Soudeuse / Soudeur"))
            let mended = try hub.hub("run", "config", "--once", "--feed", "trois-rivieres-offres")
            #expect(mended.code == 0)
            let inbox = try hub.inbox("cre-limagne-allier")
            #expect(!inbox.isEmpty && inbox.allSatisfy { $0.event == "updated" })
            #expect(inbox.count < 20)
        }
    }
}

/// Exports of the small collective's feed.
enum Offers {
    static func file(_ rows: [String]) -> String {
        "ref;dept;poste;postes\n" + rows.map { "\($0);1\n" }.joined()
    }
}
