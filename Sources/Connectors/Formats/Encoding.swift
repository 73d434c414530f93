/// How the bytes of a text file stand for characters.
package enum Encoding: String, Sendable, CaseIterable {
    case utf8 = "utf-8"
    case windows1252 = "windows-1252"
    case latin1 = "iso-8859-1"

    /// Appends `bytes` as UTF-8; returns the index of the first byte that does not decode.
    func append(_ bytes: UnsafeBufferPointer<UInt8>, to text: inout [UInt8]) -> Int? {
        switch self {
        case .utf8:
            text.append(contentsOf: bytes)
            return UTF8Check.firstWrongByte(bytes)
        case .latin1:
            for byte in bytes { Encoding.append(UInt32(byte), to: &text) }
            return nil
        case .windows1252:
            for (index, byte) in bytes.enumerated() {
                guard byte >= 0x80, byte < 0xA0 else {
                    Encoding.append(UInt32(byte), to: &text)
                    continue
                }
                let code = Encoding.upper1252[Int(byte - 0x80)]
                guard code > 0 else { return index }
                Encoding.append(code, to: &text)
            }
            return nil
        }
    }

    private static func append(_ code: UInt32, to text: inout [UInt8]) {
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
}
