import Canonical
import Foundation
import Testing

@testable import Connectors

/// Answers as mail programs send them; the catalogue's sample has more of them.
struct MailFormatTests {
    private let scratch: Scratch
    private let code = AnswerCode(
        member: "moulin-gris", kind: "referral", source: "feeds/orientations", key: "OR-1", asker: "cre")

    init() throws { scratch = try Scratch() }

    /// What is read of a file: a line per answer, rejection and finding.
    private func read(_ file: String, member: String = "moulin-gris") throws -> [String] {
        let reading = ConfigReading(folder: "config", variables: [:])
        reading.mailroom = try Letters.room()
        let setting = try ConfigText.parse(Array("{ \"format\": { \"mail\": {} } }".utf8), file: "feed.jsonc")
        let format = try #require(Formats.read(Settings(setting, "the feed", reading))).of(member)
        try #require(reading.problems.isEmpty)
        let path = try scratch.write("mails", file)
        let names = ["answer", "about.key", "reason", "question", "comment"].map {
            SourceName(text: $0, place: Place("feed.jsonc"))
        }
        var reader = try format.open(Export(path: path, name: "mails"), wanting: names)
        var lines: [String] = []
        while let next = try reader.next() {
            switch next {
            case .success(let record):
                let values = names.indices.compactMap { record.text($0) }
                lines.append(values.joined(separator: " | ").replacing("\n", with: "/"))
            case .failure(let rejection): lines += rejection.problems.map { "\($0.place): \($0.what)" }
            }
        }
        return lines + reader.findings
    }

    private func mail(_ body: String, _ headers: String = "") -> String {
        "From: a@example.org\nDate: Mon, 12 Jan 2026 10:02:11 +0100\n\(headers)\n\(body)"
    }

    private func letters(_ code: AnswerCode? = nil) -> String { (code ?? self.code).text(Letters.seal) }

    @Test func `what a mail program does to a code on its way changes nothing`() throws {
        let letters = letters()
        let broken = [
            letters, letters.lowercased().replacing("siae-", with: "SIAE-").replacing("-fin", with: "-FIN"),
            "> " + letters.prefix(40) + "\n> " + letters.dropFirst(40), letters.map { "\($0)" }.joined(separator: " "),
            letters.prefix(70) + "\n\n" + letters.dropFirst(70),
        ]
        for code in broken where code.contains("SIAE-") && code.contains("-FIN") {
            #expect(try read(mail("ACCEPTER\n\nmerci\n\n\(code)\n")) == ["accepted | OR-1 | merci"], "\(code)")
        }
    }

    @Test func `a code that somebody changed or made up is refused, letter by letter`() throws {
        let letters = Array(letters())
        for index in stride(from: 5, to: letters.count - 4, by: 7) {
            var changed = letters
            changed[index] = changed[index] == "7" ? "8" : "7"
            #expect(
                try read(mail("ACCEPTER\n\(String(changed))\n")) == [
                    "mails:1: record 1: the code of the answer is not one of the hub's"
                ])
        }
        #expect(
            try read(mail("ACCEPTER\nSIAE-0000-FIN\n")) == [
                "mails:1: record 1: the code of the answer is not one of the hub's"
            ])
    }

    @Test func `nobody answers for somebody else, nor without a word, a reason or a question`() throws {
        #expect(
            try read(mail("ACCEPTER\n\(letters())\n"), member: "cap-lanterne") == [
                "mails:1: record 1: the code of the answer was given to another member"
            ])
        #expect(
            try read(mail("Merci bien.\n\(letters())\n")) == ["mails:1: record 1: the mail does not say yes or no"])
        #expect(try read(mail("REFUSER\n\(letters())\n")) == ["mails:1: record 1: a refusal without its reason"])
        #expect(
            try read(mail("REFUSER\n- Candidat non mobile\n- Autre\n\n\(letters())\n")) == [
                "mails:1: record 1: a refusal with 2 reasons"
            ])
        #expect(
            try read(mail("Réponse : PRÉCISION\nVotre question :\n\n\(letters())\n")) == [
                "mails:1: record 1: the mail asks for more and does not say what"
            ])
        #expect(
            try read("From: a@example.org\n\nACCEPTER\n\(letters())\n") == [
                "mails:1: record 1: the mail does not say when it was sent"
            ])
        let other = AnswerCode(
            member: "moulin-gris", kind: "referral", source: "feeds/orientations", key: "OR-2", asker: "cre")
        #expect(
            try read(mail("ACCEPTER\n> \(letters())\n> \(letters(other))\n")) == [
                "mails:1: record 1: the mail holds the codes of 2 things"
            ])
    }

    @Test func `a refusal in words of one's own has the reason "other", and the words are kept`() throws {
        #expect(
            try read(mail("REFUSER pas de place en ce moment\n\n\(letters())\n")) == [
                "declined | OR-1 | other | pas de place en ce moment"
            ])
        #expect(
            try read(mail("Refusé :\nPas de place.\nEn mars peut-être.\n-- \nAccueil\n\(letters())\n")) == [
                "declined | OR-1 | other | Pas de place./En mars peut-être."
            ])
        #expect(
            try read(mail("Réponse : REFUSER\nVotre motif : trop loin\n\nGardez ce code :\n\(letters())\n")) == [
                "declined | OR-1 | other | trop loin"
            ])
        #expect(
            try read(mail("REFUSER\nCandidat non mobile\nPlus de bus.\n\(letters())\n")) == [
                "declined | OR-1 | not_mobile | Plus de bus."
            ])
        for empty in ["REFUSER", "REFUSER :", "Réponse : REFUSER\nVotre motif : \n", "REFUSER\n-\nCommentaire :"] {
            #expect(
                try read(mail("\(empty)\n\n\(letters())\n")) == ["mails:1: record 1: a refusal without its reason"])
        }
    }

    @Test func `an answer to one point of a mail about many is read with the code that was copied`() throws {
        let other = AnswerCode(
            member: "moulin-gris", kind: "referral", source: "feeds/orientations", key: "OR-2", asker: "cre")
        let quoted = "Le 2 mars 2026 à 8 h, Collectif a écrit :\n> - A\n> \(letters())\n> - B\n> \(letters(other))\n"
        #expect(
            try read(mail("ACCEPTER\n\(letters(other))\n\n\(quoted)")) == ["accepted | OR-2"])
    }

    @Test func `the same mail counts once, a later one takes its place, and absences are no answers`() throws {
        let yes = mail("ACCEPTER\n\(letters())\n")
        let no = mail("REFUSER\nCandidat non mobile\n\(letters())\n")
        let away = mail("Je suis absent.\n> \(letters())\n", "Auto-Submitted: auto-replied\n")
        let box = [yes, yes, no, away].map { "From x\n\($0)\n" }.joined()
        #expect(
            try read(box) == [
                "declined | OR-1 | not_mobile", "1 automatic reply was passed over",
                "2 answers were followed by later ones to the same things",
            ])
    }

    @Test func `a mail cut or garbled anywhere never ends the run and never answers otherwise`() throws {
        let whole = mail(
            "--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nACCEPTER =C3=A9\n\(letters())\n--b--\n",
            "Content-Type: multipart/alternative; boundary=\"b\"\n")
        #expect(try read(whole) == ["accepted | OR-1 | é"])
        let bytes = Array(whole.utf8)
        for length in stride(from: 2, to: bytes.count, by: 5) {
            let text = String(decoding: bytes[..<length], as: UTF8.self)
            guard let line = try? read(text).first else { continue }
            #expect(line.hasPrefix("mails:1: record 1: ") || line == "accepted | OR-1 | é", "\(length)")
        }
    }

    @Test func `an empty file is no mail`() throws {
        let failure = #expect(throws: Failure.self) { try read("\n") }
        #expect(
            failure?.problem.description
                == "mails: the file holds no mail\n  why: it is empty\n  fix: hand the mail over again")
    }

    @Test func `a hub without any key says so where the format stands`() throws {
        let reading = ConfigReading(folder: "config", variables: [:])
        let room = try Letters.room()
        reading.mailroom = Mailroom(
            id: "c", name: "C", server: nil, seal: nil, codes: room.codes, members: [:], owners: [:])
        let setting = try ConfigText.parse(Array("{ \"format\": { \"mail\": {} } }".utf8), file: "feed.jsonc")
        _ = Formats.read(Settings(setting, "the feed", reading))
        #expect(
            reading.problems.map(\.description) == [
                """
                feed.jsonc:1:23: there is no key to know answers by
                  why: the codes in the hub's mails are made with the key of "pseudonyms" or of "mail" in hub.jsonc
                  fix: add "mail": { "answerKey": "file:…" } there
                """
            ])
    }
}
