/// Quotes as French writes them.
enum FrenchQuotes {
    /// `"value"` becomes `« value »`, wherever it stands.
    static func text(_ english: String) -> String {
        english.replacing(#/"((?:\\"|[^"])*)"(?: \((\d+) characters\))?/#) { match in
            let count = match.2.map { " (\($0) caractères)" } ?? ""
            return "«\u{A0}\(match.1.replacing("\\\"", with: "\""))\u{A0}»\(count)"
        }
    }

    /// Whether a text is one value in quotes, as ``Quote/value(_:limit:)`` writes it.
    static func isValue(_ text: String) -> Bool {
        text.wholeMatch(of: #/"(?:\\"|[^"])*"(?: \(\d+ characters\))?/#) != nil
    }

    /// `a, b or c` becomes `a, b ou c`.
    static func list(_ english: String) -> String {
        for (word, french) in [("or", "ou"), ("and", "et")] {
            let last = english.ranges(of: "\" \(word) \"").last ?? english.ranges(of: " \(word) ").last
            guard let last else { continue }
            let joint = english[last].replacing(" \(word) ", with: " \(french) ")
            return text("\(english[..<last.lowerBound])\(joint)\(english[last.upperBound...])")
        }
        return text(english)
    }
}
