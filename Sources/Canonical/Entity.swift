/// A checked canonical object; nothing else is ever published.
public struct Entity: Sendable {
    /// Its kind's definition.
    public let schema: Schema
    /// The checked values.
    public let draft: Draft

    init(_ schema: Schema, _ draft: Draft) {
        self.schema = schema
        self.draft = draft
    }

    /// The key under which its source knows it.
    public var key: String { draft.text(0) ?? "" }

    /// The value at a path, or nil; for lists, one of its values.
    public func text(_ path: String, _ index: Int = 0) -> String? {
        schema.number(of: path).flatMap { draft.text($0, index) }
    }

    /// All values of a list.
    public func texts(_ path: String) -> [String] {
        guard let field = schema.number(of: path) else { return [] }
        return (0..<draft.count(of: field)).compactMap { draft.text(field, $0) }
    }

    /// The values of a field of a list of objects, each with the number of its item.
    public func items(_ field: Int) -> [(item: Int, text: String)] {
        let (first, count) = draft.slots[field]
        guard count > 0 else { return [] }
        return draft.values[Int(first)..<Int(first + count)].map { value in
            (Int(value.item), String(decoding: draft.bytes[Int(value.start)..<Int(value.end)], as: UTF8.self))
        }
    }

    /// Whether it carries an identity block.
    public var hasIdentity: Bool {
        schema.fields.indices.contains { schema.fields[$0].isIdentity && draft.count(of: $0) > 0 }
    }

    /// The entity without the identity block.
    public var withoutIdentity: Entity { Entity(schema, draft.keeping { !schema.fields[$0].isIdentity }) }

    /// The entity for a member that it is not addressed to: without what only the addressee, or its structure, may see.
    public var shared: Entity { Entity(schema, draft.keeping { schema.fields[$0].sight == .collective }) }
}

extension Entity: CustomStringConvertible {
    /// Kind and key only: what stands in it is for its recipients.
    public var description: String { "\(schema.kind) \(key)" }
}

extension Entity: CustomReflectable {
    /// Nothing: `dump` of an enclosing value would show what stands in it.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
