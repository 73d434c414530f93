/// The fields of a schema as the objects and lists that they form in JSON.
///
/// Fields that share a prefix must follow each other in the schema: the tree keeps their order.
public struct FieldTree: Sendable {
    package indirect enum Node: Sendable {
        case value(name: [UInt8], field: Int)
        case values(name: [UInt8], field: Int)
        case object(name: [UInt8], members: [Node], fields: [Int])
        case objects(name: [UInt8], members: [Node], fields: [Int])

        package var name: [UInt8] {
            switch self {
            case .value(let name, _), .values(let name, _), .object(let name, _, _), .objects(let name, _, _): name
            }
        }

        package var nameText: String { String(decoding: name, as: UTF8.self) }
    }

    package let nodes: [Node]

    init(_ fields: [Field]) {
        nodes = FieldTree.group(fields.enumerated().map { ($0, $1.path[...]) })
    }

    private static func group(_ fields: [(number: Int, rest: Substring)]) -> [Node] {
        var nodes: [Node] = []
        var index = 0
        while index < fields.count {
            let (number, rest) = fields[index]
            guard let dot = rest.firstIndex(of: ".") else {
                let isList = rest.hasSuffix("[]")
                let name = Array((isList ? rest.dropLast(2) : rest).utf8)
                nodes.append(isList ? .values(name: name, field: number) : .value(name: name, field: number))
                index += 1
                continue
            }
            let prefix = rest[...dot]
            var members: [(number: Int, rest: Substring)] = []
            while index < fields.count, fields[index].rest.hasPrefix(prefix) {
                members.append((fields[index].number, fields[index].rest.dropFirst(prefix.count)))
                index += 1
            }
            let name = prefix.dropLast()
            let numbers = members.map(\.number)
            if name.hasSuffix("[]") {
                nodes.append(.objects(name: Array(name.dropLast(2).utf8), members: group(members), fields: numbers))
            } else {
                nodes.append(.object(name: Array(name.utf8), members: group(members), fields: numbers))
            }
        }
        return nodes
    }
}
