import Canonical
import Foundation
import Testing

@testable import Connectors

/// The SMTP servers that `deploy/test` starts, what they took, and how Python reads it.
enum MailFiles {
    static var isThere: Bool { TestFiles.isThere && FileManager.default.isExecutableFile(atPath: WebServer.python) }

    /// A server as a config would have it.
    static func server(
        _ kind: String, password: String = "geheim", port: Int? = nil, ca: String? = nil,
        from: String = "hub@example.org"
    ) throws -> MailServer {
        let known = try TestFiles.text("smtp.ports").split(separator: "\n").first { $0.hasPrefix("\(kind)=") }
        let number = try #require(known.flatMap { Int($0.dropFirst(kind.count + 1)) })
        let protection: MailServer.Protection = ["tls": .implicit, "none": .none][kind] ?? .startTLS
        return MailServer(
            host: "localhost", port: port ?? number, protection: protection,
            ca: try ca ?? (kind == "none" ? nil : TestFiles.path("ftp.ca")), user: kind == "none" ? nil : "hub",
            password: kind == "none" ? nil : Secret(password), from: from, replyTo: "reponses@example.org",
            place: Place("hub.jsonc", line: 3, column: 21), loginPlace: Place("hub.jsonc", line: 5, column: 17),
            fromPlace: Place("hub.jsonc", line: 6, column: 13), caPlace: Place("hub.jsonc", line: 7, column: 11))
    }

    /// An address that no other test has.
    static func address(_ name: String = "accueil") -> String { "\(name)-\(UInt64.random(in: 0 ... .max))@example.org" }

    /// The files of the mails that a recipient got, in order.
    static func paths(_ recipient: String) throws -> [String] {
        let folder = try TestFiles.path("smtp/\(recipient)")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".eml") }.sorted { $0.compare($1, options: .numeric) == .orderedAscending }
            .map { "\(folder)/\($0)" }
    }

    /// A mail as Python's `email` reads it.
    struct Read: Decodable {
        let headers: [String: String]
        let defects: [String]
        let parts: [String]
        let text: String
        let html: String
        let language: String?
        let headings: [String]
        let links: [[String]]
        /// Per link's text, the mail that it opens.
        let prepared: [String: [String: String]]
        let longest: Int
    }

    static func read(_ paths: [String]) throws -> [Read] {
        let output = try #require(
            try TestBroker.run(WebServer.python, ["\(Fixtures.folder)/servers/read-mail.py"] + paths))
        return try JSONDecoder().decode([Read].self, from: Data(output.utf8))
    }

    /// Answers a mail as a person does, by one of its links or a reply, into the mailbox that a feed reads.
    static func answer(
        _ mail: String, _ link: String, keeping reason: String = "", saying words: String, intoMailboxOf user: String
    ) throws {
        let output = FileManager.default.temporaryDirectory
            .appending(path: "hub-answer-\(UInt64.random(in: 0 ... .max)).eml").path
        defer { try? FileManager.default.removeItem(atPath: output) }
        let folder = "\(Fixtures.folder)/servers"
        _ = try #require(
            try TestBroker.run(WebServer.python, ["\(folder)/answer-mail.py", mail, link, output, reason, words]))
        let port = try TestFiles.text("imap.ports").split(separator: "\n")[1]
        let python = try #require(Whole.python)
        let call = ["\(folder)/mail.py", String(port), try TestFiles.path("ftp.ca"), user, "append", "INBOX", output]
        _ = try #require(try TestBroker.run(python, call))
    }
}
