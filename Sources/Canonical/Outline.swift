/// The fields of a schema as the objects and lists that they form in JSON, in one flat list: what the writer walks through
/// for every entity.
struct Outline: Sendable {
    /// What stands under one name.
    struct Node: Sendable {
        enum Shape: Sendable {
            case value
            case values
            case object
            case objects
        }

        let shape: Shape
        /// The name in ``Outline/names``: a comma, the name in quotes, a colon.
        let name: Range<Int>
        /// The fields in it; a value is one.
        let fields: Range<Int>
        /// Whether values stand without quotes.
        let isBare: Bool
        let isIdentity: Bool
        /// The object or list that it stands in, -1 at the top.
        let parent: Int
        /// Whether nothing but values stands in it.
        let isFlat: Bool
    }

    private(set) var nodes: [Node] = []
    private(set) var names: [UInt8] = []
    /// Per field, the node of its values.
    private var leaves: [Int]
    /// Per field, the most bytes that stand around one of its values: names, brackets, commas.
    private var rooms: [Int]

    init(_ tree: FieldTree, _ fields: [Field]) {
        rooms = fields.map { _ in 0 }
        leaves = rooms
        append(tree.nodes, fields, in: -1)
    }

    /// Gives the nodes, the names, per field its node and the most bytes that stand around one of its values.
    func withUnsafePointers(
        _ body: (
            UnsafeBufferPointer<Node>, UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<Int>, UnsafeBufferPointer<Int>
        ) -> Void
    ) {
        nodes.withUnsafeBufferPointer { nodes in
            names.withUnsafeBufferPointer { names in
                leaves.withUnsafeBufferPointer { leaves in
                    rooms.withUnsafeBufferPointer { body(nodes, names, leaves, $0) }
                }
            }
        }
    }

    private mutating func append(_ tree: [FieldTree.Node], _ fields: [Field], in parent: Int) {
        for node in tree {
            switch node {
            case .value(let name, let field): append(.value, name, [field], [], fields, parent)
            case .values(let name, let field): append(.values, name, [field], [], fields, parent)
            case .object(let name, let members, let numbers): append(.object, name, numbers, members, fields, parent)
            case .objects(let name, let members, let numbers): append(.objects, name, numbers, members, fields, parent)
            }
        }
    }

    private mutating func append(
        _ shape: Node.Shape, _ name: [UInt8], _ numbers: [Int], _ members: [FieldTree.Node], _ fields: [Field],
        _ parent: Int
    ) {
        let start = names.count
        names += Array(",\"".utf8) + name + Array("\":".utf8)
        let number = nodes.count
        // Its name, brackets around it and its items, a comma.
        for field in numbers { rooms[field] += names.count - start + 6 }
        // Fields of one object follow each other.
        nodes.append(
            Node(
                shape: shape, name: start..<names.count, fields: numbers[0]..<numbers[0] + numbers.count,
                isBare: fields[numbers[0]].type.isBare, isIdentity: fields[numbers[0]].isIdentity,
                parent: parent, isFlat: members.allSatisfy { if case .value = $0 { true } else { false } }))
        if members.isEmpty { leaves[numbers[0]] = number } else { append(members, fields, in: number) }
    }
}
