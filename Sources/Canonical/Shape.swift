/// What all drafts share that have values in the same fields: what the check still has to ask of each, and the JSON
/// around their values.
///
/// The records of an export have one of a few shapes: whatever follows from the shape alone is found out once.
final class Shape: Sendable {
    fileprivate let keys: [Key]
    /// The demands that depend on what the values are.
    let demands: [Demand]
    /// The rules whose fields all have a value.
    let rules: [Int]
    let frame: JSONFrame

    /// Which item of which field a value is.
    fileprivate struct Key: Sendable, Hashable {
        let field: Int32
        let item: Int32
    }

    /// The shape of a draft that was found right.
    fileprivate init(_ draft: borrowing Draft, _ schema: Schema) {
        keys = draft.values.map { Key(field: $0.field, item: $0.item) }
        var demands: [Demand] = []
        for demand in schema.demands where demand.dependsOnValues(of: draft) { demands.append(demand) }
        self.demands = demands
        var rules: [Int] = []
        for rule in schema.rules.indices where schema.canBreak(rule, draft) { rules.append(rule) }
        self.rules = rules
        frame = JSONFrame(draft, schema.outline)
    }

    fileprivate func fits(_ draft: borrowing Draft) -> Bool {
        guard draft.values.count == keys.count else { return false }
        for index in keys.indices
        where keys[index].field != draft.values[index].field || keys[index].item != draft.values[index].item {
            return false
        }
        return true
    }
}

/// The shapes that were met more than once, to be given to the check again and again.
public struct Shapes: Sendable {
    /// Enough for the exports that were looked at: lists of different lengths make most of the shapes.
    private static let places = 128

    private var shapes: [Shape?] = Array(repeating: nil, count: places)
    /// Per place, the shape seen there last: making a shape pays from its second draft on only.
    private var seen: [UInt64] = Array(repeating: 0, count: places)

    /// No shapes yet.
    public init() {}

    /// The shape of a draft, if it is known.
    func shape(of draft: borrowing Draft) -> Shape? {
        guard let shape = shapes[Shapes.place(of: Shapes.digest(of: draft))], shape.fits(draft) else { return nil }
        return shape
    }

    /// Notes the shape of a draft that was found right.
    mutating func note(_ draft: borrowing Draft, _ schema: Schema) {
        let digest = Shapes.digest(of: draft)
        let place = Shapes.place(of: digest)
        if seen[place] == digest { shapes[place] = Shape(draft, schema) }
        seen[place] = digest
    }

    private static func place(of digest: UInt64) -> Int { Int(digest >> 57) }

    private static func digest(of draft: borrowing Draft) -> UInt64 {
        var digest: UInt64 = 1
        for value in draft.values {
            let key = UInt64(UInt32(bitPattern: value.field)) << 32 | UInt64(UInt32(bitPattern: value.item))
            digest = (digest ^ key) &* 0x9E37_79B9_7F4A_7C15
        }
        return digest
    }
}
