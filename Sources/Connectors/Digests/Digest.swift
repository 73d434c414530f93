/// One-shot digests and how they are written; where many values are hashed, keep a ``SHA256Digest``.
package enum Digest {
    /// The 32 bytes of SHA-256 over the parts, one after the other.
    package static func sha256(_ parts: [UInt8]...) -> [UInt8] {
        let digest = SHA256Digest()
        for part in parts { digest.update(part) }
        return digest.finish()
    }

    /// The 32 bytes of SHA-256 over one buffer.
    package static func sha256(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        let digest = SHA256Digest()
        digest.update(bytes)
        return digest.finish()
    }

    /// Lower-case hexadecimal digits, two a byte.
    package static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
