import Testing

@testable import Connectors

@Suite struct UTF16BytesTests {
    /// Rewrites units in pieces of every size: a pair may be torn anywhere.
    private func rewritten(_ units: [UInt16], isBigEndian: Bool, chunk: Int) -> [UInt8] {
        let bytes = units.flatMap { unit in
            let pair = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            return isBigEndian ? pair.reversed() : pair
        }
        var (text, rewriting) = ([UInt8](), UTF16Bytes(isBigEndian: isBigEndian))
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            rewriting.append(bytes[start..<min(start + chunk, bytes.count)], to: &text)
        }
        rewriting.finish(&text)
        return text
    }

    @Test(arguments: 1...9) func `every character is the same in UTF-8, wherever the file is torn`(chunk: Int) {
        let text = "a\u{7F}\u{80}é\u{7FF}\u{800}€\u{D7FF}\u{E000}\u{FFFD}\u{10000}😀\u{10FFFF}\0"
        for isBigEndian in [false, true] {
            #expect(rewritten(Array(text.utf16), isBigEndian: isBigEndian, chunk: chunk) == Array(text.utf8))
        }
    }

    @Test(arguments: [[0xD83D], [0xDE00], [0xD83D, 0xD83D], [0xD83D, 0x61], [0x61, 0xDFFF]] as [[UInt16]])
    func `half a pair is found by whoever checks UTF-8`(units: [UInt16]) {
        let text = rewritten(units, isBigEndian: false, chunk: 3)
        let first = units[0] == 0x61 ? 1 : 0
        #expect(text.withUnsafeBufferPointer(UTF8Check.firstWrongByte) == first)
    }

    @Test func `half a unit is found by whoever checks UTF-8`() {
        var (text, rewriting) = ([UInt8](), UTF16Bytes(isBigEndian: false))
        rewriting.append([0x61, 0, 0x62], to: &text)
        rewriting.finish(&text)
        #expect(text == [0x61, 0xFF])
    }
}
