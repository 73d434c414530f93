import Foundation
import Testing

@testable import Canonical
@testable import Connectors

/// The tables of `config/codes/`, as a collective gets them.
@Suite struct CodeFilesTests {
    private static let folder = (1...4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in
        url.deletingLastPathComponent()
    }.appendingPathComponent("config/codes").path

    private static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { $0.hasSuffix(".csv") && $0 != "communes.csv" }.map { String($0.dropLast(4)) }.sorted()

    private func table(_ name: String) throws -> CodeTable {
        let reading = ConfigReading(folder: "config", variables: [:])
        let table = CodeFile.read("\(Self.folder)/\(name).csv", name: name, reading)
        try #require(reading.problems.isEmpty, "\(reading.problems)")
        return table
    }

    private func code(_ word: String, _ name: String) throws -> String? {
        try table(name).code(meaning: Array(word.utf8).span)?.code
    }

    /// As `CodeTable` folds, but by another way, and more: a spelling that only an accent tells apart is no spelling.
    private func folded(_ text: String) -> String {
        text.replacing("’", with: "'").replacing("\u{A0}", with: " ")
            .folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
            .split(separator: " ").joined(separator: " ")
    }

    @Test func `the tables that fields and feeds name are there`() {
        #expect(
            Self.names == [
                "contract-natures", "contract-types", "departements", "education-levels", "exit-outcomes", "measures",
                "prescriber-kinds", "prolongation-reasons", "qualifications", "refusal-reasons", "regions",
                "siae-kinds",
                "suspension-reasons",
            ])
    }

    @Test(arguments: names)
    func `a table parses without a problem and has codes`(name: String) throws {
        #expect(try !table(name).codes.isEmpty)
    }

    @Test(arguments: names)
    func `every code of a table is there once`(name: String) throws {
        let codes = try table(name).codes.map(\.code)
        #expect(Set(codes).count == codes.count)
    }

    @Test(arguments: names)
    func `every spelling of a table is there once after folding, without spaces around it`(name: String) throws {
        var seen: [String: String] = [:]
        for code in try table(name).codes {
            for spelling in [code.code, code.label] + code.aliases {
                let other = seen.updateValue(code.code, forKey: folded(spelling))
                #expect(other == nil, "\(spelling) of \(code.code) is a spelling of \(other ?? "") too")
                #expect(!spelling.isEmpty && spelling == spelling.trimmingCharacters(in: .whitespaces), "\(code.code)")
            }
        }
    }

    @Test(arguments: names)
    func `every spelling of a table means its own code`(name: String) throws {
        let table = try table(name)
        for code in table.codes {
            for spelling in [code.code, code.label] + code.aliases {
                for variant in [
                    spelling, spelling.uppercased(), spelling.replacing("'", with: "’"),
                    spelling.replacing("’", with: "'"),
                ] {
                    #expect(table.code(meaning: Array(variant.utf8).span)?.code == code.code, "\(variant)")
                }
            }
        }
    }

    @Test(arguments: names)
    func `every code of a table names its source and is valid on some day`(name: String) throws {
        for code in try table(name).codes {
            #expect(!code.source.isEmpty, "\(code.code)")
            if let from = code.from, let until = code.until { #expect(from <= until, "\(code.code)") }
        }
    }

    @Test(arguments: names)
    func `a table is UTF-8 without byte order mark, its lines end with LF`(name: String) throws {
        let bytes = [UInt8](try #require(FileManager.default.contents(atPath: "\(Self.folder)/\(name).csv")))
        #expect(String(validating: bytes, as: UTF8.self) != nil)
        #expect(!bytes.starts(with: [0xEF, 0xBB, 0xBF]))
        #expect(!bytes.contains(0x0D) && bytes.last == 0x0A)
    }

    @Test(arguments: [
        ("Contrat travail", "contract-natures", "E1"), ("CUI - CAE", "contract-natures", "FT"),
        ("Insertion par l'activ.éco.", "contract-natures", "I1"),
        ("CDI de chantier ou d’opération", "contract-natures", "CC"),
        ("CDI de chantier ou d'opération", "contract-natures", "CC"), ("CDDI", "contract-types", "DDI"),
        ("CDD d'insertion", "contract-types", "DDI"), ("CDD d’insertion", "contract-types", "DDI"),
        ("FIXED_TERM_I", "contract-types", "DDI"), ("Contrat de professionalisation", "contract-types", "CPRO"),
        ("contrat a duree indeterminee", "contract-types", "CDI"), ("ACI_MP", "siae-kinds", "ACI"),
        ("839", "siae-kinds", "ETTI"), ("ENTREPRISE ADAPTEE", "siae-kinds", "EA"),
        ("Atelier et chantier d’insertion", "siae-kinds", "ACI"), ("Manœuvre", "qualifications", "1"),
        ("NV5", "education-levels", "50"), ("FORMATION DE NIVEAU CAP OU BEP", "education-levels", "50"),
        ("DIPLÔME OBTENU CAP OU BEP", "education-levels", "51"), ("0", "education-levels", "00"),
        ("PAS DE FORMATION AU DELA DE LA SCOLARITE OBLIG.", "education-levels", "70"),
        ("2", "exit-outcomes", "positive-siae"), ("96", "exit-outcomes", "retrait-cdi-inclusion"),
        ("034", "departements", "34"), ("1", "departements", "01"), ("02A", "departements", "2A"),
        ("Maine et Loire", "departements", "49"), ("COTES-D'ARMOR", "departements", "22"),
    ])
    func `a word of an export means its code`(word: String, name: String, code: String) throws {
        #expect(try self.code(word, name) == code)
    }

    @Test(arguments: [
        ("Candidat non joignable", "did_not_come"),
        ("Candidat ne s’étant pas présenté à l’entretien", "did_not_come_to_interview"),
        ("Candidat indisponible : en emploi", "hired_elsewhere"), ("Candidat indisponible : en formation", "training"),
        ("Candidat non éligible", "non_eligible"), ("Candidat non mobile", "not_mobile"),
        ("Candidat non intéressé", "not_interested"),
        ("Le candidat n’a pas les compétences requises pour le poste", "lacking_skills"),
        ("Un des freins à l'emploi du candidat est incompatible avec le poste proposé", "incompatible"),
        (
            "L'embauche du candidat empêche la réalisation des objectifs du dialogue de gestion", "prevent_objectives"
        ),
        ("Pas de recrutement en cours", "no_position"), ("Candidature en doublon", "duplicate"),
        ("Refus automatique", "auto"), ("Autre", "other"),
    ])
    func `a label of les emplois means its refusal, with either apostrophe`(label: String, code: String) throws {
        #expect(try self.code(label.replacing("’", with: "'"), "refusal-reasons") == code)
        #expect(try self.code(label.replacing("'", with: "’"), "refusal-reasons") == code)
        #expect(try self.code(code, "refusal-reasons") == code)
    }

    @Test func `a measure that replaced another begins on the day after it`() throws {
        let measures = try table("measures")
        for (old, new) in [("EMT", "PMSMP"), ("CUI-CAE", "PEC"), ("CIVIS", "PACEA"), ("CAV", "CUI-CAE")] {
            let before = try #require(measures.code(meaning: Array(old.utf8).span)?.until)
            let after = try #require(measures.code(meaning: Array(new.utf8).span)?.from)
            #expect(before.daysSince1970 + 1 == after.daysSince1970, "\(old) and \(new)")
        }
        #expect(try code("évaluation en milieu de travail", "measures") == "EMT")
        #expect(try code("Immersion", "measures") == "PMSMP")
        #expect(try code("CAE", "measures") == "CUI-CAE")
        #expect(try code("contrats aidés", "measures") == "CONTRAT-AIDE")
    }

    @Test func `the class of an exit is what stands before the first hyphen of its code`() throws {
        for outcome in try table("exit-outcomes").codes {
            let start = String(outcome.code.prefix { $0 != "-" })
            #expect(["durable", "transition", "positive", "autre", "retrait"].contains(start), "\(outcome.code)")
        }
    }

    @Test(arguments: ["ASE", "CAARUD", "CADA", "CIDFF", "CPH", "CSAPA", "HUDA", "PENSION", "PJJ", "PREVENTION", "SPIP"])
    func `a prescriber whose kind alone discloses something is of another kind`(kind: String) throws {
        #expect(try code(kind, "prescriber-kinds") == "Autre")
    }

    @Test(arguments: ["SICKNESS", "MATERNITY", "INCARCERATION", "TRIAL_OUTSIDE_IAE", "DETOXIFICATION", "FORCE_MAJEURE"])
    func `a reason for a suspension that says something of health or justice has no code`(reason: String) throws {
        #expect(try code(reason, "suspension-reasons") == nil)
    }

    @Test func `a reason for a prolongation that says something of health has no code`() throws {
        #expect(try code("RQTH", "prolongation-reasons") == nil)
        #expect(try code("HEALTH_CONTEXT", "prolongation-reasons") == nil)
    }

    @Test func `régions are those that départements belong to`() throws {
        let regions = Set(Departements.all.compactMap { Departements.region(of: $0) })
        #expect(try table("regions").codes.map(\.code) == regions.sorted())
        #expect(try code("auvergne rhône-alpes", "regions") == nil)
        #expect(try code("AUVERGNE-RHONE-ALPES", "regions") == "84")
        #expect(try code("r94", "regions") == "94")
    }

    @Test func `départements are those whose geography is known`() throws {
        #expect(try table("departements").codes.map(\.code) == Departements.all)
    }
}
