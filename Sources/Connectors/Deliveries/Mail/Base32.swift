/// Bytes in letters and digits that are not mistaken for each other (Crockford's: no I, L, O, U).
enum Base32 {
    private static let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    static func text(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var (buffer, count) = (0, 0)
        for byte in bytes {
            buffer = buffer << 8 | Int(byte)
            count += 8
            while count >= 5 {
                text.append(letters[buffer >> (count - 5) & 31])
                count -= 5
            }
            buffer &= (1 << count) - 1
        }
        if count > 0 { text.append(letters[buffer << (5 - count) & 31]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil when something else stands in the text.
    static func bytes(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var (buffer, count) = (0, 0)
        for letter in text.uppercased().utf8 {
            guard let digit = letters.firstIndex(of: letter) else { return nil }
            buffer = buffer << 5 | digit
            count += 5
            if count >= 8 {
                bytes.append(UInt8(buffer >> (count - 8) & 255))
                count -= 8
                buffer &= (1 << count) - 1
            }
        }
        return bytes
    }
}
