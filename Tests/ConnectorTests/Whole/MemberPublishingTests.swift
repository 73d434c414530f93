import Foundation
import Testing

@testable import Connectors

/// Members that publish over AMQP, in Python, logged in as themselves.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct MemberPublishingTests {
    /// What a member's program does, and what the broker said to each action.
    private func attempt(_ hub: Installation, as member: String, _ actions: [String]) throws -> [String] {
        let file = "actions-\(UInt64.random(in: 0 ... .max)).json"
        try hub.write(file, "[\(actions.joined(separator: ",\n"))]")
        var address = hub.address
        (address.user, address.password) = (try hub.user(of: member), Installation.password(of: member))
        let ended = try Program(
            try #require(Whole.python),
            [Whole.fixtures.appending(path: "whole/member.py").path, address.secretURL, hub.path(file)], in: hub.folder,
            environment: ["PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"]
        ).ended()
        try #require(ended.code == 0, "\(ended.errors)")
        return ended.output.split(separator: "\n").map(String.init)
    }

    /// One action: publishing as `ai`, unless the member is another one.
    private func publish(
        _ body: String, _ id: String, kind: String = "offer", as member: String = "ai", more: String = ""
    ) -> String {
        #"{"do":"publish","key":"\#(member).\#(kind)","user_id":"petit.\#(member)","message_id":"\#(id)","body":\#(body)\#(more)}"#
    }

    private func offer(_ key: String, in departement: String = "63", title: String = "Plongeur") -> String {
        #"{"key":"\#(key)","type":"job","title":"\#(title)","workplace":{"departement":"\#(departement)"}}"#
    }

    private struct Receipt: Decodable {
        struct Content: Decodable {
            let key: String
            let status: String
            let created: Int?
            let changed: Int?
            let withdrawn: Int?
            let problems: [Told]?
        }
        struct Told: Decodable {
            let `where`: String
            let what: String
        }
        let data: Content

        /// `m-1 accepted created`.
        var text: String {
            let counts = [("created", data.created), ("changed", data.changed), ("withdrawn", data.withdrawn)]
            return
                ([data.key, data.status] + counts.compactMap { $0.1 == nil ? nil : $0.0 }
                + (data.problems ?? []).map { "\($0.where): \($0.what)" }).joined(separator: " ")
        }
    }

    private func receipts(_ messages: [Received]) throws -> [String] {
        try messages.filter { $0.kind == "receipt" }.map {
            #expect($0.wrong == [] && $0.exchange == "private")
            return try JSONDecoder().decode(Receipt.self, from: Data($0.body.utf8)).text
        }
    }

    @Test func `an offer reaches those whom hub explain names, changed and withdrawn too, and its publisher is told`()
        throws
    {
        try Installation.small { hub in
            try hub.apply()
            let event =
                #"{"specversion":"1.0","id":"m-2","source":"x","type":"siae.offer.updated","data":\#(offer("O-1", in: "03"))}"#
            let gone =
                #"{"specversion":"1.0","id":"m-3","source":"x","type":"siae.offer.withdrawn","data":{"key":"O-1"}}"#
            #expect(try attempt(hub, as: "ai", [publish(offer("O-1"), "m-1")]) == ["\"confirmed\""])
            let first = try hub.hub("run", "config", "--once")
            #expect(first.code == 0, "\(first.errors)")
            #expect(first.output.contains("from members\n    1 read · 0 refused · 1 accepted · 0 repeated\n"))
            #expect(first.output.contains("\n1 message published\n"))

            let inboxes = ["ai": try hub.inbox("ai"), "ei": try hub.inbox("ei"), "cre": try hub.inbox("cre")]
            try hub.write("o.jsonl", #"{"kind":"offer","key":"O-1","data":\#(offer("O-1"))}"# + "\n")
            let explained = try hub.hub("explain", "config", "o.jsonl", "--from", "ai").output
            for member in ["ei", "cre"] {
                #expect(explained.contains("\n  receives  \(member)"))
                #expect(inboxes[member]?.map(\.change) == ["created O-1"])
                #expect(inboxes[member]?.first?.wrong == [])
                #expect(inboxes[member]?.first?.headers.allSatisfy { $0 == "x-delivery-count" } == true)
                #expect(inboxes[member]?.first?.body.contains(#""source":"/petit/members/ai""#) == true)
                // What the member calls its message is its own business.
                #expect(inboxes[member]?.first?.properties.contains("m-1") == false)
            }
            #expect(explained.contains("\n  not       ai"))
            #expect(try receipts(inboxes["ai"] ?? []) == ["m-1 accepted created"])
            #expect(inboxes["ai"]?.first?.properties.contains("correlation_id=m-1") == true)
            #expect(try hub.hub("history", "config", "--feed", "ai").output.contains(#"  ai  "O-1"  id "#))
            #expect(try hub.hub("replay", "config", "ei", "--since", "1 hour").code == 0)
            #expect(try hub.inbox("ei").map(\.id) == inboxes["ei"]?.map(\.id))

            _ = try attempt(hub, as: "ai", [publish(event, "m-2"), publish(gone, "m-3")])
            _ = try hub.hub("run", "config", "--once")
            #expect(try hub.inbox("ei").map(\.change) == ["withdrawn O-1"])
            #expect(try hub.inbox("cre").map(\.change) == ["updated O-1", "withdrawn O-1"])
            #expect(try receipts(hub.inbox("ai")) == ["m-2 accepted changed", "m-3 accepted withdrawn"])
            #expect(
                try hub.journal().map(\.change) == ["created O-1", "updated O-1", "withdrawn O-1"])
            #expect(try hub.depth("dead") == 0)
            #expect(try hub.hub("run", "config", "--once").output.contains("nothing new: nothing published"))
        }
    }

    @Test func `a member may publish under its keys as itself, and nothing else`() throws {
        try Installation.small { hub in
            try hub.apply()
            let body = offer("O-1")
            let refused = try attempt(
                hub, as: "ai",
                [
                    publish(body, "m-1"),
                    publish(body, "m-2", as: "ei").replacing("petit.ei", with: "petit.ai"),
                    publish(body, "m-3").replacing("petit.ai", with: "petit.ei"),
                    publish(body, "m-4").replacing("petit.ai", with: "hub"),
                    publish(body, "m-5", more: #","exchange":"hub""#),
                    publish(body, "m-6", more: #","exchange":"private""#),
                    publish(body, "m-7", more: #","exchange":"""#).replacing("ai.offer", with: "inbox.ei"),
                    publish(body, "m-8", more: #","exchange":"""#).replacing("ai.offer", with: "ingress"),
                    publish(body, "m-9", more: #","exchange":"retry.10s""#).replacing("ai.offer", with: "ingress"),
                    publish(body, "m-10", more: #","exchange":"dead""#),
                    #"{"do":"queue_declare","queue":"mine"}"#,
                    #"{"do":"exchange_declare","exchange":"mine"}"#,
                    #"{"do":"queue_bind","queue":"inbox.ai","exchange":"hub","routing_key":"offer"}"#,
                    #"{"do":"queue_delete","queue":"inbox.ai"}"#,
                    #"{"do":"basic_get","queue":"inbox.ei"}"#,
                    #"{"do":"basic_get","queue":"ingress"}"#,
                    #"{"do":"basic_get","queue":"journal"}"#,
                    #"{"do":"queue_purge","queue":"ingress"}"#,
                    #"{"do":"basic_get","queue":"inbox.ai"}"#,
                ])
            #expect(refused.first == "\"confirmed\"")
            #expect(refused.last == "\"done\"")
            let codes = refused.dropFirst().dropLast().map { $0.prefix(12) }
            #expect(
                codes.map(String.init) == Array(repeating: #"{"code": 403"#, count: 1)
                    + Array(repeating: #"{"code": 406"#, count: 2) + Array(repeating: #"{"code": 403"#, count: 14),
                "\(refused)")
            #expect(try hub.depth("ingress") == 1)
        }
    }

    @Test func `what is wrong is refused with every problem and kept as a dead letter, and stops nothing beside it`()
        throws
    {
        try Installation.small { hub in
            try hub.apply()
            let said = try attempt(
                hub, as: "ai",
                [
                    publish(offer("O-1"), "m-1"),
                    publish(#"{"key":"O-2","type":"jobb","titel":"x"}"#, "m-2"),
                    publish(offer("O-3"), "m-3").replacing(#""user_id":"petit.ai","#, with: ""),
                    publish(offer("O-4"), "m-4", kind: "receipt"),
                    publish(#""not JSON""#, "m-5"),
                    publish(offer("O-6", title: "n° 1 85 05 78 006 048 88"), "m-6"),
                    publish(offer("O-7"), "m-1"),
                    publish(
                        #"{"specversion":"1.0","id":"m-8","source":"x","type":"siae.offer.withdrawn","data":{"key":"K"}}"#,
                        "m-8"),
                    publish(offer("O-9"), "m-9"),
                ])
            #expect(said == Array(repeating: "\"confirmed\"", count: 9))
            // Somebody with more rights than a member, a broken program of the collective's: nobody can be answered.
            try hub.client("publish", "ingress", "{}")
            let run = try hub.hub("run", "config", "--once")
            #expect(run.code == 65)
            #expect(run.output.contains("    10 read · 8 refused · 2 accepted · 0 repeated\n"))
            #expect(!run.output.contains("048"))

            #expect(try hub.inbox("ei").map(\.change) == ["created O-1", "created O-9"])
            let told = try receipts(hub.inbox("ai"))
            #expect(
                told == [
                    "m-1 accepted created",
                    #"m-2 refused message:1:32: field "titel": unknown field "titel" "#
                        + #"message:1:24: field "type": unknown word: "jobb" message:1: field "title": title is missing"#,
                    "m-3 refused message: the property user_id is missing",
                    #"m-4 refused message: the routing key "ai.receipt" names no kind that members publish"#,
                    #"m-5 refused message:1:1: an object is missing before "n""#,
                    #"m-6 refused message:1:40: field "title": holds what looks like a social security number (NIR)"#,
                    #"m-1 refused message: message_id "m-1" was used before, for another message"#,
                    #"m-8 refused message: no offer "K" of yours stands published"#,
                    "m-9 accepted created",
                ])
            #expect(try hub.depth("dead") == 8)
            let connection = try BrokerConnection(hub.address, name: "test")
            defer { connection.close() }
            let letter = DeadLetter(from: try #require(try connection.take(fromQueue: "dead")))
            // What nobody may keep is not kept in what is kept of it either.
            var kept: [DeadLetter] = [letter]
            while let delivery = try connection.take(fromQueue: "dead") { kept.append(DeadLetter(from: delivery)) }
            let masked = kept.map { String(decoding: $0.original.body, as: UTF8.self) }.filter { $0.contains("n° ") }
            #expect(masked.count == 1 && masked[0].contains("n° X XX XX XX XXX XXX XX"), "\(masked)")
            #expect(masked[0].hasPrefix("a social security number was taken out: {"))
            #expect(letter.member == "ai" && letter.reason == .invalid && letter.original.userID == "petit.ai")
            #expect(letter.original.id == "m-2" && letter.original.routingKey == "ai.offer")
            #expect(
                letter.problem.description.hasPrefix(
                    #"ingress, message m-2 of ai:1:32: field "titel": unknown field "titel" (and 2 more)"#))
        }
    }

    @Test
    func `a message that comes again is answered as before and published once; unchanged content changes nothing`()
        throws
    {
        try Installation.small { hub in
            try hub.apply()
            let first = publish(offer("O-1"), "m-1")
            _ = try attempt(hub, as: "ai", [first, first])
            _ = try hub.hub("run", "config", "--once")
            _ = try attempt(
                hub, as: "ai",
                [publish(offer("O-1", title: "Plongeuse"), "m-2"), publish(offer("O-1", title: "Plongeuse"), "m-3")])
            _ = try hub.hub("run", "config", "--once")
            _ = try attempt(hub, as: "ai", [first])
            let last = try hub.hub("run", "config", "--once")
            #expect(last.output.contains("    1 read · 0 refused · 0 accepted · 1 repeated\n"))
            #expect(try hub.inbox("ei").map(\.change) == ["created O-1", "updated O-1"])
            let answers = try hub.inbox("ai")
            #expect(
                try receipts(answers) == [
                    "m-1 accepted created", "m-1 accepted created", "m-2 accepted changed", "m-3 accepted",
                    "m-1 accepted created",
                ])
            #expect(Set(answers.map(\.id)).count == 3)
        }
    }

    @Test func `a name goes to the addressee only, under the pseudonym that a feed gives`() throws {
        try Installation.small { hub in
            try hub.apply()
            let referral =
                #"{"key":"R-1","type":"interSIAE","addressedTo":"ei","person":{"id":"P-118"},"#
                + #""consent":{"given":"2026-05-02","by":"Solène","purpose":"Contact"},"identity":{"lastName":"Béralda"}}"#
            _ = try attempt(
                hub, as: "ai",
                [
                    publish(referral, "m-1", kind: "referral"),
                    publish(
                        referral.replacing(#""ei""#, with: #""eii""#).replacing("R-1", with: "R-2"), "m-2",
                        kind: "referral"),
                ])
            _ = try hub.hub("run", "config", "--once")
            let ei = try hub.inbox("ei")
            #expect(ei.map(\.change) == ["created R-1"])
            #expect(ei.first?.body.contains(#""identity":{"lastName":"Béralda"}"#) == true)
            #expect(ei.first?.body.contains("P-118") == false)
            #expect(try hub.depth("inbox.cre") == 0)
            let journal = try hub.journal()
            #expect(journal.map(\.change) == ["created R-1"])
            #expect(!journal.contains { $0.body.contains("Béralda") || $0.body.contains("P-118") })
            let told = try receipts(hub.inbox("ai"))
            #expect(told.first == "m-1 accepted created")
            #expect(told.last?.hasPrefix(#"m-2 refused message:1:"#) == true)
            #expect(told.last?.contains(#"unknown addressee: "eii""#) == true)
        }
    }

    @Test func `a message of 50 MB is refused without filling the memory, and its neighbours go on`() throws {
        try Installation.small { hub in
            try hub.apply()
            let huge = #"{"do":"publish","key":"ai.offer","user_id":"petit.ai","message_id":"huge","bytes":52428800}"#
            let said = try attempt(
                hub, as: "ai",
                [
                    publish(offer("O-1"), "m-1"), huge, huge.replacing("huge", with: "more"),
                    publish(offer("O-2"), "m-2"),
                ])
            #expect(said == Array(repeating: "\"confirmed\"", count: 4))
            let program = try hub.start("run", "config")
            #expect(try Whole.comesTrue(within: 60) { try hub.depth("inbox.ai") == 4 })
            let status = try String(
                contentsOfFile: "/proc/\(program.process.processIdentifier)/status", encoding: .utf8)
            program.process.terminate()
            #expect(program.ended().code == 0)
            let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") }?.split(separator: " ")
                .compactMap { Int($0) }.first
            #expect(try #require(peak) < 100_000, "kilobytes")
            #expect(
                try receipts(hub.inbox("ai")) == [
                    "m-1 accepted created", "huge refused message: it has 52428800 bytes",
                    "more refused message: it has 52428800 bytes", "m-2 accepted created",
                ])
            #expect(
                program.errors.contains(
                    #"event=message.refused first="ingress, message huge of ai: it has 52428800 bytes\n"#))
        }
    }

    @Test func `for a recipient without an inbox a message waits, the others have it at once`() throws {
        try Installation.small { hub in
            try hub.apply()
            try hub.client("delete", "inbox.ei")
            _ = try attempt(hub, as: "ai", [publish(offer("O-1"), "m-1"), publish(offer("O-2"), "m-2")])
            let run = try hub.hub("run", "config", "--once")
            #expect(run.code == 0)
            #expect(
                run.output.contains(
                    """
                    from members
                        2 read · 0 refused · 2 accepted · 0 repeated · 2 wait for an inbox
                          inbox.ei: the inbox does not exist
                            why: a message of ai is for ei
                            fix: run hub apply config

                    """))
            #expect(try hub.inbox("cre").map(\.change) == ["created O-1", "created O-2"])
            #expect(try receipts(hub.inbox("ai")) == ["m-1 accepted created", "m-2 accepted created"])
            #expect(try hub.depth("retry.10s") == 2)

            // Meanwhile one of them is changed: the older content must not come after the newer.
            try hub.apply()
            _ = try attempt(hub, as: "ai", [publish(offer("O-2", title: "Plongeuse"), "m-3")])
            _ = try hub.hub("run", "config", "--once")
            #expect(try hub.inbox("ei").map(\.change) == ["updated O-2"])
            var policy = try #require(RetryLadder.policies.first)
            policy.definition["message-ttl"] = .number(1)
            try TestBroker.management().put(policy: policy, in: hub.address.vhost)
            #expect(try Whole.comesTrue { try hub.depth("ingress") == 2 })
            _ = try hub.hub("run", "config", "--once")
            #expect(try hub.inbox("ei").map(\.change) == ["created O-1"])
            #expect(try hub.depth("inbox.ai") == 1)
            #expect(try hub.depth("ingress") == 0 && hub.depth("dead") == 0)
        }
    }

    private struct Counted: Decodable, Equatable {
        let messages: Int
        let keys: Int
        let most: Int
    }

    @Test func `killed at any moment, nothing that a member published is lost, and repeats have the same ids`() throws {
        try Installation.small { hub in
            try hub.apply()
            let count = 1_500
            let said = try attempt(hub, as: "ai", (1...count).map { publish(offer("O-\($0)"), "m-\($0)") })
            #expect(said == Array(repeating: "\"confirmed\"", count: count))
            let connection = try BrokerConnection(hub.address, name: "test")
            defer { connection.close() }
            func depth(_ queue: String) throws -> Int { try connection.depth(ofQueue: queue)?.messages ?? 0 }
            var random = SplitMix(state: 20_261_121)
            for round in 0..<4 {
                let before = try depth("inbox.cre")
                let enough = before + Int.random(in: 1...300, using: &random)
                let program = try hub.start("run", "config")
                #expect(try Whole.comesTrue { try depth("inbox.cre") >= enough }, "round \(round): \(program.errors)")
                program.kill()
            }
            #expect(try depth("inbox.cre") < 3 * count)
            let program = try hub.start("run", "config")
            // The last message's answer is the last thing that is done; what was prefetched comes back late.
            #expect(try Whole.comesTrue(within: 60) { try depth("ingress") == 0 && depth("inbox.ai") >= count })
            program.process.terminate()
            #expect(program.ended().code == 0)
            #expect(try depth("ingress") == 0)
            for inbox in ["inbox.cre", "inbox.ei", "inbox.ai"] {
                let counted = try JSONDecoder().decode(Counted.self, from: Data(try hub.client("ids", inbox).utf8))
                #expect(counted.keys == count && counted.most == 1, "\(inbox): \(counted)")
            }
            #expect(try hub.depth("feed._ingress.checkpoint") == 1)
            #expect(try hub.depth("dead") == 0)
        }
    }

    @Test func `what is remembered of members' messages starts anew only when somebody accepts that`() throws {
        try Installation.small { hub in
            try hub.apply()
            _ = try attempt(hub, as: "ai", [publish(offer("O-1"), "m-1")])
            #expect(
                try hub.hub("status", "config").output.contains(
                    "\nfrom members  1 waiting, 0 published\n    no hub takes them up; fix: hub run config\n"))
            _ = try hub.hub("run", "config", "--once")
            #expect(try hub.inbox("ei").map(\.change) == ["created O-1"])
            #expect(try hub.hub("status", "config").output.contains("\nfrom members  0 waiting, 1 published\n"))

            try hub.client("purge", "feed._ingress.checkpoint")
            _ = try attempt(hub, as: "ai", [publish(offer("O-1"), "m-2")])
            for _ in 1...2 {
                let run = try hub.hub("run", "config", "--once")
                #expect(run.code == 65)
                #expect(
                    run.errors == """
                        what members published: not taken up
                        feed._ingress.checkpoint: the checkpoint is gone, though _ingress has published before
                          why: the queue was emptied, deleted or made anew; nobody knows any more what members hold, \
                        so nothing would be withdrawn and everything published again; nothing was published
                          fix: restore the broker's data from a backup; if it is gone for good: \
                        hub run config --once --feed _ingress --accept-new-start

                        """)
            }
            let status = try hub.hub("status", "config")
            #expect(status.code == 65)
            #expect(status.output.contains("\nfrom members  1 waiting, cannot be taken up\n"))
            #expect(try hub.depth("inbox.ei") == 0)

            let anew = try hub.hub("run", "config", "--once", "--feed", "_ingress", "--accept-new-start")
            #expect(anew.code == 0, "\(anew.errors)")
            #expect(anew.output.contains("from members\n    1 read · 0 refused · 1 accepted · 0 repeated\n"))
            #expect(try hub.inbox("ei").map(\.change) == ["created O-1"])

            // Accepted while nothing waits, it is accepted all the same.
            try hub.client("purge", "feed._ingress.checkpoint")
            #expect(try hub.hub("run", "config", "--once", "--feed", "_ingress", "--accept-new-start").code == 0)
            #expect(try hub.hub("status", "config").output.contains("\nfrom members  0 waiting, 0 published\n"))
        }
    }

    @Test func `one hub takes messages up, another stands by`() throws {
        try Installation.small { hub in
            try hub.apply()
            let other = try BrokerConnection(hub.address, name: "test")
            _ = try Lease(feed: IngressState.owner, on: other)
            let program = try hub.start("run", "config")
            #expect(
                Whole.comesTrue { program.errors.contains("level=info event=ingress.busy ingress=petit again_in=5s\n") }
            )
            _ = try attempt(hub, as: "ai", [publish(offer("O-1"), "m-1")])
            let once = try hub.hub("run", "config", "--once")
            #expect(!once.output.contains("from members") && !once.errors.contains("members"))
            #expect(try hub.depth("ingress") == 1)
            let status = try hub.hub("status", "config")
            #expect(status.output.contains("\nfrom members  1 waiting, a hub takes them up\n"))
            program.process.terminate()
            #expect(program.ended().code == 0)
            #expect(!program.errors.contains("level=error"))
        }
    }
}
