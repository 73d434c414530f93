import Foundation
import Testing

@testable import Connectors

struct SealingKeyTests {
    private let key = SealingKey(HMACKey(Array("secret".utf8)), purpose: "tests")

    @Test func `what is closed opens again, the same text to the same bytes`() {
        for text in ["x", "OR-3001", String(repeating: "é", count: 5_000)] {
            let closed = key.seal(Array(text.utf8))
            #expect(closed.count == text.utf8.count + SealingKey.overhead)
            #expect(closed == key.seal(Array(text.utf8)))
            #expect(key.open(closed).map { String(decoding: $0, as: UTF8.self) } == text)
        }
    }

    @Test func `a changed bit, a cut, another purpose and another secret open nothing`() {
        let closed = key.seal(Array("OR-3001".utf8))
        for bit in 0..<closed.count * 8 {
            var changed = closed
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(key.open(changed) == nil)
        }
        for length in 0..<closed.count { #expect(key.open(Array(closed[..<length])) == nil) }
        #expect(SealingKey(HMACKey(Array("secret".utf8)), purpose: "others").open(closed) == nil)
        #expect(SealingKey(HMACKey(Array("other".utf8)), purpose: "tests").open(closed) == nil)
    }

    @Test func `nothing of the text or the key is to be seen`() {
        let closed = key.seal(Array("OR-3001".utf8))
        #expect(!String(decoding: closed, as: UTF8.self).contains("OR-3001"))
        #expect("\(key)" == "SealingKey" && String(reflecting: key) == "SealingKey")
    }

    @Test func `letters and digits stand for bytes and back`() {
        for length in 0...20 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ length) }
            #expect(Base32.bytes(Base32.text(bytes)) == bytes)
            #expect(Base32.bytes(Base32.text(bytes).lowercased()) == bytes)
        }
        #expect(Base32.bytes("U") == nil)
    }
}
