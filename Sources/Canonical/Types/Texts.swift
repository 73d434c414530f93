/// Free text, fixed words and pseudonyms.
enum Texts {
    static func check(_ value: Span<UInt8>, max: Int) -> Verdict {
        guard value.count <= max else {
            return .wrong(
                what: "too long (\(value.count) bytes)", why: "at most \(max) bytes fit here",
                fix: "shorten it in the export")
        }
        for index in value.indices {
            let byte = value[index]
            guard byte >= 0x20 && byte != 0x7F || byte == 0x0A || byte == 0x0D || byte == 0x09 else {
                return .wrong(
                    what: "holds the control character U+\(hex(byte))", why: "texts hold printable characters only",
                    fix: "remove it in the export")
            }
        }
        return .right
    }

    static func check(_ value: Span<UInt8>, oneOf words: [String]) -> Verdict {
        for word in words where equal(value, word) { return .right }
        return unknown(text(value), among: words, of: "the words here are")
    }

    static func pseudonym(_ value: Span<UInt8>) -> Verdict {
        var isHex = value.count == 32
        for index in value.indices {
            isHex = isHex && (0x30...0x39 ~= value[index] || 0x61...0x66 ~= value[index])
        }
        guard !isHex else { return .right }
        return .wrong(
            what: "not a pseudonym", why: "a person is named by 32 hexadecimal digits only",
            fix: "add \"pseudonym\": true to its mapping")
    }

    /// An unknown word: names the nearest, or all when they are few.
    static func unknown(_ word: String, among words: [String], of rule: String) -> Verdict {
        let fix =
            Suggestion.nearest(to: word, in: words).map { "did you mean \(Quote.value($0))?" }
            ?? "correct the export, or map it with \"codes\""
        let shown = words.count <= 12 ? Quote.list(words) : "\(words.prefix(8).joined(separator: ", "))…"
        return .wrong(what: "unknown word", why: "\(rule) \(shown)", fix: fix)
    }

    static func text(_ value: Span<UInt8>) -> String {
        var bytes: [UInt8] = []
        for index in value.indices { bytes.append(value[index]) }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func equal(_ value: Span<UInt8>, _ word: String) -> Bool {
        let utf8 = word.utf8
        guard utf8.count == value.count else { return false }
        var index = 0
        for byte in utf8 {
            guard value[index] == byte else { return false }
            index += 1
        }
        return true
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
