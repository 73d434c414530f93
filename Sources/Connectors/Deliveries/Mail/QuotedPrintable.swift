/// The encoding of texts that leaves most of a French text readable (RFC 2045, 6.7).
enum QuotedPrintable {
    /// The lines of a text, each of at most 76 characters, without their ends.
    static func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { encoded(Array($0.utf8)) }
    }

    private static func encoded(_ bytes: [UInt8]) -> [String] {
        var lines: [String] = []
        var line = ""
        for (index, byte) in bytes.enumerated() {
            let isLast = index == bytes.count - 1
            let isPlain: Bool
            switch byte {
            // A space at the end of a line would be lost on the way.
            case 0x20: isPlain = !isLast
            // A line that begins with From, or is a point alone, is changed on the way by old programs.
            case UInt8(ascii: "F"), UInt8(ascii: "."): isPlain = !line.isEmpty
            case 0x21...0x7E: isPlain = byte != UInt8(ascii: "=")
            default: isPlain = false
            }
            let code = isPlain ? String(UnicodeScalar(byte)) : "=" + Digest.hex([byte]).uppercased()
            if line.utf8.count + code.utf8.count > (isLast ? 76 : 75) {
                lines.append(line + "=")
                line = ""
            }
            line += code
        }
        return lines + [line]
    }
}

extension QuotedPrintable {
    /// The bytes that were encoded; what is no code stays as it stands.
    static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "=") else {
                bytes.append(byte)
                continue
            }
            // An equals sign at the end of a line: the line goes on.
            if rest.first == 0x0A {
                rest.removeFirst()
            } else if rest.starts(with: [0x0D, 0x0A]) {
                rest.removeFirst(2)
            } else if let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 {
                bytes.append(code)
                rest.removeFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}
