import Canonical

/// Reads one element into a record: the wanted paths are kept, everything else is checked and skipped.
///
/// The text of an element is that of all elements in it, trimmed. Where two elements stand for one path that is no list,
/// neither is chosen: that is told as a structure where a value is wanted. One value serves all records of a document, so
/// that its arrays are made once.
struct XMLElement {
    private struct Open {
        let name: Range<Int>
        /// Node of the path tree, or -1 when nothing in the element is wanted.
        let node: Int
        let item: Int
        let isInList: Bool
        /// Where its text starts in ``text``, or -1 when it is not wanted.
        let textStart: Int
        /// How many values were noted before it.
        let noted: Int
        let line: Int
        let column: Int
        var hint = 0
    }

    /// A value that was read; name -1 when it does not count after all.
    private struct Noted {
        var name: Int
        let item: Int
        let start: Int
        let end: Int
        let line: Int
        let column: Int
        var isStructure = false
    }

    /// What stood for a node in the element that is open above it.
    private enum Seen { case nothing, otherPrefix, element, several }

    private let paths: XMLPaths
    private let names: Int
    private let encoding: Encoding
    private var open: [Open] = []
    private var noted: [Noted] = []
    private var text: [UInt8] = []
    private var values: [UInt8] = []
    private var key: [UInt8] = []
    private var seen: [Seen]
    private var counts: [Int]
    /// How many open elements have a text that is wanted.
    private var collecting = 0
    private var prefix: [UInt8] = []
    /// Whether the names of the record's own members are asked for.
    var notesMembers = false
    /// The names of the attributes and elements right below the record's element, each once.
    private(set) var members: [[UInt8]] = []

    init(_ paths: XMLPaths, names: Int, _ encoding: Encoding) {
        self.paths = paths
        self.names = names
        self.encoding = encoding
        seen = Array(repeating: .nothing, count: paths.tree.nodes.count)
        counts = Array(repeating: 0, count: paths.tree.nodes.count)
    }

    /// Reads the element whose start tag the scanner has just taken, to its end tag.
    mutating func read(
        _ scanner: inout XMLScanner, _ name: Range<Int>, isEmpty: Bool, number: Int, line: Int, column: Int
    ) throws(XMLScanner.Fault) -> Record {
        open.removeAll(keepingCapacity: true)
        noted.removeAll(keepingCapacity: true)
        text.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        members.removeAll()
        collecting = 0
        for node in counts.indices { counts[node] = 0 }
        let colon = scanner.bytes[name].firstIndex(of: UInt8(ascii: ":"))
        prefix = colon.map { Array(scanner.bytes[name.lowerBound..<$0]) } ?? []
        try begin(name, 0, item: 0, isInList: false, line, column, &scanner)
        if isEmpty { end(&scanner) }
        while let last = open.last {
            let (line, column) = (scanner.line, scanner.column)
            guard let token = try scanner.next(into: &text, keepsText: collecting > 0) else {
                throw scanner.incomplete("its end tag is missing")
            }
            switch token {
            case .start(let name, let isEmpty):
                try begin(name, line, column, &scanner)
                if isEmpty { end(&scanner) }
            case .end(let name):
                guard scanner.isSame(name, last.name) else {
                    throw scanner.mismatch(name, closes: scanner.text(last.name))
                }
                end(&scanner)
            case .text, .nothing: break
            }
        }
        var record = Record(number: number, line: line, names: names, capacity: values.count)
        for value in noted where value.name >= 0 {
            let start = record.bytes.count
            record.bytes.append(contentsOf: values[value.start..<value.end])
            record.note(
                value.name, item: value.item, from: start, line: value.line, column: value.column,
                isStructure: value.isStructure)
        }
        return record
    }

    /// The open elements, below the record's own: `/lieu/ville`.
    func path(_ scanner: XMLScanner) -> String { open.dropFirst().map { "/" + scanner.text($0.name) }.joined() }

    // MARK: elements

    private mutating func begin(
        _ name: Range<Int>, _ line: Int, _ column: Int, _ scanner: inout XMLScanner
    ) throws(XMLScanner.Fault) {
        guard open.count < XMLElement.deepest else {
            throw XMLScanner.Fault(
                index: name.lowerBound, what: "more than \(XMLElement.deepest) levels",
                why: "no export needs more elements in each other")
        }
        let parent = open[open.count - 1]
        if collecting > 0 { separate(name, scanner) }
        if notesMembers, open.count == 1 { noteMember(name, scanner) }
        var (node, item, isInList) = (-1, parent.item, parent.isInList)
        if parent.node >= 0, !paths.children[parent.node].isEmpty, let child = child(of: parent, name, scanner) {
            let isList = paths.tree.nodes[child.node].isList
            let isOwn = child.match == .asWritten || hasRecordsPrefix(name, scanner)
            node = accept(child.node, isOwn: isOwn, isList: isList, in: parent, line, column)
            if node >= 0, isList {
                item = counts[node]
                counts[node] += 1
                isInList = true
            }
        }
        try begin(name, node, item: item, isInList: isInList, line, column, &scanner)
    }

    private mutating func begin(
        _ name: Range<Int>, _ node: Int, item: Int, isInList: Bool, _ line: Int, _ column: Int,
        _ scanner: inout XMLScanner
    ) throws(XMLScanner.Fault) {
        let isWanted = node >= 0 && !paths.texts[node].isEmpty
        open.append(
            Open(
                name: name, node: node, item: item, isInList: isInList, textStart: isWanted ? text.count : -1,
                noted: noted.count, line: line, column: column))
        if isWanted { collecting += 1 }
        if node >= 0 {
            for child in paths.children[node] {
                seen[child] = .nothing
                // Items of lists in lists go on counting: a record has one list of each name.
                if !isInList || !paths.tree.nodes[child].isList { counts[child] = 0 }
            }
        }
        for attribute in scanner.attributes { try take(attribute, node, item, &scanner) }
    }

    private mutating func end(_ scanner: inout XMLScanner) {
        guard let element = open.popLast() else { return }
        if element.textStart >= 0 {
            collecting -= 1
            var value = text[element.textStart...]
            while let byte = value.last, XMLScanner.isSpace(byte) { value.removeLast() }
            while let byte = value.first, XMLScanner.isSpace(byte) { value.removeFirst() }
            if !value.isEmpty {
                let start = values.count
                values.append(contentsOf: value)
                for name in paths.texts[element.node] {
                    noted.append(
                        Noted(
                            name: name, item: element.item, start: start, end: values.count, line: element.line,
                            column: element.column))
                }
            }
        }
        if collecting == 0 { text.removeAll(keepingCapacity: true) } else { separate(element.name, scanner) }
    }

    /// Within a text, elements stand on lines of their own, but for those that mark words of it.
    private mutating func separate(_ name: Range<Int>, _ scanner: XMLScanner) {
        guard let last = text.last, last != 0x0A else { return }
        if XMLElement.inline.contains(scanner.text(name).lowercased()) { return }
        text.append(0x0A)
    }

    private mutating func child(of parent: Open, _ name: Range<Int>, _ scanner: XMLScanner) -> (
        node: Int, match: XMLPaths.Match
    )? {
        let position = open.count - 1
        let written = UnsafeBufferPointer(rebasing: scanner.bytes[name])
        guard encoding != .utf8, written.contains(where: { $0 >= 0x80 }) else {
            return paths.child(of: parent.node, written, after: &open[position].hint)
        }
        var hint = 0
        key.removeAll(keepingCapacity: true)
        _ = encoding.append(written, to: &key)
        return key.withUnsafeBufferPointer { paths.child(of: parent.node, $0, after: &hint) }
    }

    /// The node whose values an element holds, or -1 when others count instead of it.
    ///
    /// `titre` means `titre` and `ns2:titre` alike; where both stand in one element, what is written without a prefix, or
    /// with the record's own, counts: feeds add `media:title` to their `title`.
    private mutating func accept(
        _ node: Int, isOwn: Bool, isList: Bool, in parent: Open, _ line: Int, _ column: Int
    ) -> Int {
        switch seen[node] {
        case .nothing: seen[node] = isOwn ? .element : .otherPrefix
        case .several: return -1
        case .element where !isOwn: return -1
        case .otherPrefix where isOwn:
            for index in noted.indices[parent.noted...] where paths.below[node].contains(noted[index].name) {
                noted[index].name = -1
            }
            counts[node] = 0
            seen[node] = .element
        case .element, .otherPrefix:
            guard !isList else { break }
            seen[node] = .several
            for name in paths.below[node] { noteStructure(name, parent, line, column) }
            return -1
        }
        return node
    }

    /// Notes a name as a path would say it: without the prefix that the record itself has, or that the path leaves out.
    private mutating func noteMember(_ name: Range<Int>, isAttribute: Bool = false, _ scanner: XMLScanner) {
        guard members.count < Sighting.mostNames else { return }
        let written = scanner.bytes[name]
        var member: [UInt8] = []
        if isAttribute {
            // What declares a namespace is no data.
            guard !written.starts(with: "xmlns".utf8) else { return }
            member.append(UInt8(ascii: "@"))
        }
        let colon = isAttribute ? nil : written.firstIndex(of: UInt8(ascii: ":"))
        let local = colon.map { scanner.bytes[($0 + 1)..<name.upperBound] }
        let isLocal = local.map { local in
            hasRecordsPrefix(name, scanner)
                || paths.children[0].contains { paths.tree.nodes[$0].key.elementsEqual(local) }
        }
        let text = isLocal == true ? local ?? written : written
        _ = encoding.append(UnsafeBufferPointer(rebasing: text), to: &member)
        if !members.contains(member) { members.append(member) }
    }

    private func hasRecordsPrefix(_ name: Range<Int>, _ scanner: XMLScanner) -> Bool {
        !prefix.isEmpty && scanner.bytes[name].starts(with: prefix + [UInt8(ascii: ":")])
    }

    /// Several elements stand where one is wanted: neither value counts.
    private mutating func noteStructure(_ name: Int, _ parent: Open, _ line: Int, _ column: Int) {
        for index in noted.indices[parent.noted...] where noted[index].name == name { noted[index].name = -1 }
        noted.append(
            Noted(
                name: name, item: parent.item, start: values.count, end: values.count, line: line, column: column,
                isStructure: true))
    }

    // MARK: attributes

    private mutating func take(
        _ attribute: XMLScanner.Attribute, _ node: Int, _ item: Int, _ scanner: inout XMLScanner
    ) throws(XMLScanner.Fault) {
        var name = -1
        if notesMembers, open.count == 1 { noteMember(attribute.name, isAttribute: true, scanner) }
        if node >= 0 {
            key.removeAll(keepingCapacity: true)
            key.append(UInt8(ascii: "@"))
            _ = encoding.append(UnsafeBufferPointer(rebasing: scanner.bytes[attribute.name]), to: &key)
            var hint = 0
            if let child = key.withUnsafeBufferPointer({ paths.tree.child(of: node, matching: $0, after: &hint) }) {
                name = paths.tree.nodes[child].name
            }
        }
        let start = values.count
        try scanner.append(attribute, to: &values, keepsText: name >= 0)
        guard name >= 0, values.count > start else { return }
        noted.append(
            Noted(
                name: name, item: item, start: start, end: values.count, line: attribute.line,
                column: attribute.column))
    }

    /// How deep elements may stand in each other.
    static let deepest = 256

    /// Elements of HTML that mark words within a line.
    private static let inline: Set<String> = [
        "a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "ins", "mark", "q", "s", "small", "span",
        "strong", "sub", "sup", "u",
    ]
}

/// Holds what all records of a document share, where a reader that is a value can change it.
final class XMLRecords {
    var element: XMLElement

    init(_ element: XMLElement) { self.element = element }
}

extension XMLScanner {
    /// An end tag that closes something else than the element that is open.
    func mismatch(_ name: Range<Int>, closes open: String) -> Fault {
        Fault(
            index: name.lowerBound - 2,
            what: "\(Quote.value("</\(text(name))>")) where \(Quote.value("</\(open)>")) should stand",
            why: "elements are closed in reverse order", fix: "correct the export")
    }
}
