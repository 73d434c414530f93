import Canonical

/// The JSON paths that a mapping wants, as a tree that a reader walks down while it reads a record.
///
/// `competences[].libelle` is the member `libelle` of each element of the list `competences`. A single object or value
/// where a list is wanted counts as a list of one: exports do both.
struct PathTree: Sendable {
    struct Node: Sendable {
        let key: [UInt8]
        var children: [Int] = []
        /// The wanted name that ends here, or -1.
        var name = -1
        /// Whether the path goes on through the elements of a list.
        var isList = false
    }

    private(set) var nodes = [Node(key: [])]

    init(_ names: [SourceName]) {
        for (number, name) in names.enumerated() {
            var current = 0
            for part in name.text.split(separator: ".", omittingEmptySubsequences: false) {
                let isList = part.hasSuffix("[]")
                let key = Array((isList ? part.dropLast(2) : part).utf8)
                current = child(of: current, key, isList: isList)
            }
            nodes[current].name = number
        }
    }

    /// The child of `node` with that key; `hint` is the child that was found last, because members mostly keep their order.
    func child(of node: Int, matching key: UnsafeBufferPointer<UInt8>, after hint: inout Int) -> Int? {
        let children = nodes[node].children
        for offset in children.indices {
            let position = (hint + offset) % children.count
            let key2 = nodes[children[position]].key
            if key2.count == key.count, key2.elementsEqual(key) {
                hint = position + 1
                return children[position]
            }
        }
        return nil
    }

    /// The wanted names whose paths go on below a node.
    func names(below node: Int) -> [Int] {
        nodes[node].children.flatMap { child in
            (nodes[child].name < 0 ? [] : [nodes[child].name]) + names(below: child)
        }
    }

    private mutating func child(of node: Int, _ key: [UInt8], isList: Bool) -> Int {
        if let found = nodes[node].children.first(where: { nodes[$0].key == key && nodes[$0].isList == isList }) {
            return found
        }
        nodes.append(Node(key: key, isList: isList))
        nodes[node].children.append(nodes.count - 1)
        return nodes.count - 1
    }
}
