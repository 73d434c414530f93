/// Writes entities as canonical JSON: fields in schema order, absent fields left out, no spaces, UTF-8 as it is.
///
/// The same entity always gives the same bytes, so that fingerprints can be compared.
public enum CanonicalJSON {
    /// Appends the entity's `data` object; the identity block only when asked for.
    public static func append(_ entity: borrowing Entity, withIdentity: Bool, to bytes: inout [UInt8]) {
        let outline = entity.schema.outline
        bytes.append(UInt8(ascii: "{"))
        append(0..<outline.nodes.count, of: outline, entity.draft, item: 0, withIdentity, to: &bytes)
        bytes.append(UInt8(ascii: "}"))
    }

    private static func append(
        _ range: Range<Int>, of outline: borrowing Outline, _ draft: borrowing Draft, item: Int32, _ withIdentity: Bool,
        to bytes: inout [UInt8]
    ) {
        var isFirst = true
        var number = range.lowerBound
        while number < range.upperBound {
            let node = outline.nodes[number]
            let members = number + 1..<node.next
            number = node.next
            switch node.shape {
            case .value:
                guard let value = value(node.fields.lowerBound, item, of: draft) else { continue }
                append(node, of: outline, &isFirst, to: &bytes)
                append(value, of: draft, isBare: node.isBare, to: &bytes)
            case .values:
                let slot = draft.slots[node.fields.lowerBound]
                guard slot.count > 0 else { continue }
                append(node, of: outline, &isFirst, to: &bytes)
                var opening = UInt8(ascii: "[")
                for index in Int(slot.first)..<Int(slot.first + slot.count) {
                    bytes.append(opening)
                    append(draft.values[index], of: draft, isBare: node.isBare, to: &bytes)
                    opening = UInt8(ascii: ",")
                }
                bytes.append(UInt8(ascii: "]"))
            case .object:
                guard draft.hasAny(of: node.fields), withIdentity || !node.isIdentity else { continue }
                append(node, of: outline, &isFirst, to: &bytes)
                bytes.append(UInt8(ascii: "{"))
                append(members, of: outline, draft, item: item, withIdentity, to: &bytes)
                bytes.append(UInt8(ascii: "}"))
            case .objects:
                guard let last = draft.lastItem(of: node.fields) else { continue }
                append(node, of: outline, &isFirst, to: &bytes)
                var opening = UInt8(ascii: "[")
                for item in 0...last where node.fields.contains(where: { value($0, item, of: draft) != nil }) {
                    bytes.append(opening)
                    bytes.append(UInt8(ascii: "{"))
                    append(members, of: outline, draft, item: item, withIdentity, to: &bytes)
                    bytes.append(UInt8(ascii: "}"))
                    opening = UInt8(ascii: ",")
                }
                bytes.append(UInt8(ascii: "]"))
            }
        }
    }

    private static func value(_ field: Int, _ item: Int32, of draft: borrowing Draft) -> Draft.Value? {
        let slot = draft.slots[field]
        guard slot.count > 0 else { return nil }
        // Values stand in the order of their items: without holes item n is the nth, with holes it stands before.
        var index = Int(slot.first) + Int(min(item, slot.count - 1))
        while index > Int(slot.first), draft.values[index].item > item { index -= 1 }
        return draft.values[index].item == item ? draft.values[index] : nil
    }

    /// Appends a node's name, behind a comma when something stands before it.
    private static func append(
        _ node: Outline.Node, of outline: borrowing Outline, _ isFirst: inout Bool, to bytes: inout [UInt8]
    ) {
        let name = isFirst ? node.name.dropFirst() : node.name[...]
        isFirst = false
        outline.names.withUnsafeBufferPointer {
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: $0[name]))
        }
    }

    private static func append(
        _ value: Draft.Value, of draft: borrowing Draft, isBare: Bool, to bytes: inout [UInt8]
    ) {
        let text = draft.bytes.span.extracting(Int(value.start)..<Int(value.end))
        if isBare {
            text.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
        } else {
            JSONText.append(text, to: &bytes)
        }
    }
}
