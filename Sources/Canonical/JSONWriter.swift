/// Writes JSON into memory that was made large enough beforehand: no byte costs a look at the room that is left.
///
/// Every write may touch up to sixteen bytes behind what it writes, which ``slack`` stands for.
struct JSONWriter {
    static let slack = Lanes.count

    private(set) var next: UnsafeMutableRawPointer

    init(_ start: UnsafeMutableRawPointer) { next = start }

    /// The most bytes that a quoted text takes.
    @inline(__always) static func room(_ count: Int) -> Int { 6 * count + 2 }

    @inline(__always) mutating func append(_ byte: UInt8) {
        next.storeBytes(of: byte, as: UInt8.self)
        next += 1
    }

    /// Appends the bytes of a range as they are.
    @inline(__always) mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        var index = range.lowerBound
        while index < range.upperBound {
            next.storeBytes(of: JSONWriter.load(bytes, index), as: Lanes.Bytes.self)
            let count = min(Lanes.count, range.upperBound - index)
            next += count
            index += count
        }
    }

    /// Appends the text of a range in quotes; only what JSON demands is escaped.
    @inline(__always) mutating func append(quoting text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        append(UInt8(ascii: "\""))
        append(escaping: text, range)
        append(UInt8(ascii: "\""))
    }

    /// Appends the text of a range as it stands between quotes.
    @inline(__always) mutating func append(escaping text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        var index = range.lowerBound
        while index < range.upperBound {
            let bytes = JSONWriter.load(text, index)
            next.storeBytes(of: bytes, as: Lanes.Bytes.self)
            let count = min(Lanes.count, range.upperBound - index)
            let escapes = Lanes.escapes(bytes)
            let plain = Lanes.isAny(escapes) ? Lanes.first(escapes) : Lanes.count
            // An escape behind the range is none of this text.
            guard plain < count else {
                next += count
                index += count
                continue
            }
            next += plain
            escape(text[index + plain])
            index += plain + 1
        }
    }

    /// Sixteen bytes from `index` on, or as many as there are.
    @inline(__always) private static func load(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Lanes.Bytes {
        index + Lanes.count <= bytes.count ? Lanes.load(bytes, index) : Lanes.rest(bytes, index, fill: 0x20)
    }

    private mutating func escape(_ byte: UInt8) {
        append(0x5C)
        switch byte {
        case 0x22, 0x5C: append(byte)
        case 0x0A: append(UInt8(ascii: "n"))
        case 0x0D: append(UInt8(ascii: "r"))
        case 0x09: append(UInt8(ascii: "t"))
        default:
            append(UInt8(ascii: "u"))
            append(0x30)
            append(0x30)
            append(hex(byte >> 4))
            append(hex(byte & 15))
        }
    }

    private func hex(_ digit: UInt8) -> UInt8 { digit < 10 ? 0x30 + digit : 0x61 + digit - 10 }
}

extension [UInt8] {
    /// Appends what `body` writes, which takes at most `room` bytes.
    @inline(__always) mutating func append(room: Int, _ body: (inout JSONWriter) -> Void) {
        append(addingCapacity: room + JSONWriter.slack) { output in
            output.withUnsafeMutableBufferPointer { buffer, count in
                guard let base = buffer.baseAddress else { return }
                let start = UnsafeMutableRawPointer(base + count)
                var writer = JSONWriter(start)
                body(&writer)
                count += writer.next - start
            }
        }
    }
}
