/// Looks for bytes eight at a time: fields are short, so calling memchr for each would cost more than the look.
enum ByteScan {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// The first index from `start` on that holds one of two bytes; the count when none does.
    @inline(__always) static func first(
        _ one: UInt8, or other: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Int {
        let (ones1, ones2) = (ones &* UInt64(one), ones &* UInt64(other))
        let raw = UnsafeRawBufferPointer(bytes)
        var index = start
        while index + 8 <= bytes.count {
            let eight = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let (first, second) = (eight ^ ones1, eight ^ ones2)
            // The lowest lane that is found is exact (Hacker's Delight, 6-1), and only that one is asked for.
            let found = ((first &- ones) & ~first | (second &- ones) & ~second) & highs
            if found != 0 { return index + found.trailingZeroBitCount >> 3 }
            index += 8
        }
        while index < bytes.count, bytes[index] != one, bytes[index] != other { index += 1 }
        return index
    }

    /// The first index from `start` on that holds a byte beyond ASCII; the count when none does.
    @inline(__always) static func firstBeyondASCII(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        var index = start
        while index + 8 <= bytes.count {
            let found = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)) & highs
            if found != 0 { return index + found.trailingZeroBitCount >> 3 }
            index += 8
        }
        while index < bytes.count, bytes[index] < 0x80 { index += 1 }
        return index
    }
}
