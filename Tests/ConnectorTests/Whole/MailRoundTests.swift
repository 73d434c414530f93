import Canonical
import Foundation
import Testing

@testable import Connectors

/// A referral goes out by mail, somebody follows a link or replies, and the answer reaches whoever asked: all over real servers.
@Suite(.enabled(if: MailFiles.isThere && Whole.python != nil, "set HUB_TEST_FILES: run deploy/test"))
struct MailRoundTests {
    private let config: SmallConfig
    private let collective: Collective
    private let user = "user-\(UInt64.random(in: 0 ... .max))"
    private let address = MailFiles.address("cre")

    init() throws {
        let imap = try TestFiles.text("imap.ports").split(separator: "\n").compactMap { Int($0) }[1]
        let authority = try TestFiles.path("ftp.ca")
        func file(_ name: String) throws -> String {
            String(decoding: try Fixtures.bytes("\(Fixtures.repository)/config/\(name)"), as: UTF8.self)
        }
        config = try SmallConfig([
            "hub.jsonc": #"""
            {
              "collective": "essai", "name": "Essai",
              "broker": { "url": "amqp://hub@127.0.0.1:5672/essai", "password": "p4ssw0rd-of-the-broker" },
              "pseudonyms": { "key": "0123456789abcdef0123456789abcdef" },
              "mail": {
                "server": "smtps://localhost:\#(try MailFiles.server("tls").port)", "ca": "\#(authority)", "user": "hub",
                "password": "file:mail", "from": "hub@example.org", "replyTo": "reponses@example.org"
              }
            }
            """#,
            "mail": "geheim\n",
            "members/cre.jsonc": #"""
            {
              "name": "La CRE", "kind": "CRE", "delivery": { "mail": { "to": "\#(address)", "digest": ["08:00", "13:30"] } },
              "feeds": {
                "cre-reponses": {
                  "extends": "catalogue/mail-answers",
                  "source": { "imap": {
                    "host": "localhost", "port": \#(imap), "ca": "\#(authority)", "user": "\#(user)", "password": "file:mail",
                    "from": "@cre.example.org", "to": "reponses@example.org", "take": "messages"
                  } }
                }
              }
            }
            """#,
            "feeds/orientations.jsonc": #"""
            {
              "member": "aci", "kind": "referral", "source": { "directory": { "path": "x" } }, "format": { "csv": {} },
              "map": {
                "key": "k", "type": { "const": "training" }, "addressedTo": { "const": "cre" },
                "person.id": { "from": "p", "pseudonym": true }
              }
            }
            """#,
            "catalogue/mail-answers.jsonc": try file("catalogue/mail-answers.jsonc"),
            "codes/refusal-reasons.csv": try file("codes/refusal-reasons.csv"),
        ])
        collective = try config.read()
    }

    /// Sends a referral out and returns the file of the mail.
    private func mail(_ key: String) throws -> String {
        let destination = try #require(collective.member("cre")?.delivery)
        #expect(destination.label == "mail to \(address)")
        #expect(destination.hours == [480, 810])
        let entity = try CanonicalReader.entity(
            .referral,
            Array(
                #"{"key":"\#(key)","type":"training","addressedTo":"cre","person":{"id":"c36c0cec3683d0cd6c5fda023cd4b7ba"}}"#
                    .utf8),
            codes: collective.codes, file: "referral"
        ).get()
        let message = Letters.message(entity, source: "/essai/feeds/orientations")
        #expect(destination.isUrgent(message))
        _ = try destination.deliver([message], at: 1_768_200_000, tick: {})
        return try #require(try MailFiles.paths(address).last)
    }

    private func answer(_ mail: String, _ link: String, keeping reason: String = "", saying words: String) throws {
        try MailFiles.answer(mail, link, keeping: reason, saying: words, intoMailboxOf: user)
    }

    /// What a visit of the feed brings: each answer with its recipients, each rejection.
    private func visit(_ cursor: String? = nil) throws -> (found: [String], cursor: String?) {
        let feed = try #require(collective.feed("cre-reponses"))
        #expect(feed.member == "cre")
        let folder = try RunFolder()
        defer { withExtendedLifetime(folder) {} }
        guard let fetched = try feed.source.fetch(Visit(cursor: cursor, folder: folder, now: 0)) else {
            return ([], cursor)
        }
        var found: [String] = []
        var reading = FeedReading(feed, of: collective, since: Snapshot())
        try reading.read(fetched.exports) { (outcome) throws(Failure) in
            switch outcome {
            case .entity(let entity, _, _, let recipients, _):
                let paths = [
                    "answer", "about.kind", "about.key", "about.source", "reason", "question", "comment", "answered",
                ]
                found.append(
                    paths.compactMap { entity.text($0) }.joined(separator: " | ")
                        + " to \(recipients.map(\.member).joined(separator: " "))")
            case .rejection(let rejection): found += rejection.problems.map(\.what)
            }
        }
        return (found, fetched.cursor)
    }

    @Test func `a link is followed, a mail is answered, and the one who asked is told`() throws {
        try answer(mail("OR-1"), "Accepter", saying: "Avec plaisir.")
        try answer(mail("OR-2"), "Refuser", keeping: "Candidat non mobile", saying: "Pas de bus avant 7 h.")
        try answer(mail("OR-3"), "Demander une précision", saying: "Permis B ?")
        try answer(mail("OR-4"), "Re", saying: "REFUSER\nCandidat non éligible")
        let (found, cursor) = try visit()
        #expect(
            found == [
                "accepted | referral | OR-1 | orientations | Avec plaisir. | 2026-01-12T09:02:11Z to aci",
                "declined | referral | OR-2 | orientations | not_mobile | Pas de bus avant 7 h. | 2026-01-12T09:02:11Z to aci",
                "infoNeeded | referral | OR-3 | orientations | Permis B ? | 2026-01-12T09:02:11Z to aci",
                "declined | referral | OR-4 | orientations | non_eligible | 2026-01-12T09:02:11Z to aci",
            ])
        // The same mails never count twice.
        #expect(try visit(cursor).found == [])
    }

    @Test func `a second answer takes the first one's place, and a refusal without reason none`() throws {
        let referral = try mail("OR-9")
        try answer(referral, "Accepter", saying: "Oui.")
        try answer(referral, "Refuser", keeping: "Autre", saying: "Finalement non.")
        let (found, cursor) = try visit()
        #expect(
            found == [
                "declined | referral | OR-9 | orientations | other | Finalement non. | 2026-01-12T09:02:11Z to aci"
            ])
        try answer(referral, "Refuser", saying: "")
        #expect(try visit(cursor).found == ["a refusal without its reason"])
    }

    @Test func `a refusal may say in its own words what stands against it`() throws {
        try answer(mail("OR-5"), "Re", saying: "REFUSER pas de place en ce moment")
        try answer(mail("OR-6"), "Refuser", saying: "Trop loin.")
        #expect(
            try visit().found == [
                "declined | referral | OR-5 | orientations | other | pas de place en ce moment | 2026-01-12T09:02:11Z to aci",
                "declined | referral | OR-6 | orientations | other | Trop loin. | 2026-01-12T09:02:11Z to aci",
            ])
    }

    @Test func `the links of a mail say nothing of what they are about, and mail programs can open them`() throws {
        let read = try #require(try MailFiles.read([mail("OR-SECRET-77")]).first)
        for link in read.links where link[0].hasPrefix("mailto:") {
            #expect(!link[0].contains("SECRET"))
            // Outlook opens no longer ones.
            #expect(link[0].utf8.count <= 2_000, "\(link[1])")
        }
        #expect(read.prepared.keys.sorted() == ["Accepter", "Demander une précision", "Refuser"])
        #expect(read.prepared["Accepter"]?["subject"] == "Réponse au hub [cre]")
        #expect(read.headers["Subject"] == "Nouvelle orientation")
    }
}
