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

    /// What two equal keys have in common: their last sixteen bytes and their length.
    private struct Mark: Hashable {
        let lanes: SIMD2<UInt64>
        let count: Int

        @inline(__always) init(_ key: UnsafeBufferPointer<UInt8>) {
            let bytes =
                key.count > Lanes.count ? Lanes.load(key, key.count - Lanes.count) : Lanes.rest(key, 0, fill: 0)
            lanes = unsafeBitCast(bytes, to: SIMD2<UInt64>.self)
            count = key.count
        }

        @inline(__always) static func == (one: Mark, other: Mark) -> Bool {
            one.count == other.count && one.lanes.x == other.lanes.x && one.lanes.y == other.lanes.y
        }
    }

    private(set) var nodes = [Node(key: [])]
    /// Per node, where its children stand in ``marks``.
    private var lists: [Range<Int>] = []
    private var marks: [(mark: Mark, node: Int)] = []
    /// Per node, the bits of its children's keys: most names of a record are nobody's, and have another one.
    private var likely: [UInt64] = []

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
        for node in nodes {
            let first = marks.count
            for child in node.children {
                marks.append((nodes[child].key.withUnsafeBufferPointer { Mark($0) }, child))
            }
            lists.append(first..<marks.count)
            likely.append(
                node.children.reduce(0) { bits, child in
                    bits | nodes[child].key.withUnsafeBufferPointer { PathTree.bit($0) }
                })
        }
    }

    /// One of 64 bits for a key, by its length and its first and last bytes.
    @inline(__always) private static func bit(_ key: UnsafeBufferPointer<UInt8>) -> UInt64 {
        guard let first = key.first, let last = key.last else { return 1 }
        return 1 << ((UInt64(first) &* 7 &+ UInt64(last) &* 3 &+ UInt64(truncatingIfNeeded: key.count)) % 64)
    }

    /// The child of `node` with that key; `hint` is the place of the child that was found last, because members
    /// mostly keep their order.
    func child(of node: Int, matching key: UnsafeBufferPointer<UInt8>, after hint: inout Int) -> Int? {
        guard node >= 0 else { return nil }
        let children = lists[node]
        guard !children.isEmpty, likely[node] & PathTree.bit(key) != 0 else { return nil }
        let mark = Mark(key)
        var position = children.lowerBound + hint
        for _ in children {
            if position == children.upperBound { position = children.lowerBound }
            if marks[position].mark == mark {
                let child = marks[position].node
                if key.count <= Lanes.count || nodes[child].key.elementsEqual(key) {
                    hint = position + 1 - children.lowerBound
                    return child
                }
            }
            position += 1
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
