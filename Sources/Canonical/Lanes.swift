/// Looks at sixteen bytes at a time: texts are long, and a byte by byte look is most of what a record costs.
///
/// Vectors are compared with vectors: with a single byte Swift takes a generic loop (measured, 6.3).
public enum Lanes {
    /// Sixteen bytes.
    public typealias Bytes = SIMD16<UInt8>
    /// Which of sixteen bytes are so.
    public typealias Mask = SIMDMask<SIMD16<Int8>>

    /// How many bytes are looked at together.
    @inlinable public static var count: Int { 16 }

    /// The same byte everywhere.
    @inlinable @inline(__always) public static func all(_ byte: UInt8) -> Bytes { Bytes(repeating: byte) }

    /// Whether a mask has any lane.
    @inlinable @inline(__always) public static func isAny(_ mask: Mask) -> Bool {
        let words = unsafeBitCast(mask, to: SIMD2<UInt64>.self)
        return words.x | words.y != 0
    }

    /// The first lane of a mask; 16 when it has none.
    @inlinable @inline(__always) public static func first(_ mask: Mask) -> Int {
        let words = unsafeBitCast(mask, to: SIMD2<UInt64>.self)
        return words.x != 0 ? words.x.trailingZeroBitCount / 8 : 8 + words.y.trailingZeroBitCount / 8
    }

    /// The sum of all lanes.
    @inlinable @inline(__always) public static func sum(_ bytes: Bytes) -> Int {
        let words = unsafeBitCast(bytes, to: SIMD2<UInt64>.self)
        let even: UInt64 = 0x00FF_00FF_00FF_00FF
        let pairs = (words.x & even) &+ (words.x >> 8 & even) &+ (words.y & even) &+ (words.y >> 8 & even)
        return Int((pairs &* 0x0001_0001_0001_0001) >> 48)
    }

    /// Sixteen bytes from `index` on.
    @inlinable @inline(__always) public static func load(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bytes {
        UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: Bytes.self)
    }

    /// The last bytes, from `index` on, of which there are at most sixteen; `fill` behind them.
    @inlinable @inline(__always) public static func rest(
        _ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, fill: UInt8
    ) -> Bytes {
        let raw = UnsafeRawBufferPointer(bytes)
        let left = bytes.count - index
        var low = 0x0101_0101_0101_0101 &* UInt64(fill)
        var high = low
        if left >= 8 {
            low = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let last = raw.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
            high = high << (8 * UInt64(left - 8)) | last >> (8 * UInt64(16 - left))
        } else if left >= 4 {
            let first = UInt64(raw.loadUnaligned(fromByteOffset: index, as: UInt32.self))
            let last = UInt64(raw.loadUnaligned(fromByteOffset: bytes.count - 4, as: UInt32.self))
            low = low << (8 * UInt64(left)) | first | last << (8 * UInt64(left - 4))
        } else {
            low <<= 8 * UInt64(left)
            for offset in 0..<left { low |= UInt64(bytes[index + offset]) << (8 * UInt64(offset)) }
        }
        return unsafeBitCast(SIMD2(low, high), to: Bytes.self)
    }

    /// The first index from `start` on where JSON wants an escape (a quote, a backslash, a control character), and
    /// whether no byte beyond ASCII was seen on the way; perhaps one was that stands behind it.
    @inlinable @inline(__always) public static func firstEscape(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> (index: Int, isASCII: Bool) {
        var index = start
        var seen = all(0)
        while index < bytes.count {
            let isWhole = index + count <= bytes.count
            let lanes = isWhole ? load(bytes, index) : rest(bytes, index, fill: 0x20)
            let mask = escapes(lanes)
            seen |= lanes
            if isAny(mask) {
                index += first(mask)
                break
            }
            index += count
        }
        let words = unsafeBitCast(seen, to: SIMD2<UInt64>.self)
        return (min(index, bytes.count), (words.x | words.y) & 0x8080_8080_8080_8080 == 0)
    }

    /// Where JSON wants an escape: at a quote, a backslash, a control character.
    @inlinable @inline(__always) public static func escapes(_ bytes: Bytes) -> Mask {
        (bytes .< all(0x20)) .| (bytes .== all(0x22)) .| (bytes .== all(0x5C))
    }
}
