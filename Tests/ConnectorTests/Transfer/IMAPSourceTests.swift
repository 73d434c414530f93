import Canonical
import Foundation
import Testing

@testable import Connectors

/// Mails against Dovecot, put there by Python's own client.
@Suite(.enabled(if: TestFiles.isThere && Whole.python != nil, "set HUB_TEST_FILES: run deploy/test"))
struct IMAPSourceTests {
    private let scratch: Scratch
    /// Each test has mailboxes of its own.
    private let user = "user-\(UInt64.random(in: 0 ... .max))"

    init() throws { scratch = try Scratch() }

    private func ports() throws -> [Int] {
        try TestFiles.text("imap.ports").split(separator: "\n").compactMap { Int($0) }
    }

    @discardableResult
    private func mail(_ verb: String, _ folder: String, _ rest: String...) throws -> [String] {
        let script = Fixtures.folder + "/servers/mail.py"
        let words = [script, "\(try ports()[1])", try TestFiles.path("ftp.ca"), user, verb, folder] + rest
        let python = try #require(Whole.python)
        let output = try #require(try TestBroker.run(python, words))
        return output.split(separator: "\n").map(String.init)
    }

    private func source(_ changes: [String: String?] = [:]) throws -> any ExportSource {
        try scratch.write("secrets/mail", "geheim\n")
        var words = [
            "host": "\"localhost\"", "port": "\(try ports()[1])", "user": "\"\(user)\"",
            "password": "\"file:secrets/mail\"", "ca": "\"\(try TestFiles.path("ftp.ca"))\"", "match": "\"*.csv\"",
        ]
        for (word, value) in changes { words[word] = value }
        let text = words.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ")
        let reading = ConfigReading(folder: scratch.path, variables: [:])
        let setting = try ConfigText.parse(Array("{ \"source\": { \"imap\": { \(text) } } }".utf8), file: "feed.jsonc")
        let source = ExportSources.read(Settings(setting, "the feed", reading))
        #expect(reading.problems.map(\.description) == [])
        return try #require(source)
    }

    private struct Seen: Equatable {
        /// Name of each export without the server, and its content.
        var exports: [String]
        var cursor: String?
        var notes: [String] = []
    }

    private func visit(_ source: any ExportSource, _ cursor: String? = nil, settles: Bool = true) throws -> Seen {
        var notes: [String] = []
        let folder = try RunFolder()
        let fetched = try source.fetch(Visit(cursor: cursor, folder: folder, now: 0, note: { notes.append($0) }))
        let exports = try (fetched?.exports ?? []).map { export in
            let name = export.name.split(separator: "/").last.map(String.init) ?? ""
            return "\(name)=\(String(decoding: try Fixtures.bytes(export.path), as: UTF8.self))"
        }
        if settles { try fetched?.settle() }
        return Seen(exports: exports, cursor: fetched?.cursor, notes: notes)
    }

    private func failure(_ source: any ExportSource) throws -> Failure {
        try #require(throws: Failure.self) { _ = try visit(source) }
    }

    @Test func `the newest mail with a matching attachment is read, whatever its name and encoding, and never twice`()
        throws
    {
        try mail("put", "INBOX", "léa@example.org", "Export de mars", "export.csv", "vieux")
        try mail("put", "INBOX", "lea@example.org", "Export d'avril", "export été.csv", "é;1\n", "notes.txt", "x")
        try mail("put", "INBOX", "lea@example.org", "Bonjour")
        let source = try source()
        let first = try visit(source)
        #expect(first.exports == ["INBOX, mail 2: export été.csv=é;1\n"])
        #expect(try visit(source, first.cursor).exports == [])
        #expect(try mail("list", "INBOX") == ["Export de mars", "Export d'avril", "Bonjour"])
        try mail("put", "INBOX", "lea@example.org", "Export de mai", "mai.csv", "m")
        #expect(try visit(source, first.cursor).exports == ["INBOX, mail 4: mai.csv=m"])
    }

    @Test func `all attachments of all mails are one export in their order, also those of the same name`() throws {
        try mail("put", "INBOX", "a@example.org", "1", "e-10.csv", "c", "e-2.csv", "b")
        try mail("put", "INBOX", "a@example.org", "2", "e.csv", "d", "e.csv", "e")
        let seen = try visit(try source(["take": "\"all\""]))
        #expect(seen.exports.map { $0.suffix(1) } == ["b", "c", "d", "e"])
    }

    @Test func `sender and subject choose the mails`() throws {
        try mail("put", "INBOX", "lea@example.org", "Export de mars", "e.csv", "a")
        try mail("put", "INBOX", "autre@example.org", "Export de mars", "e.csv", "b")
        try mail("put", "INBOX", "lea@example.org", "Facture \"A\"", "e.csv", "c")
        let exports = try visit(source(["from": "\"lea@\"", "subject": "\"export\"", "take": "\"all\""])).exports
        #expect(exports.map { $0.suffix(1) } == ["a"])
        #expect(try visit(source(["subject": #""Facture \"A\"""#])).exports.map { $0.suffix(1) } == ["c"])
    }

    @Test func `mails themselves are one file, in their order, each with its own beginning`() throws {
        try mail("put", "INBOX", "lea@example.org", "Un")
        let raw =
            "From: lea@example.org\r\nTo: autre@example.org\r\nSubject: Deux\r\n\r\nFrom moi\r\n>From toi\r\nfin\r\n"
        try mail("append", "INBOX", scratch.write("raw.eml", raw))
        try mail("put", "INBOX", "autre@example.org", "Trois")
        let source = try source(["take": "\"messages\"", "match": nil, "from": "\"lea@\""])
        let visit = try visit(source)
        #expect(visit.exports.count == 1)
        let text = try #require(visit.exports.first)
        #expect(text.hasPrefix("INBOX, mails 1 to 2=From mail-1\nFrom: lea@example.org\n"))
        #expect(
            text.hasSuffix(
                "\nFrom mail-2\n\(raw.replacing("\r\n", with: "\n").replacing("\n>From", with: "\n>>From").replacing("\nFrom moi", with: "\n>From moi"))\n"
            ))
        let exports = try self.visit(try self.source(["take": "\"messages\"", "match": nil, "to": "\"autre@\""]))
            .exports
        #expect(exports.map { $0.prefix(28) } == ["INBOX, mail 2=From mail-2\nFr"])
    }

    @Test func `mails are moved or deleted when they are settled, and those of other matters stay`() throws {
        for number in 1...3 { try mail("put", "INBOX", "a@example.org", "Export \(number)", "e.csv", "\(number)") }
        try mail("put", "INBOX", "a@example.org", "Bonjour")
        let moving = try source(["after": #"{ "move": "Archive" }"#])
        let unsettled = try visit(moving, settles: false)
        #expect(try mail("list", "INBOX").count == 4)
        #expect(try visit(moving) == unsettled)
        #expect(try mail("list", "INBOX") == ["Bonjour"])
        #expect(try mail("list", "Archive").sorted() == ["Export 1", "Export 2", "Export 3"])

        try mail("put", "INBOX", "a@example.org", "Export 4", "e.csv", "4")
        _ = try visit(try source(["after": "\"delete\""]))
        #expect(try mail("list", "INBOX") == ["Bonjour"])
        #expect(try mail("list", "Archive").count == 3)
    }

    @Test func `a mailbox that was made anew is read from its beginning`() throws {
        try mail("put", "Archive", "a@example.org", "1", "e.csv", "old")
        let source = try source(["folder": "\"Archive\""])
        let first = try visit(source)
        try mail("renew", "Archive")
        try mail("put", "Archive", "a@example.org", "1", "e.csv", "new")
        #expect(try visit(source, first.cursor).exports == ["Archive, mail 1: e.csv=new"])
    }

    @Test func `nothing new is said with where it was looked for`() throws {
        let port = try ports()[1]
        #expect(try visit(try source()).notes == ["no new mail matches in imap://localhost:\(port)/INBOX"])
        try mail("put", "INBOX", "a@example.org", "1", "e.txt", "x")
        #expect(
            try visit(try source()).notes == [
                "1 new mail in imap://localhost:\(port)/INBOX, no attachment matches *.csv"
            ])
    }

    @Test func `TLS may begin at once or by STARTTLS, never not at all`() throws {
        try mail("put", "INBOX", "a@example.org", "1", "e.csv", "x")
        let ports = try ports()
        #expect(try visit(source(["implicit": "false", "port": "\(ports[0])"])).exports.count == 1)
        let untrusted = try failure(source(["ca": nil]))
        #expect(untrusted.cause == .config)
        #expect(untrusted.problem.what == "the server's certificate is not trusted")
    }

    @Test func `a wrong password, a folder that is not there and an archive that is not there`() throws {
        try scratch.write("secrets/wrong", "falsch\n")
        let login = try failure(source(["password": "\"file:secrets/wrong\""]))
        #expect(login.cause == .config)
        #expect(
            login.problem.description.hasPrefix(
                "imap://localhost:\(try ports()[1])/INBOX: the server refused the login of user \"\(user)\"\n"))
        #expect(!"\(login.problem)".contains("falsch"))

        let folder = try failure(source(["folder": "\"Exports\""]))
        #expect(
            folder.problem.description == """
                imap://localhost:\(try ports()[1])/Exports: the server refuses to open it or to search in it
                  why: user "\(user)" asked for "STATUS \\"Exports\\" (UIDVALIDITY)" (feed.jsonc:1:23)
                  fix: correct "folder"; its name is the server's own, such as INBOX
                """)
        try mail("put", "INBOX", "a@example.org", "1", "e.csv", "x")
        let archive = try failure(source(["after": #"{ "move": "Nowhere" }"#]))
        #expect(
            archive.problem.description == """
                imap://localhost:\(try ports()[1])/INBOX: the mails were read but not moved to "Nowhere"
                  why: the server refused (feed.jsonc:1:23)
                  fix: create the folder in the mailbox, or write "after": "keep"; they are not read again
                """)
    }

    @Test func `a mail that is too large and a connection that breaks are failures`() throws {
        try mail("put", "INBOX", "a@example.org", "1", "e.csv", String(repeating: "x;y\n", count: 20_000))
        let large = try failure(source(["size": "\"10 KB\""]))
        #expect(large.problem.what == "the mail is larger than 10 KB")
        // TLS and the login take some thousand bytes; then the mail is cut in its middle.
        let relay = try BreakingRelay(to: try ports()[1], after: 40_000, times: 100)
        defer { relay.stop() }
        let broken = try failure(source(["port": "\(relay.port)"]))
        #expect(broken.cause == .unreachable)
    }

    @Test func `what cannot stand in the config`() throws {
        let reading = ConfigReading(folder: scratch.path, variables: [:])
        let text = #"""
            { "source": { "imap": { "host": "h", "user": "u", "password": "geheim", "subject": "Été",
              "after": { "mvoe": "x" } } } }
            """#
        _ = ExportSources.read(
            Settings(try ConfigText.parse(Array(text.utf8), file: "feed.jsonc"), "the feed", reading))
        #expect(
            reading.problems.map { "\($0.place.position): \($0.what)" } == [
                "feed.jsonc:1:63: \"password\" is written out",
                "feed.jsonc:1:84: \"subject\" is empty or has other letters than those of English",
                "feed.jsonc:2:12: \"move\" is missing",
                "feed.jsonc:2:14: unknown word \"mvoe\" in \"after\"",
            ])
    }

    @Test func `mails themselves have no attachments to choose`() throws {
        let reading = ConfigReading(folder: scratch.path, variables: ["P": "x"])
        let text =
            #"{ "source": { "imap": { "host": "h", "user": "u", "password": "${P}", "take": "messages", "match": "*" } } }"#
        _ = ExportSources.read(
            Settings(try ConfigText.parse(Array(text.utf8), file: "feed.jsonc"), "the feed", reading))
        #expect(
            reading.problems.map(\.description) == [
                """
                feed.jsonc:1:100: "match" with "take": "messages"
                  why: "match" chooses attachments, and the mails themselves are taken
                  fix: remove one of them
                """
            ])
    }
}
