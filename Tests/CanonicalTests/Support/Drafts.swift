import Testing

@testable import Canonical

/// What a type says of a value, as one text: `right`, `canonical …`, or what, why and fix on three lines.
func verdict(_ type: FieldType, _ text: String, _ codes: Codes = Codes(), on day: CivilDate? = nil) -> String {
    switch type.check(Array(text.utf8).span, codes, on: day) {
    case .right: "right"
    case .canonical(let bytes): "canonical \(String(decoding: bytes, as: UTF8.self))"
    case .wrong(let what, let why, let fix), .forbidden(let what, let why, let fix):
        "\(what)\nwhy: \(why)\nfix: \(fix)"
    }
}

extension Schema {
    /// A draft with these values, each at the line of its turn; `nil` origin stands for a file without a mapping.
    func draft(_ values: KeyValuePairs<String, String>, origin: Draft.Origin? = nil) throws -> Draft {
        var draft = Draft(
            self, place: Place("export.csv", line: 7, record: 6), origin: origin ?? .none(self))
        var counts: [Int: Int] = [:]
        for (path, text) in values {
            let number = try #require(self.number(of: path))
            let item = counts[number, default: 0]
            counts[number] = item + 1
            // A hole of a list: nothing stands at that item.
            if text == "—" { continue }
            draft.append(Array(text.utf8).span, to: number, item: item, line: 7, column: 10 + number)
        }
        return draft
    }

    /// The entity that these values make.
    func entity(_ values: KeyValuePairs<String, String>, codes: Codes = .sample) throws -> Entity {
        try entity(from: draft(values), codes: codes).get()
    }

    /// Everything that is wrong with these values.
    func problems(_ values: KeyValuePairs<String, String>, codes: Codes = .sample) throws -> [String] {
        switch entity(from: try draft(values), codes: codes) {
        case .success: []
        case .failure(let rejection): rejection.problems.map(\.description)
        }
    }
}

extension Codes {
    /// Small tables with the names that the schemas use.
    static let sample = Codes([
        CodeTable(
            name: "contract-types",
            codes: [
                Code(code: "CDI", label: "Contrat à durée indéterminée"),
                Code(code: "DDI", label: "Contrat durée déterminée insertion", aliases: ["CDDI", "CDD d'insertion"]),
            ]),
        CodeTable(name: "siae-kinds", codes: [Code(code: "ACI", label: "Atelier et chantier d'insertion")]),
        CodeTable(name: "exit-outcomes", codes: [Code(code: "durable", label: "Emploi durable")]),
        CodeTable(name: "contract-natures", codes: [Code(code: "E1", label: "Contrat travail")]),
        CodeTable(name: "qualifications", codes: [Code(code: "3", label: "Ouvrier qualifié (P1,P2)")]),
    ])
}

// Spans cannot stand inside `#expect`: the same verbs for texts.
extension ByteTable {
    mutating func insert(_ text: String) -> (number: Int, isNew: Bool) { insert(Array(text.utf8).span) }
    func number(of text: String) -> Int? { number(of: Array(text.utf8).span) }
}

extension CodeTable {
    func code(meaning text: String) -> String? { code(meaning: Array(text.utf8).span)?.code }
    func contains(_ text: String) -> Bool { contains(Array(text.utf8).span) }
}

extension Diff {
    mutating func add(_ key: String, _ fingerprint: Fingerprint, recipients: [String], record: Int = 1) -> Change {
        add(key: Array(key.utf8).span, fingerprint, recipients: recipients, record: record).change
    }
}
