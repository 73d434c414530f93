import Foundation

/// Brings text to one form: HTML reduced to what a person reads, Unicode composed (NFC).
public enum PlainText {
    /// How often HTML may be written as text of HTML (`&amp;lt;p&amp;gt;`): feeds do it once or twice.
    private static let deepest = 4

    /// The text of `html`; text without tags and entities comes back as it is, composed.
    public static func reduced(_ html: String, takesLines: Bool) -> String {
        var text = html
        for _ in 0..<deepest {
            let before = text
            if text.contains("<") { text = withoutTags(text) }
            if text.contains("&") { text = withoutEntities(text) }
            if text == before { break }
        }
        if !takesLines { text = text.split { $0.isNewline || $0 == "\t" }.joined(separator: " ") }
        text = text.precomposedStringWithCanonicalMapping
        return html == text ? text : text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Tags and comments become nothing, those that end a line a line end; a `<` that opens no tag stays.
    private static func withoutTags(_ html: String) -> String {
        var text = ""
        var rest = html[...]
        while let open = rest.firstIndex(of: "<") {
            text += rest[..<open]
            rest = rest[open...]
            let inside = rest.dropFirst()
            guard let first = inside.first, first.isLetter || first == "/" || first == "!" else {
                text += "<"
                rest = inside
                continue
            }
            if inside.hasPrefix("!--"), let end = inside.firstRange(of: "-->") {
                rest = rest[end.upperBound...]
                continue
            }
            // Without an end, this is no tag, and nothing behind it is one.
            guard let close = inside.firstIndex(of: ">") else { break }
            let name = inside[..<close].drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }.lowercased()
            if endsLine.contains(name), !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
            if name == "li", first != "/" { text += "- " }
            rest = inside[inside.index(after: close)...]
            // What scripts and styles hold is nothing to read.
            if name == "script" || name == "style", first != "/" {
                rest = rest.range(of: "</\(name)", options: .caseInsensitive).map { rest[$0.lowerBound...] } ?? ""
            }
        }
        return text + rest
    }

    private static let endsLine: Set<String> = ["p", "div", "br", "ul", "ol", "li", "tr", "h1", "h2", "h3", "h4"]

    private static let named: [Substring: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "eacute": "é", "egrave": "è",
        "ecirc": "ê", "agrave": "à", "acirc": "â", "ccedil": "ç", "ocirc": "ô", "ugrave": "ù", "ucirc": "û",
        "icirc": "î",
        "iuml": "ï", "euml": "ë", "Eacute": "É", "Egrave": "È", "Agrave": "À", "Ccedil": "Ç", "oelig": "œ",
        "rsquo": "’",
        "lsquo": "‘", "laquo": "«", "raquo": "»", "euro": "€", "hellip": "…", "ndash": "–", "mdash": "—", "bull": "•",
        "ldquo": "“", "rdquo": "”", "middot": "·", "deg": "°", "Ecirc": "Ê", "ouml": "ö", "uuml": "ü", "OElig": "Œ",
        "sup2": "²", "times": "×",
    ]

    /// Character references become characters; an `&` that begins none stays.
    private static func withoutEntities(_ html: String) -> String {
        var text = ""
        var rest = html[...]
        while let ampersand = rest.firstIndex(of: "&") {
            text += rest[..<ampersand]
            rest = rest[rest.index(after: ampersand)...]
            let name = rest.prefix(10).prefix { $0 != ";" }
            guard name.endIndex < rest.endIndex, rest[name.endIndex] == ";", let character = character(name) else {
                text += "&"
                continue
            }
            text += character
            rest = rest[rest.index(after: name.endIndex)...]
        }
        return text + rest
    }

    private static func character(_ name: Substring) -> String? {
        guard name.first == "#" else { return named[name] }
        let digits = name.dropFirst()
        let code = digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        // A reference to a control character would bring in what texts may not hold.
        guard let code, code >= 0x20, !(0x7F...0x9F).contains(code), let scalar = Unicode.Scalar(code) else {
            return nil
        }
        return String(Character(scalar))
    }
}
