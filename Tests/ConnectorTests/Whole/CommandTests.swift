import Foundation
import Testing

@testable import Connectors

/// What the commands show, as people and as programs read it.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct CommandTests {
    private func json(_ line: some StringProtocol) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    @Test func `help lists every command, and tells each one's words`() throws {
        try Installation.small { hub in
            let help = try hub.hub("help")
            #expect(help.code == 0)
            #expect(help.errors == "")
            #expect(
                help.output == """
                    hub: carries referrals and offers between structures over RabbitMQ

                      check      Find every problem of a config, run its samples and routing tests. Needs no broker.
                      init       Look at an unknown export and write a first config file for it, every guess with its reason.
                      preview    Show what a feed makes of an export. Publishes nothing, needs no broker and no secrets.
                      translate  Write an export as canonical JSON, one line a record. Publishes nothing, needs no broker.
                      explain    Tell who would receive an entity, who would not, and why. Needs no broker.
                      rules      Show which alerts stand on a day, from the journal or from files. Publishes nothing.
                      match      Show which open offers fit the open referrals, with reasons, for the CRE or a member.
                      apply      Create or correct what stands on the broker: exchanges, queues, policies, members' users.
                      topology   Show what should stand on the broker, in words or as RabbitMQ's definitions.
                      run        Pick up the exports of every feed and publish what changed, once or for good.
                      status     Show each feed's last run, what waits in each inbox, and what needs attention.
                      referrals  Show how far each referral has come: sent, answered, planned. Nothing about persons.
                      report     Count exits, immersions and answers of a period, with every definition. Publishes nothing.
                      tap        Show messages live as they are published, until Ctrl-C. No identities, no recipients.
                      history    Show the changes that the journal keeps, oldest first. No identities, no recipients.
                      replay     Send again, into one member's inbox only, the last state of what changed since a moment.
                      dead       Look at the messages that nobody could handle, send them once more, or throw them away.
                      validate   Check canonical entities, one JSON object a line, before they are published. Needs no broker.
                      schema     Print the JSON Schema of a kind, or the data dictionary of all.
                      codes      Import an open-data table: ROME codes (unknown ones are refused from then on), communes.

                    CONFIG is the folder that holds hub.jsonc. hub help COMMAND tells more.
                    Exit codes: 0 done, 64 wrong words, 65 records rejected, 69 unreachable, 78 wrong config.

                    """)
            let run = """
                hub run CONFIG [--once] [--feed FEED] [--again] [--alerts] [--accept-rejections] [--accept-withdrawals] [--accept-drift] [--accept-new-key] [--accept-new-start] [--json]

                Pick up the exports of every feed and publish what changed, once or for good.

                  --once                run every feed once and show what happened
                  --feed FEED           run this feed only
                  --again               read again what was read before, even if nothing new has come
                  --alerts              with --once: look at the rules and at how far referrals have come, too
                  --accept-rejections   let one run reject more than the feed's limit
                  --accept-withdrawals  let one run withdraw more than the feed's limit
                  --accept-drift        take the exports as what they look like from now on
                  --accept-new-key      take a new pseudonym key: everyone becomes somebody else
                  --accept-new-start    start a feed anew whose checkpoint is gone: publish everything
                  --json                print JSON for programs

                """
            for words in [["help", "run"], ["run", "--help"], ["run", "config", "-h"]] {
                let ended = try hub.hub(words)
                #expect(ended == Ended(code: 0, output: run, errors: ""))
            }
            let nothing = try hub.hub([])
            #expect(nothing == Ended(code: 64, output: help.output, errors: ""))
            #expect(try hub.hub("--version").output.hasPrefix("hub "))
        }
    }

    @Test func `check runs every sample, and shows the first difference of one that is not as expected`() throws {
        try Installation.example { hub in
            let catalogue = try FileManager.default.contentsOfDirectory(atPath: hub.path("config/catalogue"))
            let rules = try FileManager.default.contentsOfDirectory(atPath: hub.path("config/rules"))
            let right = """
                feed lanterne-missions: sample as expected
                feed moulin-gris-parcours: sample as expected
                feed sioule-orientations: sample as expected
                feed sureaux-parcours: sample as expected
                feed sureaux-postes: sample as expected
                feed trois-rivieres-offres: sample as expected
                \(rules.count { $0.hasSuffix(".jsonc") }) rules: tests as expected
                6 routing tests: as expected
                \(catalogue.count { $0.hasSuffix(".jsonc") }) ready-made feeds: sample as expected
                no problem found

                """
            let checked = try hub.hub("check", "config")
            #expect(checked == Ended(code: 0, output: right, errors: ""))
            let asJSON = try hub.hub("check", "config", "--json")
            #expect(asJSON == Ended(code: 0, output: "{\"problems\":[]}\n", errors: ""))

            let name = "config/samples/sureaux-postes/export.csv"
            try hub.write(name, try hub.read(name).replacing("PI-2026-03|Toutes", with: "PI-2026-33|Toutes"))
            let broken = try hub.hub("check", "config")
            #expect(broken.code == 78)
            #expect(!broken.output.contains("sureaux-postes"))
            #expect(
                broken.errors == """
                    config/samples/sureaux-postes/expected.jsonl:3:32: the sample's record 3 gives \
                    "fer\\",\\"key\\":\\"PI-2026-33\\",\\"data\\":{\\"key\\":\\"PI-2026-33\\",\\"type\\":\\"i", expected is \
                    "fer\\",\\"key\\":\\"PI-2026-03\\",\\"data\\":{\\"key\\":\\"PI-2026-03\\",\\"type\\":\\"i"
                      why: the feed sureaux-postes is checked against this file
                      fix: correct the mapping; if the new result is right: hub preview config sureaux-postes \
                    config/samples/sureaux-postes/export.csv --expected
                    1 problem found

                    """)
            let problems = try json(try hub.hub("check", "config", "--json").output)["problems"] as? [[String: Any]]
            #expect(problems?.first?["where"] as? String == "config/samples/sureaux-postes/expected.jsonl:3:32")
        }
    }

    @Test func `a ready-made feed can be tried on an export before anybody extends it`() throws {
        try Installation.example { hub in
            let sample = "config/catalogue/samples/exits"
            let tried = try hub.hub("preview", "config", "catalogue/exits", "\(sample)/export.csv", "--json")
            #expect(tried == Ended(code: 65, output: try hub.read("\(sample)/expected.jsonl"), errors: ""))
            let unknown = try hub.hub("preview", "config", "catalogue/exit", "\(sample)/export.csv")
            #expect(unknown.code == 64)
            #expect(unknown.errors.contains("did you mean \"catalogue/exits\"?"))
        }
    }

    @Test func `translate writes the lines of preview, tells rejections and figures beside them`() throws {
        try Installation.example { hub in
            let sample = "config/samples/sureaux-postes/export.csv"
            let right = try hub.hub("translate", "config", "sureaux-postes", sample)
            #expect(right.code == 0)
            let lines = right.output.split(separator: "\n").map(String.init)
            #expect(right.errors == "\(lines.count) read · 0 rejected · \(lines.count) written\n")
            let preview = try hub.hub("preview", "config", "sureaux-postes", sample, "--json")
            let expected = preview.output.split(separator: "\n").map { line in
                String(line[(line.firstRange(of: "\"data\":")?.upperBound ?? line.startIndex)...].dropLast())
            }
            #expect(lines == expected)

            try hub.write(
                "config/feeds/essai.jsonc",
                """
                {
                  "member": "atelier-des-sureaux", "kind": "offer",
                  "source": { "directory": { "path": "exports" } }, "format": { "csv": {} },
                  "map": {
                    "key": "ref", "type": { "const": "job" }, "title": "titre",
                    "positions": "postes",
                    "skills[].label": { "from": "savoirs", "split": "," }
                  }
                }
                """)
            try hub.write(
                "essai.csv",
                #"""
                ref,titre,postes,savoirs
                A,"Maçon ""taille""",2,"pierre, chaux"
                B,Cuisinier,beaucoup,
                C,  Peintre  ,,

                """#)
            let some = try hub.hub("translate", "config", "essai", "essai.csv", "essai.csv")
            let lines2 = #"""
                {"key":"A","type":"job","title":"Maçon \"taille\"","skills":[{"label":"pierre"},{"label":"chaux"}],"positions":2}
                {"key":"C","type":"job","title":"Peintre"}

                """#
            let refused = """
                essai.csv:3:13: record 2, field "postes": not a whole number: "beaucoup"
                  why: positions: a count is written with digits only (config/feeds/essai.jsonc:6:18)
                  fix: correct the export

                """
            #expect(
                some
                    == Ended(
                        code: 65, output: lines2 + lines2,
                        errors: refused + refused + "6 read · 2 rejected · 4 written\n"))

            try hub.write("cut.csv", "ref,titre,postes,savoirs\nA,Maçon,2,")
            let cut = try hub.hub("translate", "config", "essai", "cut.csv")
            #expect(cut.code == 65)
            #expect(cut.output == "")
            #expect(cut.errors.hasPrefix("cut.csv:2:1: the file ends in the middle of a row\n"))
        }
    }

    @Test func `preview exits with 65 when records are rejected, and its lines can be explained`() throws {
        try Installation.example { hub in
            let right = try hub.hub(
                "preview", "config", "sureaux-postes", "config/samples/sureaux-postes/export.csv")
            #expect(right.code == 0)
            #expect(right.output.hasSuffix("… and 4 more\n24 read · 0 rejected · 24 accepted\n"))
            let sample = try Fixtures.bytes("\(Fixtures.repository)/config/samples/sureaux-postes/export.csv")
            try hub.write("titled.csv", "Nos postes\n\n" + String(decoding: sample, as: UTF8.self))
            let titled = try hub.hub("preview", "config", "sureaux-postes", "titled.csv")
            #expect(
                titled.output
                    == "titled.csv: header on line 3 (the first line with all columns that the feed reads)\n"
                    + right.output)
            let broken = try hub.hub(
                "preview", "config", "moulin-gris-parcours", "config/samples/moulin-gris-parcours/export.csv")
            #expect(broken.code == 65)
            #expect(broken.output.hasSuffix("40 read · 9 rejected · 31 accepted\n"))
            #expect(broken.errors == "")
            let absent = try hub.hub("preview", "config", "sureaux-postes", "nothing.csv")
            #expect(absent.code == 65)
            #expect(
                absent.errors
                    == "nothing.csv: the export cannot be read\n  why: no such file\n  fix: check the path\n")
            let folder = try hub.hub("preview", "config", "sureaux-postes", "config")
            #expect(
                folder
                    == Ended(
                        code: 65, output: "",
                        errors: "config: this is a folder, not an export\n  fix: name a file in it\n"))

            let lines = try hub.hub(
                "preview", "config", "lanterne-missions", "config/samples/lanterne-missions/export.ndjson", "--json")
            #expect(lines.code == 0)
            try hub.write("lines.jsonl", lines.output)
            let explained = try hub.hub("explain", "config", "lines.jsonl", "--from", "cap-lanterne")
            #expect(explained.code == 0)
            #expect(explained.errors == "")
            #expect(
                explained.output.hasPrefix(
                    """
                    offer LM-26-3100 "Manœuvre bâtiment (H/F)"
                      receives  cre-limagne-allier   the CRE receives what the members receive
                      receives  geiq-trois-rivieres  its subscription: job · F17 (config/members/geiq-trois-rivieres.jsonc:8:19)
                      not       atelier-des-sureaux  "TTI" is not in its contracts (config/members/atelier-des-sureaux.jsonc:23:18)
                      not       cap-lanterne         it is this member's own

                    """))
            let asJSON = try hub.hub("explain", "config", "lines.jsonl", "--json").output.split(separator: "\n")
            #expect(asJSON.count == 40)
            #expect(try asJSON.allSatisfy { try json($0)["members"] is [[String: Any]] })
        }
    }

    @Test func `a message as it lies in an inbox can be explained; nonsense is told where and why`() throws {
        try Installation.small { hub in
            try hub.apply()
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a"]))
            _ = try hub.hub("run", "config", "--once")
            try hub.write("config/exports/1.csv", Offers.file([]))
            _ = try hub.hub("run", "config", "--once")
            let bodies = try hub.inbox("ai").map(\.body)
            #expect(bodies.count == 2)
            try hub.write("messages.jsonl", bodies.joined(separator: "\n"))
            let explained = try hub.hub("explain", "config", "messages.jsonl")
            #expect(explained.code == 65)
            #expect(
                explained.output == """
                    offer 1 "a"
                      receives  ai   its subscription: 03 (config/members/ai.jsonc:4:19)
                      receives  cre  the CRE receives what the members receive
                      not       aci  it is this member's own
                      not       ei   "03" is not in its zones (config/members/ei.jsonc:4:30)

                    """)
            #expect(
                explained.errors == """
                    messages.jsonl:2: record 2: a withdrawal holds a key and nothing else
                      why: it goes to those who held the offer; who they are cannot be told from it
                      fix: explain the message that created it

                    """)

            try hub.write("empty", "")
            let empty = try hub.hub("explain", "config", "empty")
            #expect(empty.code == 65)
            #expect(empty.errors.hasPrefix("empty: there is nothing in it\n"))
            try hub.write("nonsense", "{\"type\":\"siae.ofer.created\"}\n[1]\nhello\n")
            let nonsense = try hub.hub("explain", "config", "nonsense")
            #expect(nonsense.code == 65)
            #expect(nonsense.output == "")
            #expect(
                nonsense.errors.hasPrefix(
                    "nonsense:1: record 1: unknown kind \"ofer\"\n  why: an entity is a CloudEvent"))
            #expect(nonsense.errors.contains("\nnonsense:2:1: record 2: "))
            #expect(nonsense.errors.contains("\nnonsense:3:1: record 3: an object is missing before \"h\"\n"))
        }
    }

    @Test func `status tells what ran, what waits and what needs somebody`() throws {
        try Installation.small { hub in
            try hub.apply()
            let never = try hub.hub("status", "config")
            #expect(never.code == 0)
            #expect(
                never.output.hasPrefix(
                    "feed offres  never ran\nfrom members  0 waiting, 0 published\n\ninbox aci: 0 waiting, 0 held  (L'ACI)\n"
                ))
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a", "2;93300;b"]))
            _ = try hub.hub("run", "config", "--once")
            try hub.client("publish", "unrouted", "lost")
            let ran = try hub.hub("status", "config")
            #expect(ran.code == 0)
            #expect(ran.errors == "")
            #expect(
                ran.output.hasPrefix(
                    """
                    feed offres  (offer, L'ACI)
                        2 read · 1 rejected · 1 created · 0 updated · 0 withdrawn
                        run 1 at 
                    """))
            #expect(
                ran.output.hasSuffix(
                    """

                    from members  0 waiting, 0 published

                    inbox aci: 0 waiting, 0 held  (L'ACI)
                    inbox ai: 1 waiting, 1 held  (L'AI)
                        1 because its subscription: 03
                    inbox cre: 1 waiting, 1 held  (La CRE)
                        1 because the CRE receives what the members receive
                    inbox ei: 0 waiting, 0 held  (L'EI)
                    attention: 1 message in the queue unrouted

                    """))
            let whole = try json(try hub.hub("status", "config", "--json").output)
            let feed = try #require((whole["feeds"] as? [[String: Any]])?.first)
            #expect(((feed["report"] as? [String: Any])?["counts"] as? [String: Any])?["created"] as? Int == 1)
            #expect((whole["parked"] as? [String: Int]) == ["dead": 0, "unrouted": 1])
            #expect((whole["inboxes"] as? [[String: Any]])?.map { $0["waiting"] as? Int } == [0, 1, 1, 0])
        }
    }

    @Test func `apply's JSON names every object, and --dry-run changes nothing`() throws {
        try Installation.small { hub in
            let dry = try hub.hub("apply", "config", "--dry-run")
            #expect(dry.code == 0)
            #expect(dry.output.hasSuffix(" to change, 0 kept\n"))
            #expect(try hub.hub("status", "config").code == 78)
            let lines = try hub.hub("apply", "config", "--json").output.split(separator: "\n").map(json)
            #expect(lines.count > 25)
            #expect(lines.contains { $0["kind"] as? String == "queue" && $0["name"] as? String == "inbox.ai" })
            try hub.remove("config/members/ei.jsonc")
            let left = try hub.hub("apply", "config")
            #expect(left.output.hasPrefix("stale queue inbox.ei  (left in place"))
            #expect(left.output.hasSuffix("\n3 changed, 51 kept\n"))
            let again = try hub.hub("apply", "config")
            #expect(again.output.hasSuffix("\nnothing to do: all 51 objects stand as configured\n"))
        }
    }

    @Test func `tap shows messages as they are published, and ends after as many as asked`() throws {
        try Installation.small { hub in
            try hub.apply()
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a", "2;63;b", "3;03;c"]))
            let tap = try hub.start("tap", "config", "--count", "3", "--json")
            let text = try hub.start("tap", "config", "--count", "2", "--kind", "offer")
            let management = try TestBroker.management()
            try #require(
                try Whole.comesTrue {
                    let queues = try management.queues(in: hub.address.vhost).map(\.name)
                    let bindings = try management.bindings(in: hub.address.vhost)
                    return queues.count { $0.hasPrefix("amq.gen") } == 2
                        && bindings.count { $0.source == "hub" && $0.destination.hasPrefix("amq.gen") } == 2
                })
            _ = try hub.hub("run", "config", "--once")
            let ended = tap.ended()
            #expect(ended.code == 0)
            #expect(ended.errors == "")
            #expect(
                try ended.output.split(separator: "\n").map { try json($0)["subject"] as? String } == ["1", "2", "3"])
            let lines = text.ended()
            #expect(lines.code == 0)
            #expect(lines.errors == "waiting for messages; Ctrl-C ends\n")
            #expect(lines.output.split(separator: "\n").count == 2)
            #expect(lines.output.contains("  siae.offer.created        offer.job.03.-  from 1.csv#1  id "))
        }
    }
}
