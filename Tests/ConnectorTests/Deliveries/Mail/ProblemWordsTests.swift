import Canonical
import Foundation
import Testing

@testable import Connectors

@Suite struct ProblemWordsTests {
    /// No-break spaces as a person types them.
    private func plain(_ text: String) -> String { text.replacing("\u{A0}", with: " ") }

    @Test(arguments: [
        ("the referral \"R2\" was withdrawn", "l’orientation « R2 » a été retirée"),
        ("the application \"C-1\" was withdrawn", "la candidature « C-1 » a été retirée"),
        (
            "no immersion \"a or b\" that cre received stands published",
            "aucune immersion « a or b » reçue par cre n’est en cours"
        ),
        ("a refusal with 2 reasons", "un refus avec 2 motifs"),
        (
            "its first line, or the one that begins with \"Réponse :\", is none of ACCEPTER, REFUSER or PRÉCISION, "
                + "sent \"Tue, 3 Mar 2026 10:00:00 +0100\"",
            "sa première ligne, ou celle qui commence par « Réponse : », n’est pas l’un de ces mots : ACCEPTER, REFUSER "
                + "ou PRÉCISION (courriel envoyé : « Tue, 3 Mar 2026 10:00:00 +0100 »)"
        ),
        (
            "keep the line of one reason and delete the others; say more below \"Précision :\"",
            "gardez la ligne d’un seul motif et supprimez les autres ; ajoutez vos précisions sous « Précision : »"
        ),
        ("title is missing", "« intitulé » (title) manque"),
        (
            "every offer has one: The job or subject; in a few words. (feeds/offres.jsonc:3:9)",
            "cette information est obligatoire pour toute offre (feeds/offres.jsonc:3:9)"
        ),
        (
            "not a date: \"30/02; \\\"2026\\\"\"", "ce n’est pas une date : « 30/02; \"2026\" »"
        ),
        (
            "expires is read as dd/MM/yyyy or yyyy-MM-dd (feeds/offres.jsonc:11:22); February 2026 has 28 days",
            "« date limite » (expires) se lit sous la forme dd/MM/yyyy ou yyyy-MM-dd (feeds/offres.jsonc:11:22) ; "
                + "février 2026 n’a que 28 jours"
        ),
        (
            "contract.ends is 2025-01-31, before contract.starts 2025-02-03",
            "« fin de contrat » (contract.ends), le vendredi 31 janvier 2025, vient avant « début de contrat » "
                + "(contract.starts), le lundi 3 février 2025"
        ),
        (
            "not a SIRET: its key is wrong: \"12345678901234\"",
            "ce n’est pas un SIRET : sa clé de contrôle est fausse : « 12345678901234 »"
        ),
        (
            "too long (300 characters): \"aaa…\" (300 characters)",
            "trop long (300 caractères) : « aaa… » (300 caractères)"
        ),
        (
            "unknown code: a value of 15 characters that is not shown",
            "code inconnu : une valeur de 15 caractères, qui n’est pas montrée"
        ),
        (
            "remove it from the export; if it is another number, write it in groups of other lengths",
            "retirez-le de votre fichier ; si c’est un autre numéro, écrivez-le en groupes d’autres longueurs"
        ),
        (
            "complete the row, or look for a line end inside a field without quotes; if this export leaves out empty "
                + "fields at the end of its rows, write \"short\": \"fill\" at feeds/offres.jsonc:3:13",
            "complétez la ligne, ou cherchez un retour à la ligne dans un champ sans guillemets ; si vos lignes omettent "
                + "toujours leurs derniers champs vides, demandez à la personne qui administre le hub de l’accepter "
                + "(feeds/offres.jsonc:3:13)"
        ),
        ("not an appellation code: \"12\"", "ce n’est pas un code d’appellation du ROME : « 12 »"),
        ("2 things are the offer \"O-1\"", "2 messages différents sont l’offre « O-1 »"),
        ("they come from ai-offres and aci-offres", "ils viennent de ai-offres et aci-offres"),
        (
            "an answer to the referral \"R1\" goes to ai, not to \"cre\"",
            "une réponse à l’orientation « R1 » est destinée à ai, pas à « cre »"
        ),
        ("write \"ai\", or leave addressedTo out", "écrivez « ai », ou laissez addressedTo de côté"),
        (
            "somebody is put forward for the offer \"O-1\" at present",
            "une personne est déjà proposée pour l’offre « O-1 »"
        ),
        (
            "14 of 20 records were rejected (70 %)", "14 enregistrements sur 20 ont été refusés (70 %)"
        ),
        ("a list where a text should stand", "une liste, alors qu’il faut un texte"),
        ("a comma or \"}\" is missing before a quote", "une virgule ou « } » manque avant un guillemet"),
    ])
    func `a sentence has its French, whatever stands in its gaps`(english: String, french: String) {
        #expect(plain(ProblemWords.french(english)) == french)
    }

    @Test(arguments: [
        "", "something new is wrong", "the thing \"R2\" was withdrawn", "something new: \"R2\"",
        "not a date: 2026", "export it again; something new", "title is missing in a new way",
    ])
    func `a sentence that the tables do not know whole stays English`(english: String) {
        #expect(ProblemWords.french(english) == english)
    }

    @Test(arguments: [
        ("export.csv:3:1: record 2, field \"Date: fin\"", "export.csv:3:1 : enregistrement 2, champ « Date: fin »"),
        ("export.csv:3: record 2", "export.csv:3 : enregistrement 2"),
        ("message: field \"consent.given\"", "message : champ « consent.given »"), ("export.csv", "export.csv"),
    ])
    func `a place has French words`(english: String, french: String) {
        #expect(plain(ProblemWords.place(english)) == french)
    }

    @Test(.timeLimit(.minutes(1))) func `what looks like many sentences in each other is given up`() {
        let text = "not a date: \"" + String(repeating: "not a date: 1; title: ", count: 45)
        #expect(ProblemWords.french(text) == text)
    }

    /// Every piece of text of the hub's sources, as it is written out: joined where a line was too short for it.
    private static let sources = Result {
        let folder = "\(Fixtures.repository)/Sources"
        let names = try #require(FileManager.default.enumerator(atPath: folder)).compactMap { $0 as? String }
        return try names.filter { $0.hasSuffix(".swift") && !$0.contains("/ProblemWords") }.map {
            try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)
                .replacing(#/"\s*\+ "/#, with: "").replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
        }.joined(separator: "\n")
    }

    @Test func `every template is a sentence that the hub says`() throws {
        let sources = try ProblemWordsTests.sources.get()
        let trimmed = CharacterSet(charactersIn: " :;,.()\"?%")
        for template in ProblemWords.all {
            let pieces = template.fixed.map { $0.trimmingCharacters(in: trimmed) }
            let longest = try #require(pieces.max { $0.count < $1.count })
            #expect(
                !longest.isEmpty && sources.contains(longest),
                "the hub says no more: \(template.fixed); correct Deliveries/Mail/ProblemWords+….swift")
        }
    }

    /// The problems of an export that one of the ready-made drop folders reads.
    private func problems(_ feed: String, _ export: [UInt8]) throws -> [Problem] {
        let name = "catalogue/\(feed).jsonc"
        let config = try SmallConfig([
            "feeds/offres.jsonc": #"{ "extends": "catalogue/\#(feed)", "member": "aci" }"#,
            name: try String(contentsOfFile: "\(Fixtures.repository)/config/\(name)", encoding: .utf8),
        ])
        let collective = try config.read()
        let feed = try #require(collective.feed("offres"))
        var problems: [Problem] = []
        var reading = FeedReading(feed, of: collective, since: Snapshot())
        do throws(Failure) {
            let path: String
            do { path = try config.scratch.write("export", export) } catch {
                throw Failure(Problem(Place("export"), ""))
            }
            try reading.read([Export(path: path)]) { outcome throws(Failure) in
                if case .rejection(let rejection) = outcome { problems += rejection.problems }
            }
            try reading.judgeRejections(acceptingAll: false)
        } catch {
            problems.append(error.problem)
        }
        return problems
    }

    private static let offers = "référence;intitulé;commune;contrat;fin\n"
    private static let referrals = "référence;personne;demande;destinataire;date\n"

    @Test(arguments: [
        ("dropped-offers", offers + ";Agent;63113;CDI;31/12/2026\n"),
        ("dropped-offers", offers + "A1;Agent;63113;inconnu;31/12/2026\nA2;Agent;63113;CDII;32/13/2026\n"),
        ("dropped-offers", offers + "A1;Agent;63113;CDI;30/02/2026\nA2;Agent;99999 Nulle part;CDI;demain\n"),
        ("dropped-offers", offers + "A1;\(String(repeating: "a", count: 2_001));63113;CDI;\n"),
        ("dropped-offers", offers + "A1;Agent;;CDI;\nA1;Autre;;CDI;\n"),
        ("dropped-offers", offers + ";;;;\n;;63113;;\n"),
        ("dropped-offers", offers + "A1;Agent;63113\nA2;Agent;63113;CDI;;;\n"),
        ("dropped-offers", offers + "A1;Agent 1 85 05 78 006 084 91;63113;CDI;\nA2;Agent\u{1};;;\n"),
        ("dropped-offers", offers + "A1;\"Agent\"x;63113;CDI;\n"),
        ("dropped-offers", offers + "A1;\"Agent;63113;CDI;\n"),
        ("dropped-offers", offers + "A1;Agent;63113;CDI;"), ("dropped-offers", "\n\n"), ("dropped-offers", ""),
        ("dropped-offers", "référence;poste\nA1;Agent\n"), ("dropped-offers", "%PDF-1.7\n"),
        ("dropped-offers", "PK\u{3}\u{4} [Content_Types].xml"), ("dropped-offers", "<html>login</html>"),
        ("dropped-offers", offers.replacing("fin", with: "fin;fin")), ("dropped-offers", "référence\rA1\r"),
        ("dropped-offers", offers + (1...9).map { "A\($0);Agent;;inconnu;\n" }.joined()),
        (
            "dropped-referrals",
            referrals + "R1;118;PMSMP;crèche;01/02/2026\nR2;118;PMSMP;personne;\nR3;118;PMSMP;aco;\n"
        ),
        ("dropped-referrals", referrals + "R1;;PMSMP;cre;\nR2;118;piscine;cre;01/02/2026\n"),
        (
            "canonical-offers",
            #"[{"key":"1","type":"jobs","title":"a"},{"title":"a"},{"key":"2","type":"job","title":"b""#
        ),
        (
            "canonical-offers",
            """
            [{"key":"1","type":"job","title":"a","starts":"2026-03-02","ends":"2026-03-01",
              "salary":{"min":12,"max":11,"period":"hour"},"workplace":{"postcode":"63000","departement":"75"}},
             {"key":"2","type":"job","title":"a","employer":{"siret":"12345678901234","phone":"12"},
              "workplace":{"commune":"Thiers","postcode":"6","departement":"100"},"occupation":{"rome":"Z1"}},
             {"key":"3","type":"job","title":"a","published":"hier","url":"x","contact":{"email":"x","phone":"1"},
              "salary":{"min":"beaucoup"},"positions":"deux","hours":{"weekly":900},"contract":{"type":"CDJ"}}]
            """
        ),
        (
            "canonical-referrals",
            """
            [{"key":"1","type":"creAction","addressedTo":"cre","person":{"id":"x"},"identity":{"lastName":"A"}},
             {"key":"2","type":"creAction","action":"pmsmp","addressedTo":"La CRE","person":{"id":"x"},
              "consent":{"given":"2026-02-02","until":"2026-02-01"},"requested":"2026-02-02","answerBy":"2026-02-01"}]
            """
        ),
        ("canonical-offers", #"{"key":}"#), ("canonical-offers", #"[{"key":"1" "type":"job"}]"#),
        ("canonical-offers", "7"),
    ])
    func `what is wrong with an export of a small structure is told without English`(feed: String, export: String)
        throws
    {
        let found = try problems(feed, Array(export.utf8))
        #expect(!found.isEmpty)
        #expect(found.flatMap(\.withoutFrench) == [])
    }

    @Test func `so is a file in another encoding`() throws {
        let latin = Array(ProblemWordsTests.offers.utf8) + Array("A1;Agent ".utf8) + [0xE9, 0x3B, 0x3B, 0x3B, 0x0A]
        let found = try problems("dropped-offers", latin + Array("A2;Agent à l’œuvre;;;\n".utf8))
        #expect(!found.isEmpty)
        #expect(found.flatMap(\.withoutFrench) == [])
    }

    /// Whether the French is known of a line of `.records` file, in front of which stands its place or `why`.
    private func isTold(_ line: String) -> Bool {
        let parts = line.components(separatedBy: ": ")
        return parts.indices.dropFirst().contains {
            ProblemWords.translation(of: parts[$0...].joined(separator: ": ")) != nil
        }
    }

    @Test(arguments: ["csv", "json", "ndjson"])
    func `whatever a file can have wrong is told without English`(format: String) throws {
        let folder = "\(Fixtures.folder)/formats/\(format)"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".records") }
        let lines = try names.flatMap { name in
            try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).split(separator: "\n").map(String.init)
        }
        let problems = lines.filter { line in
            ["  why: ", "  fix: ", "rejected export", "failure export"].contains { line.hasPrefix($0) }
        }
        #expect(!problems.isEmpty)
        for line in problems { #expect(isTold(line), "\(line)") }
    }

    @Test func `whatever the samples of the ready-made feeds have wrong is told without English`() throws {
        struct Line: Decodable {
            struct Rejection: Decodable { let problems: [[String: String]] }
            let rejection: Rejection?
        }
        let folder = "\(Fixtures.repository)/config"
        let names = try #require(FileManager.default.enumerator(atPath: folder)).compactMap { $0 as? String }
        var count = 0
        for name in names where name.hasSuffix("expected.jsonl") {
            for line in try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).split(separator: "\n") {
                for problem in try JSONDecoder().decode(Line.self, from: Data(line.utf8)).rejection?.problems ?? [] {
                    for text in ["what", "why", "fix"].compactMap({ problem[$0] }) {
                        #expect(ProblemWords.translation(of: text) != nil, "\(name): \(text)")
                    }
                    count += 1
                }
            }
        }
        #expect(count > 20)
    }

    @Test(arguments: ["response", "referral", "offer"])
    func `what is wrong with a member's message is told without English`(kind: String) throws {
        let bad = [
            "{}", "[]", "{\"key\":7}",
            #"{"key":"1","ansver":"x","nir":"x","answer":"maybe","reason":"x","about":null}"#,
            #"{"key":"1","key":"2","answer":"declined","about":{"kind":"offer","key":"1"},"answered":"2026-02-01"}"#,
            #"{"key":"","answer":"infoNeeded","about":{"kind":"offer"},"steps":[{"label":"a"},{"by":"cre"}]}"#,
            "{\"key\":",
        ]
        for text in bad {
            let read = CanonicalReader.entity(
                try #require(Schema.named(kind)), Array(text.utf8), codes: try Letters.collective().codes,
                file: "message")
            guard case .failure(let rejection) = read else { continue }
            #expect(rejection.problems.flatMap(\.withoutFrench) == [])
        }
    }

    @Test func `mails and tables say it in French, what programs read in English`() throws {
        let receipt = try #require(try Letters.examples("receipt").first { $0.key == "moulin-gris-parcours/412" })
        let message = Letters.message(receipt, source: "/limagne-allier/feeds/moulin-gris-parcours")
        let entries = [HeldMessages.Entry(message: message, ids: [])]
        let writer = try Letters.writer("moulin-gris")
        let table = CSVFile.files(of: entries, for: "moulin-gris") { _ in false }
        let said = [
            writer.letter(message).text, writer.letter(message).html, writer.digest([message]).text,
            String(decoding: table[0].bytes, as: UTF8.self),
        ].map { plain($0.split { $0.isWhitespace }.joined(separator: " ")) }
        for text in said {
            #expect(text.contains("ce n’est pas un code ROME : « blanchisserie »"), "\(text)")
            #expect(!text.contains("not a ROME code"), "\(text)")
        }
        for text in [said[0], said[1], said[3]] {
            #expect(text.contains("export.csv:22:61 : enregistrement 21, champ « rome »"), "\(text)")
            #expect(text.contains("corrigez votre fichier, ou laissez ce champ vide"), "\(text)")
        }
        let programs = NDJSONFile.files(of: entries, for: "moulin-gris") { _ in false }
        #expect(!String(decoding: programs[0].bytes, as: UTF8.self).contains("code ROME"))
    }

    @Test func `no other kind is touched`() throws {
        let offer = try Letters.entity("offer", #"{"key":"1","type":"job","title":"not a date"}"#)
        #expect(try Letters.writer("moulin-gris").letter(Letters.message(offer)).text.contains("not a date"))
    }
}

extension Problem {
    /// What of it mails and tables would say in English.
    var withoutFrench: [String] {
        [what, why, fix].compactMap { $0 }.filter { ProblemWords.translation(of: $0) == nil }
    }
}
