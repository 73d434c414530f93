import Canonical
import Foundation
import Testing

@testable import Connectors

/// First config files for exports that nobody has described yet.
@Suite struct FeedTextTests {
    private let scratch: Scratch

    /// The example's members and codes, without its feeds.
    init() throws {
        scratch = try Scratch()
        for name in ["hub.jsonc", "members", "codes", "rules"] {
            try FileManager.default.copyItem(
                at: Whole.root.appending(path: "config/\(name)"),
                to: URL(fileURLWithPath: scratch.path).appending(path: name))
        }
    }

    private func collective() throws -> Collective {
        try #require(CollectiveReader.readForLooking(scratch.path, variables: [:]).collective)
    }

    private func guess(
        _ path: String, _ id: String, kind: Schema? = nil, member: String? = nil
    ) throws -> FeedText {
        let export = Export(path: path)
        return FeedText(id, export, try ExportGuess(export), try collective(), kind: kind, member: member)
    }

    /// Guesses, reads what was guessed as the config that it is, and runs the export through it.
    private func run(_ path: String, _ id: String, member: String? = nil) throws -> (
        text: String, todo: [String], counts: FeedCounts
    ) {
        let feed = try guess(path, id, member: member)
        try scratch.write("feeds/\(id).jsonc", feed.text)
        let (collective, problems) = CollectiveReader.readForLooking(scratch.path, variables: [:])
        let found = try #require(collective)
        var reading = FeedReading(try #require(found.feed(id)), of: found, since: Snapshot())
        try reading.read([Export(path: path)]) { _ in }
        #expect(problems.count == feed.todo)
        return (feed.text, problems.map(\.what), reading.counts)
    }

    private func rules(_ text: String) -> [String] {
        text.split(separator: "\n").filter { $0.hasPrefix("    \"") }.map {
            String($0.dropFirst(4)).components(separatedBy: " // ")[0].trimmingSuffix(",")
        }
    }

    @Test func `every guess stands with its reason, and what is left out with its shape`() throws {
        let path = try scratch.write(
            "exports/contrats.csv",
            """
            N° de contrat;Matricule;Nom;Né(e) le;N° sécu;RQTH;Nature;Date d'embauche;Fin prévue;Heures/semaine;Observation
            C-1;118;Marsac;02/03/1970;1 70 03 63 113 001 17;Oui;CDDI;02/02/2026;01/08/2026;26,5;NULL
            C-2;121;Vaubert;12/11/1985;;Non;CDDI;05/03/2026;01/09/2026;20;à voir
            C-3;122;Odile;31/12/1990;;Non;CUI;01/04/2026;;24;

            """)
        let feed = try guess(path, "sureaux-contrats")
        #expect(
            feed.text.replacing(scratch.path, with: "config") == """
                // A first guess by hub init, from contrats.csv: 3 records, 11 columns.
                // Every line says what it was guessed from. Read it, correct it, and look at what comes out:
                //   hub preview config sureaux-contrats config/exports/contrats.csv
                {
                  "member": "atelier-des-sureaux", // Atelier des Sureaux, by the feed's name
                  "kind": "pathway", // 6 columns have a place in it; the next best kind would be referral
                  "source": { "directory": { "path": "exports", "match": "*.csv" } },
                  // encoding UTF-8 (so reads byte 0xC2 at 1:2); delimiter ";" (3 of 3 rows have 11 fields); NULL stands where there is nothing.
                  "format": { "csv": { "delimiter": ";", "null": "NULL" } },
                  "map": {
                    "key": "N° de contrat", // 3 values, all different
                    "person.id": { "from": "Matricule", "pseudonym": true }, // what goes out is a keyed hash of it
                    "siaeKind": { "const": "ACI" }, // no column says it; atelier-des-sureaux is one
                    "contract.type": { "from": "Nature", "codes": "contract-types" }, // 2 of 3 values are words of codes/contract-types.csv; add "CUI" there
                    "contract.starts": { "from": "Date d'embauche", "date": "dd/MM/yyyy" }, // 3 of 3 values are dates dd/MM/yyyy; no day is above 12, so it might be MM/dd as well
                    "contract.ends": { "from": "Fin prévue", "date": "dd/MM/yyyy" }, // 2 of 2 values are dates dd/MM/yyyy; no day is above 12, so it might be MM/dd as well
                    "hours.weekly": { "from": "Heures/semaine", "decimal": "," } // 3 of 3 values are numbers, some with a comma
                    // Columns that are not mapped, with what most of their values look like:
                    // "Nom": 3 of 3 filled, such as "Aaaaa"; says who somebody is: leave it out
                    // "Né(e) le": 3 of 3 filled, such as "99/99/9999"; says who somebody is: leave it out
                    // "N° sécu": 1 of 3 filled, such as "9 99 99 99 999 999 9…"; holds social security numbers: never map it, and leave it out of the export if you can
                    // "RQTH": 3 of 3 filled, such as "Aaa"; speaks of health or disability: it must not be mapped
                    // "Observation": 1 of 3 filled, such as "a aaaa"; no field looks like it
                  }
                }

                """)
        for word in ["Marsac", "1 70 03", "02/03/1970", "à voir"] { #expect(!feed.text.contains(word), "\(word)") }
        #expect(feed.todo == 0)
        #expect(feed.mapped == (6, 11))

        let paid = try scratch.write("paid.csv", "ref;poste;salary.min\n1;Maçon;1900\n2;Aide;1800\n")
        #expect(
            try guess(paid, "x", kind: .offer, member: "moulin-gris").text.contains(
                "    // TODO \"salary.period\": an offer has one when it has salary.min, and no column looks like it: What"
            ))
    }

    @Test(arguments: [
        ("moulin-gris-parcours/export.csv", 14, 25), ("sureaux-parcours/export.csv", 13, 45),
        ("sureaux-postes/export.csv", 18, 24), ("trois-rivieres-offres/export-1.json", 60, 150),
        ("lanterne-missions/export.ndjson", 20, 36),
    ])
    func `what is guessed from the example's exports is a right config that takes most records`(
        name: String, fields: Int, accepted: Int
    ) throws {
        let path = Whole.root.appending(path: "config/samples/\(name)").path
        let id = name.split(separator: "/").first.map { "guessed-\($0)" } ?? ""
        let (text, todo, counts) = try run(path, id)
        #expect(todo == [])
        #expect(rules(text).count >= fields)
        #expect(counts.read - counts.rejected >= accepted)
    }

    @Test func `what no column says is a line to write, which the check names`() throws {
        let path = Whole.root.appending(path: "config/samples/sioule-orientations/export.csv").path
        let (text, todo, _) = try run(path, "sioule-nouveau")
        #expect(todo == [#""type" is not mapped"#, #""addressedTo" is not mapped"#])
        #expect(text.contains("    // TODO \"addressedTo\": every referral has one, and no column looks like it: "))
        // Names and telephone numbers are no guess to make.
        for word in ["identity", "prenom\",", "\"telephone\","] { #expect(!text.contains(word)) }
        let unknown = try guess(path, "x").text
        #expect(
            unknown.contains(
                "\"member\": \"TODO\", // TODO which of atelier-des-sureaux, cap-lanterne, cre-limagne-allier, geiq-"))
    }

    @Test(
        .enabled(if: RealSamples.areThere),
        arguments: [
            ("offer-feeds/engagementJeunes.test.input.json", "offer"), ("france-travail/search-2025.json", "offer"),
            ("offer-feeds/import-enedis.test.input.xml", "offer"),
            ("offer-feeds/import-hello-work.test.input.xml", "offer"),
            ("offer-feeds/import-jooble.test.input.xml", "offer"),
            ("offer-feeds/import-laposte.test.input.xml", "offer"),
            ("france-travail/cegid.json", "offer"), ("tracking/e2e_import_beneficiaires.csv", "referral"),
            ("tracking/static_import_beneficiaires_v1.csv", "referral"), ("tracking/actions_example.csv", "referral"),
            ("les-emplois/fiche-salarie/sample_asp_feedback_file.json", "pathway"),
            ("les-emplois/fixtures/job_applications__jobapplication.json", "application"),
        ])
    func `real exports give a config that is right but for what is still to write`(name: String, kind: String) throws {
        let (text, todo, counts) = try run("\(RealSamples.folder)/\(name)", "real", member: "moulin-gris")
        #expect(text.contains("  \"kind\": \"\(kind)\","))
        #expect(todo.allSatisfy { $0.hasSuffix("is not mapped") })
        #expect(counts.read > 0)
        #expect(rules(text).allSatisfy { !$0.hasPrefix("\"identity.") })
    }

    @Test func `exports of people are never guessed to be offers, and a kind that is said stands`() throws {
        let path = try scratch.write(
            "exports/x.csv", "id,Nom,Prénom,Ville,Email\n1,A,B,Vichy,a@example.org\n2,C,D,Gannat,c@example.org\n")
        #expect(!(try guess(path, "x").text.contains("\"kind\": \"offer\"")))
        let offer = try guess(path, "x", kind: .offer).text
        #expect(offer.contains("\"kind\": \"offer\", // as you said"))
        #expect(rules(offer) == [#""key": "id""#, #""type": { "const": "job" }"#])
    }

    @Test(.enabled(if: RealSamples.areThere)) func `preamble and footer of a flow file of the ASP are seen`() throws {
        let path = "\(RealSamples.folder)/tracking/fluxIAE_Structure_22022022_112211.redacted.csv"
        let guess = try ExportGuess(Export(path: path))
        #expect(guess.format == #"{ "csv": { "delimiter": "|", "footer": "FIN" } }"#)
        #expect(guess.reasons.contains("header on line 2 (the first line that looks like one)"))
        #expect(guess.columns.count == 37)
        #expect(guess.columns.first?.name == "structure_date_creation")
        #expect(guess.count == 6)
    }

    @Test func `lines in front of a header and a sum behind the rows are seen`() throws {
        let path = try scratch.write(
            "exports/x.csv",
            """
            Export du 3 mars;;;;
            Structure : Les Sureaux

            'ref';'poste';'cp';'début';'heures'
            '1';'Maçon';'03200';'02/03/2026';'35'
            '2';'Aide; à domicile';'63000';'';'20'
            Total;;;;2

            """)
        let feed = try guess(path, "sureaux-x", kind: .offer)
        #expect(
            feed.text.contains(
                """
                  // encoding UTF-8 (so reads byte 0xC3 at 4:22); delimiter ";" (3 of 3 rows have 5 fields); quote "'" (10 of \
                15 fields stand in it); header on line 4 (the first line that looks like one); the last row begins with \
                "Total" and is nearly empty, so it is no record.
                  "format": { "csv": { "delimiter": ";", "quote": "'", "footer": "Total" } },

                """), "\(feed.text)")
        #expect(try run(path, "sureaux-x").counts.read == 2)
    }

    // MARK: - XML

    @Test func `the repeated element that says most is the record, its attributes and lists are names`() throws {
        let path = try scratch.write(
            "exports/x.xml",
            """
            <?xml version="1.0"?>
            <e:export xmlns:e="urn:e" xmlns:m="urn:m">
              <filtres><filtre>a</filtre><filtre>b</filtre><filtre>c</filtre></filtres>
              <e:offres>
                <e:offre id="7"><e:titre>Maçon</e:titre><m:lieu insee="03310">Vichy</m:lieu>
                  <texte>Un <b>vrai</b> métier</texte><competence><libelle>Lire</libelle></competence></e:offre>
                <e:offre id="8"><e:titre>Jardinier</e:titre><m:lieu insee="03095">Cusset</m:lieu><texte/>
                  <competence><libelle>Tailler</libelle></competence><competence><libelle>Semer</libelle></competence>
                </e:offre>
              </e:offres>
            </e:export>
            """)
        let guess = try ExportGuess(Export(path: path))
        #expect(guess.format == #"{ "xml": { "record": "export/offres/offre" } }"#)
        #expect(guess.reasons == [#"of the elements that are repeated "offre" says most: 2 of them were looked at"#])
        #expect(
            guess.columns.map(\.name) == ["@id", "titre", "m:lieu.@insee", "m:lieu", "texte", "competence[].libelle"])
        #expect(
            guess.columns.map(\.values).prefix(4) == [
                ["7", "8"], ["Maçon", "Jardinier"], ["03310", "03095"], ["Vichy", "Cusset"],
            ])
        #expect(guess.columns.last?.values == ["Lire", "Tailler", "Semer"])
        let (text, todo, counts) = try run(path, "sureaux-x")
        #expect(todo == [])
        #expect(counts.read == 2 && counts.rejected == 0)
        #expect(
            rules(text).contains(#""key": "@id""#) && rules(text).contains(#""workplace.commune": "m:lieu.@insee""#),
            "\(text)")
    }

    @Test func `a document of one record says so`() throws {
        let path = try scratch.write("x", "<offres><offre><id>7</id><titre>Maçon</titre></offre></offres>")
        let guess = try ExportGuess(Export(path: path))
        #expect(guess.format == #"{ "xml": { "record": "offres/offre" } }"#)
        #expect(guess.reasons == ["no element is repeated, so it is one record, or another element is the record"])
        #expect(guess.columns.map(\.name) == ["id", "titre"])
    }

    // MARK: - Packed exports

    @Test(arguments: [
        (
            "a.zip",
            "import zipfile; zipfile.ZipFile('a.zip', 'w').writestr('mars/a.csv', 'ref;poste;cp\\n1;Maçon;03200\\n2;Aide;63000\\n')",
            #""zip""#, #"{ "csv": { "delimiter": ";" } }"#
        ),
        (
            "a.csv.gz",
            "import gzip; gzip.open('a.csv.gz', 'wb').write('ref;poste;cp\\n1;Maçon;03200\\n2;Aide;63000\\n'.encode())",
            #""gz""#, #"{ "csv": { "delimiter": ";" } }"#
        ),
        (
            "b.zip",
            "import zipfile, gzip; zipfile.ZipFile('b.zip', 'w').writestr('a.gz', gzip.compress(b'[{\"ref\": 1, \"poste\": \"a\"}, {\"ref\": 2, \"poste\": \"b\"}]'))",
            #"["zip", "gz"]"#, #"{ "json": {} }"#
        ),
        ("a.xlsx", SheetTests.workbook(ofOffers: true), #""xlsx""#, #"{ "csv": { "delimiter": "," } }"#),
        (
            "a.ods",
            SheetTests.document("").replacing(
                "<table:table-row><table:table-cell><text:p>Bonjour</text:p></table:table-cell></table:table-row>",
                with: ["ref|poste", "1|Maçon", "2|Aide"].map { row in
                    let cells = row.split(separator: "|").map {
                        "<table:table-cell><text:p>\($0)</text:p></table:table-cell>"
                    }
                    return "<table:table-row>\(cells.joined())</table:table-row>"
                }.joined()), #""ods""#, #"{ "csv": { "delimiter": "," } }"#
        ),
    ])
    func `a packed export is unpacked, and the feed says how`(
        file: String, script: String, decode: String, format: String
    ) throws {
        let folder = try Scratch()
        try PythonFiles.run(script, in: folder)
        let (text, todo, counts) = try run("\(folder.path)/\(file)", "sureaux-x")
        #expect(text.contains("  \"decode\": \(decode), // its first bytes say so\n  // "), "\(text)")
        #expect(text.contains("  \"format\": \(format),\n"), "\(text)")
        #expect(text.contains("the first sheet is read") == [#""xlsx""#, #""ods""#].contains(decode))
        #expect(rules(text).prefix(3).contains { $0.hasPrefix(#""key": "ref""#) })
        #expect(todo == [])
        #expect(counts.read == 2 && counts.rejected == 0)
    }

    @Test func `of an archive with several exports it is said which they are`() throws {
        try PythonFiles.run(
            "import zipfile; z = zipfile.ZipFile('a.zip', 'w'); z.writestr('a.csv', 'a'); z.writestr('b.csv', 'b'); z.close()",
            in: scratch)
        let failure = #expect(throws: Failure.self) { _ = try ExportGuess(Export(path: "\(scratch.path)/a.zip")) }
        #expect(
            failure.map { "\($0.problem)".replacing(scratch.path, with: "config") } == """
                config/a.zip: 2 files in it are called "*"
                  why: the feed reads one (the feed's "decode"); it holds "a.csv", "b.csv"; nothing of it was published
                  fix: write { "zip": { "match": "…" } } with the name of the one to read
                """)
    }

    @Test func `delimiter, encoding and a missing line end are seen`() throws {
        let url = URL(fileURLWithPath: scratch.path).appending(path: "x.txt")
        try Data([UInt8]("r\u{65}f\tposte\n1\tMa".utf8) + [0xE7] + [UInt8]("on\n2\tAide".utf8)).write(to: url)
        let guess = try ExportGuess(Export(path: url.path))
        #expect(
            guess.format
                == #"{ "csv": { "delimiter": "\t", "encoding": "windows-1252", "finalNewline": false } }"#)
        #expect(guess.columns.map(\.name) == ["ref", "poste"])
        #expect(guess.columns[1].values == ["Maçon", "Aide"])
        #expect(guess.count == 2)
    }

    @Test(arguments: [
        ("", "config/x: the file is empty\n  fix: export it again"),
        (
            "%PDF-1.7",
            "config/x:1:1: the file is a PDF document\n  why: its first bytes say so; hub init guesses from tables, JSON and XML\n  fix: export a table: a PDF holds pages, no records"
        ),
        (
            "<offres><offre>",
            "config/x:1:16: the document ends inside /offres/offre\n  why: what starts with < is read as XML\n  fix: export it again"
        ),
        (
            "<offres/>",
            "config/x: no records in it\n  why: a record is an element with others in it\n  fix: look for another export"
        ),
        (
            "a;b,c\n1;2,3\n",
            "config/x:1: the delimiter may be \";\" or \",\"\n  why: with \";\" 1 of 1 rows have 2 fields, with \",\" 1 of 1 rows have 2 fields\n  fix: write \"delimiter\": \";\", or the other, at the feed's \"format\""
        ),
        (
            "{\"a\": 1}",
            "config/x: no list of records in it\n  why: records are the objects of one list\n  fix: look for another export"
        ),
        (
            "[{\"a\": 1]",
            "config/x:1:9: a comma or \"}\" is missing before \"]\"\n  why: what starts with a bracket is read as JSON"
        ),
    ])
    func `what cannot be guessed from says why`(content: String, text: String) throws {
        let path = try scratch.write("x", content)
        let failure = #expect(throws: Failure.self) { _ = try ExportGuess(Export(path: path)) }
        #expect(failure.map { "\($0.problem)".replacing(scratch.path, with: "config") } == text)
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
