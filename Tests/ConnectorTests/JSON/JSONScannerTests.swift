import Foundation
import Testing

@testable import Connectors

@Suite struct JSONScannerTests {
    /// What scanning one value says: nil when it is whole.
    private func fault(_ bytes: [UInt8]) -> JSONScanner.Fault? {
        bytes.withUnsafeBufferPointer { buffer in
            var scanner = JSONScanner(buffer)
            do throws(JSONScanner.Fault) {
                try scanner.skipValue()
                return nil
            } catch {
                return error
            }
        }
    }

    @Test(arguments: [
        #"{"a":[1,-2.5e+10,{"b":"é\u00e9\ud83d\ude00\\"}],"c":true,"d":false,"e":null,"f":{},"g":[]}"#,
        " [ \"x\" , [ ] , { } ] ", "\"\"", "[0]", "[\"\u{10FFFF}\u{7F}\"]",
    ]) func `whatever a value is cut at, more bytes are asked for`(text: String) {
        let bytes = Array(text.utf8)
        #expect(fault(bytes) == nil)
        let end = text.trimmed.utf8.count + (text.hasPrefix(" ") ? 1 : 0)
        for length in 0..<end {
            guard let fault = fault(Array(bytes[..<length])), fault.isIncomplete else {
                Issue.record("cut at byte \(length) it is not incomplete")
                return
            }
        }
    }

    @Test(arguments: [
        (#"{x"#, 2, "\"x\" where a name in quotes should stand"), (#"{"a" 1"#, 6, "a colon is missing before \"1\""),
        (#"{"a":1 "b""#, 8, "a comma or \"}\" is missing before a quote"), ("[1,]", 4, "a comma before \"]\""),
        ("[1}", 3, "a comma or \"]\" is missing before \"}\""), (#"["\x"#, 4, "an unknown escape in a text"),
        (#"["\u12G"#, 7, "\\u without four hexadecimal digits"), (#"["\uDC00"#, 8, "half a surrogate pair in a text"),
        (#"["\uD800x"#, 9, "half a surrogate pair in a text"), (#"["\uD800\n"#, 10, "half a surrogate pair in a text"),
        (#"["\uD800\uD800"#, 14, "half a surrogate pair in a text"), ("[tx", 3, "not a JSON value"),
        ("[nulx", 5, "not a JSON value"), ("[x", 2, "\"x\" where a value should stand"),
        ("[01", 4, "not a JSON number"),
        ("[-x", 3, "not a JSON number"), ("/", 1, "a comment"),
        ("[\u{1}", 2, "the byte 0x01 where a value should stand"),
        ("[\"\u{1}", 3, "a control character (0x01) in a text"), ("[é", 2, "the byte 0xC3 where a value should stand"),
    ]) func `wrong bytes are wrong at once, however many follow`(text: String, length: Int, what: String) {
        let bytes = Array(text.utf8) + Array(" ".utf8)
        for count in 1..<length { #expect(fault(Array(bytes[..<count]))?.isIncomplete == true) }
        let fault = fault(Array(bytes[..<length]))
        #expect(fault?.isIncomplete == false)
        #expect(fault?.what == what)
    }

    @Test func `UTF-8 is checked as another reader checks it`() {
        var random = SystemRandomNumberGenerator()
        let heads: [UInt8] = [
            0x41, 0x7F, 0x80, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF3, 0xF4, 0xF5, 0xFF,
        ]
        let tails: [UInt8] = [0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0x41, 0xC3]
        for _ in 0..<50_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes.append(heads[Int.random(in: heads.indices, using: &random)])
                for _ in 0..<Int.random(in: 0...3, using: &random) {
                    bytes.append(tails[Int.random(in: tails.indices, using: &random)])
                }
            }
            let isRight = bytes.withUnsafeBufferPointer { UTF8Check.firstWrongByte($0) == nil }
            guard isRight == (String(validating: bytes, as: UTF8.self) != nil) else {
                Issue.record("\(bytes.map(UTF8Check.hex)) is \(isRight ? "right" : "wrong") here")
                return
            }
        }
    }

    @Test func `the first wrong byte of UTF-8 is found`() {
        for (bytes, index) in [
            ([0x41, 0xE9, 0x41], 1), ([0xC3, 0xA9, 0x80], 2), ([0xE2, 0x82], 0), ([0x41, 0xED, 0xA0, 0x80], 1),
        ] as [([UInt8], Int)] {
            #expect(bytes.withUnsafeBufferPointer { UTF8Check.firstWrongByte($0) } == index)
        }
    }
}
