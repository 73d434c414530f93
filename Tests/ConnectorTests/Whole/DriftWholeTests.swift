import Foundation
import Testing

@testable import Connectors

/// What the broker, the members and the admin see of an export that has drifted, and of runs that fail.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct DriftWholeTests {
    private static let inboxes = ["aci", "ai", "ei", "cre"]

    private func csv(_ header: String = "ref;dept;poste;postes", more: String = "") -> String {
        header + "\n" + (0..<20).map { "\($0);03;Maçon;1\(more)\n" }.joined()
    }

    /// The small collective, whose publishing member reads its inbox too.
    private func small(_ body: (Installation) throws -> Void) throws {
        try Installation.small { hub in
            try hub.write(
                "config/members/aci.jsonc",
                #"{ "name": "L'ACI", "kind": "ACI", "amqp": { "password": "file:${HUB_SECRETS}/members/aci.password" } }"#
            )
            try hub.apply()
            try body(hub)
        }
    }

    @Test func `a drift is one receipt in the structure's inbox, and a withdrawal when it is over`() throws {
        try small { hub in
            try hub.write("config/exports/1.csv", csv())
            #expect(try hub.hub("run", "config", "--once").code == 0)
            for member in Self.inboxes { _ = try hub.inbox(member) }

            try hub.write("config/exports/1.csv", csv("ref;dept;poste;postes;lieu", more: ";Vichy"))
            let run = try hub.hub("run", "config", "--once")
            #expect(run.code == 0)
            let drift = """
                    drift
                      config/exports/1.csv: "lieu" is new
                        why: no export had it before; the feed does not read it
                        fix: add it to "map" if members need it; if the export is right: hub run config --once --feed \
                offres --accept-drift
                """
            #expect(run.output.contains(drift + "\n\n2 messages published\n"))
            let receipt = try hub.inbox("aci")
            #expect(receipt.map(\.change) == ["created offres/drift"])
            #expect(receipt.allSatisfy { $0.wrong.isEmpty && $0.exchange == "private" && $0.kind == "receipt" })
            #expect(
                receipt.first?.body.contains(
                    #""data":{"key":"offres/drift","status":"accepted","addressedTo":"aci","feed":"offres","file":"1.csv","run":2,"#
                ) == true)
            #expect(
                receipt.first?.body.contains(
                    #""problems":[{"where":"1.csv","what":"\"lieu\" is new","why":"no export had"#)
                    == true)
            #expect(try ["ai", "ei", "cre"].flatMap { try hub.inbox($0) } == [])

            // The same drift again: the status says it, no inbox does.
            #expect(try hub.hub("run", "config", "--once", "--again").code == 0)
            #expect(
                try hub.hub("status", "config").output.contains(
                    drift.replacing("    drift\n", with: "    drift since run 2\n")))
            #expect(try Self.inboxes.flatMap { try hub.inbox($0) } == [])

            try hub.write("config/exports/1.csv", csv())
            #expect(try hub.hub("run", "config", "--once").code == 0)
            #expect(try hub.inbox("aci").map(\.change) == ["withdrawn offres/drift"])
            #expect(try ["ai", "ei", "cre"].flatMap { try hub.inbox($0) } == [])
            #expect(try hub.hub("status", "config").output.contains("drift") == false)
            #expect(try hub.journal().filter { $0.kind == "receipt" }.map(\.event) == ["created", "withdrawn"])
        }
    }

    @Test func `a refused drift publishes nothing but its receipt, until the export is as before or accepted`() throws {
        try small { hub in
            try hub.edit("config/feeds/offres.jsonc", #""every""#, #""drift": { "columns": "refuse" }, "every""#)
            try hub.write("config/exports/1.csv", csv())
            #expect(try hub.hub("run", "config", "--once").code == 0)
            for member in Self.inboxes { _ = try hub.inbox(member) }

            try hub.write(
                "config/exports/1.csv",
                csv("ref;dept;poste;postes;lieu", more: ";Vichy").replacing("Maçon", with: "Maçonne"))
            let text = """
                config/exports/1.csv: "lieu" is new
                  why: no export had it before; the feed does not read it; drift is refused at \
                config/feeds/offres.jsonc:6:25; nothing was published
                  fix: add it to "map" if members need it; if the export is right: hub run config --once --feed offres \
                --accept-drift
                """
            for _ in 1...2 {
                let refused = try hub.hub("run", "config", "--once")
                #expect(refused.code == 65)
                #expect(refused.errors == "feed offres: nothing published\n\(text)\n")
            }
            #expect(try hub.inbox("aci").map(\.change) == ["created offres/drift"])
            #expect(try ["ai", "ei", "cre"].flatMap { try hub.inbox($0) } == [])
            let status = try hub.hub("status", "config")
            #expect(status.code == 65)
            #expect(status.output.contains("2 times in a row since 20"))
            #expect(status.output.contains("      config/exports/1.csv: \"lieu\" is new\n        why: "))

            #expect(try hub.hub("run", "config", "--once", "--accept-drift").code == 0)
            #expect(try hub.inbox("aci").map(\.change) == ["withdrawn offres/drift"])
            #expect(try hub.inbox("cre").count == 20)
            #expect(try hub.hub("run", "config", "--once").code == 0)
            #expect(try hub.hub("status", "config").code == 0)
        }
    }

    @Test func `status tells a feed whose last run failed, until one succeeds`() throws {
        try small { hub in
            try hub.remove("config/exports")
            let failed = try hub.hub("run", "config", "--once")
            #expect(failed.code == 69)
            let never = try hub.hub("status", "config")
            #expect(never.code == 65)
            #expect(never.output.hasPrefix("feed offres  never ran to its end\n    failed at 20"))
            #expect(
                never.output.contains(
                    """
                    Z
                          config/exports: the folder cannot be read
                            why: no such folder (the feed reads it at config/feeds/offres.jsonc:4:28)
                            fix: create it, or correct "path"
                    """))
            try hub.write("config/exports/1.csv", csv())
            #expect(try hub.hub("run", "config", "--once").output.contains("run 1") == false)
            #expect(try hub.hub("status", "config").code == 0)

            try hub.write("config/exports/1.csv", String(csv().dropLast(3)))
            _ = try hub.hub("run", "config", "--once")
            #expect(try hub.hub("run", "config", "--once").code == 65)
            let status = try hub.hub("status", "config")
            #expect(status.code == 65)
            // The last good run stays told.
            #expect(status.output.hasPrefix("feed offres  (offer, L'ACI)\n    20 read · 0 rejected · 20 created"))
            #expect(status.output.contains("    run 1 at 20"))
            #expect(status.output.contains(", 2 times in a row since 20"))
            #expect(status.output.contains("      config/exports/1.csv:21:1: the file ends in the middle of a row\n"))
            let json = try hub.hub("status", "config", "--json")
            #expect(json.code == 65)
            #expect(
                json.output.contains(#""failure":{"cause":"data","count":2,"problem":"config/exports/1.csv:21:1: "#))

            try hub.write("config/exports/1.csv", csv())
            #expect(try hub.hub("run", "config", "--once").code == 0)
            let mended = try hub.hub("status", "config")
            #expect(mended.code == 0)
            #expect(!mended.output.contains("failed"))
        }
    }

    @Test func `a member's file that vanished stops the run instead of withdrawing what the member holds`() throws {
        try small { hub in
            try hub.write("config/exports/1.csv", csv())
            #expect(try hub.hub("run", "config", "--once").code == 0)
            let member = try hub.read("config/members/ai.jsonc")
            #expect(try hub.inbox("ai").count == 20)
            try hub.remove("config/members/ai.jsonc")
            let stopped = try hub.hub("run", "config", "--once")
            #expect(stopped.code == 78)
            #expect(
                stopped.errors == """
                    feed offres: nothing published
                    config/members/ai.jsonc: members/ai.jsonc is gone: 20 entities held there would be forgotten
                      why: ai received what offres published; nothing was published
                      fix: put it back, or hub run config --once --feed offres --accept-withdrawals

                    """)
            #expect(try hub.inbox("ai") == [])
            try hub.write("config/members/ai.jsonc", member)
            #expect(try hub.hub("run", "config", "--once").output.contains("nothing new: nothing published"))
            try hub.remove("config/members/ai.jsonc")
            #expect(try hub.hub("run", "config", "--once", "--accept-withdrawals").code == 0)
            // Who left gets nothing, not even that.
            #expect(try hub.inbox("ai") == [])
            #expect(try hub.hub("run", "config", "--once").code == 0)
        }
    }

    @Test func `another pseudonym key is refused, and a missing one is not simply made anew`() throws {
        try Installation.example { hub in
            try hub.apply()
            let words = ["run", "config", "--once", "--feed", "sureaux-parcours"]
            #expect(try hub.hub(words).code == 0)
            try hub.remove("secrets/pseudonym.key")
            let missing = try hub.hub(words)
            #expect(missing.code == 78)
            #expect(
                missing.errors == """
                    config/hub.jsonc:35:26: the secret file "\(hub.path("secrets/pseudonym.key"))" cannot be read
                      why: no such file
                      fix: restore it from a backup: with another key everyone becomes somebody else; only where the \
                    hub never ran: openssl rand -hex 32 > \(hub.path("secrets/pseudonym.key"))
                    1 problem in the config

                    """)
            try hub.write("secrets/pseudonym.key", String(repeating: "ab", count: 32) + "\n")
            let other = try hub.hub(words)
            #expect(other.code == 78)
            #expect(
                other.errors == """
                    feed sureaux-parcours: nothing published
                    config/hub.jsonc:35:26: the pseudonym key is not the one of run 1
                      why: with another key everyone becomes somebody else; nothing of sureaux-parcours was published
                      fix: restore it from a backup; if the change is wanted: hub run config --once --feed \
                    sureaux-parcours --accept-new-key

                    """)
            #expect(try hub.hub(words + ["--accept-new-key"]).output.contains(" 45 updated "))
            #expect(try hub.hub(words + ["--again"]).output.contains("45 unchanged"))
            // A feed that is about nobody has no key to lose.
            #expect(try hub.hub("run", "config", "--once", "--feed", "sureaux-postes").code == 0)
        }
    }
}
