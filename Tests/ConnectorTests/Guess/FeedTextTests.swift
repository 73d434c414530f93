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
        for name in ["hub.jsonc", "members", "codes"] {
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
                  // 4 of the first 4 lines have 11 fields between ";"; its accents are UTF-8; NULL stands where there is nothing.
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
            "PK\u{3}\u{4}",
            "config/x: a spreadsheet or an archive, not a text\n  why: it starts as zip and gzip files do\n  fix: save it as CSV (UTF-8), or unpack it, and guess again"
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
