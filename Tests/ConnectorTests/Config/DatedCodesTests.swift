import Canonical
import Foundation
import Testing

@testable import Connectors

/// Codes that were valid for a time, and ROME codes from the open-data table.
@Suite struct DatedCodesTests {
    private static let repository = URL(fileURLWithPath: Fixtures.repository)

    private func tables() throws -> Codes {
        let reading = ConfigReading(folder: "config", variables: [:])
        let folder = Self.repository.appending(path: "config/codes").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".csv") && $0 != "communes.csv" }
        let tables = names.compactMap { name in
            CodeFile.read("\(folder)/\(name)", name: String(name.dropLast(4)), reading)
        }
        try #require(reading.problems.isEmpty, "\(reading.problems)")
        return Codes(tables)
    }

    private func problems(_ kind: String, _ data: String, _ codes: Codes) throws -> [String] {
        let schema = try #require(Schema.named(kind))
        switch CanonicalReader.entity(schema, Array(data.utf8), codes: codes, file: "data.json") {
        case .success: return []
        case .failure(let rejection):
            return rejection.problems.map { "\($0.what)\nwhy: \($0.why ?? "")\nfix: \($0.fix ?? "")" }
        }
    }

    /// An immersion under a measure, that is of that day.
    private func immersion(_ measure: String, _ day: String) throws -> [String] {
        try problems(
            "immersion",
            #"{"key":"7","status":"requested","measure":"\#(measure)","person":{"id":"0123456789abcdef0123456789abcdef"},"#
                + #""objective":"confirmProject","submitted":"\#(day)"}"#, tables())
    }

    @Test(arguments: [
        ("EMT", "2014-12-31"), ("EMT", "2010-01-01"), ("CUI-CAE", "2010-01-01"), ("CUI-CAE", "2017-12-31"),
        ("CUI-CIE", "2026-03-01"), ("CDDI", "2009-06-01"),
    ]) func `a code that was valid on the day`(measure: String, day: String) throws {
        #expect(try immersion(measure, day) == [])
    }

    @Test(arguments: [("EMT", "2014-12-31", "2015-01-01"), ("CUI-CAE", "2017-12-31", "2018-01-01")])
    func `a code that was valid before`(measure: String, until: String, day: String) throws {
        #expect(
            try immersion(measure, day) == [
                """
                no longer a code: "\(measure)"
                why: measure: codes/measures.csv has it until \(until), the record is of \(day)
                fix: use the code that followed it
                """
            ])
    }

    @Test(arguments: [("CUI-CAE", "2010-01-01", "2009-12-31"), ("CDDI", "2009-06-01", "2009-05-31")])
    func `a code that was valid later`(measure: String, from: String, day: String) throws {
        #expect(
            try immersion(measure, day) == [
                """
                not yet a code: "\(measure)"
                why: measure: codes/measures.csv has it from \(from), the record is of \(day)
                fix: use the code that came before it, or correct the date
                """
            ])
    }

    @Test func `the day of a record is the first of its dates; without one, any code passes`() throws {
        let start = #"{"key":"7","type":"job","title":"t","contract":{"type":"CUI-CAE"}"#
        #expect(try problems("offer", start + "}", tables()) == [])
        #expect(try problems("offer", start + #","starts":"2009-12-31"}"#, tables()).count == 1)
        #expect(
            try problems("offer", start + #","published":"2010-01-01T08:00:00Z","starts":"2009-12-31"}"#, tables())
                == [])
        #expect(try problems("offer", start + #","published":"demain"}"#, tables()).count == 1)
    }

    @Test func `a code that is not known names the nearest, and a label its code`() throws {
        #expect(
            try immersion("EMTT", "2014-01-01") == [
                """
                unknown code: "EMTT"
                why: measure: it is not in codes/measures.csv
                fix: did you mean "EMT"?
                """
            ])
        #expect(
            try immersion("cdd d’insertion", "2026-01-01") == [
                """
                not a code: "cdd d’insertion"
                why: measure: the code for it in codes/measures.csv is "CDDI"
                fix: add "codes": "measures" to its mapping
                """
            ])
    }

    // MARK: - ROME

    private func imported(_ text: String) throws -> (RomeTable, Codes) {
        let scratch = try Scratch()
        let table = try RomeTable(Export(path: try scratch.write("table.csv", text)))
        return (table, try codes(table, scratch))
    }

    private func codes(_ table: RomeTable, _ scratch: Scratch) throws -> Codes {
        let reading = ConfigReading(folder: "config", variables: [:])
        let read = CodeFile.read(try scratch.write("rome.csv", table.text), name: "rome", reading)
        try #require(reading.problems.isEmpty, "\(reading.problems)")
        return Codes([read])
    }

    private func rome(_ code: String, _ codes: Codes) throws -> [String] {
        try problems(
            "offer", #"{"key":"7","type":"job","title":"t","occupation":{"rome":"\#(code)"}}"#, codes)
    }

    @Test func `codes of the table and their parents pass, others are refused with what to do`() throws {
        let (table, codes) = try imported(
            #"""
            "code_rome","code_fiche_metier","libelle_rome","code_rome_parent"
            "A1102","30047","Conducteur / Conductrice d'engins; forêt","A1101"
            "A1103","30048","Le ""métier""","A1103"
            "K2204","1","Agent","K2299"

            """#)
        #expect((table.count, table.parents) == (5, 2))
        #expect(
            table.text == #"""
                code;label;aliases;from;until;source
                A1102;"Conducteur / Conductrice d'engins; forêt";;;;France Travail, ROME
                A1103;"Le ""métier""";;;;France Travail, ROME
                K2204;Agent;;;;France Travail, ROME
                A1101;A1101;;;;France Travail, ROME, older code
                K2299;K2299;;;;France Travail, ROME, older code

                """#)
        for code in ["A1101", "A1102", "A1103", "K2204", "K2299"] { #expect(try rome(code, codes) == []) }
        #expect(
            try rome("N1103", codes) == [
                """
                unknown ROME code: "N1103"
                why: occupation.rome: it is not in codes/rome.csv
                fix: correct the export, or import the newest table: hub codes import
                """
            ])
        #expect(try rome("N1103", Codes()) == [])
        for wrong in ["n1103", "O1103", "N110", "N11033", "N 1103", "1103"] {
            #expect(
                try rome(wrong, codes) == [
                    """
                    not a ROME code: "\(wrong)"
                    why: occupation.rome: a ROME code is a letter A to N and four digits, such as N1103
                    fix: correct the export, or leave the field unmapped
                    """
                ])
        }
    }

    @Test func `the older list has semicolons and no parents`() throws {
        let (table, codes) = try imported("code_rome;libelle_rome\nA1101;Conduite d'engins\nA1201;Bûcheronnage\n")
        #expect((table.count, table.parents) == (2, 0))
        #expect(try rome("A1201", codes) == [])
        #expect(try rome("A1102", codes).count == 1)
    }

    @Test(arguments: [
        ("", "the file is empty"), ("code_rome;libelle_rome\nA1101;x\nZ9;y\n", "not a ROME code: \"Z9\""),
        ("code_rome;libelle_rome\n", "it lists no ROME code"),
    ]) func `what is no table of ROME codes`(text: String, what: String) throws {
        #expect {
            _ = try imported(text)
        } throws: { error in
            (error as? Failure)?.problem.what == what
        }
    }

    static let reference = repository.deletingLastPathComponent().appending(path: "shared/samples/reference")
    static var hasReference: Bool { FileManager.default.fileExists(atPath: reference.path) }

    @Test(.enabled(if: hasReference, "the open-data tables are not beside the source tree"))
    func `every code of the real tables passes, version 4 and version 3`() throws {
        let scratch = try Scratch()
        let newest = try RomeTable(
            Export(path: Self.reference.appending(path: "unix_referentiel_code_rome_v460_utf8.csv").path))
        let codes = try codes(newest, scratch)
        let table = try #require(codes.table("rome"))
        #expect(newest.count == table.codes.count)
        #expect(newest.count >= 1_584)
        let older = try RomeTable(Export(path: Self.reference.appending(path: "romes_public.csv").path))
        #expect(older.count > 500 && older.parents == 0)
        for line in older.text.split(separator: "\n").dropFirst() {
            #expect(try rome(String(line.prefix(5)), codes) == [], "\(line)")
        }
        for code in table.codes { #expect(try rome(code.code, codes) == []) }
        #expect(try rome("A9999", codes).count == 1)
    }
}
