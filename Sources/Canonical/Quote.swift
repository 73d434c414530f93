/// How values stand in messages to people: in quotes, on one line, never longer than a reader can take in.
public enum Quote {
    /// Characters of a value that are shown; the rest is counted.
    public static let limit = 60

    /// `"value"`, cut at `limit` characters, with control characters made visible.
    ///
    /// A social security number is never shown, wherever it stands.
    public static func value(_ text: some StringProtocol, limit: Int = limit) -> String {
        guard !Nir.isIn(String(text)) else {
            return "a value of \(text.unicodeScalars.count) characters that is not shown"
        }
        var shown = ""
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < limit else { return "\"\(shown)…\" (\(text.unicodeScalars.count) characters)" }
            count += 1
            switch scalar {
            case "\n": shown += "\\n"
            case "\r": shown += "\\r"
            case "\t": shown += "\\t"
            case "\"": shown += "\\\""
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: shown += "\\u{\(String(scalar.value, radix: 16))}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return "\"\(shown)\""
    }

    /// A word of a command, as a shell takes it.
    public static func word(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
                    true
                default: "/._-+=:,@%".utf8.contains($0)
                }
            }
        return isPlain ? text : "'\(text.replacing("'", with: "'\\''"))'"
    }

    /// What stands in for a personal value: its length only.
    public static func personal(_ text: some StringProtocol) -> String {
        "a personal value of \(text.unicodeScalars.count) characters"
    }

    /// The word with its article: `an offer`, `a referral`.
    public static func a(_ word: String) -> String {
        "aeiou".contains(word.prefix(1)) ? "an \(word)" : "a \(word)"
    }

    /// `a, b or c`, for lists of allowed words.
    public static func list(_ words: [String], _ last: String = "or") -> String {
        guard words.count > 1, let final = words.last else { return words.first ?? "nothing" }
        return words.dropLast().joined(separator: ", ") + " \(last) \(final)"
    }
}
