import Canonical
import Testing

@testable import Connectors

/// A translation uses the memory of one record for the next: nothing of a record may show in another.
@Suite struct TranslationTests {
    private static let feed = #"""
        {
          "member": "aci", "kind": "offer",
          "source": { "directory": { "path": "exports" } },
          "format": { "ndjson": {} },
          "map": {
            "key": "ref", "type": { "const": "job" }, "title": "poste", "description": "texte",
            "skills[].label": "savoirs[].nom", "skills[].required": "savoirs[].exigence",
            "positions": { "from": "postes", "default": "1" }
          }
        }
        """#

    /// The lines and the rejections that a text gives, read so many bytes at a time.
    private func translated(_ text: String, _ feed: String, chunk: Int) throws -> (lines: String, rejections: [String])
    {
        let config = try SmallConfig(["feeds/offres.jsonc": feed])
        let collective = try config.read()
        let path = try config.scratch.write("export", text)
        var export = Export(path: path)
        export.chunk = chunk
        var lines: [UInt8] = []
        var rejections: [String] = []
        var translation = Translation(try #require(collective.feed("offres")), of: collective)
        try translation.read(
            [export, export], lines: { lines += $0 },
            rejection: { rejections += $0.problems.map(\.what) })
        #expect(translation.counts.rejected == rejections.count)
        return (String(decoding: lines, as: UTF8.self), rejections)
    }

    @Test(arguments: [1, 7, 256 * 1024])
    func `long and short records, right and wrong ones, follow each other`(chunk: Int) throws {
        let long = String(repeating: "é\\n", count: 400)
        let export = """
            {"ref":"1","poste":"Maçon","texte":"\(long)","savoirs":[{"nom":"a"},{"exigence":"S","nom":"b"}],"postes":4}
            {"ref":"2","poste":"Peintre"}
            {"ref":"3"}
            {"ref":"4","poste":"Cuisinier","savoirs":[{"exigence":"S"}]}
            {"ref":"5","poste":"<b>Commis</b>","postes":"beaucoup"}
            {"ref":"6","poste":"<b>Commis</b>"}
            {"ref":"7","poste":"Plongeur",}
            {"ref":"8","poste":"Serveur","savoirs":[{"nom":"c"}]}

            """
        let (lines, rejections) = try translated(export, Self.feed, chunk: chunk)
        let once = """
            {"key":"1","type":"job","title":"Maçon","description":"\(long.dropLast(2))",\
            "skills":[{"label":"a"},{"label":"b","required":"S"}],"positions":4}
            {"key":"2","type":"job","title":"Peintre","positions":1}
            {"key":"6","type":"job","title":"Commis","positions":1}
            {"key":"8","type":"job","title":"Serveur","skills":[{"label":"c"}],"positions":1}

            """
        #expect(lines == once + once)
        #expect(
            rejections == [
                "title is missing", "skills[].label is missing", "not a whole number: \"beaucoup\"",
                "a comma before \"}\"", "title is missing", "skills[].label is missing",
                "not a whole number: \"beaucoup\"", "a comma before \"}\"",
            ])
    }

    @Test(arguments: [1, 7, 256 * 1024])
    func `a JSON document gives what the same records give one by one`(chunk: Int) throws {
        let records = (0..<60).map { number in
            let skills = (0..<number % 4).map { "{\"nom\": \"n°\($0) \\u00e9\"}" }.joined(separator: ",\n ")
            return "{ \"autre\": {\"ref\": \"x\"}, \"ref\": \"R\(number)\", \"poste\": "
                + "\"\(String(repeating: "é«", count: number))é\", \"savoirs\": [\(skills)] }"
        }
        let document = "[\n" + records.joined(separator: ",\n") + "\n]"
        let json = Self.feed.replacing("\"ndjson\"", with: "\"json\"")
        let (lines, rejections) = try translated(document, json, chunk: chunk)
        #expect(rejections == [])
        let each = records.map { $0.replacing("\n", with: "") }.joined(separator: "\n") + "\n"
        #expect(lines == (try translated(each, Self.feed, chunk: chunk)).lines)
        #expect(lines.count { $0 == "\n" } == 120)
        #expect(
            lines.contains(
                "\"title\":\"é«é«é\",\"skills\":[{\"label\":\"n°0 é\"},{\"label\":\"n°1 é\"}],\"positions\":1}"))
    }

    @Test func `pages come in their order, up to the one that cannot be trusted`() throws {
        let config = try SmallConfig(["feeds/offres.jsonc": Self.feed])
        let collective = try config.read()
        let exports = try (1...100).map { number in
            let line = #"{"ref":"\#(number)","poste":\#(number % 7 == 0 ? "[]" : #""p""#)}"#
            return Export(path: try config.scratch.write("page-\(number)", number == 90 ? "{\"ref\":" : line + "\n"))
        }
        var lines: [UInt8] = []
        var rejected: [Int?] = []
        var translation = Translation(try #require(collective.feed("offres")), of: collective)
        let failure = #expect(throws: Failure.self) {
            try translation.read(
                exports, lines: { lines += $0 },
                rejection: { rejected.append(Int($0.problems[0].place.file.split(separator: "-").last ?? "")) })
        }
        #expect(failure?.problem.place.file.hasSuffix("/page-90") == true)
        let keys = String(decoding: lines, as: UTF8.self).split(separator: "\n").map { line in
            Int(line.dropFirst(8).prefix { $0 != "\"" })
        }
        #expect(keys == (1..<90).filter { $0 % 7 != 0 })
        #expect(rejected == (1..<90).filter { $0 % 7 == 0 })
        #expect(translation.counts.read == 89 && translation.counts.written == keys.count)
    }
}
