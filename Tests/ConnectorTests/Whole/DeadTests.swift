import Canonical
import Foundation
import Testing

@testable import Connectors

/// What could not be handled, and what people do about it, with a foreign program on the other side.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct DeadTests {
    /// A number of dead letters, as `hub dead list --json` tells them.
    private struct Listed: Decodable, Equatable {
        let id: String
        let reason: String
        let queue: String
        let member: String?
        let feed: String?
        let attempts: Int
        let type: String?
        let message: String?
        let content: String?
    }

    private func list(_ hub: Installation, _ words: String...) throws -> [Listed] {
        let ended = try hub.hub(["dead", "list", "config", "--json"] + words)
        #expect(ended.errors == "" && ended.code == 0)
        return try ended.output.split(separator: "\n").map {
            try JSONDecoder().decode(Listed.self, from: Data($0.utf8))
        }
    }

    private func retention(_ hub: Installation, _ words: String) throws {
        try hub.edit(
            "config/hub.jsonc", "\"pseudonyms\"", "\"retention\": { \(words) },\n  \"pseudonyms\"")
    }

    /// Refuses everything in a member's inbox, as that member's own program might.
    private func refuse(_ hub: Installation, _ member: String) throws {
        let program = """
            import pika, sys
            connection = pika.BlockingConnection(pika.URLParameters(sys.argv[1]))
            channel = connection.channel()
            while True:
                method, _, _ = channel.basic_get(sys.argv[2])
                if method is None:
                    break
                channel.basic_reject(method.delivery_tag, requeue=False)
            connection.close()
            """
        var address = hub.address
        (address.user, address.password) = (try hub.user(of: member), Installation.password(of: member))
        let python = try #require(Whole.python)
        #expect(try TestBroker.run(python, ["-c", program, address.secretURL, "inbox.\(member)"]) != nil)
    }

    /// Times in a text, which differ from run to run.
    private func timeless(_ text: String) -> String {
        text.replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/, with: "TIME").replacing(/\b[0-9a-f]{16}\b/, with: "ID")
            .replacing(/\b[0-9a-f]{32}\b/, with: "MESSAGE")
    }

    @Test func `an inbox that nobody reads overflows into the dead letters, and the others notice nothing`() throws {
        try Installation.small { hub in
            try retention(hub, #""inboxMessages": 5"#)
            try hub.edit("config/feeds/offres.jsonc", #""every""#, #""absent": "keep", "every""#)
            try hub.apply()
            var sent: [String] = []
            for run in 0..<4 {
                let keys = (1...5).map { "\(run * 5 + $0)" }
                try hub.write(
                    "config/exports/\(run).csv",
                    "ref;poste;dept;postes\n" + keys.map { "\($0);Agent;03;1\n" }.joined())
                let ended = try hub.hub("run", "config", "--once")
                #expect(ended.code == 0, "\(ended.errors)")
                let got = try hub.inbox("cre")
                #expect(got.map(\.change) == keys.map { "created \($0)" })
                sent += got.map(\.id)
            }
            #expect(try hub.depth("dead") == 15)
            #expect(try hub.depth("inbox.ai") == 5)

            let status = try hub.hub("status", "config")
            #expect(
                timeless(status.output).hasSuffix(
                    """
                    attention: the inbox of ai holds 5 of 5 messages; programs that read it: 0
                        when it is full, its oldest messages become dead letters
                        fix: see that the program of ai runs and keeps up
                    attention: 15 dead letters of ai (overflow), since TIME; the first:
                          inbox.ai: the inbox was full, and this was its oldest message
                            why: it holds 5 messages at most ("inboxMessages" in "retention")
                            fix: see that the program of ai runs and keeps up, then replay or discard what waited here
                        hub dead list config --member ai --reason overflow

                    """), "\(status.output)")
            let dead = try list(hub, "--member", "ai", "--reason", "overflow")
            #expect(dead.map(\.message) == sent.prefix(15).map { $0 })

            let full = try hub.hub("dead", "replay", "config", "--member", "ai")
            #expect(
                full
                    == Ended(
                        code: 65, output: "0 dead letters replayed\n",
                        errors: """
                            inbox.ai: 15 dead letters stay: the inbox is full
                              why: it holds 5 messages
                              fix: let the program of ai read it, then replay again

                            """))
            var got = try hub.inbox("ai").map(\.id)
            for left in [10, 5, 0] {
                let ended = try hub.hub("dead", "replay", "config", "--member", "ai")
                #expect(ended.output == "5 dead letters replayed\n")
                #expect(ended.code == (left == 0 ? 0 : 65))
                got += try hub.inbox("ai").map(\.id)
            }
            // Once each, and nobody else received them again.
            #expect(got.count == 20 && Set(got) == Set(sent))
            #expect(try hub.inbox("cre") == [] && hub.inbox("ei") == [])
            #expect(try hub.depth("dead") == 0)
        }
    }

    @Test func `hundreds of dead letters of one member are done with at once, and those between them stay`() throws {
        try Installation.small { hub in
            try hub.apply()
            let connection = try BrokerConnection(hub.address, name: "test")
            defer { connection.close() }
            let publisher = try Publisher(connection)
            for number in 0..<200 {
                let delivery = Delivery(
                    tag: 0, exchange: "", routingKey: "x", redelivered: false, id: "\(number)", headers: [],
                    body: Array("\(number)".utf8))
                try publisher.publish(
                    DeadLetter(
                        delivery, from: "inbox.ai", member: number % 2 == 0 ? "ai" : "ei",
                        problem: Problem(Place("inbox"), "no"), first: 1, last: 1
                    ).message)
            }
            try publisher.settle()
            let discarded = try hub.hub("dead", "discard", "config", "--member", "ai")
            #expect(discarded.output == "100 dead letters discarded\n", "\(discarded.errors)")
            #expect(try Whole.comesTrue { try hub.depth("dead") == 100 })
            #expect(try list(hub, "--member", "ei").count == 100)
        }
    }

    @Test func `what members publish overflows nobody's inbox either`() throws {
        try Installation.small { hub in
            try retention(hub, #""inboxMessages": 5"#)
            try hub.apply()
            for run in 0..<2 {
                let offers = (1...5).map { number in
                    (
                        "offer",
                        #"{"key":"\#(run)-\#(number)","type":"job","title":"a","workplace":{"departement":"63"}}"#
                    )
                }
                let told = try hub.publish(as: "ai", offers[0], offers[1], offers[2], offers[3], offers[4])
                #expect(told == Array(repeating: "accepted", count: 5))
            }
            #expect(try hub.inbox("ei").map(\.change) == (1...5).map { "created 1-\($0)" })
            let dead = try list(hub, "--member", "ei", "--reason", "overflow")
            #expect(dead.count == 5)
        }
    }

    @Test func `an identity is shown when asked for only, and a replay brings it to its addressee alone`() throws {
        try Installation.small { hub in
            try hub.write(
                "config/feeds/offres.jsonc",
                """
                { "member": "ai", "kind": "referral",
                  "source": { "directory": { "path": "referrals" } }, "format": { "ndjson": {} },
                  "map": {
                    "key": "ref", "type": { "const": "creAction" }, "action": { "const": "pmsmp" },
                    "addressedTo": { "const": "cre" }, "requested": { "const": "2026-05-04" },
                    "person.id": { "from": "ref", "pseudonym": true }, "referent.name": { "const": "Barnabé" },
                    "reason": { "const": "Projet confidentiel" },
                    "consent.given": { "const": "2026-05-02" }, "consent.by": { "const": "Solène" },
                    "consent.purpose": { "const": "Contact" }, "identity.lastName": "nom" } }
                """)
            try hub.write("config/referrals/1.ndjson", #"{"ref":"R1","nom":"Béralda"}"# + "\n")
            try hub.apply()
            #expect(try hub.hub("run", "config", "--once").code == 0)
            try refuse(hub, "cre")
            #expect(try Whole.comesTrue { try hub.depth("dead") == 1 })

            let shown = try hub.hub("dead", "show", "config")
            #expect(
                timeless(shown.output) == """
                    dead letter ID
                        reason    refused
                        queue     inbox.cre
                        member    cre
                        attempts  1
                        since     TIME, given up TIME
                        message   siae.referral.created  id MESSAGE  sent to private to.cre
                          inbox.cre: the message was refused (basic.reject, or basic.nack, without requeue)
                            why: the program of cre did not want it
                            fix: ask its maker why, then replay or discard the message
                          {
                            "data" : {
                              "action" : "not shown",
                              "addressedTo" : "not shown",
                              "consent" : {
                                "by" : "not shown",
                                "given" : "not shown",
                                "purpose" : "not shown"
                              },
                              "identity" : {
                                "lastName" : "not shown"
                              },
                              "key" : "R1",
                              "person" : {
                                "id" : "not shown"
                              },
                              "reason" : "not shown",
                              "referent" : {
                                "name" : "not shown"
                              },
                              "requested" : "not shown",
                              "type" : "not shown"
                            },
                            "datacontenttype" : "application/json",
                            "dataschema" : "urn:siae-hub:schema:v1:referral",
                            "id" : "MESSAGE",
                            "source" : "/petit/feeds/offres",
                            "specversion" : "1.0",
                            "subject" : "R1",
                            "time" : "TIME",
                            "type" : "siae.referral.created"
                          }
                        (what is for the addressee only, or may name people: --confidential)

                    """)
            let all = try hub.hub("dead", "show", "config", "--confidential")
            #expect(all.output.contains(#""lastName" : "Béralda""#) && all.output.contains("Projet confidentiel"))
            let json = try hub.hub("dead", "show", "config", "--json").output
            #expect(!json.contains("Béralda") && json.contains(#""reason":"refused""#))
            let listed = try list(hub)
            #expect(listed.count == 1 && listed.first?.content == nil)

            let id = try #require(listed.first?.id)
            let replayed = try hub.hub("dead", "replay", "config", id)
            #expect(replayed == Ended(code: 0, output: "1 dead letter replayed\n", errors: ""))
            let got = try hub.inbox("cre")
            #expect(got.map(\.change) == ["created R1"] && got.map(\.id) == listed.map(\.message))
            #expect(got.first?.body.contains("Béralda") == true && got.first?.wrong == [])
            #expect(try hub.inbox("ai") == [] && hub.inbox("ei") == [] && hub.depth("dead") == 0)
            #expect(try hub.journal().count { $0.kind == "referral" } == 1)
        }
    }

    /// Gives up a message of each of these ids, as the hub itself does.
    private func giveUp(_ hub: Installation, _ ids: [String], at last: Int, queue: String = "ingress") throws {
        let publisher = try Publisher(try BrokerConnection(hub.address, name: "test"))
        for id in ids {
            let delivery = Delivery(
                tag: 0, exchange: "in", routingKey: "ai.referral", redelivered: false, id: id, userID: "ai",
                headers: [("x-hub-user", "forged")], body: Array("nom;né le".utf8))
            let problem = Problem(Place("ingress"), "no message of the hub's", why: "w", fix: "f")
            try publisher.publish(
                DeadLetter(delivery, from: queue, member: "ai", problem: problem, first: last, last: last).message)
        }
        try publisher.settle()
        publisher.connection.close()
    }

    @Test func `looking leaves everything in its place, also when it is killed`() throws {
        try Installation.small { hub in
            try hub.apply()
            let ids = (1...1500).map { "m-\($0)" }
            try giveUp(hub, ids, at: 1_700_000_000)
            for _ in 1...2 {
                let looking = try hub.start("dead", "list", "config")
                #expect(Whole.comesTrue { !looking.output.isEmpty })
                looking.kill()
                #expect(try Whole.comesTrue { try hub.depth("dead") == 1500 })
                #expect(try list(hub).map(\.message) == ids)
            }
            // Who looks keeps others out, for a moment.
            let letters = try DeadLetters(at: hub.address)
            let busy = try hub.hub("dead", "list", "config")
            #expect(
                busy
                    == Ended(
                        code: 69, output: "",
                        errors: """
                            dead: somebody else is looking at the dead letters
                              why: who looks holds them, and the exclusive queue dead.lease
                              fix: wait a moment

                            """))
            var seen = 0
            try letters.forEach(most: 3) { _ in seen += 1 }
            #expect(seen == 3)
            letters.close()
            #expect(try list(hub).map(\.message) == ids)
        }
    }

    @Test func `filters choose, and what is thrown away is asked for in so many words`() throws {
        try Installation.small { hub in
            try hub.apply()
            let now = Int(Date().timeIntervalSince1970)
            try giveUp(hub, ["old"], at: now - 40 * 86_400)
            try giveUp(hub, ["new"], at: now)
            try giveUp(hub, ["left"], at: now, queue: "inbox.nobody")
            try hub.client("publish", "dead", "by hand")
            #expect(try list(hub).map(\.reason) == ["invalid", "invalid", "invalid", "unknown"])
            #expect(try list(hub, "--older", "30 days").map(\.message) == ["old", nil])
            #expect(try list(hub, "--member", "ai", "--older", "30 days").map(\.message) == ["old"])
            #expect(try list(hub, "--reason", "expired") == [])
            #expect(try list(hub, "--member", "ei") == [])
            #expect(try hub.hub("dead", "list", "config", "--member", "ei").output == "no dead letters\n")
            let listed = try hub.hub("dead", "list", "config", "--member", "ai", "--older", "30 days")
            #expect(
                timeless(listed.output) == """
                    ID  TIME  invalid       ai  -
                        ingress: no message of the hub's
                    1 dead letter

                    """)

            let wrong: [([String], String)] = [
                (["lst", "config"], "unknown word \"lst\"\n  fix: did you mean \"list\"?"),
                (
                    ["list", "config", "--reason", "expird"],
                    "unknown reason \"expird\"\n  fix: did you mean \"expired\"?"
                ),
                (
                    ["list", "config", "--older", "gestern"],
                    "not a stretch of time: \"gestern\"\n  fix: write --older \"30 days\""
                ),
                (
                    ["list", "config", "--member", "ia"],
                    "no dead letters of \"ia\", and no such member\n  fix: did you mean \"ai\"?"
                ),
                (["show", "config", "beef"], "no dead letter \"beef\"\n  fix: hub dead list config"),
            ]
            for (words, text) in wrong {
                #expect(try hub.hub(["dead"] + words) == Ended(code: 64, output: "", errors: "hub dead: \(text)\n"))
            }
            for verb in ["replay", "discard"] {
                #expect(
                    try hub.hub("dead", verb, "config")
                        == Ended(
                            code: 64, output: "",
                            errors: """
                                hub dead: \(verb) needs to know which dead letters
                                  fix: give an ID of hub dead list, or --member, --feed, --reason or --older, or --all

                                """))
            }

            // The content of somebody else's message may name people.
            let id = try #require(try list(hub).first?.id)
            #expect(
                try hub.hub("dead", "show", "config", id).output.contains("not shown: 10 bytes, which may name people"))
            #expect(try hub.hub("dead", "show", "config", id, "--confidential").output.contains("      nom;né le\n"))

            try hub.client("delete", "ingress")
            #expect(
                try hub.hub("dead", "replay", "config", "--all")
                    == Ended(
                        code: 65, output: "0 dead letters replayed\n",
                        errors: """
                            dead: 1 dead letter stays: it says neither where it comes from nor what is wrong with it
                              why: somebody else than the hub and the broker put it there
                              fix: look at it, then discard it: it cannot be replayed
                            inbox.nobody: 1 dead letter stays: nobody is no member of the collective
                              why: who left receives nothing any more
                              fix: hub dead discard config --member nobody
                            ingress: 2 dead letters stay: the queue does not exist
                              why: it goes back to that queue and to no other
                              fix: hub apply config

                            """))
            #expect(try list(hub).count == 4)
            let discarded = try hub.hub("dead", "discard", "config", "--older", "30 days", "--member", "ai")
            #expect(discarded == Ended(code: 0, output: "1 dead letter discarded\n", errors: ""))
            #expect(try list(hub).map(\.message) == ["new", "left", nil])

            // What comes back to another queue than an inbox tells who had sent it, in words that nobody could forge.
            try hub.client("declare", "ingress", "quorum")
            #expect(try hub.hub("dead", "replay", "config", "--all").output == "1 dead letter replayed\n")
            let connection = try BrokerConnection(hub.address, name: "test")
            defer { connection.close() }
            let back = try #require(try connection.take(fromQueue: "ingress"))
            #expect(back.exchange == "" && back.id == "new" && back.body == Array("nom;né le".utf8))
            #expect(
                back.headers.filter { $0.name != "x-delivery-count" }.map { "\($0)=\($1)" } == [
                    "x-hub-key=ai.referral", "x-hub-user=ai",
                ])
            #expect(try hub.hub("dead", "discard", "config", "--all").output == "2 dead letters discarded\n")
            #expect(try hub.depth("dead") == 0)
        }
    }

    @Test func `an export that is mostly rejected publishes nothing until somebody has looked`() throws {
        try Installation.small { hub in
            try hub.apply()
            let rows = (1...10).map { "\($0);Agent;03;\($0 < 8 ? "x" : "1")\n" }.joined()
            try hub.write("config/exports/1.csv", "ref;poste;dept;postes\n" + rows)
            for _ in 1...2 {
                #expect(
                    try hub.hub("run", "config", "--once").errors == """
                        feed offres: nothing published
                        config/feeds/offres.jsonc: 7 of 10 records were rejected (70 %)
                          why: one run of offres may reject 50 %; nothing was published; the first: \
                        config/exports/1.csv:2:12: record 1, field "postes": not a whole number: "x"
                          fix: correct the feed or have the export corrected; if the rest is right: \
                        hub run config --once --feed offres --accept-rejections

                        """)
            }
            #expect(try hub.inbox("cre") == [] && hub.journal() == [])
            #expect(try hub.hub("status", "config").code == 65)
            let accepted = try hub.hub("run", "config", "--once", "--feed", "offres", "--accept-rejections")
            #expect(accepted.code == 65)
            #expect(accepted.output.contains("    10 read · 7 rejected · 3 created · 0 updated · 0 withdrawn\n"))
            #expect(try hub.inbox("cre").map(\.change) == ["created 8", "created 9", "created 10"])
        }
    }
}
