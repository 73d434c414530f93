import Canonical
import Foundation
import Testing

@testable import Connectors

enum RealSamples {
    static let folder = Fixtures.repository + "/../shared/samples"
    static let areThere = FileManager.default.fileExists(atPath: folder)
}

/// Exports that really exist, read with the feeds of `Fixtures/real`.
///
/// They belong to their authors and are not in the repository: these tests run where the folder with them stands
/// beside it.
@Suite(
    .enabled(if: RealSamples.areThere, "the exports are not here: put them into ../shared/samples to read them"))
struct RealSamplesTests {
    /// How many records were read, and every rejection word for word.
    private func read(_ feed: String, _ file: String) throws -> (read: Int, rejections: [String], entities: [Entity]) {
        let collective = try CollectiveReader.read("\(Fixtures.folder)/real", variables: [:], isForSamples: true)
        let path = "\(RealSamples.folder)/\(file)"
        var reading = FeedReading(try #require(collective.feed(feed)), of: collective, since: Snapshot())
        var rejections: [String] = []
        var entities: [Entity] = []
        try reading.read([Export(path: path)]) { outcome throws(Failure) in
            switch outcome {
            case .entity(let entity, _, _, _): entities.append(entity)
            case .rejection(let rejection):
                rejections += rejection.problems.map {
                    $0.description.replacing(path, with: "export").replacing(collective.folder + "/", with: "")
                }
            }
        }
        return (reading.counts.read, rejections, entities)
    }

    @Test(arguments: [
        ("france-travail-search", "france-travail/search-2025.json", 2),
        ("france-travail-list", "france-travail/search-les-emplois-fixture.json", 2),
        ("cegid", "france-travail/cegid.json", 4),
        ("engagement-jeunes", "offer-feeds/engagementJeunes.test.input.json", 2),
        ("spie-actions", "tracking/actions_example.csv", 39),
        ("carnet-de-bord-v1", "tracking/static_import_beneficiaires_v1.csv", 2),
    ]) func `real exports are accepted whole`(feed: String, file: String, count: Int) throws {
        let result = try read(feed, file)
        #expect(result.rejections == [])
        #expect(result.read == count)
        #expect(result.entities.count == count)
    }

    @Test func `of the file that Carnet de bord tests with, the row that is short of a field is rejected`() throws {
        let result = try read("carnet-de-bord-v2", "tracking/e2e_import_beneficiaires.csv")
        #expect(result.read == 4)
        #expect(
            result.rejections == [
                """
                export:5:1: record 4: the row has 24 fields, the header 25
                  why: fields are separated by ";" (feeds/carnet-de-bord-v2.jsonc:7:37)
                  fix: complete the row, or look for a line end inside a field without quotes; if this export leaves out \
                empty fields at the end of its rows, write "short": "fill" at feeds/carnet-de-bord-v2.jsonc:7:22
                """
            ])
    }

    /// What another XML reader finds: the children of each record that hold nothing but text, once each.
    private struct Foreign: Decodable {
        let names: [String]
        let records: [[String?]]
    }

    @Test(arguments: [
        ("import-enedis", "offers/offer"), ("import-hello-work", "root/job"), ("import-jooble", "job"),
        ("import-laposte", "offre"),
    ]) func `of real XML feeds every text is read as Python reads it`(file: String, record: String) throws {
        let scratch = try Scratch()
        let path = "\(RealSamples.folder)/offer-feeds/\(file).test.input.xml"
        try PythonFiles.run(
            """
            import json, xml.etree.ElementTree as tree
            records = list(tree.parse('\(path)').getroot())
            names = sorted({e.tag for r in records for e in r if len(e) == 0 and len(r.findall(e.tag)) == 1})
            def text(e): return (e.text or '').strip(' \\t\\r\\n') or None if e is not None else None
            json.dump({'names': names, 'records': [[text(r.find(n)) for n in names] for r in records]}, open('out', 'w'))
            """, in: scratch)
        let foreign = try JSONDecoder().decode(Foreign.self, from: Data(try Fixtures.bytes("\(scratch.path)/out")))
        let reading = try Reading("{ \"xml\": { \"record\": \"\(record)\" } }", names: foreign.names)
        var reader = try reading.format.open(Export(path: path), wanting: reading.names)
        var records: [[String?]] = []
        while let next = try reader.next() {
            let record = try next.get()
            records.append(foreign.names.indices.map { record.text($0) })
        }
        #expect(foreign.names.count > 9 && records.count > 1)
        #expect(records == foreign.records)
    }
}
