import Canonical

/// The links that open a prepared mail: to accept, to decline, to ask.
struct AnswerLinks: Sendable {
    let code: String
    let words: KindWords
    /// The member that answers; in the subject, so that its feed finds the mail.
    let member: String
    let replyTo: String
    let codes: Codes

    /// The words that begin the line of the answer, and what they mean in a `response`.
    static let answers = [("ACCEPTER", "accepted"), ("REFUSER", "declined"), ("PRÉCISION", "infoNeeded")]
    /// How somebody answers without a link, after "Écrivez sur la première ligne".
    static let wording =
        "ACCEPTER, REFUSER suivi du motif (vos propres mots suffisent), ou PRÉCISION suivi de votre question"
    /// What the prepared mail says before its parts; the reading of answers looks for the same words.
    static let (answer, reason, ownReason, comment, question, last) = (
        "Réponse", "Motif (gardez une seule ligne)", "Votre motif", "Commentaire", "Votre question", "Gardez ce code"
    )

    /// The three links.
    var links: [Letter.Link] {
        [
            link("Accepter", ["\(words.acceptance)", "", "\(AnswerLinks.comment) : ", ""], "ACCEPTER"),
            link("Refuser", refusal, "REFUSER"),
            link("Demander une précision", ["\(AnswerLinks.question) : ", ""], "PRÉCISION"),
        ]
    }

    /// The subject of a prepared mail.
    static func subject(_ member: String) -> String { "Réponse au hub [\(member)]" }

    private func link(_ text: String, _ lines: [String], _ answer: String) -> Letter.Link {
        let body = ["\(AnswerLinks.answer) : \(answer)"] + lines + ["\(AnswerLinks.last) :", code]
        let subject = AnswerLinks.encoded(AnswerLinks.subject(member))
        return Letter.Link(
            text: text,
            address: "mailto:\(AnswerLinks.encoded(replyTo, besides: "@+"))?subject=\(subject)"
                + "&body=\(AnswerLinks.encoded(body.joined(separator: "\r\n")))")
    }

    /// The reasons to choose from, as people read them; of what no candidate stands behind, in one's own words.
    private var refusal: [String] {
        guard words.hasReasons || AnswerLinks.other(codes) == nil else { return ["\(AnswerLinks.ownReason) : ", ""] }
        return ["\(AnswerLinks.reason) :"] + AnswerLinks.reasons(codes).map { "- \($0.label)" }
            + ["", "\(AnswerLinks.comment) : ", ""]
    }

    /// The reason that stands for whatever somebody says in words of their own; nil where the table has none.
    static func other(_ codes: Codes) -> Code? { reasons(codes).first { $0.code == "other" } }

    /// The reasons of the code table that count today and that somebody decides.
    static func reasons(_ codes: Codes) -> [Code] {
        codes.table("refusal-reasons")?.codes.filter {
            $0.until == nil && !$0.source.contains("(ancien)") && $0.code != "auto" && !$0.label.isEmpty
        } ?? []
    }

    /// A text in a `mailto:` address (RFC 6068).
    private static func encoded(_ text: String, besides plain: String = "") -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            case _ where plain.utf8.contains(byte): encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default: encoded += "%" + Digest.hex([byte]).uppercased()
            }
        }
        return encoded
    }
}
