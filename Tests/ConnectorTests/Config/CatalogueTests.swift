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
            guard case .entity(let entity, _, _, _, _) = outcome else { return }
            keys.append("\(entity.key) \(entity.text("contract.starts") ?? "")")
        }
        #expect(keys == ["C-1 2026-02-02"])
    }

    // MARK: - Sources on the web

    /// A small collective with the whole catalogue, and this feed of the CRE's.
    private func collective(extending name: String, _ words: String = "") throws -> SmallConfig {
        var files: [String: String?] = [
            "feeds/offres.jsonc": "{ \"extends\": \"catalogue/\(name)\",\n\"member\": \"cre\"\(words) }"
        ]
        for folder in ["catalogue", "codes"] {
            let names = try FileManager.default.contentsOfDirectory(atPath: "\(Self.config)/\(folder)")
            for file in names where file.hasSuffix(".jsonc") || file.hasSuffix(".csv") {
                let path = "\(Self.config)/\(folder)/\(file)"
                files["\(folder)/\(file)"] = try String(contentsOfFile: path, encoding: .utf8)
            }
        }
        return try SmallConfig(files)
    }

    private func source(_ config: SmallConfig, variables: [String: String] = [:]) throws -> HTTPSource {
        try #require(try config.read(variables: variables).feeds.first?.source as? HTTPSource)
    }

    private static let dataInclusion =
        "data-inclusion-trainings.jsonc:18:39: the secret file \"config/secrets/data-inclusion\" cannot be read"

    @Test(arguments: [
        (
            "france-travail-offers",
            [
                "france-travail-offers.jsonc:21:17: the environment variable FT_ID is not set",
                "france-travail-offers.jsonc:22:21: the secret file \"config/secrets/ft\" cannot be read",
            ]
        ),
        ("les-emplois-posts", []),
        (
            "les-emplois-employee-records",
            [
                "les-emplois-employee-records.jsonc:21:58: "
                    + "the secret file \"config/secrets/les-emplois\" cannot be read"
            ]
        ),
        ("data-inclusion-trainings", [dataInclusion]), ("data-inclusion-mobility", [dataInclusion]),
    ]) func `a source on the web needs its credentials for a run, and none to be looked at`(
        name: String, missing: [String]
    ) throws {
        let config = try collective(extending: name)
        let problems = try config.problems()
        #expect(problems.map { String($0.split(separator: "\n")[0]) } == missing.map { "config/catalogue/\($0)" })
        #expect(problems.allSatisfy { $0.contains("\n  fix: ") })
        let looked = CollectiveReader.readForLooking(config.scratch.path, variables: [:])
        #expect(looked.problems == [])
        #expect(looked.collective?.feeds.first?.source is HTTPSource)
        let own = #", "source": { "directory": { "path": "exports", "match": "*.json", "take": "all" } }"#
        #expect(try collective(extending: name, own).problems() == [])
    }

    @Test func `five lines of a member's are enough for an API that wants a login`() throws {
        var config = try collective(
            extending: "france-travail-offers", #", "source": { "http": { "query": { "departement": "63" } } }"#)
        config.files["secrets/ft"] = "the-secret\n"
        let source = try source(config, variables: ["FT_ID": "the-id"])
        let search = "https://api.francetravail.io/partenaire/offresdemploi/v2/offres/search"
        #expect(source.address?.text == "\(search)?departement=63")
        guard case .oauth2(let login) = source.manners.login else {
            Issue.record("\(source.manners)")
            return
        }
        #expect(login.id == "the-id" && login.secret.reveal == "the-secret")
        #expect(source.pages?.limit == 3_150 && source.windows != nil && source.manners.interval == 0.1)
    }

    @Test func `les emplois want their token behind a word of their own`() throws {
        var config = try collective(
            extending: "les-emplois-employee-records",
            #", "source": { "http": { "login": { "bearer": { "token": "file:secrets/sureaux" } } } }"#)
        config.files["secrets/sureaux"] = "the-token\n"
        guard case .bearer(let token, scheme: "Token") = try source(config).manners.login else {
            Issue.record("no bearer")
            return
        }
        #expect(token.reveal == "the-token")
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
