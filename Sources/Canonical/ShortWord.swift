/// A word of at most sixteen bytes in two numbers: compared at once, copied without counting references.
struct ShortWord: Sendable, Hashable {
    private let low: UInt64
    private let high: UInt64
    private let count: Int

    /// The word, or nil when it is longer.
    @inline(__always) init?(_ bytes: Span<UInt8>) {
        guard bytes.count <= Lanes.count else { return nil }
        let words = bytes.withUnsafeBufferPointer {
            unsafeBitCast(Lanes.rest($0, 0, fill: 0), to: SIMD2<UInt64>.self)
        }
        (low, high, count) = (words.x, words.y, bytes.count)
    }

    init?(_ text: String) { self.init(Array(text.utf8).span) }
}
