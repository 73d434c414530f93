import Canonical
import Foundation
import Testing

@testable import Connectors

/// The wire form of mails; that others read it is told by MailDestinationTests.
struct MailMessageTests {
    private static let texts = [
        "", "a", "Été", "une fin d'espace \net une autre\t\n", ".\n..\nFrom moi\n>From", "=3D=",
        String(repeating: "é", count: 500),
        String(repeating: "x", count: 200), "a\n\n\nb", "🙂🙂", String(repeating: "ab ", count: 40) + " ",
    ]

    @Test(arguments: texts) func `a text comes back from quoted-printable, in lines that everybody takes`(
        _ text: String
    ) {
        let lines = QuotedPrintable.lines(text)
        #expect(lines.allSatisfy { $0.utf8.count <= 76 && !$0.hasSuffix(" ") && !$0.hasSuffix("\t") })
        #expect(lines.allSatisfy { !$0.hasPrefix(".") && !$0.hasPrefix("From ") })
        let back = QuotedPrintable.decoded(Array(lines.joined(separator: "\r\n").utf8)[...])
        #expect(String(decoding: back, as: UTF8.self).replacing("\r\n", with: "\n") == text)
    }

    @Test func `what is no code in quoted-printable stays as it stands`() {
        func decoded(_ text: String) -> String {
            String(decoding: QuotedPrintable.decoded(Array(text.utf8)[...]), as: UTF8.self)
        }
        #expect(decoded("a=XXb=4") == "a=XXb=4")
        #expect(decoded("=c3=A9=\nt=C3=A9") == "été")
        #expect(decoded("=") == "=")
    }

    @Test func `a header keeps any text on its own line, and gives it back`() {
        for text in [
            "Offre", "Été à Riom", "a\r\nBcc: x@y", String(repeating: "réponse ", count: 30), "=?utf-8?B?eA==?=",
        ] {
            let field = MailHeader.field("Subject", MailHeader.text(text))
            #expect(field.split(separator: "\r\n").dropFirst().allSatisfy { $0.hasPrefix(" ") })
            #expect(field.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 77 })
            let plain = text.replacing("\r\n", with: "  ")
            let mail = MIMEMessage(Array("\(field)\r\n\r\n".utf8)[...])
            let read = mail.headers["subject"]?.split(separator: " ").joined(separator: " ")
            #expect(read == plain.split(separator: " ").joined(separator: " "))
            #expect(mail.headers.count == 1)
        }
    }

    @Test func `days and times as mails write them, there and back`() {
        for (seconds, text) in [
            (0, "Thu, 1 Jan 1970 00:00:00 +0000"), (1_795_279_442, "Sat, 21 Nov 2026 16:44:02 +0000"),
            (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 +0000"),
        ] {
            #expect(MailMessage.date(seconds) == text)
            #expect(MIMEMessage(Array("Date: \(text)\n\n".utf8)[...]).date == seconds)
        }
        for (text, seconds) in [
            ("21 nov 2026 17:44 +0100", 1_795_279_440), ("Sat, 21 Nov 2026 11:44:02 -0500 (EST)", 1_795_279_442),
            ("Sat, 21 Nov 2026 16:44:02 GMT", 1_795_279_442),
        ] { #expect(MIMEMessage(Array("Date: \(text)\n\n".utf8)[...]).date == seconds, "\(text)") }
        for text in ["", "hier", "31 Feb 2026 10:00 +0000", "21 Nov 2026 25:00 +0000", "21 Nov"] {
            #expect(MIMEMessage(Array("Date: \(text)\n\n".utf8)[...]).date == nil, "\(text)")
        }
    }

    @Test func `texts of mails in the encodings and packings of mail programs`() {
        func text(_ mail: String, _ body: [UInt8] = []) -> String {
            MIMEMessage((Array(mail.utf8) + body)[...]).text.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        #expect(text("\nbonjour") == "bonjour")
        #expect(text("Content-Type: text/plain; charset=iso-8859-15\n\n", [0xE9, 0x74, 0xE9, 0xA4]) == "été€")
        // Bytes that are not what they claim.
        #expect(text("Content-Type: text/plain; charset=utf-8\n\n", [0xE9, 0x74, 0xE9]) == "été")
        #expect(text("Content-Type: text/plain; charset=klingon\n\nété") == "été")
        #expect(text("Content-Type: text/html\n\n<p>A&eacute;<br>b</p><style>c</style>") == "Aé\nb")
        #expect(text("Content-Transfer-Encoding: base64\n\nYm9u\nam91\ncg==") == "bonjour")
        #expect(text("Content-Type: text/plain; format=flowed\n\nun \ndeux\n-- \ntrois") == "un deux\n-- \ntrois")
        let nested = """
            Content-Type: multipart/mixed; boundary="a"

            --a
            Content-Type: multipart/alternative; boundary=b

            --b
            Content-Type: text/plain

            plein
            --b
            Content-Type: text/html

            <p>html</p>
            --b--
            --a
            Content-Type: text/plain
            Content-Disposition: attachment; filename=x.txt

            annexe
            --a--
            """
        #expect(text(nested) == "plein")
        #expect(text(nested.replacing("plein", with: "")) == "html")
        let deep = (0..<50).map { "Content-Type: multipart/mixed; boundary=x\($0)\n\n--x\($0)\n" }.joined()
        #expect(text(deep + "Content-Type: text/plain\n\ntief") == "")
    }
}
