/// Rewrites UTF-16 as UTF-8 while it is read.
///
/// What no character is stays to be found by whoever checks the UTF-8: half a surrogate pair becomes three bytes from
/// 0xED on, half a unit at the file's end the byte 0xFF. Neither stands in any UTF-8 text.
struct UTF16Bytes {
    let isBigEndian: Bool
    /// The first byte of a unit whose second one has not come yet.
    private var half: UInt8?
    /// The first half of a surrogate pair.
    private var high: UInt32?

    init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

    /// The byte order of a text without a mark: nearly every second byte of Latin letters is zero.
    static func isBigEndian(_ bytes: ArraySlice<UInt8>) -> Bool? {
        let units = bytes.count / 2
        guard units >= 2 else { return nil }
        var zeros = (even: 0, odd: 0)
        for unit in 0..<units {
            if bytes[bytes.startIndex + 2 * unit] == 0 { zeros.even += 1 }
            if bytes[bytes.startIndex + 2 * unit + 1] == 0 { zeros.odd += 1 }
        }
        if zeros.even == 0, zeros.odd * 2 > units { return false }
        return zeros.odd == 0 && zeros.even * 2 > units ? true : nil
    }

    mutating func append(_ bytes: some Collection<UInt8>, to text: inout [UInt8]) {
        text.reserveCapacity(text.count + bytes.count)
        for byte in bytes {
            guard let first = half else {
                half = byte
                continue
            }
            half = nil
            let unit = isBigEndian ? UInt32(first) << 8 | UInt32(byte) : UInt32(byte) << 8 | UInt32(first)
            if unit < 0x80, high == nil { text.append(UInt8(unit)) } else { append(unit, to: &text) }
        }
    }

    private mutating func append(_ unit: UInt32, to text: inout [UInt8]) {
        if let first = high {
            high = nil
            if 0xDC00...0xDFFF ~= unit {
                let code = 0x10000 + (first - 0xD800) << 10 + (unit - 0xDC00)
                text.append(UInt8(0xF0 | code >> 18))
                text.append(UInt8(0x80 | code >> 12 & 0x3F))
                text.append(UInt8(0x80 | code >> 6 & 0x3F))
                text.append(UInt8(0x80 | code & 0x3F))
                return
            }
            Encoding.append(first, to: &text)
        }
        if 0xD800...0xDBFF ~= unit { high = unit } else { Encoding.append(unit, to: &text) }
    }

    /// Appends what the file ended within.
    mutating func finish(_ text: inout [UInt8]) {
        if let high { Encoding.append(high, to: &text) }
        if half != nil { text.append(0xFF) }
        (high, half) = (nil, nil)
    }
}
