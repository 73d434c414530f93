/// What a mail is about and whose answer to it counts, as the code that comes back with the answer.
///
/// The code is closed with a key of the collective: it tells nothing to whoever reads it, and nobody can make one for another
/// member or another thing.
struct AnswerCode: Sendable, Hashable {
    /// The member that the mail went to, and that answers.
    let member: String
    let kind: String
    /// `feeds/ID` or `members/ID`.
    let source: String
    let key: String
    /// The member that asked.
    let asker: String

    /// What stands before and behind the letters of a code, wherever mail programs break it.
    static let (start, end) = ("SIAE-", "-FIN")

    /// The code as it stands in a mail.
    func text(_ seal: SealingKey) -> String {
        let fields = [member, kind, source, key, asker]
        return AnswerCode.start + Base32.text(seal.seal(Array(fields.joined(separator: "\u{0}").utf8))) + AnswerCode.end
    }

    /// What a code says; nil when this key did not make it.
    init?(_ text: String, _ seal: SealingKey) {
        guard let closed = Base32.bytes(text), let open = seal.open(closed) else { return nil }
        let fields = String(decoding: open, as: UTF8.self).split(separator: "\u{0}", omittingEmptySubsequences: false)
            .map(String.init)
        guard fields.count == 5 else { return nil }
        self.init(member: fields[0], kind: fields[1], source: fields[2], key: fields[3], asker: fields[4])
    }

    init(member: String, kind: String, source: String, key: String, asker: String) {
        self.member = member
        self.kind = kind
        self.source = source
        self.key = key
        self.asker = asker
    }

    /// A code in lines that no mail program need break.
    static func lines(_ code: String) -> [String] {
        var lines: [String] = []
        var rest = code[...]
        while !rest.isEmpty {
            lines.append(String(rest.prefix(60)))
            rest = rest.dropFirst(60)
        }
        return lines
    }

    /// The letters of every code in a text, without what mail programs put between them.
    static func found(in text: String) -> [String] {
        var found: [String] = []
        var rest = text[...]
        while let opening = rest.firstRange(of: start) {
            rest = rest[opening.upperBound...]
            guard let closing = rest.firstRange(of: end) else { break }
            let letters = rest[..<closing.lowerBound].filter { !$0.isWhitespace && !">|-=".contains($0) }
            // The start of another code, whose end a mail program has cut off.
            guard !letters.contains("SIAE"), letters.count < 2_000 else { continue }
            if !found.contains(letters) { found.append(letters) }
            rest = rest[closing.upperBound...]
        }
        return found
    }
}
