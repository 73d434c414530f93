import Canonical

/// The first line of a document: `<?xml version="1.0" encoding="iso-8859-1"?>`.
enum XMLDeclaration {
    /// The encoding that a document says it has; UTF-8 when it says nothing.
    static func encoding(_ window: ByteWindow) throws(Failure) -> Encoding {
        guard let (text, start) = try declaration(window), let word = text.range(of: "encoding") else { return .utf8 }
        let rest = text[word.upperBound...].drop { $0.isWhitespace || $0 == "=" }
        guard let quote = rest.first, quote == "\"" || quote == "'" else { return .utf8 }
        let name = rest.dropFirst().prefix { $0 != quote }
        // The mark of UTF-8 cannot be there by chance.
        if window.hasByteOrderMark { return .utf8 }
        // A document in UTF-16 is UTF-8 by the time it is read, or never was UTF-16.
        if let known = Encoding(named: String(name)) { return known.isUTF16 ? .utf8 : known }
        let index = start + text.utf8.distance(from: text.startIndex, to: name.startIndex)
        throw Failure(
            Problem(
                window.withUnread { window.place(of: index, in: $0) }, "unknown encoding \(Quote.value(name))",
                why:
                    "the hub reads \(Quote.list(Encoding.allCases.map(\.rawValue), "and")); nothing of it was published",
                fix: "export the document as UTF-8"))
    }

    /// The declaration's text and where it starts; nil when the document has none.
    private static func declaration(_ window: ByteWindow) throws(Failure) -> (text: String, start: Int)? {
        while true {
            let found = window.withUnread { bytes -> (text: String, start: Int)?? in
                // Blank lines in front are an error that many programs make, and that harms nobody.
                guard let start = bytes.firstIndex(where: { !XMLScanner.isSpace($0) }) else { return .none }
                let rest = bytes[start...].prefix(longest)
                guard rest.prefix(5).elementsEqual("<?xml".utf8.prefix(rest.count)) else { return .some(nil) }
                guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else {
                    return rest.count == longest ? .some(nil) : .none
                }
                return (String(decoding: rest[..<end], as: UTF8.self), start)
            }
            if let found { return found }
            guard try window.more() else { return nil }
        }
    }

    private static let longest = 1_024
}
