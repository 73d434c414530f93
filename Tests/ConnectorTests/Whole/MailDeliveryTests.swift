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
}
