import Canonical
import Foundation
import Testing

@testable import Connectors

/// Deliveries by mail as an admin sees them: the program, a broker, an SMTP server.
@Suite(.enabled(if: Whole.isThere && MailFiles.isThere, "set HUB_TEST_BROKER and HUB_TEST_FILES: run deploy/test"))
struct MailDeliveryTests {
    /// The small collective, in which `ai` reads mail at `to`, at the hours if there are any.
    private func stage(_ to: String, digest: String = "", _ body: (Installation) throws -> Void) throws {
        try Installation.small { hub in
            let server = try MailFiles.server("tls")
            try hub.write("secrets/smtp", "geheim\n")
            try hub.edit(
                "config/hub.jsonc", "\"broker\"",
                """
                "mail": {
                    "server": "smtps://localhost:\(server.port)", "ca": "\(try TestFiles.path("ftp.ca"))", "user": "hub",
                    "password": "file:${HUB_SECRETS}/smtp", "from": "hub@example.org"
                  },
                  "broker"
                """)
            try hub.edit(
                "config/members/ai.jsonc", "  \"subscription\"",
                "  \"delivery\": { \"mail\": { \"to\": \"\(to)\"\(digest) } },\n  \"subscription\"")
            try hub.apply()
            try body(hub)
        }
    }

    private func export(_ hub: Installation, _ keys: String...) throws {
        let rows = keys.map { "\($0);Plongeur \($0);03;1\n" }
        try hub.write("config/exports/offres.csv", "ref;poste;dept;postes\n" + rows.joined())
    }

    @Test func `offers that came together are one mail, after the server's greylisting too`() throws {
        let to = MailFiles.address("grey")
        try stage(to) { hub in
            try export(hub, "A1", "A2")
            let first = try hub.hub("run", "config", "--once")
            #expect(first.errors.contains("the server does not take mails at present\n"))
            #expect(try MailFiles.paths(to).isEmpty)
            let second = try hub.hub("run", "config", "--once")
            #expect(second.errors == "")
            #expect(second.output.contains("delivery ai\n    2 delivered (mail to \(to))\n"))
            let mails = try MailFiles.read(MailFiles.paths(to))
            #expect(mails.map { $0.headers["Subject"] } == ["2 nouveautés\u{A0}: 2 offres"])
            #expect(mails.allSatisfy { $0.html.contains("Plongeur A1") && $0.text.contains("Plongeur A2") })
        }
    }

    @Test func `a recipient that the server refuses is said where the config names it`() throws {
        let to = MailFiles.address("gone")
        try stage(to) { hub in
            try export(hub, "A1")
            let run = try hub.hub("run", "config", "--once")
            #expect(run.code == 78)
            #expect(run.errors.contains("config/members/ai.jsonc:4:"))
            #expect(run.errors.contains("the server refuses the recipient \(to)\n"))
            #expect(!run.errors.contains("geheim") && !run.output.contains("geheim"))
        }
    }

    @Test func `what is not urgent waits for its hour`() throws {
        let to = MailFiles.address()
        try stage(to, digest: ", \"digest\": [\"08:00\"]") { hub in
            try export(hub, "A1")
            let run = try hub.hub("run", "config", "--once")
            #expect(run.code == 0, "\(run.errors)")
            #expect(try MailFiles.paths(to).isEmpty)
        }
    }

    @Test func `a referral is answered by mail; whoever answers too late reads so in a mail`() throws {
        let (to, user) = (MailFiles.address("cre"), "user-\(UInt64.random(in: 0 ... .max))")
        try stage(MailFiles.address()) { hub in
            try hub.edit("config/hub.jsonc", "\"from\":", "\"replyTo\": \"reponses@example.org\", \"from\":")
            let catalogue = Whole.root.appending(path: "config/catalogue/mail-answers.jsonc")
            try hub.write("config/catalogue/mail-answers.jsonc", try String(contentsOf: catalogue, encoding: .utf8))
            let imap = try TestFiles.text("imap.ports").split(separator: "\n")[1]
            try hub.write(
                "config/members/cre.jsonc",
                """
                {
                  "name": "La CRE", "kind": "CRE", "delivery": { "mail": { "to": "\(to)" } },
                  "feeds": {
                    "cre-reponses": {
                      "extends": "catalogue/mail-answers",
                      "source": { "imap": {
                        "host": "localhost", "port": \(imap), "ca": "\(try TestFiles.path("ftp.ca"))", "user": "\(user)",
                        "password": "file:${HUB_SECRETS}/smtp", "from": "@cre.example.org", "take": "messages"
                      } }
                    }
                  }
                }
                """)
            try hub.write(
                "config/members/ai.jsonc",
                """
                { "name": "L'AI", "kind": "AI", "amqp": { "password": "file:${HUB_SECRETS}/members/ai.password" } }
                """)
            try hub.apply()
            func referral(_ key: String) -> (String, String) {
                (
                    "referral",
                    #"{"key":"\#(key)","type":"creAction","action":"pmsmp","addressedTo":"cre","person":{"id":"118"}}"#
                )
            }
            #expect(try hub.publish(as: "ai", referral("R1"), referral("R2")) == ["accepted", "accepted"])
            let mails = try MailFiles.paths(to)
            #expect(mails.count == 2)

            try MailFiles.answer(mails[0], "Accepter", saying: "Avec plaisir.", intoMailboxOf: user)
            let run = try hub.hub("run", "config", "--once")
            #expect(run.code == 0, "\(run.errors)")
            let answers = try hub.inbox("ai")
            #expect(answers.map(\.kind) == ["response"])
            #expect(answers.first?.body.contains(#""about":{"kind":"referral","key":"R1","source":"ai"}"#) == true)

            #expect(try hub.withdraw(as: "ai", "referral", "R2") == ["accepted"])
            try MailFiles.answer(mails[1], "Accepter", saying: "Avec plaisir.", intoMailboxOf: user)
            let late = try hub.hub("run", "config", "--once")
            #expect(late.code == 65 && late.output.contains("the referral \"R2\" was withdrawn"))
            #expect(try hub.inbox("ai") == [])
            let told = try #require(try MailFiles.read(MailFiles.paths(to)).last)
            let words = told.text.split { $0.isWhitespace }.joined(separator: " ")
            #expect(words.contains("l’orientation « R2 » a été retirée"), "\(told.text)")
            #expect(words.contains("plus personne n’attend de réponse"), "\(told.text)")
            #expect(!words.contains("was withdrawn"), "\(told.text)")
        }
    }
}
