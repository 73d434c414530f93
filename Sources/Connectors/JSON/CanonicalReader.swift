import Canonical

/// Reads a canonical `data` object strictly, as members publish it: every name known, every value of its JSON type.
///
/// What is wrong goes into the draft; the check adds what else is wrong with the values.
package struct CanonicalReader {
    private struct Found {
        let field: Int
        let item: Int
        let start: Int
        let end: Int
        let line: Int
        let column: Int
    }

    private let schema: Schema
    private let file: String
    private let number: Int?
    private var scanner: JSONScanner
    private var bytes: [UInt8] = []
    private var found: [Found] = []
    private var problems: [Problem] = []
    private var line: Int
    private var lineStart: Int
    private var counted = 0

    /// Starts at the scanner's position; `line` and `column` are where byte 0 of its bytes stands, `number` is the
    /// record's, where there are several.
    package init(_ schema: Schema, _ scanner: JSONScanner, file: String, number: Int?, line: Int, column: Int = 1) {
        self.schema = schema
        self.scanner = scanner
        self.file = file
        self.number = number
        self.line = line
        lineStart = 1 - column
        bytes.reserveCapacity(1_024)
    }

    /// The entity that a whole text is, or everything that is wrong with it.
    package static func entity(
        _ schema: Schema, _ text: [UInt8], codes: Codes, file: String
    ) -> Result<Entity, Rejection> {
        text.withUnsafeBufferPointer { bytes in
            do throws(JSONScanner.Fault) {
                var reader = CanonicalReader(schema, JSONScanner(bytes), file: file, number: 1, line: 1)
                let draft = try reader.draft()
                guard let extra = try reader.scanner.peek() else { return schema.entity(from: draft, codes: codes) }
                throw JSONScanner.Fault(
                    index: reader.scanner.index, what: "\(reader.scanner.shown(extra)) after the end of the object")
            } catch {
                let before = bytes[..<min(error.index, bytes.count)]
                let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
                let place = Place(
                    file, line: 1 + before.count { $0 == 0x0A }, column: error.index - lineStart + 1)
                return .failure(
                    Rejection(problems: [Problem(place, error.what, why: "it is not JSON here", fix: error.fix)]))
            }
        }
    }

    /// The draft of the object; a fault when it is no JSON.
    package mutating func draft() throws(JSONScanner.Fault) -> Draft {
        let start = place(nil)
        try object(schema.tree.nodes, path: "", item: 0)
        var draft = Draft(
            schema, place: Place(file, line: start.line, record: number),
            origin: CanonicalReader.origins[schema.kind] ?? .none(schema))
        for problem in problems { draft.refuse(problem) }
        // Lists of objects come item by item; a draft wants all values of a field together.
        found.sort { ($0.field, $0.item) < ($1.field, $1.item) }
        for value in found {
            draft.append(
                bytes.span.extracting(value.start..<value.end), to: value.field, item: value.item, line: value.line,
                column: value.column)
        }
        return draft
    }

    private static let origins = Dictionary(uniqueKeysWithValues: Schema.all.map { ($0.kind, Draft.Origin.none($0)) })

    private mutating func object(_ nodes: [FieldTree.Node], path: String, item: Int) throws(JSONScanner.Fault) {
        guard try opens(UInt8(ascii: "{"), "an object", path) else { return }
        if try scanner.take(UInt8(ascii: "}")) {
            report(path.isEmpty ? nil : path, "empty", fix: "leave the field out")
            return
        }
        var seen: [Int] = []
        var key: [UInt8] = []
        repeat {
            _ = try scanner.peek()
            let place = place(nil)
            key.removeAll(keepingCapacity: true)
            try scanner.name(into: &key)
            guard let index = nodes.firstIndex(where: { $0.name == key }) else {
                unknown(String(decoding: key, as: UTF8.self), path, among: nodes, place)
                try scanner.skipValue()
                continue
            }
            if seen.contains(index) {
                report(join(path, nodes[index].nameText), "stands twice", fix: "keep one of them")
                try scanner.skipValue()
                continue
            }
            seen.append(index)
            try value(nodes[index], join(path, nodes[index].nameText), item: item)
        } while try scanner.another(closing: UInt8(ascii: "}"))
    }

    private mutating func value(_ node: FieldTree.Node, _ path: String, item: Int) throws(JSONScanner.Fault) {
        switch node {
        case .value(_, let field): try scalar(field, item: item)
        case .object(_, let members, _): try object(members, path: path, item: item)
        case .values(_, let field):
            try list(path) { reader, item throws(JSONScanner.Fault) in try reader.scalar(field, item: item) }
        case .objects(_, let members, _):
            try list(path) { reader, item throws(JSONScanner.Fault) in
                try reader.object(members, path: "\(path)[]", item: item)
            }
        }
    }

    private mutating func list(
        _ path: String, _ element: (inout CanonicalReader, Int) throws(JSONScanner.Fault) -> Void
    ) throws(JSONScanner.Fault) {
        guard try opens(UInt8(ascii: "["), "a list", path) else { return }
        if try scanner.take(UInt8(ascii: "]")) {
            report(path, "empty", fix: "leave the field out")
            return
        }
        var item = 0
        repeat {
            try element(&self, item)
            item += 1
        } while try scanner.another(closing: UInt8(ascii: "]"))
    }

    /// Takes an opening bracket; anything else is reported and skipped.
    private mutating func opens(_ bracket: UInt8, _ what: String, _ path: String) throws(JSONScanner.Fault) -> Bool {
        guard let next = try scanner.peek() else { throw scanner.incomplete("a value is missing") }
        guard next == bracket else {
            report(
                path.isEmpty ? nil : path, "\(shape(next)) where \(what) should stand",
                fix: next == UInt8(ascii: "n") ? "leave the field out" : "see the kind's JSON Schema")
            try scanner.skipValue()
            return false
        }
        scanner.index += 1
        return true
    }

    private mutating func scalar(_ field: Int, item: Int) throws(JSONScanner.Fault) {
        guard let next = try scanner.peek() else { throw scanner.incomplete("a value is missing") }
        let wanted = schema.fields[field].type.jsonType
        let isRight =
            switch wanted {
            case .string: next == 0x22
            case .number: next == UInt8(ascii: "-") || 0x30...0x39 ~= next
            case .boolean: next == UInt8(ascii: "t") || next == UInt8(ascii: "f")
            }
        guard isRight else {
            report(
                schema.fields[field].path, "\(shape(next)) where \(wanted.words) should stand",
                fix: wanted.fix(for: next))
            return try scanner.skipValue()
        }
        let place = place(nil)
        let start = bytes.count
        if wanted == .string {
            _ = try scanner.string(into: &bytes)
            if bytes.count == start { report(schema.fields[field].path, "empty", fix: "leave the field out") }
        } else {
            let first = scanner.index
            try scanner.skipValue()
            bytes.append(contentsOf: scanner.bytes[first..<scanner.index])
        }
        guard bytes.count > start else { return }
        found.append(
            Found(
                field: field, item: item, start: start, end: bytes.count, line: place.line ?? 0,
                column: place.column ?? 0))
    }

    private mutating func unknown(_ name: String, _ path: String, among nodes: [FieldTree.Node], _ place: Place) {
        var place = place
        // The name is quoted too: what no message may carry might stand there.
        place.field = Nir.isIn(name) ? path.isEmpty ? nil : path : join(path, name)
        if let subject = Sensitive.subject(of: name) {
            problems.append(
                Problem(
                    place, "a field that no message may carry", why: "its name speaks of \(subject)",
                    fix: "leave it out"))
            return
        }
        let near = Suggestion.nearest(to: name, in: nodes.map(\.nameText))
        let inside = path.isEmpty ? Quote.a(schema.kind) : path
        problems.append(
            Problem(
                place, "unknown field \(Quote.value(name))", why: "\(inside) has no such field",
                fix: near.map { "did you mean \(Quote.value($0))?" } ?? "leave it out, or see hub schema \(schema.kind)"
            ))
    }

    private mutating func report(_ field: String?, _ what: String, fix: String) {
        problems.append(Problem(place(field), what, why: "a canonical \(schema.kind) is strict JSON", fix: fix))
    }

    private mutating func place(_ field: String?) -> Place {
        while counted < min(scanner.index, scanner.bytes.count) {
            if scanner.bytes[counted] == 0x0A { (line, lineStart) = (line + 1, counted + 1) }
            counted += 1
        }
        return Place(file, line: line, column: scanner.index - lineStart + 1, record: number, field: field)
    }

    private func join(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    private func shape(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "{"): "an object"
        case UInt8(ascii: "["): "a list"
        case 0x22: "a text"
        case UInt8(ascii: "t"), UInt8(ascii: "f"): "true or false"
        case UInt8(ascii: "n"): "null"
        default: "a number"
        }
    }
}

/// How a value stands in JSON.
private enum JSONType {
    case string
    case number
    case boolean

    var words: String {
        switch self {
        case .string: "a text"
        case .number: "a number"
        case .boolean: "true or false"
        }
    }

    func fix(for byte: UInt8) -> String {
        if byte == UInt8(ascii: "n") { return "leave the field out" }
        return self == .string ? "put it in double quotes" : "write it without quotes"
    }
}

extension FieldType {
    fileprivate var jsonType: JSONType {
        switch self {
        case .number, .integer: .number
        case .boolean: .boolean
        default: .string
        }
    }
}
