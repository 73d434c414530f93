/// Fixed words, identifiers, and what all types need to look at bytes.
enum Words {
    static func choice(_ value: Span<UInt8>, _ words: [String]) -> Verdict {
        for word in words where equal(value, word) { return .right }
        let word = text(value)
        let shown = words.count <= 12 ? Quote.list(words) : "\(words.prefix(8).joined(separator: ", "))…"
        return .wrong(
            what: "unknown word", why: "the words here are \(shown)",
            fix: Suggestion.nearest(to: word, in: words).map { "did you mean \(Quote.value($0))?" }
                ?? "correct the export, or map it with \"codes\"")
    }

    static func pseudonym(_ value: Span<UInt8>) -> Verdict {
        isHex(value)
            ? .right
            : .wrong(
                what: "not a pseudonym", why: "a person is named by 32 hexadecimal digits only",
                fix: "add \"pseudonym\": true to its mapping")
    }

    static func id(_ value: Span<UInt8>) -> Verdict {
        var isRight = 1...128 ~= value.count
        for index in value.indices {
            let byte = value[index]
            let isLetterOrDigit = 0x61...0x7A ~= byte | 0x20 || 0x30...0x39 ~= byte
            isRight = isRight && (isLetterOrDigit || "-._:/+@=".utf8.contains(byte))
        }
        return isRight
            ? .right
            : .wrong(
                what: "not a message's id", why: "an id is 1 to 128 letters, digits and - . _ : / + @ =",
                fix: "copy it from the message")
    }

    static func member(_ value: Span<UInt8>) -> Verdict {
        var isRight = 1...60 ~= value.count
        for index in value.indices {
            let byte = value[index]
            isRight = isRight && (0x61...0x7A ~= byte || 0x30...0x39 ~= byte || byte == UInt8(ascii: "-"))
        }
        return isRight
            ? .right
            : .wrong(
                what: "not a member's id", why: "an id is lower-case letters, digits and hyphens",
                fix: "write the name of the member's config file")
    }

    /// So many digits, nothing else.
    static func digits(_ value: Span<UInt8>, _ count: ClosedRange<Int>, _ what: String) -> Verdict {
        guard count ~= value.count, CivilDate.digits(value, 0, value.count) != nil else {
            let digits = count.count == 1 ? "\(count.lowerBound)" : "\(count.lowerBound) to \(count.upperBound)"
            return .wrong(what: "not \(what)", why: "\(what) has \(digits) digits", fix: "correct the export")
        }
        return .right
    }

    /// `62.02A`; the point may be missing.
    static func naf(_ value: Span<UInt8>) -> Verdict {
        var bytes = (0..<value.count).map { value[$0] }
        if bytes.count == 6, bytes[2] == UInt8(ascii: ".") { bytes.remove(at: 2) }
        guard bytes.count == 5, CivilDate.digits(bytes.span, 0, 4) != nil, 0x61...0x7A ~= bytes[4] | 0x20 else {
            return .wrong(
                what: "not a NAF code", why: "a NAF code is four digits and a letter, such as 62.02A",
                fix: "correct the export")
        }
        let canonical = bytes[0..<2] + [UInt8(ascii: ".")] + bytes[2..<4] + [bytes[4] & 0xDF]
        return equal(value, String(decoding: canonical, as: UTF8.self)) ? .right : .canonical(Array(canonical))
    }

    static func text(_ value: Span<UInt8>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(value.count)
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

    private static func isHex(_ value: Span<UInt8>) -> Bool {
        guard value.count == 32 else { return false }
        for index in value.indices where !(0x30...0x39 ~= value[index] || 0x61...0x66 ~= value[index]) { return false }
        return true
    }
}
