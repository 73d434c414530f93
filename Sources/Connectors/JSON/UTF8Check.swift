import Canonical

/// Checks that bytes are UTF-8 (RFC 3629: no overlong forms, no surrogates).
enum UTF8Check {
    /// Index of the first byte that no UTF-8 text has there, or nil when all are right.
    static func firstWrongByte(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var index = 0
        while index < bytes.count {
            if index + Lanes.count <= bytes.count {
                let ahead = Lanes.load(bytes, index) .>= Lanes.all(0x80)
                index += Lanes.isAny(ahead) ? Lanes.first(ahead) : Lanes.count
            }
            guard index < bytes.count else { return nil }
            let byte = bytes[index]
            if byte < 0x80 {
                index += 1
                continue
            }
            // Accents, which are nearly all there is.
            if 0xC2...0xDF ~= byte, index + 1 < bytes.count, bytes[index + 1] & 0xC0 == 0x80 {
                index += 2
                continue
            }
            let (length, range): (Int, ClosedRange<UInt8>) =
                switch byte {
                case 0xC2...0xDF: (2, 0x80...0xBF)
                case 0xE0: (3, 0xA0...0xBF)
                case 0xED: (3, 0x80...0x9F)
                case 0xE1...0xEF: (3, 0x80...0xBF)
                case 0xF0: (4, 0x90...0xBF)
                case 0xF1...0xF3: (4, 0x80...0xBF)
                case 0xF4: (4, 0x80...0x8F)
                default: (0, 0...0)
                }
            guard length > 0, index + length <= bytes.count, range ~= bytes[index + 1] else { return index }
            for offset in 2..<max(length, 2) where !(0x80...0xBF ~= bytes[index + offset]) { return index }
            index += length
        }
        return nil
    }

    /// `0xE9`.
    static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return "0x" + (byte < 16 ? "0" : "") + digits
    }
}
