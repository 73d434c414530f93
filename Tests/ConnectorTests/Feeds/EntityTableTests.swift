import Canonical
import Foundation
import Testing

@testable import Connectors

@Suite struct EntityTableTests {
    private func table(_ export: String, width: Int) throws -> String {
        let config = try SmallConfig([
            "feeds/offres.jsonc": #"""
            {
              "member": "aci", "kind": "offer", "source": { "directory": { "path": "x" } },
              "format": { "csv": { "delimiter": ";" } },
              "map": {
                "key": "ref", "type": { "const": "job" }, "title": "poste", "description": "texte",
                "contract.type": "contrat", "workplace.postcode": "cp"
              }
            }
            """#,
            "members/ei.jsonc": #"{ "name": "EI", "kind": "EI", "subscription": { "types": ["job"] } }"#,
        ])
        let collective = try config.read()
        let path = try config.scratch.write("x.csv", "ref;poste;texte;contrat;cp\n" + export)
        var reading = FeedReading(collective.feeds[0], of: collective, since: Snapshot())
        var table = EntityTable(collective.feeds[0].schema)
        try reading.read([Export(path: path)]) { outcome throws(Failure) in
            if case .entity(let entity, _, _, let reasons, _) = outcome { table.add(entity, reasons) }
        }
        return table.text(width: width)
    }

    @Test func `columns are aligned, long cells cut, and what is the same in every row left out`() throws {
        let export = """
            1;Maçon;Un long texte;CDI;03200
            22;Conductrice de travaux en bâtiment et génie civil, éclusière;Autre;DDI;63000

            """
        #expect(
            try table(export, width: 100) == """
                key  title                                     workplace.postcode  contract.type  recipients
                1    Maçon                                     03200               CDI            cre, ei
                22   Conductrice de travaux en bâtiment et g…  63000               DDI            cre, ei
                """)
        #expect(
            try table(export, width: 60) == """
                key  title                                     recipients
                1    Maçon                                     cre, ei
                22   Conductrice de travaux en bâtiment et g…  cre, ei
                """)
    }

    @Test func `after twenty rows the rest is counted`() throws {
        let lines = try table((1...23).map { "\($0);Poste \($0);t;CDI;03200\n" }.joined(), width: 80)
            .split(separator: "\n")
        #expect(lines.count == 22)
        #expect(lines.last == "… and 3 more")
        #expect(try table("", width: 80) == "")
    }
}
