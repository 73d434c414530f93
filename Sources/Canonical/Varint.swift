/// Whole numbers as few bytes as they need: seven bits a byte, the lowest first, the high bit set on all but the last.
public enum Varint {
    /// Appends a number from 0.
    public static func append(_ number: Int, to bytes: inout [UInt8]) {
        var rest = UInt64(max(0, number))
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Takes numbers and pieces from the front of an array.
    public struct Reader {
        private let bytes: [UInt8]
        private var position = 0

        /// Starts at the first byte.
        public init(_ bytes: [UInt8]) { self.bytes = bytes }

        /// What is left.
        public var rest: ArraySlice<UInt8> { bytes[position...] }

        /// Whether everything was taken.
        public var isAtEnd: Bool { position == bytes.count }

        /// The next number, or nil when the bytes end in it.
        public mutating func number() -> Int? {
            var number: UInt64 = 0
            for shift in stride(from: UInt64(0), to: 56, by: 7) {
                guard position < bytes.count else { return nil }
                let byte = bytes[position]
                position += 1
                number |= UInt64(byte & 0x7F) << shift
                if byte < 0x80 { return Int(number) }
            }
            return nil
        }

        /// The next piece with its length in front, or nil when it is not whole; nothing is taken then.
        public mutating func frame() -> ArraySlice<UInt8>? {
            let start = position
            if let length = number(), let frame = take(length) { return frame }
            position = start
            return nil
        }

        /// The next `count` bytes, or nil when there are fewer.
        public mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
            guard count <= bytes.count - position else { return nil }
            defer { position += count }
            return bytes[position..<position + count]
        }
    }
}
