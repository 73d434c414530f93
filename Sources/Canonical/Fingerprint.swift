/// Sixteen bytes that stand for what was last published under a key: the first half of a SHA-256.
public struct Fingerprint: Sendable, Hashable {
    let high: UInt64
    let low: UInt64

    /// Takes the first sixteen bytes of a digest; shorter input counts as zeros.
    public init(digest: [UInt8]) {
        func word(_ start: Int) -> UInt64 {
            var word: UInt64 = 0
            for index in start..<start + 8 { word = word << 8 | UInt64(index < digest.count ? digest[index] : 0) }
            return word
        }
        high = word(0)
        low = word(8)
    }

    /// Appends the sixteen bytes.
    public func append(to bytes: inout [UInt8]) {
        for word in [high, low] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
    }
}
