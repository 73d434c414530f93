import Canonical
import Foundation
import Testing

@testable import Connectors

enum RealSamples {
    static let folder = Fixtures.repository + "/../shared/samples"
    static let areThere = FileManager.default.fileExists(atPath: folder)

    /// Which ready-made feed reads a file, with what a member would change, and how many records it holds.
    struct Covered: CustomTestStringConvertible {
        let file: String
        let entry: String
        var changes = ""
        let count: Int
        var skipped = 0
        var testDescription: String { "\(entry) reads \(file)" }
    }

    static let covered = [
        Covered(file: "france-travail/search-2025.json", entry: "france-travail-offers", count: 2),
        Covered(
            file: "france-travail/search-les-emplois-fixture.json", entry: "france-travail-offers",
            changes: #""format": { "json": { "records": "" } }"#, count: 2),
        Covered(file: "france-travail/cegid.json", entry: "cegid-jobs", count: 4),
        Covered(file: "offer-feeds/engagementJeunes.test.input.json", entry: "engagement-jeunes", count: 2),
        Covered(file: "tracking/actions_example.csv", entry: "spie-actions", count: 39),
        Covered(file: "offer-feeds/import-hello-work.test.input.xml", entry: "hellowork-xml", count: 5),
        Covered(file: "offer-feeds/import-enedis.test.input.xml", entry: "talentsoft-xml", count: 2),
        Covered(file: "offer-feeds/import-jooble.test.input.xml", entry: "jooble-xml", count: 2),
        Covered(file: "offer-feeds/import-laposte.test.input.xml", entry: "laposte-xml", count: 2),
        // Four of the seven services are no trainings.
        Covered(file: "data-inclusion/mocks/services.json", entry: "data-inclusion-trainings", count: 7, skipped: 4),
        Covered(file: "tracking/static_import_beneficiaires_v1.csv", entry: "carnet-de-bord-2022", count: 2),
    ]

    /// Files of which a record or more is rejected; each rejection has its test.
    static let withRejections = [
        "tracking/e2e_import_beneficiaires.csv", "les-emplois/fiche-salarie/sample_asp_feedback_file.json",
        "data-inclusion/mocks/structures.json",
    ]

    /// Files and folders that no ready-made feed reads, and why.
    static let notCovered = [
        "SOURCES.md": "says where the others come from",
        "data-inclusion/schemas": "JSON Schemas",
        "les-emplois/asp-reference": "code tables",
        "les-emplois/eligibility": "code tables",
        "les-emplois/fixtures": "a dump of the platform's own database, which it hands to nobody",
        "reference": "code tables",
        "tracking/RSABEM.excerpt.xml": "benefits and social security numbers: in no message",
        "tracking/fluxIAE_Structure_22022022_112211.redacted.csv": "a structure's own record; members have members/",
        "tracking/import_structures.csv": "structures with the persons who manage them",
    ]
}

/// Exports that really exist, read with the ready-made feeds, each extended by the shortest feed there can be.
///
/// They belong to their authors and are not in the repository: these tests run where the folder with them stands
/// beside it.
@Suite(
    .enabled(if: RealSamples.areThere, "the exports are not here: put them into ../shared/samples to read them"))
struct RealSamplesTests {
    /// How many records were read, and every rejection word for word.
    private func read(
        _ file: String, _ entry: String, _ changes: String = ""
    ) throws -> (read: Int, rejections: [String], entities: [Entity]) {
        let scratch = try Scratch()
        for name in ["hub.jsonc", "codes", "rules", "catalogue"] {
            try FileManager.default.copyItem(
                atPath: "\(Fixtures.repository)/config/\(name)", toPath: "\(scratch.path)/\(name)")
        }
        try scratch.write("members/structure.jsonc", #"{ "name": "Structure", "kind": "ACI" }"#)
        try scratch.write("members/cre.jsonc", #"{ "name": "CRE", "kind": "CRE" }"#)
        let more = changes.isEmpty ? "" : ", \(changes)"
        try scratch.write(
            "feeds/real.jsonc", #"{ "extends": "catalogue/\#(entry)", "member": "structure"\#(more) }"#)
        let collective = try CollectiveReader.read(scratch.path, variables: [:], isForSamples: true)
        let path = "\(RealSamples.folder)/\(file)"
        var reading = FeedReading(try #require(collective.feed("real")), of: collective, since: Snapshot())
        var rejections: [String] = []
        var entities: [Entity] = []
        try reading.read([Export(path: path)]) { outcome throws(Failure) in
            switch outcome {
            case .entity(let entity, _, _, _, _): entities.append(entity)
            case .rejection(let rejection):
                rejections += rejection.problems.map {
                    $0.description.replacing(path, with: "export").replacing(collective.folder + "/", with: "")
                }
            }
        }
        return (reading.counts.read, rejections, entities)
    }

    @Test(arguments: RealSamples.covered) func `real exports are accepted whole`(_ sample: RealSamples.Covered) throws {
        let result = try read(sample.file, sample.entry, sample.changes)
        #expect(result.rejections == [])
        #expect(result.read == sample.count)
        #expect(result.entities.count == sample.count - sample.skipped)
    }

    @Test func `of the file that Carnet de bord tests with, the row that is short of a field is rejected`() throws {
        let result = try read("tracking/e2e_import_beneficiaires.csv", "carnet-de-bord")
        #expect(result.read == 4)
        #expect(
            result.rejections == [
                """
                export:5:1: record 4: the row has 24 fields, the header 25
                  why: fields are separated by ";" (catalogue/carnet-de-bord.jsonc:15:37)
                  fix: complete the row, or look for a line end inside a field without quotes; if this export leaves out \
                empty fields at the end of its rows, write "short": "fill" at catalogue/carnet-de-bord.jsonc:15:22
                """
            ])
    }

    /// It was recorded before the employee records carried the dates of the PASS IAE: without them nothing tells when
    /// the contract began.
    @Test func `of the file that the ASP sends back, every line lacks the dates of the PASS IAE`() throws {
        let result = try read(
            "les-emplois/fiche-salarie/sample_asp_feedback_file.json", "les-emplois-employee-records",
            #""format": { "json": { "records": "lignesTelechargement" } }"#)
        #expect(result.read == 10)
        #expect(result.entities.isEmpty)
        let texts = result.rejections.map { $0.replacing(/export:\d+: record \d+/, with: "export: record n") }
        #expect(result.rejections.count == 10)
        #expect(
            Set(texts) == [
                """
                export: record n, field "personnePhysique.passDateDeb": contract.starts is missing
                  why: every pathway has one: First day of the contract. (catalogue/les-emplois-employee-records.jsonc:43:24)
                  fix: fill it in the export
                """
            ])
    }

    /// Its authors test with a structure without a name and with invented SIRETs.
    @Test func `of data·inclusion's structures, those without a name or with a wrong SIRET are rejected`() throws {
        let result = try read("data-inclusion/mocks/structures.json", "data-inclusion-structures")
        #expect(result.read == 6)
        #expect(result.entities.count == 3)
        #expect(
            result.rejections == [
                """
                export:25: record 2, field "nom": name is missing
                  why: every structure has one: The structure's name. (catalogue/data-inclusion-structures.jsonc:25:13)
                  fix: fill it in the export
                """,
                """
                export:98:16: record 5, field "siret": not a SIRET: "7793112240000"
                  why: siret: a SIRET has fourteen digits (catalogue/data-inclusion-structures.jsonc:26:14)
                  fix: correct it (the SIREN alone has nine)
                """,
                """
                export:120:16: record 6, field "siret": not a SIRET: its key is wrong: "12345678901234"
                  why: siret: a SIRET and its first nine digits satisfy Luhn's formula \
                (catalogue/data-inclusion-structures.jsonc:26:14)
                  fix: look for a mistyped digit
                """,
            ])
    }

    @Test func `every real export is read by a ready-made feed, or it is said why not`() throws {
        let files = try #require(FileManager.default.enumerator(atPath: RealSamples.folder)).compactMap {
            $0 as? String
        }.filter {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(RealSamples.folder)/\($0)", isDirectory: &isFolder)
                && !isFolder.boolValue
        }
        let read = RealSamples.covered.map(\.file) + RealSamples.withRejections
        for file in files where !read.contains(file) {
            let reason = RealSamples.notCovered.first { file == $0.key || file.hasPrefix($0.key + "/") }
            #expect(reason != nil, "\(file)")
        }
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
