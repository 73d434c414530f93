/// Writes entities as canonical JSON: fields in schema order, absent fields left out, no spaces, UTF-8 as it is.
///
/// The same entity always gives the same bytes, so that fingerprints can be compared.
public struct CanonicalJSON {
    /// Appends the entity's `data` object; the identity block only when asked for.
    public static func append(_ entity: borrowing Entity, withIdentity: Bool, to bytes: inout [UInt8]) {
        append(entity.draft, entity.schema.outline, withIdentity: withIdentity, to: &bytes)
    }

    /// Appends the `data` object of a draft that was checked.
    static func append(
        _ draft: borrowing Draft, _ outline: borrowing Outline, withIdentity: Bool, to bytes: inout [UInt8]
    ) {
        draft.slots.withUnsafeBufferPointer { slots in
            draft.values.withUnsafeBufferPointer { values in
                draft.bytes.withUnsafeBufferPointer { text in
                    outline.withUnsafePointers { nodes, names, leaves, rooms in
                        var room = 2
                        for value in values {
                            room += rooms[Int(value.field)] + JSONWriter.room(Int(value.end - value.start))
                        }
                        let json = CanonicalJSON(
                            slots: slots, values: values, text: text, nodes: nodes, names: names, leaves: leaves,
                            withIdentity: withIdentity)
                        bytes.append(room: room) {
                            json.append(-1, from: 0, below: slots.count, item: 0, to: &$0)
                        }
                    }
                }
            }
        }
    }

    // Pointers: an array in a structure would be retained for every look into it.
    fileprivate let slots: UnsafeBufferPointer<(first: Int32, count: Int32)>
    fileprivate let values: UnsafeBufferPointer<Draft.Value>
    fileprivate let text: UnsafeBufferPointer<UInt8>
    fileprivate let nodes: UnsafeBufferPointer<Outline.Node>
    fileprivate let names: UnsafeBufferPointer<UInt8>
    fileprivate let leaves: UnsafeBufferPointer<Int>
    fileprivate let withIdentity: Bool

    /// Appends the object that a node is (the whole for -1): the values from `first` on of fields below `end`.
    private func append(_ parent: Int, from first: Int, below end: Int, item: Int32, to writer: inout JSONWriter) {
        writer.append(UInt8(ascii: "{"))
        var isFirst = true
        var index = first
        // Values stand in the order of their fields, and most fields have none: only what is there is walked through.
        while index < values.count, values[index].field < end {
            let start = index
            var number = leaves[Int(values[index].field)]
            while nodes[number].parent != parent { number = nodes[number].parent }
            let node = nodes[number]
            while index < values.count, values[index].field < node.fields.upperBound { index += 1 }
            switch node.shape {
            case .value:
                guard let value = value(node.fields.lowerBound, item) else { continue }
                appendName(of: node, &isFirst, to: &writer)
                append(value, isBare: node.isBare, to: &writer)
            case .values:
                appendName(of: node, &isFirst, to: &writer)
                var opening = UInt8(ascii: "[")
                for number in start..<index {
                    writer.append(opening)
                    append(values[number], isBare: node.isBare, to: &writer)
                    opening = UInt8(ascii: ",")
                }
                writer.append(UInt8(ascii: "]"))
            case .object:
                guard withIdentity || !node.isIdentity else { continue }
                appendName(of: node, &isFirst, to: &writer)
                if node.isFlat, parent < 0 {
                    append(start..<index, to: &writer)
                } else {
                    append(number, from: start, below: node.fields.upperBound, item: item, to: &writer)
                }
            case .objects:
                appendName(of: node, &isFirst, to: &writer)
                var opening = UInt8(ascii: "[")
                for item in 0...lastItem(start..<index)
                where (start..<index).contains(where: { values[$0].item == item }) {
                    writer.append(opening)
                    append(number, from: start, below: node.fields.upperBound, item: item, to: &writer)
                    opening = UInt8(ascii: ",")
                }
                writer.append(UInt8(ascii: "]"))
            }
        }
        writer.append(UInt8(ascii: "}"))
    }

    /// Appends an object that holds nothing but these values, one for each field.
    private func append(_ range: Range<Int>, to writer: inout JSONWriter) {
        writer.append(UInt8(ascii: "{"))
        var last: Int32 = -1
        for index in range where values[index].field != last {
            let node = leaves[Int(values[index].field)]
            let name = nodes[node].name
            writer.append(names, (last < 0 ? name.lowerBound + 1 : name.lowerBound)..<name.upperBound)
            append(values[index], isBare: nodes[node].isBare, to: &writer)
            last = values[index].field
        }
        writer.append(UInt8(ascii: "}"))
    }

    private func lastItem(_ range: Range<Int>) -> Int32 {
        var last: Int32 = 0
        for index in range { last = max(last, values[index].item) }
        return last
    }

    private func value(_ field: Int, _ item: Int32) -> Draft.Value? {
        let slot = slots[field]
        guard slot.count > 0 else { return nil }
        // Values stand in the order of their items: without holes item n is the nth, with holes it stands before.
        var index = Int(slot.first) + Int(min(item, slot.count - 1))
        while index > Int(slot.first), values[index].item > item { index -= 1 }
        return values[index].item == item ? values[index] : nil
    }

    /// Appends a node's name, behind a comma when something stands before it.
    private func appendName(of node: Outline.Node, _ isFirst: inout Bool, to writer: inout JSONWriter) {
        let start = isFirst ? node.name.lowerBound + 1 : node.name.lowerBound
        isFirst = false
        writer.append(names, start..<node.name.upperBound)
    }

    private func append(_ value: Draft.Value, isBare: Bool, to writer: inout JSONWriter) {
        let range = Int(value.start)..<Int(value.end)
        if isBare { writer.append(text, range) } else { writer.append(quoting: text, range) }
    }
}
