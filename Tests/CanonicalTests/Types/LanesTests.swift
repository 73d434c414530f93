import Testing

@testable import Canonical

/// Sixteen bytes at a time, against the plain definition.
@Suite struct LanesTests {
    @Test(arguments: [UInt8(0), 0x20, 0x41, 0x7F, 0x80, 0xFF])
    func `every byte at every place agrees with the plain definition`(around: UInt8) {
        for place in 0..<16 {
            for byte in UInt8.min ... .max {
                var bytes = [UInt8](repeating: around, count: 16)
                bytes[place] = byte
                let lanes = bytes.withUnsafeBufferPointer { Lanes.load($0, 0) }
                for wanted: UInt8 in [0x00, 0x22, 0x7F, 0x80, 0xC2, 0xFF] {
                    let mask = lanes .== Lanes.all(wanted)
                    let first = bytes.firstIndex(of: wanted)
                    #expect(Lanes.isAny(mask) == (first != nil), "\(bytes) \(wanted)")
                    #expect(Lanes.first(mask) == first ?? 16, "\(bytes) \(wanted)")
                }
                #expect(Lanes.sum(lanes) == bytes.reduce(0) { $0 + Int($1) }, "\(bytes)")
            }
        }
    }

    @Test func `the rest of every length is filled behind`() {
        let bytes = (0..<40).map { UInt8(0x80 + $0) }
        for end in 0...40 {
            for start in max(0, end - 16)...end {
                for fill: UInt8 in [0x00, 0x20, 0xFF] {
                    let lanes = bytes[..<end].withUnsafeBufferPointer { Lanes.rest($0, start, fill: fill) }
                    let expected = bytes[start..<end] + [UInt8](repeating: fill, count: 16 - (end - start))
                    #expect(lanes.indices.map { lanes[$0] } == Array(expected), "\(start)..<\(end)")
                }
            }
        }
    }

    @Test func `random bytes of every length agree too`() {
        var random = SplitMix(state: 20_261_121)
        for length in 0...70 {
            for _ in 0..<200 {
                let bytes = (0..<length).map { _ in
                    // One in eight among those that matter.
                    Int.random(in: 0..<8, using: &random) > 0
                        ? UInt8.random(in: 0x5D ... .max, using: &random)
                        : [0x1F, 0x20, 0x22, 0x30, 0x39, 0x3A, 0x5C, 0x7F, 0x80, 0xA2][
                            Int.random(in: 0..<10, using: &random)]
                }
                let start = length == 0 ? 0 : Int.random(in: 0..<length, using: &random)
                let expected =
                    (start..<length).first { bytes[$0] < 0x20 || bytes[$0] == 0x22 || bytes[$0] == 0x5C } ?? length
                let found = bytes.withUnsafeBufferPointer { Lanes.firstEscape($0, from: start) }
                #expect(found.index == expected, "\(bytes) from \(start)")
                let isASCII = bytes[start..<expected].allSatisfy { $0 < 0x80 }
                #expect(isASCII || !found.isASCII, "\(bytes) from \(start)")
            }
        }
    }

    @Test func `a text is judged the same wherever the byte that matters stands`() {
        for length in 1...40 {
            for place in 0..<length {
                for (byte, name) in [(UInt8(0x00), "U+0000"), (0x1F, "U+001F"), (0x7F, "U+007F")] {
                    var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: length)
                    bytes[place] = byte
                    #expect(
                        verdict(.text(max: 80), String(decoding: bytes, as: UTF8.self)) == """
                            holds the control character \(name)
                            why: texts hold printable characters only
                            fix: remove it in the export, or correct "encoding"
                            """)
                }
                var text = Array(repeating: "a", count: length)
                text[place] = "e\u{301}"
                let composed = text.joined().replacing("e\u{301}", with: "\u{E9}")
                #expect(verdict(.text(max: 80), text.joined()) == "canonical \(composed)")
                text[place] = "\u{85}"
                #expect(verdict(.text(max: 80), text.joined()).hasPrefix("holds the control character U+0085\n"))
                text[place] = "&amp;"
                let plain = text.joined().replacing("&amp;", with: "&")
                #expect(verdict(.text(max: 80), text.joined()) == "canonical \(plain)")
            }
        }
    }
}

/// Numbers that look random and are the same in every run.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
