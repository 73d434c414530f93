import Canonical
import Foundation
import Testing

/// Not a test: `deploy/bench/schema` runs it in a release build and prints what one offer costs.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["HUB_BENCH"] != nil, "run deploy/bench/schema"))
struct SchemaBenchmark {
    @Test func `validation and encoding of an offer of 2 KB`() throws {
        let schema = Schema.offer
        let codes = Codes([
            CodeTable(name: "contract-types", codes: [Code(code: "CDI", label: "Contrat à durée indéterminée")]),
            CodeTable(name: "contract-natures", codes: [Code(code: "E1", label: "Contrat travail")]),
        ])
        let line =
            "Vous préparez les commandes, contrôlez les quantités et chargez les camions de la tournée du matin. "
        let values: [(String, [String])] = [
            ("key", ["201WLXK"]), ("type", ["job"]), ("title", ["Préparateur / Préparatrice de commandes (H/F)"]),
            ("description", [String(repeating: line, count: 13)]), ("occupation.rome", ["N1103"]),
            ("occupation.label", ["Magasinage et préparation de commandes"]),
            ("employer.name", ["Vernissou Logistique"]),
            ("workplace.label", ["63 - Clermont-Ferrand"]), ("workplace.commune", ["63113"]),
            ("workplace.postcode", ["63000"]), ("workplace.latitude", ["45.777222"]),
            ("workplace.longitude", ["3.087025"]),
            ("contract.type", ["CDI"]), ("contract.nature", ["E1"]), ("hours.weekly", ["35"]),
            ("hours.fullTime", ["true"]),
            ("salary.label", ["Mensuel de 1850,00 Euros sur 12 mois"]), ("experience.required", ["D"]),
            ("skills[].label", ["Réceptionner des produits", "Préparer les commandes", "Conduire un chariot"]),
            ("accessible", ["false"]), ("positions", ["3"]), ("published", ["2026-08-20T07:12:03.690Z"]),
            ("starts", ["2026-09-01"]),
        ]
        let origin = Draft.Origin.none(schema)
        func draft() -> Draft {
            var draft = Draft(schema, place: Place("bench"), origin: origin)
            for (path, texts) in values {
                guard let field = schema.number(of: path) else { continue }
                for (item, text) in texts.enumerated() {
                    draft.append(Array(text.utf8).span, to: field, item: item, line: 1, column: 1)
                }
            }
            return draft
        }
        let drafts = (0..<1_000).map { _ in draft() }
        var bytes: [UInt8] = []
        CanonicalJSON.append(try schema.entity(from: draft(), codes: codes).get(), withIdentity: true, to: &bytes)
        print("bench: one offer is \(bytes.count) bytes of canonical JSON")
        let clock = ContinuousClock()
        var checking: [Double] = []
        var encoding: [Double] = []
        for _ in 0..<7 {
            var entities: [Entity] = []
            entities.reserveCapacity(drafts.count)
            let copies = drafts
            let check = try clock.measure {
                for draft in copies { entities.append(try schema.entity(from: draft, codes: codes).get()) }
            }
            let encode = clock.measure {
                for entity in entities {
                    bytes.removeAll(keepingCapacity: true)
                    CanonicalJSON.append(entity, withIdentity: true, to: &bytes)
                }
            }
            checking.append(check / .microseconds(drafts.count))
            encoding.append(encode / .microseconds(drafts.count))
        }
        print("bench: validation \(median(checking)) µs, encoding \(median(encoding)) µs an offer (median of 7)")
    }

    private func median(_ values: [Double]) -> String {
        let middle = values.sorted()[values.count / 2]
        return "\((middle * 100).rounded() / 100)"
    }
}
