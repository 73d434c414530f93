import Canonical
import Foundation
import Testing

@testable import Connectors

/// Mails to real SMTP servers: those that take them and those that do not.
@Suite(.enabled(if: MailFiles.isThere, "set HUB_TEST_FILES: run deploy/test"))
struct MailTransferTests {
    private let mail = Array("Subject: Essai\r\n\r\nBonjour.\r\n.\r\n..deux points\r\n".utf8)
    private let toPlace = Place("members/m.jsonc", line: 4, column: 30)

    private func send(
        _ kind: String, to recipients: [String], password: String = "geheim", port: Int? = nil, ca: String? = nil,
        from: String = "hub@example.org", patience: MailTransfer.Patience = MailTransfer.Patience()
    ) throws -> String {
        let server = try MailFiles.server(kind, password: password, port: port, ca: ca, from: from)
        let transfer = MailTransfer(server, patience: patience, tick: {})
        do throws(Failure) {
            switch try transfer.send(mail, to: recipients, at: toPlace) {
            case .taken: return "taken"
            case .refused(let problem):
                return "refused \(problem)".replacing(/localhost:\d+/, with: "localhost:PORT")
            }
        } catch {
            return "\(error.isTemporary ? "temporary" : "lasting") \(error.problem)"
                .replacing(/localhost:\d+/, with: "localhost:PORT").replacing(/port \d+/, with: "port PORT")
        }
    }

    @Test(arguments: ["starttls", "tls", "none"])
    func `a mail arrives byte for byte, for all its recipients`(_ kind: String) throws {
        let (one, other) = (MailFiles.address(), MailFiles.address("autre"))
        #expect(try send(kind, to: [one, other]) == "taken")
        for address in [one, other] {
            let path = try #require(try MailFiles.paths(address).first)
            #expect(try Fixtures.bytes(path) == mail)
        }
    }

    @Test func `one connection carries several mails`() throws {
        let address = MailFiles.address()
        let transfer = MailTransfer(try MailFiles.server("starttls"), tick: {})
        for _ in 1...3 { _ = try transfer.send(mail, to: [address], at: toPlace) }
        #expect(try MailFiles.paths(address).count == 3)
    }

    @Test func `greylisting is temporary, and the next try goes through`() throws {
        let address = MailFiles.address("grey")
        #expect(
            try send("starttls", to: [address]) == """
                temporary smtp://localhost:PORT: the server does not take mails at present
                  why: it said "450 4.2.0 greylisted, come back later"
                  fix: nothing: it is tried again; if it lasts, ask the server's people
                """)
        #expect(try send("starttls", to: [address]) == "taken")
        #expect(try MailFiles.paths(address).count == 1)
    }

    @Test func `a recipient that is not there, a sender that may not, and a wrong password last`() throws {
        let gone = MailFiles.address("gone")
        #expect(
            try send("tls", to: [gone]) == """
                lasting members/m.jsonc:4:30: the server refuses the recipient \(gone)
                  why: smtps://localhost:PORT said "550 5.1.1 no such mailbox here"
                  fix: correct "to", or ask the member which address reads mail
                """)
        #expect(
            try send("starttls", to: [MailFiles.address()], from: "forbidden@example.org") == """
                lasting smtp://localhost:PORT: the server does not let forbidden@example.org send
                  why: it said "550 5.7.1 sender address rejected" (hub.jsonc:6:13)
                  fix: write the address that the login belongs to as "from", or give a "user" and a "password"
                """)
        #expect(
            try send("starttls", to: [MailFiles.address()], password: "falsch") == """
                lasting smtp://localhost:PORT: the server refused the login of user "hub"
                  why: the user or the password is not right (hub.jsonc:5:17)
                  fix: correct them; some providers want a password made for programs
                """)
    }

    @Test func `a mail that is refused for itself does not stop the others`() throws {
        #expect(
            try send("none", to: [MailFiles.address("big")]) == """
                refused smtp://localhost:PORT: the server refuses the mail itself
                  why: it said "552 5.3.4 message too big"
                  fix: ask the server's people what they refuse: size, links or words
                """)
        #expect(try send("none", to: [MailFiles.address("busy")]).hasPrefix("temporary "))
    }

    @Test func `a server that breaks off, falls silent or is not there is tried again`() throws {
        #expect(try send("none", to: [MailFiles.address("cut")]).hasPrefix("temporary "))
        let silent = try send(
            "none", to: [MailFiles.address("slow")], patience: MailTransfer.Patience(silence: 2, whole: 10))
        #expect(
            silent == """
                temporary smtp://localhost:PORT: the server took too long
                  why: nothing came for 2 seconds, or the mail took 10
                  fix: nothing: it is tried again
                """)
        let whole = try send(
            "none", to: [MailFiles.address("slow")], patience: MailTransfer.Patience(silence: 60, whole: 2))
        #expect(whole.contains("or the mail took 2"))
        #expect(
            try send("tls", to: [MailFiles.address()], port: 1) == """
                temporary smtps://localhost:PORT: nobody answers
                  why: port PORT of localhost is closed (hub.jsonc:3:21)
                  fix: see that the server runs, that the port is right, and that no firewall stands between
                """)
    }

    @Test func `nothing goes to a server without TLS, or with a certificate that nobody vouches for`() throws {
        let plain = try MailFiles.server("none").port
        #expect(
            try send("starttls", to: [MailFiles.address()], port: plain) == """
                lasting smtp://localhost:PORT: the server does not offer TLS
                  why: without it nothing is sent (hub.jsonc:3:21)
                  fix: ask the server's people for TLS; with smtps:// it starts at once
                """)
        let untrusted = try send("tls", to: [MailFiles.address()], ca: "/etc/ssl/certs/ca-certificates.crt")
        #expect(untrusted.hasPrefix("lasting smtps://localhost:PORT: the server's certificate is not trusted"))
        let missing = try send("starttls", to: [MailFiles.address()], ca: "/nowhere.pem")
        #expect(missing.hasPrefix("lasting smtp://localhost:PORT: the file of \"ca\" cannot be read"))
    }

    @Test func `a tick that throws ends the transfer`() throws {
        let stop = Failure(Problem(Place("hub"), "stopped"), .stopped)
        let transfer = MailTransfer(try MailFiles.server("none"), tick: { () throws(Failure) in throw stop })
        #expect(throws: stop) { try transfer.send(mail, to: [MailFiles.address("slow")], at: toPlace) }
    }
}
