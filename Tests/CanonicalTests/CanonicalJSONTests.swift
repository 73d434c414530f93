import Foundation
import Testing

@testable import Canonical

@Suite struct CanonicalJSONTests {
    static func text(_ entity: Entity, withIdentity: Bool = false) -> String {
        var bytes: [UInt8] = []
        CanonicalJSON.append(entity, withIdentity: withIdentity, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `fields stand in schema order, absent ones are left out, numbers and booleans stand bare`() throws {
        let entity = try Schema.offer.entity([
            "positions": "02", "title": "Soudeur", "hours.fullTime": "true", "hours.weekly": "35.0", "key": "7",
            "type": "job", "workplace.postcode": "3000", "workplace.label": "Moulins",
        ])
        #expect(
            Self.text(entity)
                == #"{"key":"7","type":"job","title":"Soudeur","workplace":{"label":"Moulins","postcode":"03000"},"#
                + #""hours":{"weekly":35,"fullTime":true},"positions":2}"#)
    }

    @Test func `texts are escaped as JSON demands and no further`() throws {
        let text = "\"\\/\n\r\t é ’ \u{2028} 😀 <&>"
        let entity = try Schema.offer.entity(["key": "1", "type": "job", "title": "t", "description": text])
        #expect(
            Self.text(entity)
                == #"{"key":"1","type":"job","title":"t","description":"\"\\/\n\r\t é ’ "# + "\u{2028}" + #" 😀 <&>"}"#)
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(Self.text(entity).utf8)) as? [String: Any])
        #expect(object["description"] as? String == text)
    }

    @Test func `every byte that a string can hold comes back through another reader`() throws {
        let text = String(String.UnicodeScalarView((0..<0x250).compactMap { Unicode.Scalar($0) }))
        var bytes = Array("[".utf8)
        JSONText.append(text, to: &bytes)
        bytes.append(UInt8(ascii: "]"))
        #expect(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String] == [text])
    }

    @Test func `lists of objects keep their items together, across holes`() throws {
        let entity = try Schema.offer.entity([
            "key": "1", "type": "job", "title": "t", "education[].label": "a", "education[].label": "—",
            "education[].label": "c",
            "education[].code": "—", "education[].code": "—", "education[].code": "30", "education[].required": "—",
            "education[].required": "—", "education[].required": "—", "education[].required": "S",
        ])
        #expect(
            Self.text(entity)
                == #"{"key":"1","type":"job","title":"t","education":[{"label":"a"},{"label":"c","code":"30"},{"required":"S"}]}"#
        )
    }

    @Test func `lists of values keep their order`() throws {
        let entity = try Schema.offer.entity([
            "key": "1", "type": "job", "distribution": "concerned", "title": "t", "siaeKinds[]": "ACI",
            "siaeKinds[]": "ACI",
        ])
        #expect(
            Self.text(entity)
                == #"{"key":"1","type":"job","distribution":"concerned","siaeKinds":["ACI","ACI"],"title":"t"}"#)
        #expect(entity.texts("siaeKinds[]") == ["ACI", "ACI"])
    }

    @Test func `a list of ten thousand objects is written without delay`() throws {
        var draft = try Schema.offer.draft(["key": "1", "type": "job", "title": "t"])
        for path in ["skills[].label", "skills[].code"] {
            let number = try #require(Schema.offer.number(of: path))
            for item in 0..<10_000 {
                draft.append(Array("\(item)".utf8).span, to: number, item: item, line: 1, column: 1)
            }
        }
        let text = Self.text(try Schema.offer.entity(from: draft, codes: .sample).get())
        #expect(text.hasSuffix(#"{"label":"9999","code":"9999"}]}"#))
    }

    @Test func `the identity block is written only when asked for`() throws {
        let entity = try Schema.referral.entity([
            "key": "1", "type": "creAction", "action": "pmsmp", "addressedTo": "cre",
            "person.id": "0123456789abcdef0123456789abcdef", "consent.given": "2026-01-02",
            "consent.by": "M. Petit", "consent.purpose": "une PMSMP", "identity.lastName": "Durand",
            "identity.phone": "06 12 34 56 78",
        ])
        let without =
            #"{"key":"1","type":"creAction","action":"pmsmp","addressedTo":"cre","person":{"id":"0123456789abcdef0123456789abcdef"},"#
            + #""consent":{"given":"2026-01-02","by":"M. Petit","purpose":"une PMSMP"}"#
        #expect(Self.text(entity) == without + "}")
        #expect(
            Self.text(entity, withIdentity: true)
                == without + #","identity":{"lastName":"Durand","phone":"+33612345678"}}"#)
        #expect(entity.hasIdentity)
        #expect("\(entity)" == "referral 1")
    }

    @Test(arguments: Schema.all) func `every field of a kind stands at its own path`(schema: Schema) throws {
        var paths: Set<String> = []
        func walk(_ nodes: [FieldTree.Node], _ prefix: String) {
            for node in nodes {
                switch node {
                case .value(let name, let field), .values(let name, let field):
                    let path = prefix + String(decoding: name, as: UTF8.self)
                    #expect(schema.fields[field].path.replacing("[]", with: "") == path)
                    #expect(paths.insert(path).inserted)
                case .object(let name, let members, _), .objects(let name, let members, _):
                    let path = prefix + String(decoding: name, as: UTF8.self)
                    #expect(paths.insert(path).inserted)
                    walk(members, path + ".")
                }
            }
        }
        walk(schema.tree.nodes, "")
    }
}
