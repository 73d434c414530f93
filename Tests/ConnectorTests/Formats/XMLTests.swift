import Canonical
import Foundation
import Testing

@testable import Connectors

@Suite struct XMLTests {
    @Test(arguments: [
        (
            "{}",
            """
            feed.jsonc:1:22: "record" is missing
              why: "xml" needs it
              fix: add "record": "the name of the element that a record is"
            """
        ),
        (
            #"{ "record": "/" }"#,
            """
            feed.jsonc:1:34: "/" for "record"
              why: "record" is the name of an element, or a path to it
              fix: write "item" or "rss/channel/item"
            """
        ),
    ]) func `a format that does not say what a record is`(options: String, said: String) throws {
        let reading = ConfigReading(folder: "config", variables: [:])
        let text = "{ \"format\": { \"xml\": \(options) } }"
        _ = Formats.read(Settings(try ConfigText.parse(Array(text.utf8), file: "feed.jsonc"), "the feed", reading))
        #expect(reading.problems.map(\.description) == [said])
    }

    @Test func `a record that never ends is refused`() throws {
        let scratch = try Scratch()
        let path = try scratch.write("export", "<a>\n<b>" + String(repeating: "x", count: 3 << 20) + "</b></a>")
        let reading = try Reading(#"{ "xml": { "record": "b" } }"#, names: ["c"])
        var format = try #require(reading.format as? XMLFormat)
        format.longestRecord = 1 << 20
        var reader = try format.open(Export(path: path, name: "export"), wanting: reading.names)
        do throws(Failure) {
            _ = try reader.next()
            Issue.record("it was read")
        } catch {
            #expect(
                error.problem.description == """
                    export:2:1: a record of more than 1 MiB starts here
                      why: a record is one "b" (feed.jsonc:1:34); nothing of it was published
                      fix: name the element that is one record, not the one around all
                    """)
        }
    }

    @Test func `the names below a record are known as paths write them, and how far a document was read`() throws {
        let scratch = try Scratch()
        let records = (0..<12).map {
            "<n:offre xmlns:n=\"urn:n\" numéro=\"\($0)\"><n:réf>\($0)</n:réf><m:titre>a<b>c</b></m:titre><dc:date/>"
                + "<mot>a</mot><mot>b</mot>\($0 == 3 ? "<agence/>" : "")</n:offre>"
        }
        let text = "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><offres>\(records.joined(separator: "\n"))</offres>"
        let path = try scratch.write("export", text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
        let reading = try Reading(#"{ "xml": { "record": "offre" } }"#, names: ["réf", "titre"])
        for chunk in [1, 1 << 20] {
            var export = Export(path: path)
            export.chunk = chunk
            var reader = try reading.format.open(export, wanting: reading.names)
            #expect(reader.seen == [])
            while let next = try reader.next() { _ = try next.get() }
            #expect(reader.seen == ["@numéro", "réf", "titre", "dc:date", "mot", "agence"])
            #expect(reader.sometimes == ["agence"])
            #expect(reader.bytesRead == text.unicodeScalars.count)
        }
    }

    @Test func `thousands of names below a record are no more than can be kept`() throws {
        let names = (0..<2_000).map { "<n\($0)/>" }.joined()
        let scratch = try Scratch()
        let path = try scratch.write("export", "<a><b>\(names)</b></a>")
        let reading = try Reading(#"{ "xml": { "record": "b" } }"#, names: ["c"])
        var reader = try reading.format.open(Export(path: path), wanting: reading.names)
        _ = try reader.next()
        #expect(reader.seen.count == 500)
    }

    @Test func `whatever the bytes, a document ends with records, rejections or a failure that says where and why`()
        throws
    {
        var random = MutationTests.Seeded(state: UInt64.random(in: 0 ... .max))
        let seed = random.state
        let pieces = [
            "<", ">", "/", "</", "/>", "<!--", "-->", "<![CDATA[", "]]>", "&", ";", "&amp;", "&#0;", "\"", "'", "=",
            "<?", "?>",
            "<!DOCTYPE", "<!ENTITY", "\0", "é", "\r", "\n", " ", ":", "offre", "<offre>", "</offre>",
        ].map { Array($0.utf8) }
        let scratch = try Scratch()
        for fixture in FormatTests.cases where fixture.isXML {
            let (reading, whole) = (try fixture.reading, try fixture.bytes)
            for round in 0..<60 {
                var bytes = whole
                for _ in 0...round % 4 {
                    let index = Int.random(in: 0...bytes.count, using: &random)
                    if bytes.isEmpty || Bool.random(using: &random) {
                        bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: index)
                    } else {
                        bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 0...9, using: &random)))
                    }
                }
                let path = try scratch.write("export", bytes)
                let result = reading.read(path)
                // The bytes come in other pieces, and nothing changes.
                #expect(reading.read(path, chunk: 1) == result, "\(fixture.testDescription), seed \(seed)")
                let said = result.records.filter { $0.hasPrefix("rejected") } + [result.failure].compactMap { $0 }
                #expect(said.allSatisfy { $0.contains("export:") && $0.contains("\n  why: ") }, "seed \(seed): \(said)")
            }
        }
    }
}
