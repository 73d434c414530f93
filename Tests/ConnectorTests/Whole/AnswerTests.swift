import Foundation
import Testing

@testable import Connectors

/// Answers that find their way back to whoever asked, and those that nobody asked for.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct AnswerTests {
    private func referral(_ key: String, to member: String = "cre", more: String = "") -> (String, String) {
        (
            "referral",
            #"{"key":"\#(key)","type":"creAction","action":"pmsmp","addressedTo":"\#(member)","person":{"id":"118"}\#(more)}"#
        )
    }

    private func answer(
        _ key: String, about: String, kind: String = "referral", _ answer: String = "accepted", more: String = ""
    ) -> (String, String) {
        (
            "response",
            #"{"key":"\#(key)","answer":"\#(answer)","about":{"kind":"\#(kind)","key":"\#(about)"},"#
                + #""answered":"2026-05-05"\#(more)}"#
        )
    }

    private func application(
        _ key: String, for offer: String, status: String = "proposed", more: String = ""
    ) -> (String, String) {
        (
            "application",
            #"{"key":"\#(key)","status":"\#(status)","sent":"2026-05-04","person":{"id":"P-\#(key)"},"#
                + #""offer":{"key":"\#(offer)","source":"ei"}\#(more)}"#
        )
    }

    @Test func `an answer goes back to who asked, without the answerer naming anybody`() throws {
        try Installation.small { hub in
            try hub.apply()
            #expect(try hub.publish(as: "ai", referral("R1"), referral("R2")) == ["accepted", "accepted"])
            #expect(try hub.inbox("cre").map(\.change) == ["created R1", "created R2"])

            #expect(
                try hub.publish(
                    as: "cre", answer("A1", about: "R1"), answer("A2", about: "R2", more: #","addressedTo":"ai""#),
                    answer("A3", about: "R1", more: #","addressedTo":"ei""#), answer("A4", about: "R9"))
                    == [
                        "accepted", "accepted",
                        """
                        message:1: field "addressedTo": an answer to the referral "R1" goes to ai, not to "ei"
                          why: an answer goes back to the member that asked
                          fix: write "ai", or leave addressedTo out
                        """.replacing("message:1:", with: "message:1:122:"),
                        """
                        message:1:74: field "about.key": no referral "R9" that cre received stands published
                          why: an answer goes back to the member that asked
                          fix: correct about.key
                        """,
                    ])
            let answers = try hub.inbox("ai").filter { $0.kind == "response" }
            #expect(answers.map(\.change) == ["created A1", "created A2"])
            #expect(
                answers.first?.body.contains(
                    #""about":{"kind":"referral","key":"R1","source":"ai"},"addressedTo":"ai","answered":"2026-05-05"}"#
                )
                    == true)
            #expect(try hub.depth("inbox.ei") == 0)

            // Whom it was not addressed to cannot even tell that it is there.
            #expect(
                try hub.publish(as: "ei", answer("A5", about: "R1"))
                    == [
                        """
                        message:1:74: field "about.key": no referral "R1" that ei received stands published
                          why: an answer goes back to the member that asked
                          fix: correct about.key
                        """
                    ])
            #expect(try hub.withdraw(as: "ai", "referral", "R1") == ["accepted"])
            #expect(
                try hub.publish(
                    as: "cre", answer("A6", about: "R1"), answer("A1", about: "R1", more: #","comment":"x""#))
                    == [
                        """
                        message:1:74: field "about.key": the referral "R1" was withdrawn
                          why: nobody waits for an answer any more
                          fix: drop the answer
                        """, "accepted",
                    ])
            #expect(try hub.depth("dead") == 4)
            // Who asked answers too: it agrees to the plan.
            #expect(
                try hub.publish(as: "ai", answer("B2", about: "R2", more: #","agreed":{"counsellor":"2026-05-06"}"#))
                    == ["accepted"])
            #expect(try hub.inbox("cre").filter { $0.kind == "response" }.map(\.change) == ["created B2"])
        }
    }

    @Test func `a feed's answers go the same way, and stay when what they are about is withdrawn`() throws {
        try Installation.small { hub in
            try hub.write(
                "config/feeds/reponses.jsonc",
                """
                {
                  "member": "cre",
                  "kind": "response",
                  "source": { "directory": { "path": "answers" } },
                  "format": { "csv": { "delimiter": ";" } },
                  "map": {
                    "key": "ref", "answer": { "const": "declined" }, "reason": { "const": "other" },
                    "about.kind": { "const": "referral" }, "about.key": "demande", "answered": { "const": "2026-05-05" }
                  }
                }
                """)
            try hub.write("config/answers/1.csv", "ref;demande\nA1;R1\nA2;R7\n")
            try hub.apply()
            #expect(try hub.publish(as: "ai", referral("R1")) == ["accepted"])
            // The feed ran before the referral was there: its rejections are read again.
            let run = try hub.hub("run", "config", "--once", "--feed", "reponses", "--again")
            #expect(run.code == 65)
            #expect(run.output.contains("2 read · 1 rejected · 1 created · 0 updated · 0 withdrawn\n"))
            #expect(
                run.output.contains(
                    """
                      config/answers/1.csv:3:4: record 2, field "demande": no referral "R7" that cre received stands published
                        why: an answer goes back to the member that asked
                        fix: correct about.key or about.source
                    """.replacing(" or about.source", with: "")))
            #expect(try hub.inbox("ai").map(\.change) == ["created A1"])
            #expect(try hub.withdraw(as: "ai", "referral", "R1") == ["accepted"])
            let again = try hub.hub("run", "config", "--once", "--feed", "reponses", "--again")
            #expect(again.output.contains("2 read · 1 rejected · 0 created · 0 updated · 0 withdrawn · 1 unchanged\n"))
        }
    }

    /// Story 15.
    @Test func `a rejection without a reason is refused, and the candidate's structure gets the reason`() throws {
        try Installation.small { hub in
            try hub.apply()
            let offer = ("offer", #"{"key":"O-1","type":"job","title":"Plongeur","workplace":{"departement":"03"}}"#)
            #expect(try hub.publish(as: "ei", offer) == ["accepted"])
            #expect(try hub.publish(as: "ai", application("C1", for: "O-1")) == ["accepted"])
            #expect(try hub.inbox("ei").filter { $0.kind == "application" }.map(\.change) == ["created C1"])
            let said = try hub.publish(
                as: "ei", answer("A1", about: "C1", kind: "application", "declined"),
                answer("A2", about: "C1", kind: "application", "declined", more: #","reason":"not_mobile""#))
            #expect(
                said == [
                    """
                    message:1: field "reason": reason is missing
                      why: a response has one when answer is declined: Why it is declined.
                      fix: add "reason"
                    """, "accepted",
                ])
            let told = try hub.inbox("ai").filter { $0.kind == "response" }
            #expect(told.map(\.change) == ["created A2"])
            #expect(told.first?.body.contains(#""reason":"not_mobile""#) == true)
        }
    }

    /// Story 5.
    @Test func `a CRE sees of a person only what a referral for an action says`() throws {
        try Installation.small { hub in
            try hub.apply()
            let pathway = (
                "pathway",
                #"{"key":"V1","person":{"id":"118"},"siaeKind":"AI","contract":{"type":"CDI","starts":"2026-01-05"}}"#
            )
            #expect(try hub.publish(as: "ai", pathway) == ["accepted"])
            #expect(try hub.depth("inbox.cre") == 0)
            let (kind, body) = referral("R1")
            #expect(
                try hub.publish(as: "ai", (kind, body.replacing(#""action":"pmsmp","#, with: "")))
                    == [
                        """
                        message:1: field "action": action is missing
                          why: a referral has one when type is creAction: Which of the CRE's seven actions is asked for.
                          fix: add "action"
                        """
                    ])
            #expect(try hub.depth("inbox.cre") == 0)
        }
    }

    @Test func `an offer that takes one person at a time takes the next when the first was not taken`() throws {
        try Installation.small { hub in
            try hub.apply()
            let offer = (
                "offer",
                #"{"key":"O-1","type":"job","title":"Plongeur","candidates":"one","workplace":{"departement":"03"}}"#
            )
            #expect(try hub.publish(as: "ei", offer) == ["accepted"])
            let taken = """
                message:1:102: field "offer.key": somebody is put forward for the offer "O-1" at present
                  why: the offer takes one person at a time (candidates: one)
                  fix: put the person forward again when the offer is free
                """
            #expect(
                try hub.publish(as: "ai", application("C1", for: "O-1"), application("C2", for: "O-1"))
                    == ["accepted", taken])
            #expect(try hub.publish(as: "cre", application("D1", for: "O-1")) == [taken])
            // What is put forward may change, and end.
            #expect(
                try hub.publish(as: "ai", application("C1", for: "O-1", status: "interview")) == ["accepted"])
            #expect(
                try hub.publish(
                    as: "ai", application("C1", for: "O-1", status: "rejected", more: #","reason":"other""#))
                    == ["accepted"])
            #expect(try hub.publish(as: "cre", application("D1", for: "O-1")) == ["accepted"])
            #expect(try hub.publish(as: "ai", application("C2", for: "O-1")) == [taken])
            #expect(try hub.withdraw(as: "cre", "application", "D1") == ["accepted"])
            #expect(try hub.publish(as: "ai", application("C2", for: "O-1")) == ["accepted"])
            #expect(
                try hub.inbox("ei").filter { $0.kind == "application" }.map(\.change) == [
                    "created C1", "updated C1", "updated C1", "created D1", "withdrawn D1", "created C2",
                ])
        }
    }

    /// Story 4.
    @Test
    func `story 4: who asked is told how far each referral has come, and a plan is active when all three have agreed`()
        throws
    {
        try Installation.small { hub in
            try hub.apply()
            let collective = try CollectiveReader.read(hub.path("config"), variables: hub.environment)
            var correspondence = Correspondence(of: collective)
            func look(at now: Int) throws -> [String] {
                let connection = try BrokerConnection(hub.address, name: "test")
                defer { connection.close() }
                _ = try ReferralsRun(collective, at: now).run(on: connection, &correspondence)
                return try told()
            }
            func told() throws -> [String] {
                try hub.inbox("ai").filter { $0.kind == "progress" }.map { message in
                    #expect(message.wrong == [])
                    struct Event: Decodable {
                        struct Content: Decodable {
                            let state: String?
                            let reason: String?
                        }
                        let data: Content
                    }
                    let data = try JSONDecoder().decode(Event.self, from: Data(message.body.utf8)).data
                    return [message.change, data.state, data.reason].compactMap { $0 }.joined(separator: " ")
                }
            }
            let now = Int(Date().timeIntervalSince1970)
            #expect(try hub.publish(as: "ai", referral("R1"), referral("R2")) == ["accepted", "accepted"])
            #expect(try look(at: now) == ["created ai/R1 sent", "created ai/R2 sent"])
            #expect(try look(at: now) == [])
            _ = try hub.inbox("cre")
            #expect(try look(at: now + 60) == ["updated ai/R1 received", "updated ai/R2 received"])

            let plan = #","steps":[{"label":"Entretien","by":"cre"}],"agreed":{"cre":"2026-05-05"}"#
            #expect(
                try hub.publish(
                    as: "cre", answer("A1", about: "R1", more: plan),
                    answer("A2", about: "R2", "declined", more: #","reason":"not_mobile""#)) == [
                        "accepted", "accepted",
                    ])
            #expect(try look(at: now + 120) == ["updated ai/R1 planned", "updated ai/R2 declined not_mobile"])
            #expect(
                try hub.publish(as: "ai", answer("B1", about: "R1", more: #","agreed":{"counsellor":"2026-05-06"}"#))
                    == ["accepted"])
            #expect(try look(at: now + 180) == ["updated ai/R1 planned"])
            let agreed = plan.replacing("}]", with: #","done":"2026-05-12"}]"#)
                .replacing(#""cre":"2026-05-05""#, with: #""cre":"2026-05-05","person":"2026-05-07""#)
            #expect(try hub.publish(as: "cre", answer("A1", about: "R1", more: agreed)) == ["accepted"])
            // A hub that was just started knows the same.
            correspondence = Correspondence(of: collective)
            #expect(try look(at: now + 240) == ["updated ai/R1 closed"])
            #expect(try hub.withdraw(as: "ai", "referral", "R2") == ["accepted"])
            #expect(try look(at: now + 300) == ["withdrawn ai/R2"])

            #expect(try hub.hub("replay", "config", "ai", "--since", "1 hour", "--kind", "progress").code == 0)
            #expect(try told() == ["updated ai/R1 closed", "withdrawn ai/R2"])

            let listed = try hub.hub("referrals", "config", "--member", "cre")
            #expect(listed.code == 0)
            let lines = listed.output.split(separator: "\n").map(String.init)
            #expect(lines.first == #"closed  "R1" of ai  creAction pmsmp  ai -> cre"#)
            #expect(lines.dropFirst().first?.contains("answered 2026-05-05") == true)
            #expect(
                lines.dropFirst(2) == [
                    "    1 of 1 step done; agreed: counsellor 2026-05-06, CRE 2026-05-05, person 2026-05-07",
                    "1 referral",
                ])
            #expect(try hub.hub("referrals", "config", "--member", "ei").output == "0 referrals\n")
            #expect(try hub.depth("inbox.ei") == 0)
        }
    }
}
