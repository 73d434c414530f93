import Foundation

/// Header fields: what stands in them can neither end them nor begin another.
enum MailHeader {
    /// A text of any letters (RFC 2047 where they are not ASCII's).
    static func text(_ text: String) -> String {
        let plain = String(text.unicodeScalars.map { Letter.isControl($0) ? " " : Character($0) })
        let isASCII = plain.utf8.allSatisfy { (0x20..<0x7F).contains($0) } && !plain.contains("=?")
        return isASCII ? plain : words(plain)
    }

    /// The name before an address.
    static func phrase(_ name: String) -> String {
        let encoded = text(name)
        guard !encoded.hasPrefix("=?") else { return encoded }
        return "\"\(encoded.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }

    /// A field, folded where it would get too long for a line.
    static func field(_ name: String, _ parts: String...) -> String {
        let words = parts.joined(separator: " ").split(separator: " ")
        var lines: [String] = []
        var line = "\(name):"
        for word in words {
            if line.utf8.count + 1 + word.utf8.count > 76, line != "\(name):" {
                lines.append(line)
                line = ""
            }
            line += " \(word)"
        }
        return (lines + [line]).joined(separator: "\r\n")
    }

    /// A field of addresses.
    static func addresses(_ name: String, _ addresses: [String]) -> String {
        field(name, addresses.map { "<\($0)>" }.joined(separator: ", "))
    }

    /// Encoded words of at most 75 characters; none ends inside a character.
    private static func words(_ text: String) -> String {
        var words: [String] = []
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            let more = Array(String(Character(scalar)).utf8)
            if bytes.count + more.count > 42 {
                words.append(word(bytes))
                bytes = []
            }
            bytes += more
        }
        return (words + [word(bytes)]).joined(separator: " ")
    }

    private static func word(_ bytes: [UInt8]) -> String { "=?utf-8?B?\(Data(bytes).base64EncodedString())?=" }
}
