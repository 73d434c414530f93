import Foundation

/// Texts of headers in other letters than ASCII's (RFC 2047).
enum EncodedWords {
    /// A header's text with its encoded words decoded; the spaces between two of them are none.
    static func decoded(_ text: String) -> String {
        var decoded = ""
        var rest = text[...]
        var isBehindWord = false
        while let start = rest.range(of: "=?") {
            let before = rest[..<start.lowerBound]
            if !isBehindWord || before.contains(where: { !$0.isWhitespace }) { decoded += before }
            let parts = rest[start.upperBound...].split(separator: "?", maxSplits: 3, omittingEmptySubsequences: false)
            guard parts.count == 4, parts[3].hasPrefix("="), let encoding = Encoding(named: String(parts[0])),
                let bytes = bytes(parts[2], parts[1])
            else {
                decoded += "=?"
                rest = rest[start.upperBound...]
                isBehindWord = false
                continue
            }
            decoded += MIMEMessage.decoded(bytes, as: encoding)
            rest = parts[3].dropFirst()
            isBehindWord = true
        }
        return decoded + rest
    }

    private static func bytes(_ text: Substring, _ encoding: Substring) -> [UInt8]? {
        switch encoding.lowercased() {
        case "b": Data(base64Encoded: String(text)).map { [UInt8]($0) }
        case "q": QuotedPrintable.decoded(Array(text.replacing("_", with: "=20").utf8)[...])
        default: nil
        }
    }
}
