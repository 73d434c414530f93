/// Looks at eight bytes at a time: texts are long, and a byte by byte look is most of what a record costs.
///
/// Each test sets the high bit of the lanes it finds; as a yes or no it is exact (Hacker's Delight, 6-1).
enum Lanes {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// Whether a byte below `limit` (at most 0x80) is among them.
    @inline(__always) static func below(_ limit: UInt8, _ bytes: UInt64) -> UInt64 {
        (bytes &- ones &* UInt64(limit)) & ~bytes & highs
    }

    /// Whether `byte` is among them.
    @inline(__always) static func equal(_ byte: UInt8, _ bytes: UInt64) -> UInt64 {
        let difference = bytes ^ (ones &* UInt64(byte))
        return (difference &- ones) & ~difference & highs
    }

    /// How many ASCII digits are among them.
    @inline(__always) static func digits(_ bytes: UInt64) -> Int {
        let offset = bytes ^ (ones &* 0x30)
        let isOther = ((offset & ~highs) &+ ones &* 0x76) | offset
        return (~isOther & highs).nonzeroBitCount
    }

    /// Eight bytes from `index` on.
    @inline(__always) static func load(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> UInt64 {
        UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self)
    }

    /// The first index from `start` on where JSON wants an escape: a quote, a backslash, a control character.
    static func firstEscape(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        while index + 8 <= bytes.count {
            let lanes = load(bytes, index)
            guard below(0x20, lanes) | equal(0x22, lanes) | equal(0x5C, lanes) == 0 else { break }
            index += 8
        }
        while index < bytes.count, bytes[index] >= 0x20, bytes[index] != 0x22, bytes[index] != 0x5C { index += 1 }
        return index
    }
}
