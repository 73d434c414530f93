import Canonical

/// The paths that a mapping wants below a record's element, and what an element of a document has to do with them.
///
/// A path is written as for JSON: `lieu.ville`, `competences.competence[].libelle`; `@name` is an attribute, `text()` the
/// text of the record's element itself.
struct XMLPaths {
    let tree: PathTree
    /// Per node, the wanted names that its text is a value of: its own, and that of `text()` below it.
    let texts: [[Int]]
    /// Per node, the wanted names at it and below.
    let below: [[Int]]
    /// Per node, its children that are elements.
    let children: [[Int]]

    init(_ names: [SourceName]) {
        let tree = PathTree(names)
        let ownText = Array("text()".utf8)
        self.tree = tree
        texts = tree.nodes.map { node in
            let own = node.children.filter { tree.nodes[$0].key == ownText }.map { tree.nodes[$0].name }
            return ([node.name] + own).filter { $0 >= 0 }
        }
        below = tree.nodes.indices.map { node in
            (tree.nodes[node].name < 0 ? [] : [tree.nodes[node].name]) + tree.names(below: node)
        }
        children = tree.nodes.map { node in
            node.children.filter { tree.nodes[$0].key.first != UInt8(ascii: "@") && tree.nodes[$0].key != ownText }
        }
    }

    /// How a name of the document is the one that a path means.
    enum Match {
        case asWritten
        /// The path has no prefix, the document has one.
        case byLocalName
    }

    /// The child of `node` that a name of the document means.
    func child(of node: Int, _ name: UnsafeBufferPointer<UInt8>, after hint: inout Int) -> (node: Int, match: Match)? {
        if let child = tree.child(of: node, matching: name, after: &hint) { return (child, .asWritten) }
        guard let colon = name.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let local = UnsafeBufferPointer(rebasing: name[(colon + 1)...])
        return tree.child(of: node, matching: local, after: &hint).map { ($0, .byLocalName) }
    }
}
