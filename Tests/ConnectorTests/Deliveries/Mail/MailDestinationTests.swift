import Canonical
import Foundation
import Testing

@testable import Connectors

/// Mails as they arrive, read by Python's `email` and by tidy.
@Suite(.enabled(if: MailFiles.isThere, "set HUB_TEST_FILES: run deploy/test"))
struct MailDestinationTests {
    /// 2026-11-21 16:44:02 UTC.
    private let now = 1795279442

    private func offer(_ number: Int, _ title: String = "Jardinier") throws -> InboxMessage {
        let entity = try Letters.entity(
            "offer", #"{"key":"O-\#(number)","type":"job","title":"\#(title)","workplace":{"label":"Thiers"}}"#)
        return Letters.message(entity, source: "/limagne-allier/feeds/trois-rivieres-offres")
    }

    private func alert(_ number: Int, severity: String = "urgent") throws -> InboxMessage {
        let entity = try Letters.entity(
            "alert",
            #"{"key":"r:\#(number)","rule":"r01","severity":"\#(severity)","addressedTo":"moulin-gris","roles":["cip"],"about":{"kind":"pathway","key":"P"},"since":"2026-01-02","text":"Contrat \#(number).","suggestion":"Appeler."}"#
        )
        return Letters.message(entity, source: "/limagne-allier/rules")
    }

    private func delivered(_ handovers: [Handover]) -> Int {
        handovers.count { if case .delivered = $0 { true } else { false } }
    }

    @Test func `a mail arrives as Python's email reads it, and the same message has the same id again`() throws {
        let address = MailFiles.address()
        let destination = try Letters.destination("moulin-gris", to: [address], server: MailFiles.server("starttls"))
        let message = try offer(1, "Jardinière l'été — « chef »")
        for _ in 1...2 { #expect(delivered(try destination.deliver([message], at: now, tick: {})) == 1) }
        let mails = try MailFiles.read(MailFiles.paths(address))
        try #require(mails.count == 2)
        #expect(mails[0].headers == mails[1].headers)
        #expect(mails[0].defects == [])
        #expect(mails[0].parts == ["multipart/alternative", "text/plain", "text/html"])
        var headers = mails[0].headers
        #expect(headers.removeValue(forKey: "Message-ID")?.wholeMatch(of: /<[0-9a-f]{32}@example\.org>/) != nil)
        #expect(headers.removeValue(forKey: "Content-Type")?.hasPrefix("multipart/alternative; boundary=") == true)
        #expect(
            headers == [
                "Date": "Sat, 21 Nov 2026 16:44:02 +0000",
                "From": "\"Collectif Limagne-Allier (exemple)\" <hub@example.org>", "To": address,
                "Reply-To": "reponses@example.org", "Subject": "Nouvelle offre\u{A0}: Thiers",
                "List-Id": "\"Collectif Limagne-Allier (exemple)\" <limagne-allier.example.org>",
                "Auto-Submitted": "auto-generated", "Content-Language": "fr", "MIME-Version": "1.0",
            ])
        let letter = destination.writer.letter(message)
        #expect(Array(mails[0].text.utf8).filter { $0 != 0x0D } == Array(letter.text.utf8))
        #expect(mails[0].html.contains("Jardinière l'été — « chef »"))
        #expect(mails[0].language == "fr")
        #expect(mails[0].headings.prefix(2) == ["h1 Nouvelle offre\u{A0}: Thiers", "h2 Détail"])
        #expect(mails[0].links.map { $0[1] } == ["Accepter", "Refuser", "Demander une précision"])
        #expect(mails[0].longest <= 78)
    }

    @Test func `what is urgent has a mail of its own, the rest shares one`() throws {
        let address = MailFiles.address()
        let destination = try Letters.destination("moulin-gris", to: [address], server: MailFiles.server("none"))
        let messages = [try offer(1), try alert(1), try offer(2), try alert(2), try offer(2)]
        #expect(delivered(try destination.deliver(messages, at: now, tick: {})) == 5)
        #expect(
            try MailFiles.read(MailFiles.paths(address)).map { $0.headers["Subject"] } == [
                "2 nouveautés\u{A0}: 2 offres", "Alerte urgente", "Alerte urgente",
            ])
    }

    @Test func `a hundred alerts at once are one mail`() throws {
        let address = MailFiles.address()
        let destination = try Letters.destination("moulin-gris", to: [address], server: MailFiles.server("none"))
        let messages = try (1...100).map { try alert($0) }
        #expect(delivered(try destination.deliver(messages, at: now, tick: {})) == 100)
        let mails = try MailFiles.read(MailFiles.paths(address))
        #expect(mails.map { $0.headers["Subject"] } == ["100 nouveautés\u{A0}: 100 alertes"])
        for number in 1...100 { #expect(mails[0].text.contains("- Contrat \(number).")) }
    }

    @Test func `what was sent before the server went away counts`() throws {
        let address = MailFiles.address("cut")
        let destination = try Letters.destination(
            "moulin-gris", to: [MailFiles.address(), address], server: MailFiles.server("none"))
        // All recipients of a mail get it, or none.
        let ok = try destination.deliver([try alert(1)], at: now, tick: {})
        #expect(delivered(ok) == 1)
        let dead = try Letters.destination("moulin-gris", to: [address], server: MailFiles.server("none"))
        #expect(throws: Failure.self) { try dead.deliver([try alert(1), try alert(2)], at: now, tick: {}) }
    }

    @Test func `what is urgent follows the schema`() throws {
        let destination = try Letters.destination("moulin-gris", hours: [480])
        #expect(try destination.isUrgent(alert(1)))
        #expect(try !destination.isUrgent(alert(1, severity: "warning")))
        #expect(try !destination.isUrgent(offer(1)))
        let urgent = try ["referral", "response", "application", "receipt"].map { kind in
            destination.isUrgent(Letters.message(try #require(try Letters.examples(kind).first)))
        }
        #expect(urgent == [true, true, false, false])
        let refused = try #require(try Letters.examples("receipt").first { $0.text("status") != "accepted" })
        #expect(destination.isUrgent(Letters.message(refused)))
    }

    @Test func `tidy finds nothing wrong with the HTML of any kind`() throws {
        let scratch = try Scratch()
        for kind in Schema.all.map(\.kind) {
            let message = Letters.message(try #require(try Letters.examples(kind).first))
            let path = try scratch.write("\(kind).html", Letters.writer("moulin-gris").letter(message).html)
            let output = try TestBroker.run(
                "/bin/sh", ["-c", "tidy -q -utf8 --doctype html5 -o /dev/null \"$1\" 2>&1; true", "sh", path])
            #expect(output == "", "\(kind)")
        }
    }

    @Test func `words of others cannot end a header, add one, or become HTML`() throws {
        let address = MailFiles.address()
        let entity = try Letters.entity(
            "offer",
            #"{"key":"O-1","type":"job","title":"Poste <3 & \"chef\"","workplace":{"label":"Thiers =?utf-8?B?QmNjOiBldmls?= \"x\" <a@b>"},"contact":{"url":"https://example.org/?a=\"b\"&c"}}"#
        )
        let room = try Letters.room()
        let named = Mailroom(
            id: room.id, name: "Collectif \"A\"\r\nBcc: evil@example.org", server: nil, seal: room.seal,
            codes: room.codes,
            members: ["trois": "X\r\nSubject: y"], owners: ["f": "trois"])
        let destination = MailDestination(
            server: try MailFiles.server("none"),
            writer: LetterWriter(room: named, member: "m", replyTo: "r@example.org", showsIdentity: false),
            to: [address],
            toPlace: Place("m"), hours: [])
        #expect(
            delivered(
                try destination.deliver([Letters.message(entity, source: "/c/feeds/f")], at: now, tick: {})) == 1)
        let mail = try #require(try MailFiles.read(MailFiles.paths(address)).first)
        #expect(mail.headers.keys.sorted().contains("Bcc") == false)
        #expect(mail.headers.count == 11)
        #expect(mail.headers["Subject"]?.contains("Thiers =?utf-8?B?") == true)
        #expect(mail.headers["From"] == #""Collectif \"A\" Bcc: evil@example.org" <hub@example.org>"#)
        #expect(mail.html.contains("Poste <3 & \"chef\""))
    }
}
