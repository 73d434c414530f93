import Canonical
import Foundation
import Testing

@Suite struct PublishedSchemaTests {
    @Test(arguments: Schema.all.map(\.kind))
    func `the published JSON Schema is the one that the definition gives`(kind: String) throws {
        let schema = try #require(Schema.named(kind))
        let path = "\(Strict.config)/schemas/\(kind).schema.json"
        let published = try String(contentsOfFile: path, encoding: .utf8)
        #expect(published == JSONSchema.text(of: schema), "stale: run hub schema --write config/schemas")
    }

    @Test func `the published dictionary is the one that the definitions give`() throws {
        let published = try String(contentsOfFile: "\(Strict.config)/schemas/dictionary.md", encoding: .utf8)
        #expect(published == DataDictionary.text, "stale: run hub schema --write config/schemas")
    }

    @Test func `every field has a French name, a sentence and a place of its own`() {
        for schema in Schema.all {
            #expect(Set(schema.fields.map(\.path)).count == schema.fields.count)
            for field in schema.fields {
                #expect(!field.french.isEmpty && field.meaning.hasSuffix("."), "\(schema.kind) \(field.path)")
                if case .when(let path, _) = field.need { #expect(schema.number(of: path) != nil, "\(field.path)") }
            }
        }
    }

    @Test func `the examples together use every field, and every word of every list of words`() throws {
        for schema in Schema.all {
            let text = try String(
                contentsOfFile: "\(Strict.config)/schemas/examples/\(schema.kind).jsonl", encoding: .utf8)
            var seen: [Int: Set<String>] = [:]
            for line in text.split(separator: "\n") {
                let entity = try Strict.entity(schema.kind, String(line)).get()
                for number in schema.fields.indices {
                    for index in 0..<entity.draft.count(of: number) {
                        seen[number, default: []].insert(entity.draft.text(number, index) ?? "")
                    }
                }
            }
            for (number, field) in schema.fields.enumerated() {
                #expect(seen[number] != nil, "\(schema.kind): no example has \(field.path)")
                guard case .choice(let words) = field.type else { continue }
                for word in words where seen[number]?.contains(word) != true {
                    Issue.record("\(schema.kind): no example has \(field.path) = \(word)")
                }
            }
        }
    }
}
