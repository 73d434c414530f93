import Canonical

extension XMLScanner {
    /// Takes text up to the next tag, references replaced; returns false when it only indents what follows.
    mutating func characters(into text: inout [UInt8], keepsText: Bool) throws(Fault) -> Bool {
        if let isText = try space(into: &text, keepsText: keepsText) { return isText }
        var piece = index
        var highBits: UInt64 = 0
        while true {
            index = nextStop(from: index, &highBits, inCDATA: false)
            guard index < bytes.count else { throw incomplete("no end tag follows the text") }
            switch bytes[index] {
            case UInt8(ascii: "<"):
                decode(piece..<index, highBits, into: &text, keepsText)
                return true
            case UInt8(ascii: "&"):
                decode(piece..<index, highBits, into: &text, keepsText)
                try reference(into: &text, keepsText: keepsText)
                (piece, highBits) = (index, 0)
            case UInt8(ascii: "]"):
                guard index + 2 < bytes.count else { throw incomplete("no end tag follows the text") }
                if bytes[index + 1] == UInt8(ascii: "]"), bytes[index + 2] == UInt8(ascii: ">") {
                    note(
                        Fault(
                            index: index, what: "\"]]>\" in a text", why: "it ends a CDATA section, and none is open",
                            fix: "a CDATA section cannot hold another one; correct the export"))
                }
                index += 1
            default: try control(&piece, &highBits, into: &text, keepsText)
            }
        }
    }

    /// Takes a CDATA section.
    mutating func cdata(into text: inout [UInt8], keepsText: Bool) throws(Fault) {
        let opening = index
        index += 9
        var piece = index
        var highBits: UInt64 = 0
        while true {
            index = nextStop(from: index, &highBits, inCDATA: true)
            guard index + 2 < bytes.count else { throw incomplete("a CDATA section is never closed", at: opening) }
            guard bytes[index] == UInt8(ascii: "]") else {
                try control(&piece, &highBits, into: &text, keepsText)
                continue
            }
            if bytes[index + 1] == UInt8(ascii: "]"), bytes[index + 2] == UInt8(ascii: ">") {
                decode(piece..<index, highBits, into: &text, keepsText)
                index += 3
                return
            }
            index += 1
        }
    }

    /// Appends the value of an attribute: references replaced, line ends and tabs as spaces.
    mutating func append(_ attribute: Attribute, to text: inout [UInt8], keepsText: Bool) throws(Fault) {
        // The value is whole: what follows it is put back once it is read.
        let after = (index, line, lineStart)
        index = attribute.value.lowerBound
        var piece = index
        var highBits: UInt64 = 0
        while index < attribute.value.upperBound {
            let byte = bytes[index]
            if byte == UInt8(ascii: "&") {
                decode(piece..<index, highBits, into: &text, keepsText)
                try reference(into: &text, keepsText: keepsText)
                (piece, highBits) = (index, 0)
                continue
            }
            if byte < 0x20 {
                decode(piece..<index, highBits, into: &text, keepsText)
                if ![0x09, 0x0A, 0x0D].contains(byte) { note(wrongCharacter(byte)) }
                let isCRLF = byte == 0x0D && bytes[index + 1] == 0x0A
                if keepsText, !isCRLF { text.append(0x20) }
                (piece, highBits) = (index + 1, 0)
            }
            highBits |= UInt64(byte)
            index += 1
        }
        decode(piece..<index, highBits, into: &text, keepsText)
        (index, line, lineStart) = after
    }

    /// Takes white space before a tag; nil when a text follows, which then begins with it.
    private mutating func space(into text: inout [UInt8], keepsText: Bool) throws(Fault) -> Bool? {
        var end = index
        var (lines, newest) = (0, 0)
        while end < bytes.count, bytes[end] <= 0x20 {
            if bytes[end] == 0x0A { (lines, newest) = (lines + 1, end) }
            guard XMLScanner.isSpace(bytes[end]) else { return nil }
            end += 1
        }
        guard end < bytes.count else { throw incomplete("no end tag follows the text", at: end) }
        guard bytes[end] == UInt8(ascii: "<") else { return nil }
        if lines == 0, keepsText { text.append(contentsOf: bytes[index..<end]) }
        index = end
        guard lines > 0 else { return true }
        countLines(lines, endingAt: newest)
        return false
    }

    /// Takes a byte below 0x20 within a text: a line end of any kind becomes one line feed.
    private mutating func control(
        _ piece: inout Int, _ highBits: inout UInt64, into text: inout [UInt8], _ keepsText: Bool
    ) throws(Fault) {
        switch bytes[index] {
        case 0x0A: countLine(endingAt: index)
        case 0x09: break
        case 0x0D:
            guard index + 1 < bytes.count else { throw incomplete("no end tag follows the text") }
            decode(piece..<index, highBits, into: &text, keepsText)
            if bytes[index + 1] != 0x0A, keepsText { text.append(0x0A) }
            (piece, highBits) = (index + 1, 0)
        default: note(wrongCharacter(bytes[index]))
        }
        index += 1
    }

    private func wrongCharacter(_ byte: UInt8) -> Fault {
        Fault(
            index: index, what: "a control character (\(UTF8Check.hex(byte))) in a text", why: "XML has none",
            fix: "remove it in the export")
    }

    /// Appends a stretch without references, in UTF-8.
    private mutating func decode(
        _ range: Range<Int>, _ highBits: UInt64, into text: inout [UInt8], _ keepsText: Bool
    ) {
        guard !range.isEmpty else { return }
        let piece = UnsafeBufferPointer(rebasing: bytes[range])
        guard highBits & 0x8080_8080_8080_8080 != 0 else {
            if keepsText { text.append(contentsOf: piece) }
            return
        }
        let before = text.count
        let wrong: Int?
        if encoding == .utf8, !keepsText {
            wrong = UTF8Check.firstWrongByte(piece)
        } else {
            wrong = encoding.append(piece, to: &text)
            if !keepsText { text.removeSubrange(before...) }
        }
        guard let wrong else { return }
        let index = range.lowerBound + wrong
        note(
            Fault(
                index: index, what: "the byte \(UTF8Check.hex(bytes[index])) is not \(encoding.rawValue)",
                why: encoding == .utf8
                    ? "a document is UTF-8 unless its first line says otherwise" : "the document says that it is",
                fix: "export it as UTF-8, or let its first line say what it is: <?xml version=\"1.0\" encoding=\"…\"?>")
        )
    }

    /// Takes a reference: one of the five entities that XML has, or a character's number.
    private mutating func reference(into text: inout [UInt8], keepsText: Bool) throws(Fault) {
        let start = index
        var end = start + 1
        while end < bytes.count, end - start < 40, XMLScanner.isInReference(bytes[end]) { end += 1 }
        guard end < bytes.count else { throw incomplete("no end tag follows the text", at: start) }
        guard bytes[end] == UInt8(ascii: ";"), end > start + 1 else {
            note(
                Fault(
                    index: start, what: "a lone \"&\"", why: "\"&\" starts a reference such as &amp;",
                    fix: "write &amp; for \"&\""))
            index = start + 1
            return
        }
        index = end + 1
        let name = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
        guard name.hasPrefix("#") else {
            let known: UInt8? =
                switch name {
                case "amp": UInt8(ascii: "&")
                case "lt": UInt8(ascii: "<")
                case "gt": UInt8(ascii: ">")
                case "quot": 0x22
                case "apos": 0x27
                default: nil
                }
            guard let known else {
                note(
                    Fault(
                        index: start, what: "the entity \(Quote.value("&\(name);")) is not defined",
                        why: "XML has &amp; &lt; &gt; &quot; and &apos; and no other",
                        fix: "write the character itself, or its number such as &#160;"))
                return
            }
            if keepsText { text.append(known) }
            return
        }
        let code = name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst(1))
        guard let scalar = code.flatMap(Unicode.Scalar.init), XMLScanner.isCharacter(scalar.value) else {
            note(
                Fault(
                    index: start, what: "\(Quote.value("&\(name);")) is no character",
                    why: "XML has none of that number",
                    fix: "remove it in the export"))
            return
        }
        if keepsText, let encoded = UTF8.encode(scalar) { text.append(contentsOf: encoded) }
    }

    private static func isCharacter(_ code: UInt32) -> Bool {
        switch code {
        case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x1_0000...0x10_FFFF: true
        default: false
        }
    }

    private static func isInReference(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "#"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    /// The next byte that may mean something: below 0x20, `]`, and outside CDATA `<` and `&`; the end if there is none.
    ///
    /// Eight bytes at a time: of a word's hits the lowest one is always right.
    @inline(__always)
    private func nextStop(from start: Int, _ highBits: inout UInt64, inCDATA: Bool) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var index = start
        if let base = UnsafeRawPointer(bytes.baseAddress) {
            while index + 8 <= bytes.count {
                let word = base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                func hits(_ byte: UInt8) -> UInt64 {
                    let other = word ^ (ones &* UInt64(byte))
                    return (other &- ones) & ~other
                }
                var hit = (word &- ones &* 0x20) & ~word | hits(UInt8(ascii: "]"))
                if !inCDATA { hit |= hits(UInt8(ascii: "<")) | hits(UInt8(ascii: "&")) }
                hit &= ones &* 0x80
                highBits |= word
                guard hit == 0 else { return index + hit.trailingZeroBitCount / 8 }
                index += 8
            }
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x20 || byte == UInt8(ascii: "]") { return index }
            if !inCDATA, byte == UInt8(ascii: "<") || byte == UInt8(ascii: "&") { return index }
            highBits |= UInt64(byte)
            index += 1
        }
        return index
    }
}
