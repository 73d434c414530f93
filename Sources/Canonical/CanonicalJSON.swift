/// Writes entities as canonical JSON: fields in schema order, absent fields left out, no spaces, UTF-8 as it is.
///
/// The same entity always gives the same bytes, so that fingerprints can be compared.
public struct CanonicalJSON {
    /// Appends the entity's `data` object; the identity block only when asked for.
    public static func append(_ entity: Entity, withIdentity: Bool, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        var writer = CanonicalJSON(draft: entity.draft, fields: entity.schema.fields, withIdentity: withIdentity)
        writer.append(entity.schema.tree.nodes, item: 0, to: &bytes)
        bytes.append(UInt8(ascii: "}"))
    }

    private let draft: Draft
    private let fields: [Field]
    private let withIdentity: Bool

    private init(draft: Draft, fields: [Field], withIdentity: Bool) {
        self.draft = draft
        self.fields = fields
        self.withIdentity = withIdentity
    }

    private mutating func append(_ nodes: [FieldTree.Node], item: Int32, to bytes: inout [UInt8]) {
        var isFirst = true
        for node in nodes {
            switch node {
            case .value(let name, let field):
                guard let value = value(field, item) else { continue }
                appendName(name, &isFirst, to: &bytes)
                append(value, of: field, to: &bytes)
            case .values(let name, let field):
                guard draft.count(of: field) > 0 else { continue }
                appendName(name, &isFirst, to: &bytes)
                let first = Int(draft.slots[field].first)
                for index in 0..<draft.count(of: field) {
                    bytes.append(UInt8(ascii: index == 0 ? "[" : ","))
                    append(draft.values[first + index], of: field, to: &bytes)
                }
                bytes.append(UInt8(ascii: "]"))
            case .object(let name, let members, let numbers):
                guard hasAny(numbers) else { continue }
                guard withIdentity || !fields[numbers[0]].isIdentity else { continue }
                appendName(name, &isFirst, to: &bytes)
                bytes.append(UInt8(ascii: "{"))
                append(members, item: item, to: &bytes)
                bytes.append(UInt8(ascii: "}"))
            case .objects(let name, let members, let numbers):
                appendObjects(name, members, numbers, &isFirst, to: &bytes)
            }
        }
    }

    private mutating func appendObjects(
        _ name: [UInt8], _ members: [FieldTree.Node], _ numbers: [Int], _ isFirst: inout Bool, to bytes: inout [UInt8]
    ) {
        var last: Int32 = -1
        for number in numbers where draft.count(of: number) > 0 {
            last = max(last, draft.values[Int(draft.slots[number].first) + draft.count(of: number) - 1].item)
        }
        guard last >= 0 else { return }
        appendName(name, &isFirst, to: &bytes)
        var opening = UInt8(ascii: "[")
        for item in 0...last where numbers.contains(where: { value($0, item) != nil }) {
            bytes.append(opening)
            bytes.append(UInt8(ascii: "{"))
            append(members, item: item, to: &bytes)
            bytes.append(UInt8(ascii: "}"))
            opening = UInt8(ascii: ",")
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private func hasAny(_ numbers: [Int]) -> Bool {
        for number in numbers where draft.slots[number].count > 0 { return true }
        return false
    }

    private func value(_ field: Int, _ item: Int32) -> Draft.Value? {
        let slot = draft.slots[field]
        guard slot.count > 0 else { return nil }
        // Values stand in the order of their items: without holes item n is the nth, with holes it stands before.
        var index = Int(slot.first) + Int(min(item, slot.count - 1))
        while index > Int(slot.first), draft.values[index].item > item { index -= 1 }
        return draft.values[index].item == item ? draft.values[index] : nil
    }

    private func appendName(_ name: [UInt8], _ isFirst: inout Bool, to bytes: inout [UInt8]) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: name)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    private func append(_ value: Draft.Value, of field: Int, to bytes: inout [UInt8]) {
        let range = Int(value.start)..<Int(value.end)
        if fields[field].type.isBare {
            bytes.append(contentsOf: draft.bytes[range])
        } else {
            JSONText.append(draft.bytes.span.extracting(range), to: &bytes)
        }
    }
}
