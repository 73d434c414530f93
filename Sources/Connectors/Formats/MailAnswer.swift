import Canonical

/// What somebody answered by mail: the code of what is answered, yes or no, and the words beside it.
struct MailAnswer {
    let code: AnswerCode
    /// `accepted`, `declined`, `infoNeeded`.
    let answer: String
    /// The code of the reason of a refusal.
    var reason: String?
    /// What the person wrote besides.
    var words = ""

    /// Why a mail is no answer.
    struct Fault: Error {
        let what: String
        let why: String
        let fix: String
        /// The key of the answer, where the code could be read.
        var key: String?
    }

    /// Tells one thing's answer by one member from all others: a second answer takes the first one's place.
    var key: String { MailAnswer.key(code) }

    static func key(_ code: AnswerCode) -> String {
        let parts = [code.member, code.kind, code.source, code.key].joined(separator: "\n")
        return "mail-\(Digest.hex(Digest.sha256(Array(parts.utf8)).prefix(10)))"
    }

    // MARK: - Reading

    /// Reads the text of a mail that `member` sent.
    static func read(
        _ text: String, of member: String, _ seal: SealingKey, _ codes: Codes
    ) throws(Fault) -> MailAnswer {
        let own = ownText(text)
        let code = try code(own: own, text, of: member, seal)
        do throws(Fault) {
            return try read(own, code, codes)
        } catch {
            throw Fault(what: error.what, why: error.why, fix: error.fix, key: key(code))
        }
    }

    private static func code(
        own: String, _ text: String, of member: String, _ seal: SealingKey
    ) throws(Fault) -> AnswerCode {
        // The code that the person has left in place counts, before those of a mail that is quoted below.
        let found = [AnswerCode.found(in: own), AnswerCode.found(in: text)].first { !$0.isEmpty } ?? []
        guard let letters = found.first else {
            throw Fault(
                what: "the mail holds no code of an answer",
                why: "what is answered stands in the code, from \(AnswerCode.start) to \(AnswerCode.end)",
                fix: "answer with a link of the hub's mail, and leave the code in its place")
        }
        guard found.count == 1 else {
            throw Fault(
                what: "the mail holds the codes of \(found.count) things", why: "an answer is about one of them",
                fix: "send one mail for each, with the links of the hub's mail")
        }
        guard let code = AnswerCode(letters, seal) else {
            throw Fault(
                what: "the code of the answer is not one of the hub's", why: "it was changed on the way, or made up",
                fix: "answer again with a link of the hub's mail, and leave the code as it is")
        }
        guard code.member == member else {
            throw Fault(
                what: "the code of the answer was given to another member",
                why: "this feed reads the answers of \(member); nobody answers for somebody else",
                fix:
                    "answer with the hub's mail to your own structure; if this is the right one, correct the feed's source"
            )
        }
        return code
    }

    private static func read(_ own: String, _ code: AnswerCode, _ codes: Codes) throws(Fault) -> MailAnswer {
        let lines = lines(own)
        guard let (number, answer, behind) = answer(lines) else {
            throw Fault(
                what: "the mail does not say yes or no",
                why: "its first line, or the one that begins with \"\(AnswerLinks.answer)\", is none of "
                    + Quote.list(AnswerLinks.answers.map(\.0)),
                fix: "answer with a link of the hub's mail, or write that word first")
        }
        var found = MailAnswer(code: code, answer: answer)
        var rest = Array(lines[(number + 1)...])
        if !behind.isEmpty { rest.insert(behind, at: 0) }
        if answer == "declined" { found.reason = try reason(&rest, codes) }
        found.words = words(rest, KindWords.of(code.kind))
        if answer == "declined", found.reason == nil { found.reason = try other(than: found.words, codes) }
        guard answer != "infoNeeded" || !found.words.isEmpty else {
            throw Fault(
                what: "the mail asks for more and does not say what", why: "whoever reads it has to know what to tell",
                fix: "write the question below \"\(AnswerLinks.question)\"")
        }
        return found
    }

    /// What the person wrote: the text up to what is quoted, to the code, or to the signature.
    private static func ownText(_ text: String) -> String {
        var own: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let plain = line.drop { $0.isWhitespace }
            if plain.hasPrefix(">") || plain.hasPrefix("-----") || plain.hasPrefix("_____") || isIntroduction(plain) {
                break
            }
            own.append(line)
        }
        return own.joined(separator: "\n")
    }

    /// Whether a line is what mail programs put before the mail that they quote.
    private static func isIntroduction(_ line: Substring) -> Bool {
        let folded = CodeTable.plain(String(line)).lowercased()
        let isWritten = ["a ecrit :", "a ecrit:", "wrote:", "schrieb:"].contains { folded.hasSuffix($0) }
        return isWritten
            || [
                "de : ", "de: ", "from: ", "envoye : ", "message transfere", "envoye de mon ", "envoye depuis mon ",
                "sent from my ",
            ].contains { folded.hasPrefix($0) }
    }

    /// The lines before the code and the signature, bare of spaces.
    private static func lines(_ own: String) -> [String] {
        var lines: [String] = []
        for line in own.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "-- " || line.hasPrefix(AnswerLinks.last) || line.contains(AnswerCode.start) { break }
            lines.append(line.split { $0.isWhitespace }.joined(separator: " "))
        }
        return lines
    }

    /// The line of the answer, what it says, and what stands behind its word.
    private static func answer(_ lines: [String]) -> (number: Int, answer: String, behind: String)? {
        let first = lines.firstIndex { !$0.isEmpty }
        let marked = lines.firstIndex { folded($0).hasPrefix(folded(AnswerLinks.answer)) && $0.contains(":") }
        guard let number = marked ?? first else { return nil }
        let line = marked == nil ? lines[number][...] : lines[number].drop { $0 != ":" }.dropFirst().drop { $0 == " " }
        let word = folded(String(line.prefix { $0.isLetter }))
        guard let answer = synonyms[word] else { return nil }
        let behind = line.dropFirst(line.prefix { $0.isLetter }.count).drop { " :,.;!-–".contains($0) }
        return (number, answer, String(behind))
    }

    private static let synonyms = [
        "accepter": "accepted", "accepte": "accepted", "acceptee": "accepted", "oui": "accepted", "refuser": "declined",
        "refuse": "declined", "refusee": "declined", "refus": "declined", "non": "declined", "precision": "infoNeeded",
        "question": "infoNeeded",
    ]

    /// Takes the one reason out of the lines, if there is one; mail programs may have broken it into several.
    private static func reason(_ lines: inout [String], _ codes: Codes) throws(Fault) -> String? {
        let known = codes.table("refusal-reasons")
        var reasons: [String] = []
        var number = 0
        while number < lines.count {
            let taken = (1...3).first { count in
                number + count <= lines.count
                    && known?.code(meaning: Array(bare(lines[number..<(number + count)]).utf8).span) != nil
            }
            guard let taken, let code = known?.code(meaning: Array(bare(lines[number..<(number + taken)]).utf8).span)
            else {
                number += 1
                continue
            }
            if !reasons.contains(code.code) { reasons.append(code.code) }
            lines.removeSubrange(number..<(number + taken))
        }
        guard reasons.count < 2 else {
            throw Fault(
                what: "a refusal with \(reasons.count) reasons", why: "one reason is counted",
                fix: "keep the line of one reason and delete the others; say more below \"\(AnswerLinks.comment)\"")
        }
        return reasons.first
    }

    /// The reason of a refusal that says in words of its own what stands against it.
    private static func other(than words: String, _ codes: Codes) throws(Fault) -> String {
        if !words.isEmpty, let other = AnswerLinks.other(codes) { return other.code }
        let labels = AnswerLinks.reasons(codes).map(\.label)
        throw Fault(
            what: "a refusal without its reason", why: "whoever asked has to know what stood against it",
            fix: AnswerLinks.other(codes) == nil
                ? "write the reason behind REFUSER: one of the \(labels.count), such as \"\(labels.first ?? "Autre")\""
                : "write the reason behind REFUSER: words of your own, or one of the \(labels.count), such as "
                    + "\"\(labels.first ?? "Autre")\"")
    }

    /// Lines as one, without the hyphen of a list in front.
    private static func bare(_ lines: ArraySlice<String>) -> String {
        String(lines.joined(separator: " ").drop { "-–•*·# ".contains($0) })
    }

    /// What is left when the words of the prepared mail are taken away.
    private static func words(_ lines: [String], _ kind: KindWords) -> String {
        let scaffold = [AnswerLinks.reason, kind.acceptance].map(folded)
        var left: [String] = []
        for line in lines {
            var line = line[...]
            for mark in [AnswerLinks.ownReason, AnswerLinks.comment, AnswerLinks.question]
            where line.contains(":") && folded(String(line)).hasPrefix(folded(mark)) {
                line = line.drop { $0 != ":" }.dropFirst().drop { $0 == " " }
            }
            let plain = folded(String(line))
            if scaffold.contains(where: { !$0.isEmpty && plain.hasPrefix($0) }) || plain == "-" { continue }
            if line.isEmpty, left.last?.isEmpty ?? true { continue }
            left.append(String(line))
        }
        while left.last?.isEmpty == true { left.removeLast() }
        return left.joined(separator: "\n")
    }

    private static func folded(_ text: String) -> String { CodeTable.plain(text).lowercased() }
}
