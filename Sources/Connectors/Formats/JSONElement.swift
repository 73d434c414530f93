import Canonical

/// Reads one JSON value into a record: the wanted paths are kept, everything else is checked and skipped.
struct JSONElement {
    private var scanner: JSONScanner
    private let paths: PathTree
    var record: Record
    private var key: [UInt8] = []
    private let number: Int
    private let names: Int
    private var place: LinePlace
    private var counted = 0
    private var depth = 0
    /// The names of the record's own members, where they are asked for.
    private(set) var members: [[UInt8]]?

    /// Starts at the scanner's next token; `line` and `column` are where byte 0 of its bytes stands, `record` is a record
    /// whose memory is used.
    init(
        _ scanner: JSONScanner, _ paths: PathTree, number: Int, names: Int, line: Int, column: Int,
        notesMembers: Bool = false,
        into record: consuming Record
    ) {
        if notesMembers { members = [] }
        self.scanner = scanner
        self.paths = paths
        self.number = number
        self.names = names
        place = LinePlace(line: line, column: column)
        self.record = record
    }

    /// Reads the value; returns the index behind it.
    mutating func read() throws(JSONScanner.Fault) -> Int {
        guard let byte = try scanner.peek() else { throw scanner.incomplete("a value is missing") }
        let start = scanner.index
        count(to: start)
        record.begin(number: number, line: place.line, names: names)
        guard byte == UInt8(ascii: "{") else {
            throw JSONScanner.Fault(
                index: start, what: "\(scanner.shown(byte)) where a record should start",
                why: "a record is a JSON object", fix: "correct the export")
        }
        try value(0, item: 0)
        return scanner.index
    }

    private mutating func value(_ node: Int, item: Int, isElement: Bool = false) throws(JSONScanner.Fault) {
        guard let byte = try scanner.peek() else { throw scanner.incomplete("a value is missing") }
        depth += 1
        defer { depth -= 1 }
        guard depth <= JSONScanner.deepest else { throw scanner.tooDeep() }
        let name = node >= 0 ? paths.nodes[node].name : -1
        let start = scanner.index
        switch byte {
        case UInt8(ascii: "{"):
            if name >= 0 { try note(name, item, at: start, from: record.bytes.count, isStructure: true) }
            try members(of: node, item: item)
        case UInt8(ascii: "["):
            let isList = node >= 0 && paths.nodes[node].isList && !isElement
            if name >= 0, !isList { try note(name, item, at: start, from: record.bytes.count, isStructure: true) }
            scanner.index += 1
            guard try !scanner.take(UInt8(ascii: "]")) else { return }
            if !isList {
                try refuseBelow(node, item, at: start)
            }
            var number = 0
            repeat {
                try value(isList ? node : -1, item: number, isElement: true)
                number += 1
            } while try scanner.another(closing: UInt8(ascii: "]"))
        case 0x22:
            let before = record.bytes.count
            let length: Int
            if let text = try scanner.plainString() {
                length = text.count
                if name >= 0 { record.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: scanner.bytes[text])) }
            } else {
                length = try scanner.string(into: &record.bytes)
            }
            if name >= 0 {
                try note(name, item, at: start, from: before)
            } else if record.bytes.count > before {
                record.bytes.removeSubrange(before...)
            }
            // Converters write "" for an object that is not there.
            if length > 0 { try refuseBelow(node, item, at: start) }
        case UInt8(ascii: "n"): try scanner.word("null")
        case UInt8(ascii: "t"):
            try scanner.word("true")
            try refuseBelow(node, item, at: start)
            try noteRaw(name, item, start..<scanner.index)
        case UInt8(ascii: "f"):
            try scanner.word("false")
            try refuseBelow(node, item, at: start)
            try noteRaw(name, item, start..<scanner.index)
        case UInt8(ascii: "-"), 0x30...0x39:
            let number = try scanner.number()
            try refuseBelow(node, item, at: start)
            try noteRaw(name, item, number)
        default: throw JSONScanner.Fault(index: start, what: "\(scanner.shown(byte)) where a value should stand")
        }
    }

    private mutating func members(of node: Int, item: Int) throws(JSONScanner.Fault) {
        scanner.index += 1
        guard try !scanner.take(UInt8(ascii: "}")) else { return }
        var hint = 0
        repeat {
            let child = try child(of: node, after: &hint)
            if child >= 0 { try value(child, item: item) } else { try scanner.skipValue(depth: depth) }
        } while try scanner.another(closing: UInt8(ascii: "}"))
    }

    /// Paths that lead on through an object cannot lead through a list or a text: that is told, not passed over.
    private mutating func refuseBelow(_ node: Int, _ item: Int, at start: Int) throws(JSONScanner.Fault) {
        guard node >= 0, !paths.nodes[node].children.isEmpty else { return }
        for name in paths.names(below: node) {
            try note(name, item, at: start, from: record.bytes.count, isStructure: true)
        }
    }

    /// Takes a member's name and the colon behind it; -1 for a name that nobody wants.
    private mutating func child(of node: Int, after hint: inout Int) throws(JSONScanner.Fault) -> Int {
        guard try scanner.peek() == 0x22, let name = try scanner.plainString() else {
            key.removeAll(keepingCapacity: true)
            try scanner.name(into: &key)
            if depth == 1 { members?.append(key) }
            return key.withUnsafeBufferPointer { paths.child(of: node, matching: $0, after: &hint) } ?? -1
        }
        try scanner.expect(UInt8(ascii: ":"), "a colon")
        if depth == 1 { members?.append(Array(scanner.bytes[name])) }
        return paths.child(of: node, matching: UnsafeBufferPointer(rebasing: scanner.bytes[name]), after: &hint) ?? -1
    }

    private mutating func noteRaw(_ name: Int, _ item: Int, _ range: Range<Int>) throws(JSONScanner.Fault) {
        guard name >= 0 else { return }
        let before = record.bytes.count
        record.bytes.append(contentsOf: scanner.bytes[range])
        try note(name, item, at: range.lowerBound, from: before)
    }

    private mutating func note(
        _ name: Int, _ item: Int, at index: Int, from start: Int, isStructure: Bool = false
    ) throws(JSONScanner.Fault) {
        // Items only go up within one list: an item that was there already comes from the same name again.
        if let last = record.last(name), item <= Int(last.item) {
            throw JSONScanner.Fault(
                index: index, what: "the same name stands twice in one object",
                why: "a name has one value in an object", fix: "correct the export")
        }
        count(to: index)
        record.note(
            name, item: item, from: start, line: place.line, column: place.column, isStructure: isStructure)
    }

    private mutating func count(to index: Int) {
        guard counted < index else { return }
        place.pass(scanner.bytes, counted..<index)
        counted = index
    }
}
