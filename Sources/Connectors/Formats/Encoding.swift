import Canonical

/// How the bytes of a text file stand for characters.
package enum Encoding: String, Sendable, CaseIterable {
    case utf8 = "utf-8"
    /// Little or big endian, as the file's byte order mark says.
    case utf16 = "utf-16"
    case utf16LE = "utf-16le"
    case utf16BE = "utf-16be"
    case latin1 = "iso-8859-1"
    case latin9 = "iso-8859-15"
    case windows1252 = "windows-1252"

    /// The encoding that goes by a name, whatever its case and its hyphens: `UTF8`, `latin1`, `cp1252`, `ANSI`.
    package init?(named name: String) {
        let plain = name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
        guard let encoding = Encoding.names[plain] else { return nil }
        self = encoding
    }

    private static let names: [String: Encoding] = [
        "utf8": .utf8, "utf8sig": .utf8, "utf8bom": .utf8, "ascii": .utf8, "usascii": .utf8,
        "utf16": .utf16, "unicode": .utf16, "utf16le": .utf16LE, "utf16be": .utf16BE,
        "iso88591": .latin1, "latin1": .latin1, "l1": .latin1,
        "iso885915": .latin9, "latin9": .latin9, "l9": .latin9,
        "windows1252": .windows1252, "cp1252": .windows1252, "win1252": .windows1252, "1252": .windows1252,
        "ansi": .windows1252,
    ]

    /// What a config's `"encoding"` says; nil for `auto`, which is the default, and for a name that is reported.
    static func read(_ settings: Settings) -> Encoding? {
        guard let text = settings.text("encoding"), text != "auto" else { return nil }
        if let encoding = Encoding(named: text) { return encoding }
        let words = ["auto"] + allCases.map(\.rawValue)
        settings.reading.report(
            settings.place(of: "encoding"), "unknown value \(Quote.value(text)) for \"encoding\"",
            why: "\"encoding\" is \(Quote.list(words))",
            fix: Suggestion.nearest(to: text, in: words).map { "did you mean \(Quote.value($0))?" }
                ?? "leave it out: the hub looks at the file and says what it finds")
        return nil
    }

    /// How people write it.
    package var title: String { self == .windows1252 ? "Windows-1252" : rawValue.uppercased() }

    /// Whether two bytes are a unit; such a file is rewritten as UTF-8 before anybody looks at it.
    package var isUTF16: Bool { self == .utf16 || self == .utf16LE || self == .utf16BE }

    /// Appends `bytes` as UTF-8; returns the index of the first byte that does not decode.
    func append(_ bytes: UnsafeBufferPointer<UInt8>, to text: inout [UInt8]) -> Int? {
        let start = ByteScan.firstBeyondASCII(bytes)
        guard start < bytes.count else {
            text.append(contentsOf: bytes)
            return nil
        }
        switch self {
        case .utf8, .utf16, .utf16LE, .utf16BE:
            text.append(contentsOf: bytes)
            return UTF8Check.firstWrongByte(bytes)
        case .latin1, .latin9, .windows1252:
            text.append(contentsOf: bytes[..<start])
            for index in start..<bytes.count {
                guard let code = code(of: bytes[index]) else { return index }
                Encoding.append(code, to: &text)
            }
            return nil
        }
    }

    /// The character that a byte is in an encoding of one byte a character.
    private func code(of byte: UInt8) -> UInt32? {
        switch (self, byte) {
        case (.windows1252, 0x80...0x9F):
            let code = Encoding.upper1252[Int(byte - 0x80)]
            return code > 0 ? code : nil
        case (.latin9, 0xA4...0xBE): return Encoding.only9[byte] ?? UInt32(byte)
        default: return UInt32(byte)
        }
    }

    /// Appends one character below U+10000 as UTF-8; also half a surrogate pair, which no check then lets pass.
    static func append(_ code: UInt32, to text: inout [UInt8]) {
        switch code {
        case 0..<0x80: text.append(UInt8(code))
        case 0..<0x800:
            text.append(UInt8(0xC0 | code >> 6))
            text.append(UInt8(0x80 | code & 0x3F))
        default:
            text.append(UInt8(0xE0 | code >> 12))
            text.append(UInt8(0x80 | code >> 6 & 0x3F))
            text.append(UInt8(0x80 | code & 0x3F))
        }
    }

    /// What Windows-1252 has at 0x80 to 0x9F; 0 where it has nothing (unicode.org, CP1252.TXT).
    private static let upper1252: [UInt32] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]

    /// Where ISO-8859-15 differs from ISO-8859-1 (unicode.org, 8859-15.TXT).
    private static let only9: [UInt8: UInt32] = [
        0xA4: 0x20AC, 0xA6: 0x0160, 0xA8: 0x0161, 0xB4: 0x017D, 0xB8: 0x017E, 0xBC: 0x0152, 0xBD: 0x0153, 0xBE: 0x0178,
    ]
}
