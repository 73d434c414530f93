import Foundation
import Testing

@testable import Connectors

/// One suite over every format and every fixture. A new case is two files in `Fixtures/formats/<format>/`: the export
/// `<case>.<format>`, and `<case>.records`:
///
///     { "csv": { "delimiter": ";" } }    what stands behind "format":
///     ["a", "b"]                         the names that a mapping wants
///     1 at 2: a@2:1 "x", b@2:3 "y"       each record, or what is said about it
@Suite struct FormatTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let path: String
        let settings: String
        let names: [String]
        let expected: String

        var testDescription: String { (path as NSString).lastPathComponent }
        var isJSON: Bool { settings.contains("\"json\"") }
        var needsFinalNewline: Bool { !settings.contains("\"finalNewline\": false") }
        var isXML: Bool { settings.contains("\"xml\"") }
        /// XML says itself what it is.
        var isUTF8: Bool {
            get throws {
                try !settings.contains("\"encoding\"")
                    && (!isXML || !String(decoding: bytes, as: UTF8.self).contains("encoding="))
            }
        }
        /// Two bytes a unit: what the suite does to bytes would break such a file.
        var isUTF16: Bool { testDescription.hasPrefix("utf-16") }
        var bytes: [UInt8] { get throws { try Fixtures.bytes(path) } }
        var reading: Reading { get throws { try Reading(settings, names: names) } }

        init?(_ folder: String, _ name: String) {
            let format = (folder as NSString).lastPathComponent
            path = "\(folder)/\(name).\(format)"
            guard let content = FileManager.default.contents(atPath: "\(folder)/\(name).records") else { return nil }
            let lines = String(decoding: content, as: UTF8.self).split(
                separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
            guard lines.count == 3, let names = try? JSONDecoder().decode([String].self, from: Data(lines[1].utf8))
            else { return nil }
            settings = String(lines[0])
            self.names = names
            expected = String(lines[2])
        }
    }

    /// Those that are read alike; a mail does not tell that it is whole (see MailFormatTests).
    static let formats = Formats.all.filter { $0 != MailFormat.self }

    static let cases: [Case] = formats.map { "\(Fixtures.folder)/formats/\($0.name)" }.flatMap { folder in
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".records") }.sorted().compactMap { Case(folder, String($0.dropLast(8))) }
    }

    @Test func `every format has fixtures, and every fixture two files`() throws {
        for format in Self.formats {
            let folder = "\(Fixtures.folder)/formats/\(format.name)"
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            let exports = Set(
                names.filter { $0.hasSuffix(".\(format.name)") }.map { $0.dropLast(format.name.count + 1) })
            #expect(exports == Set(names.filter { $0.hasSuffix(".records") }.map { $0.dropLast(8) }))
            #expect(exports.count >= 8)
            #expect(Self.cases.count { $0.path.hasPrefix(folder + "/") } == exports.count)
        }
    }

    @Test(arguments: cases) func `an export gives its records`(fixture: Case) throws {
        let result = try fixture.reading.read(fixture.path)
        #expect(result.text == fixture.expected)
    }

    @Test(arguments: cases) func `an export that comes byte by byte gives the same records`(fixture: Case) throws {
        let result = try fixture.reading.read(fixture.path, chunk: 1)
        #expect(result.text == fixture.expected)
    }

    @Test(arguments: cases) func `a byte order mark changes nothing`(fixture: Case) throws {
        let bytes = try fixture.bytes
        guard try fixture.isUTF8, !bytes.starts(with: [0xEF, 0xBB, 0xBF]), !bytes.starts(with: [0xFF, 0xFE]),
            String(validating: bytes, as: UTF8.self) != nil
        else { return }
        let scratch = try Scratch()
        let path = try scratch.write("export", [0xEF, 0xBB, 0xBF] + bytes)
        #expect(try fixture.reading.read(path).text == fixture.expected)
        #expect(try fixture.reading.read(path, chunk: 1).text == fixture.expected)
    }

    /// Places count the UTF-8 that the hub reads such a file as, so they are the same too.
    @Test(arguments: cases) func `UTF-16 changes nothing`(fixture: Case) throws {
        let bytes = try fixture.bytes
        guard try fixture.isUTF8, !bytes.starts(with: [0xEF, 0xBB, 0xBF]), !bytes.starts(with: [0xFF, 0xFE]),
            let text = String(validating: bytes, as: UTF8.self)
        else { return }
        let scratch = try Scratch()
        for isBigEndian in [false, true] {
            let units = ("\u{FEFF}" + text).utf16.flatMap { unit -> [UInt8] in
                let pair = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
                return isBigEndian ? pair.reversed() : pair
            }
            let path = try scratch.write("export", units)
            #expect(try fixture.reading.read(path).text == fixture.expected)
            #expect(try fixture.reading.read(path, chunk: 1).text == fixture.expected)
        }
    }

    /// Line ends inside quoted fields become values, and failures count them as columns: left out and undone.
    @Test(arguments: cases) func `line ends of Windows change nothing`(fixture: Case) throws {
        let bytes = try fixture.bytes
        guard !fixture.isUTF16, !bytes.contains(0x0D), !fixture.expected.contains("failure "),
            !fixture.expected.contains("0x0A")
        else {
            return
        }
        let scratch = try Scratch()
        let path = try scratch.write("export", bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] })
        for chunk in [nil, 1] {
            let text = try fixture.reading.read(path, chunk: chunk).text
            #expect(text.replacing(#"\r\n"#, with: #"\n"#) == fixture.expected)
        }
    }

    /// What a transfer that breaks off leaves behind.
    ///
    /// Two exceptions are in the nature of the formats: behind a whole line a cut file of lines is a file of fewer
    /// lines, and `"finalNewline": false` gives the sign of the cut away.
    @Test(arguments: cases) func `an export that is cut at any byte never looks complete`(fixture: Case) throws {
        let bytes = try fixture.bytes
        let whole = try fixture.reading.read(fixture.path)
        let scratch = try Scratch()
        for length in 0..<bytes.count {
            let path = try scratch.write("export", Array(bytes[..<length]))
            let cut = try fixture.reading.read(path)
            guard cut.failure == nil else { continue }
            let lineEnd: [[UInt8]] = fixture.isUTF16 ? [[0x0A, 0], [0, 0x0A]] : [[0x0A]]
            let isEmpty = length == 0 || fixture.isUTF16 && length == 2
            let endsWithLine = isEmpty || lineEnd.contains { bytes[..<length].suffix($0.count).elementsEqual($0) }
            let isException =
                fixture.isJSON
                // Another reader agrees that what is left is a document.
                ? (try? JSONSerialization.jsonObject(with: Data(bytes[..<length]))) != nil
                    // Behind its root element a document holds comments at most.
                : fixture.isXML
                    ? Self.isNothing(bytes[length...]) || whole.text.contains("after the end of the document")
                    : endsWithLine || !fixture.needsFinalNewline
            guard isException else {
                Issue.record("cut at byte \(length), it looks complete:\n\(cut.text)")
                return
            }
            // What a cut at a line's end gives is the beginning of the whole. A few rows may leave less doubt than the
            // whole, or more: then rows are rejected.
            let isBeginning =
                cut.records.count <= whole.records.count
                && zip(whole.records, cut.records).allSatisfy { $0 == $1 || $1.hasPrefix("rejected ") }
            let isUndecided = whole.records.isEmpty && whole.failure != nil
            guard !endsWithLine || fixture.isJSON || fixture.isXML || isUndecided || isBeginning else {
                Issue.record("cut at byte \(length), it reads otherwise:\n\(cut.text)")
                return
            }
        }
    }

    private static func isNothing(_ rest: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: rest, as: UTF8.self).trimmed
        return text.isEmpty || text.hasPrefix("<!--") || text.hasPrefix("<?")
    }
}
