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
        /// The node behind this one and all that is in it.
        var next: Int
    }

    private(set) var nodes: [Node] = []
    private(set) var names: [UInt8] = []

    init(_ tree: FieldTree, _ fields: [Field]) { append(tree.nodes, fields) }

    private mutating func append(_ tree: [FieldTree.Node], _ fields: [Field]) {
        for node in tree {
            switch node {
            case .value(let name, let field): append(.value, name, [field], [], fields)
            case .values(let name, let field): append(.values, name, [field], [], fields)
            case .object(let name, let members, let numbers): append(.object, name, numbers, members, fields)
            case .objects(let name, let members, let numbers): append(.objects, name, numbers, members, fields)
            }
        }
    }

    private mutating func append(
        _ shape: Node.Shape, _ name: [UInt8], _ numbers: [Int], _ members: [FieldTree.Node], _ fields: [Field]
    ) {
        let start = names.count
        names += Array(",\"".utf8) + name + Array("\":".utf8)
        let number = nodes.count
        // Fields of one object follow each other.
        nodes.append(
            Node(
                shape: shape, name: start..<names.count, fields: numbers[0]..<numbers[0] + numbers.count,
                isBare: fields[numbers[0]].type.isBare, isIdentity: fields[numbers[0]].isIdentity, next: 0))
        append(members, fields)
        nodes[number].next = nodes.count
    }
}
