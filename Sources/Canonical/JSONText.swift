/// Writes JSON strings.
public enum JSONText {
    /// Appends a quoted string; only what JSON demands is escaped.
    public static func append(_ text: Span<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        text.withUnsafeBufferPointer { text in
            var start = 0
            while start < text.count {
                // Runs without anything to escape are copied whole.
                let end = Lanes.firstEscape(text, from: start)
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<end]))
                if end < text.count { escape(text[end], to: &bytes) }
                start = end + 1
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func escape(_ byte: UInt8, to bytes: inout [UInt8]) {
        bytes.append(0x5C)
        switch byte {
        case 0x22, 0x5C: bytes.append(byte)
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        default:
            bytes.append(UInt8(ascii: "u"))
            bytes.append(0x30)
            bytes.append(0x30)
            bytes.append(hex(byte >> 4))
            bytes.append(hex(byte & 15))
        }
    }

    /// Appends a quoted string.
    public static func append(_ text: String, to bytes: inout [UInt8]) { append(Array(text.utf8).span, to: &bytes) }

    private static func hex(_ digit: UInt8) -> UInt8 { digit < 10 ? 0x30 + digit : 0x61 + digit - 10 }
}
