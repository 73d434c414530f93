import Canonical
import Foundation
import Testing

@testable import Connectors

@Suite struct CSVTests {
    @Test func `a field longer than several reads is whole, and what follows has its place`() throws {
        let scratch = try Scratch()
        let long = String(repeating: "é\n\"\"", count: 100_000)
        let path = try scratch.write("export", "a,b\n\"\(long)\",x\ny,z\n")
        let reading = try Reading(#"{ "csv": {} }"#, names: ["a", "b"])
        var reader = try reading.format.open(Export(path: path), wanting: reading.names)
        let first = try #require(try reader.next()?.get())
        #expect(first.text(0) == long.replacing("\"\"", with: "\""))
        #expect(first.text(1) == "x")
        let second = try #require(try reader.next()?.get())
        #expect(second.line == 100_003)
        #expect(second.text(1) == "z")
        #expect(try reader.next() == nil)
    }

    @Test func `a field whose first character beyond ASCII comes late settles the encoding all the same`() throws {
        let scratch = try Scratch()
        let long = Array(String(repeating: "x", count: 300_000).utf8)
        let path = try scratch.write("export", Array("a,b\n1,".utf8) + long + [0xE9, 0x0A] + Array("2,y\n".utf8))
        let reading = try Reading(#"{ "csv": {} }"#, names: ["a", "b"])
        var reader = try reading.format.open(Export(path: path), wanting: reading.names)
        let first = try #require(try reader.next()?.get())
        #expect(first.text(1)?.hasSuffix("xé") == true)
        #expect(reader.findings.first == "encoding Windows-1252 (byte 0xE9 at 2:300003 is not UTF-8)")
        #expect(try reader.next()?.get().text(1) == "y")
        #expect(try reader.next() == nil)
    }

    @Test func `a record without end stops the run before it fills the memory`() throws {
        let scratch = try Scratch()
        let path = try scratch.write("export", Array("a,b\n1,\"".utf8) + [UInt8](repeating: 0x78, count: 65 << 20))
        let reading = try Reading(#"{ "csv": {} }"#, names: ["a", "b"])
        #expect(
            reading.read(path).text == """
                failure export:2:1: a record of more than 64 MiB starts here
                  why: a record ends with its line or its closing bracket; most likely a quote is never closed
                  fix: look for a lone quote there

                """)
    }

    @Test(arguments: [
        (
            #""delimiter": "::""#, "feed.jsonc:1:37", "\"::\" for \"delimiter\"",
            "\"delimiter\" is one character such as , ; | or \\t"
        ),
        (
            #""delimiter": """#, "feed.jsonc:1:37", "\"\" for \"delimiter\"",
            "\"delimiter\" is one character such as , ; | or \\t"
        ),
        (
            #""delimiter": "€""#, "feed.jsonc:1:37", "\"€\" for \"delimiter\"",
            "\"delimiter\" is one character such as , ; | or \\t"
        ),
        (
            #""quote": "«""#, "feed.jsonc:1:33", "\"«\" for \"quote\"",
            "\"quote\" is one character such as ', or nothing for a file that knows no quoting"
        ),
        (
            #""quote": "''""#, "feed.jsonc:1:33", "\"''\" for \"quote\"",
            "\"quote\" is one character such as ', or nothing for a file that knows no quoting"
        ),
    ]) func `delimiter and quote are one character each`(word: String, place: String, what: String, why: String) throws
    {
        let config = ConfigReading(folder: "config", variables: [:])
        let setting = try ConfigText.parse(Array("{ \"format\": { \"csv\": { \(word) } } }".utf8), file: "feed.jsonc")
        _ = Formats.read(Settings(setting, "the feed", config))
        #expect(
            config.problems.map(\.description) == [
                "\(place): \(what)\n  why: \(why)\n  fix: look at the export's first lines"
            ])
    }

    @Test func `delimiter and quote are not the same`() throws {
        let config = ConfigReading(folder: "config", variables: [:])
        let setting = try ConfigText.parse(
            Array(#"{ "format": { "csv": { "delimiter": "'", "quote": "'" } } }"#.utf8), file: "feed.jsonc")
        _ = Formats.read(Settings(setting, "the feed", config))
        #expect(
            config.problems.map(\.description) == [
                "feed.jsonc:1:51: the quote and the delimiter are the same character"
            ])
    }

    @Test func `Windows-1252 decodes as Foundation decodes it, byte for byte`() {
        for byte in UInt8.min...UInt8.max {
            var text: [UInt8] = []
            let wrong = [byte].withUnsafeBufferPointer { Encoding.windows1252.append($0, to: &text) }
            let expected = String(data: Data([byte]), encoding: .windowsCP1252)
            #expect((wrong == nil ? String(decoding: text, as: UTF8.self) : nil) == expected)
            var latin: [UInt8] = []
            #expect([byte].withUnsafeBufferPointer { Encoding.latin1.append($0, to: &latin) } == nil)
            #expect(String(decoding: latin, as: UTF8.self) == String(data: Data([byte]), encoding: .isoLatin1))
        }
    }
}
