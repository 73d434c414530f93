import Canonical

/// Picks a few values out of a JSON document and checks the rest of it, without keeping it.
struct JSONPick {
    /// What stands at a path.
    enum Value: Equatable {
        case text(String)
        case number(String)
        /// A list, by the number of its elements.
        case list(Int)
        /// Anything else, `null` among it.
        case other
    }

    /// What was found, by path: `meta.next`; the path of the document itself is empty.
    private(set) var values: [String: Value] = [:]
    private let paths: [[String]]
    private var scanner: JSONScanner

    /// Reads a whole document; wherever it is no JSON, or ends too early, is a fault.
    static func read(_ paths: [String], in bytes: UnsafeBufferPointer<UInt8>) throws(JSONScanner.Fault) -> [String:
        Value]
    {
        // A byte order mark is what some servers put in front of UTF-8.
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var pick = JSONPick(
            paths: paths.map { $0.split(separator: ".").map(String.init) }, scanner: JSONScanner(bytes, at: start))
        try pick.value(at: [], depth: 0)
        if let extra = try pick.scanner.peek() {
            throw JSONScanner.Fault(
                index: pick.scanner.index, what: "\(pick.scanner.shown(extra)) after the end of the document")
        }
        return pick.values
    }

    private init(paths: [[String]], scanner: JSONScanner) {
        self.paths = paths
        self.scanner = scanner
    }

    private mutating func value(at path: [String], depth: Int) throws(JSONScanner.Fault) {
        guard let byte = try scanner.peek() else { throw scanner.incomplete("a value is missing") }
        guard depth < JSONScanner.deepest else { throw scanner.tooDeep() }
        if byte == UInt8(ascii: "{"), paths.contains(where: { $0.count > path.count && $0.starts(with: path) }) {
            return try members(at: path, depth: depth)
        }
        guard paths.contains(path) else { return try scanner.skipValue() }
        values[path.joined(separator: ".")] = try found(byte)
    }

    private mutating func members(at path: [String], depth: Int) throws(JSONScanner.Fault) {
        if paths.contains(path) { values[path.joined(separator: ".")] = .other }
        scanner.index += 1
        guard try !scanner.take(UInt8(ascii: "}")) else { return }
        repeat {
            var name: [UInt8] = []
            try scanner.name(into: &name)
            try value(at: path + [String(decoding: name, as: UTF8.self)], depth: depth + 1)
        } while try scanner.another(closing: UInt8(ascii: "}"))
    }

    private mutating func found(_ byte: UInt8) throws(JSONScanner.Fault) -> Value {
        switch byte {
        case 0x22:
            var text: [UInt8] = []
            _ = try scanner.string(into: &text)
            return .text(String(decoding: text, as: UTF8.self))
        case UInt8(ascii: "-"), 0x30...0x39:
            // The scanner needs to see a number's end; a document that is one number has none.
            return .number(String(decoding: scanner.bytes[try scanner.number()], as: UTF8.self))
        case UInt8(ascii: "["):
            scanner.index += 1
            guard try !scanner.take(UInt8(ascii: "]")) else { return .list(0) }
            var count = 0
            repeat {
                try scanner.skipValue()
                count += 1
            } while try scanner.another(closing: UInt8(ascii: "]"))
            return .list(count)
        default:
            try scanner.skipValue()
            return .other
        }
    }
}
