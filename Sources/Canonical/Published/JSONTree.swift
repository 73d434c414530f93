/// JSON as a value, with its members in the order in which they are written: for what people read, not for the hot path.
indirect enum JSONTree: Sendable {
    case object([(name: String, value: JSONTree)])
    case list([JSONTree])
    case text(String)
    case number(String)
    case boolean(Bool)

    /// Indented by two spaces; lists of plain values on one line where they fit.
    func pretty(_ indent: String = "") -> String {
        let inner = indent + "  "
        switch self {
        case .text(let text):
            var bytes: [UInt8] = []
            JSONText.append(text, to: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        case .number(let number): return number
        case .boolean(let boolean): return "\(boolean)"
        case .list(let items):
            let line = "[" + items.map { $0.pretty() }.joined(separator: ", ") + "]"
            if line.count <= 100, !line.contains("\n") { return line }
            return "[\n" + items.map { inner + $0.pretty(inner) }.joined(separator: ",\n") + "\n\(indent)]"
        case .object(let members):
            guard !members.isEmpty else { return "{}" }
            let lines = members.map { "\(inner)\(JSONTree.text($0.name).pretty()): \($0.value.pretty(inner))" }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
        }
    }
}

extension JSONTree: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
    init(stringLiteral text: String) { self = .text(text) }
    init(booleanLiteral boolean: Bool) { self = .boolean(boolean) }
}
