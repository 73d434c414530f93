import Testing

@testable import Canonical

/// Whether a draft's shape is known makes no difference to what becomes of it.
@Suite struct ShapeTests {
    /// Paths and values, right and wrong, of which drafts are put together.
    private static let values: [(path: String, values: [String])] = [
        ("key", ["1", "2", "é\"\\\n3"]), ("type", ["job", "training", "event", "jobs"]),
        ("title", ["Maçon", "a\tb", ""]),
        ("description", ["texte « long » \"entre\" guillemets\r\n", "185057800608436"]),
        ("workplace.postcode", ["63000", "6300", "x"]), ("workplace.commune", ["63113", "75056", "?"]),
        ("workplace.label", ["Clermont-Ferrand"]), ("contract.type", ["CDI", "CDD", "?"]),
        ("contract.duration", ["P6M", "six mois"]), ("hours.weekly", ["35", "35.0", "400"]),
        ("hours.fullTime", ["true", "oui"]), ("positions", ["2", "02", "-1"]),
        ("education[].label", ["a", "b"]), ("education[].code", ["30", "31"]), ("education[].required", ["E", "S"]),
        ("siaeKinds[]", ["ACI", "AI", "XYZ"]), ("skills[].label", ["lire", "écrire"]), ("skills[].required", ["true"]),
        ("published", ["2026-03-01", "2026-02-30"]), ("expires", ["2026-04-01", "2026-01-01"]),
        ("contact.name", ["Odile Marsac"]), ("distribution", ["all", "concerned", "charter"]),
    ]

    private struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    /// An offer with some of the fields; few of them, so that shapes come again.
    private static func draft(_ random: inout Seeded) -> Draft {
        let schema = Schema.offer
        var draft = Draft(schema, place: Place("t"), origin: .none(schema))
        let isPoor = random.next() % 8 != 0
        for (path, values) in Self.values {
            guard let field = schema.number(of: path) else { continue }
            let isWanted = ["key", "type", "title"].contains(path) ? random.next() % 64 != 0 : random.next() % 3 == 0
            guard isWanted, !isPoor || ["key", "type", "title", "positions", "siaeKinds[]"].contains(path) else {
                continue
            }
            for item in 0..<(path.contains("[]") ? Int(random.next() % 3) : 1) {
                let value = random.next() % 4 == 0 ? values.randomElement(using: &random) ?? "" : values[0]
                draft.append(Array(value.utf8).span, to: field, item: item, line: 1, column: 1)
            }
        }
        return draft
    }

    @Test func `a draft of a known shape is judged and written as any other`() {
        var random = Seeded(state: 7)
        var shapes = Shapes()
        var (known, right, wrong) = (0, 0, 0)
        for _ in 0..<20_000 {
            var draft = Self.draft(&random)
            draft.order()
            if shapes.shape(of: draft) != nil { known += 1 }
            var expected: [UInt8] = []
            var problems: [String] = []
            switch Schema.offer.entity(from: draft, codes: .sample) {
            case .success(let entity): CanonicalJSON.append(entity, withIdentity: true, to: &expected)
            case .failure(let rejection): problems = rejection.problems.map(\.description)
            }
            var written: [UInt8] = []
            let rejection = Schema.offer.append(&draft, codes: .sample, &shapes, to: &written)
            #expect(written == expected)
            #expect(rejection?.problems.map(\.description) ?? [] == problems)
            if problems.isEmpty { right += 1 } else { wrong += 1 }
        }
        #expect(known > 5_000 && right > 5_000 && wrong > 2_000, "\(known) \(right) \(wrong)")
    }

    @Test func `a shape is kept from its second draft on`() throws {
        var shapes = Shapes()
        var known: [Bool] = []
        for key in 1...3 {
            var draft = try Schema.offer.draft(["key": "\(key)", "type": "job", "title": "t", "positions": "3"])
            draft.order()
            known.append(shapes.shape(of: draft) != nil)
            var bytes: [UInt8] = []
            #expect(Schema.offer.append(&draft, codes: .sample, &shapes, to: &bytes) == nil)
            #expect(bytes == Array(#"{"key":"\#(key)","type":"job","title":"t","positions":3}"#.utf8))
        }
        #expect(known == [false, false, true])
    }
}
