import Canonical
import Foundation
import Testing

@testable import Connectors

/// The ready-made feeds of `config/catalogue`.
@Suite struct CatalogueTests {
    private static let config = "\(Fixtures.repository)/config"
    private static let names = ((try? FileManager.default.contentsOfDirectory(atPath: "\(config)/catalogue")) ?? [])
        .filter { $0.hasSuffix(".jsonc") }.map { String($0.dropLast(6)) }.sorted()

    private func catalogue() throws -> Collective {
        try CollectiveReader.readCatalogue(Self.config, variables: [:])
    }

    @Test func `every file is read, with the samples' key and a neutral member`() throws {
        let catalogue = try catalogue()
        #expect(catalogue.feeds.map(\.id) == Self.names.map { "catalogue/\($0)" })
        #expect(Self.names.count >= 10)
        #expect(catalogue.feeds.allSatisfy { $0.member == "structure" })
    }

    @Test(arguments: names) func `the sample comes out as expected, some records are broken on purpose`(
        name: String
    ) throws {
        let catalogue = try catalogue()
        let feed = try #require(catalogue.feed("catalogue/\(name)"))
        let sample = try #require(Sample(of: feed, in: catalogue), "there is no expected.jsonl")
        #expect(sample.problems() == [])
        let lines = try String(
            contentsOfFile: "\(Self.config)/catalogue/samples/\(name)/expected.jsonl", encoding: .utf8
        )
        .split(separator: "\n")
        #expect((10...60).contains(lines.count))
        #expect((1...3).contains(lines.count { $0.hasPrefix(#"{"rejection""#) }))
    }

    @Test(arguments: names)
    func `the comment on top says for whom, how to get it, what it cannot carry, what is invented`(
        name: String
    ) throws {
        let text = try String(contentsOfFile: "\(Self.config)/catalogue/\(name).jsonc", encoding: .utf8)
        let comment = text.split(separator: "\n").prefix { $0.hasPrefix("//") }
        for section in ["// For: ", "// Get it: ", "// No place for: ", "// Not in it: ", "// Sample: "] {
            let line = comment.first { $0.hasPrefix(section) }
            #expect(line.map { $0.dropFirst(section.count).contains { $0.isLetter } } ?? false, "\(section)")
        }
        #expect(comment.joined().contains("invented"))
    }

    @Test func `the README lists every one, and nothing else`() throws {
        let page = try String(contentsOfFile: "\(Fixtures.repository)/README.md", encoding: .utf8)
        let section = try #require(page.components(separatedBy: "\n## Ready-made feeds\n").last)
            .components(separatedBy: "\n## ")[0]
        var listed: [String] = []
        for row in section.split(separator: "\n") where row.hasPrefix("| `") {
            let names = row.split(separator: "|")[0].components(separatedBy: "`")
            listed += names.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        }
        #expect(listed.sorted() == Self.names)
    }

    @Test func `the README's member extends one with five lines`() throws {
        let page = try String(contentsOfFile: "\(Fixtures.repository)/README.md", encoding: .utf8)
        let block = try #require(
            page.components(separatedBy: "\n```jsonc\n").dropFirst().compactMap {
                $0.components(separatedBy: "\n```").first
            }.first { $0.contains("\"extends\"") })
        let scratch = try Scratch()
        try FileManager.default.copyItem(atPath: Self.config, toPath: "\(scratch.path)/config")
        try scratch.write("config/feeds/sureaux-contrats.jsonc", block)
        let collective = try CollectiveReader.read("\(scratch.path)/config", variables: [:], isForSamples: true)
        let feed = try #require(collective.feed("sureaux-contrats"))
        #expect(feed.member == "atelier-des-sureaux" && feed.schema.kind == "pathway")
        let export = """
            N° contrat;Matricule;Type de contrat;Date d'entrée;Fin prévue;Fin période d'essai;Renouvellement;\
            Durée hebdo;Code ROME;Emploi;Prénom référent;Nom référent;Courriel référent;Prescripteur;\
            Niveau de formation;PASS début;PASS fin;Sortie le;Motif de sortie
            C-1;S01;CDDI;02/02/2026;01/08/2026;;0;26;;;;Corvet;;;;;;;

            """
        let bytes = try #require(export.data(using: .windowsCP1252))
        let path = try scratch.write("export.csv", [UInt8](bytes))
        var keys: [String] = []
        var reading = FeedReading(feed, of: collective, since: Snapshot())
        try reading.read([Export(path: path)]) { outcome throws(Failure) in
            guard case .entity(let entity, _, _, _) = outcome else { return }
            keys.append("\(entity.key) \(entity.text("contract.starts") ?? "")")
        }
        #expect(keys == ["C-1 2026-02-02"])
    }

    @Test func `what is wrong in a file of the catalogue is found without a feed that extends it`() throws {
        let config = try SmallConfig([
            "catalogue/offres.jsonc":
                #"{ "kind": "offer", "map": { "key": "ref", "titel": "poste" } }"#,
            "catalogue/Autres.jsonc": #"{ "extends": "catalogue/offre" }"#,
            "catalogue/lisez-moi.txt": "",
        ])
        _ = try config.read()
        let error = try #require(throws: ConfigError.self) {
            try CollectiveReader.readCatalogue(config.scratch.path, variables: [:])
        }
        #expect(
            error.problems.map { $0.description.replacing(config.scratch.path, with: "config") } == [
                """
                config/catalogue/lisez-moi.txt: this file is not read
                  why: the files of catalogue/ end in .jsonc
                  fix: rename it, or move it elsewhere
                """,
                """
                config/catalogue/Autres.jsonc: not an id: "Autres"
                  why: the file's name is the id: lower-case letters, digits and hyphens
                  fix: rename the file
                """,
                """
                config/catalogue/Autres.jsonc:1:14: there is no "catalogue/offre" to extend
                  why: a feed extends a file of catalogue/: catalogue/Autres or catalogue/offres
                  fix: did you mean "catalogue/offres"?
                """,
                """
                config/catalogue/offres.jsonc: "format" is missing
                  why: the feed needs it
                  fix: add "format": { "csv": { "delimiter": ";" } }
                """,
                """
                config/catalogue/offres.jsonc:1:43: unknown field "titel"
                  why: offer has no such field
                  fix: did you mean "title"?
                """,
                """
                config/catalogue/offres.jsonc:1:27: "type" is not mapped
                  why: every offer has one: What is offered.
                  fix: add "type": "column name"
                """,
                """
                config/catalogue/offres.jsonc:1:27: "title" is not mapped
                  why: every offer has one: The job or subject in a few words.
                  fix: add "title": "column name"
                """,
            ])
    }
}
