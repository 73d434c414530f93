import Canonical
import Testing

@testable import Connectors

@Suite struct CommuneTableTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func table(_ text: String) throws -> CommuneTable? {
        do {
            return try CommuneTable(Export(path: try scratch.write("table", text)))
        } catch let failure as Failure {
            throw Told(text: failure.problem.description.replacing(scratch.path + "/", with: ""))
        }
    }

    private struct Told: Error, Equatable {
        let text: String
    }

    private static let expected = """
        code;label;latitude;longitude;source
        01004;Ambérieu-en-Bugey;45.96;5.36;imported
        2A004;Ajaccio;41.93;8.74;imported

        """

    @Test(arguments: [
        // geo.api.gouv.fr
        #"[{"nom":"Ajaccio","code":"2A004","centre":{"type":"Point","coordinates":[8.74,41.93]}},"#
            + #"{"nom":"Ambérieu-en-Bugey","code":"01004","centre":{"type":"Point","coordinates":[5.36,45.96]}},"#
            + #"{"nom":"Ailleurs","code":"01005"}]"#,
        // La Poste, one row a postcode, both in one column
        "#Code_commune_INSEE;Nom_de_la_commune;Code_postal;_geopoint\n2A004;Ajaccio;20000;41.93, 8.74\n"
            + "2A004;Ajaccio;20090;41.90, 8.70\n01004;Ambérieu-en-Bugey;01500;45.96, 5.36\n01005;Ailleurs;01600;\n",
        // data.gouv.fr, with quotes, a leading zero that a spreadsheet dropped, other columns in between
        "code_commune_INSEE,longitude,\"latitude\",nom_commune_complet\r\n1004,5.36,45.96,\"Ambérieu-en-Bugey\"\r\n"
            + "2A004,8.74,41.93,Ajaccio\r\n01005,,,Ailleurs\r\n",
    ]) func `tables of communes as they are published`(text: String) throws {
        let table = try #require(try table(text))
        #expect(table.text == Self.expected)
        #expect(table.count == 2)
        #expect(table.without == 1)
    }

    @Test func `a table of ROME codes is none`() throws {
        #expect(try table("code_rome,libelle_rome\nK2204,Nettoyage\n") == nil)
        #expect(try table("") == nil)
    }

    @Test func `a table without coordinates, or of something else`() throws {
        #expect(
            throws: Told(
                text: """
                    table: it lists no commune with coordinates
                      why: nothing could be told from an empty table
                      fix: take a table that has latitude and longitude, or \
                    geo.api.gouv.fr/communes?fields=nom,code,centre
                    """)
        ) { try table(#"[{"nom":"Ajaccio","code":"2A004"}]"#) }
        #expect(
            throws: Told(
                text: """
                    table:2: record 1, field "code": not an INSEE commune code: "FR"
                      why: the table lists communes
                      fix: take the table of communes from the official source
                    """)
        ) { try table("code;latitude;longitude\nFR;46;3\n") }
    }
}
