import Testing

@testable import Canonical

@Suite struct VarintTests {
    @Test(arguments: [
        (0, 1), (1, 1), (127, 1), (128, 2), (16_383, 2), (16_384, 3), (1 << 31, 5), ((1 << 56) - 1, 8),
    ]) func `a number comes back, in as few bytes as it needs`(number: Int, length: Int) {
        var bytes: [UInt8] = []
        Varint.append(number, to: &bytes)
        #expect(bytes.count == length)
        var reader = Varint.Reader(bytes)
        #expect(reader.number() == number)
        #expect(reader.isAtEnd)
    }

    @Test func `a number that the bytes cut, or that never ends, is none`() {
        var cut = Varint.Reader([0x80])
        #expect(cut.number() == nil)
        var endless = Varint.Reader(Array(repeating: 0xFF, count: 20))
        #expect(endless.number() == nil)
        var empty = Varint.Reader([])
        #expect(empty.number() == nil)
    }

    @Test func `a piece that is not whole is not taken`() {
        var bytes: [UInt8] = []
        Varint.append(3, to: &bytes)
        bytes += [1, 2, 3]
        for length in 0..<bytes.count {
            var reader = Varint.Reader(Array(bytes[..<length]))
            #expect(reader.frame() == nil)
            #expect(Array(reader.rest) == Array(bytes[..<length]))
        }
        var reader = Varint.Reader(bytes + [9])
        #expect(reader.frame().map(Array.init) == [1, 2, 3])
        #expect(Array(reader.rest) == [9])
        #expect(reader.take(2) == nil)
        #expect(reader.take(1).map(Array.init) == [9])
        #expect(reader.isAtEnd)
    }
}
