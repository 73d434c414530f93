import Foundation
import Testing

@testable import Connectors

@Suite struct EncodingEvidenceTests {
    private func evidence(_ bytes: [UInt8], isWhole: Bool = true) -> EncodingEvidence {
        bytes.withUnsafeBufferPointer { EncodingEvidence($0, isWhole: isWhole) }
    }

    @Test func `French text tells its encoding, and a mixture tells none`() throws {
        let text = "Élève à l’œuvre, reçu 12 €"
        let ansi = [UInt8](try #require(text.data(using: .windowsCP1252)))
        let utf8 = Array(text.utf8)
        #expect(evidence(Array("Agent de tri".utf8)).verdict == .onlyASCII)
        #expect(evidence(utf8).verdict == .utf8)
        #expect(evidence(ansi).verdict == .windows1252)
        #expect(evidence(utf8 + ansi).verdict == .unsure)
        #expect(evidence(utf8 + utf8 + [0xE9]).verdict == .utf8)
        // "SALARIÉ »" with its no-break space is UTF-8 by accident.
        #expect(evidence(ansi + ansi + [0xC9, 0xA0]).verdict == .windows1252)
    }

    @Test func `a character at the end of the look counts only when the file ends there`() {
        let cut = Array("é€".utf8).dropLast()
        #expect(evidence(Array(cut), isWhole: false).verdict == .utf8)
        #expect(evidence(Array(cut), isWhole: true).wrongBytes == 2)
    }

    @Test func `a named encoding is contradicted by three signs, not by one`() throws {
        #expect(evidence([0xE9]).contradiction(of: .utf8) == nil)
        #expect(evidence([0xE9, 0x20, 0xE9, 0x20, 0xE9]).contradiction(of: .utf8) == .windows1252)
        #expect(evidence(Array("éà".utf8)).contradiction(of: .latin1) == nil)
        #expect(evidence(Array("éàç".utf8)).contradiction(of: .latin1) == .utf8)
        #expect(evidence([0xE9, 0x92, 0x20, 0x96, 0x20, 0x9C]).contradiction(of: .latin9) == .windows1252)
        #expect(evidence([0xE9, 0x92, 0x20, 0x96, 0x20, 0x9C]).contradiction(of: .windows1252) == nil)
    }

    @Test func `ISO-8859-15 decodes as Foundation decodes it, byte for byte`() {
        // Foundation's number for it (CFStringEncodings, ISO Latin 9).
        let latin9 = String.Encoding(rawValue: 0x8000_020F)
        for byte in UInt8.min...UInt8.max {
            var text: [UInt8] = []
            #expect([byte].withUnsafeBufferPointer { Encoding.latin9.append($0, to: &text) } == nil)
            #expect(String(decoding: text, as: UTF8.self) == String(data: Data([byte]), encoding: latin9))
        }
    }
}
