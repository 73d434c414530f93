import Canonical

/// One JSON object a line.
package struct NDJSONFormat: Format {
    package static let name = "ndjson"

    let place: Place
    let needsFinalNewline: Bool
    /// Whether a file without any record may be whole.
    let mayBeEmpty: Bool

    package init(_ settings: Settings) {
        place = settings.place
        needsFinalNewline = settings.flag("finalNewline") ?? true
        mayBeEmpty = settings.flag("mayBeEmpty") ?? false
    }

    package func open(_ export: Export, wanting names: [SourceName]) throws(Failure) -> any RecordReader {
        try NDJSONReader(self, export, names)
    }
}

/// Reads a file line by line: a broken line is one rejection, the next line starts afresh.
struct NDJSONReader: RecordReader {
    private let format: NDJSONFormat
    private let export: Export
    private let names: Int
    private let paths: PathTree
    private let window: ByteWindow
    private var recordCount = 0
    /// Bytes of the unread part that are known to hold no line end.
    private var scanned = 0
    private var members: MemberNames
    var seen: [String] { members.all }
    var sometimes: Set<String> { members.sometimes }
    var bytesRead: Int { window.bytesRead }

    init(_ format: NDJSONFormat, _ export: Export, _ names: [SourceName]) throws(Failure) {
        self.format = format
        self.export = export
        self.names = names.count
        members = MemberNames(export)
        paths = PathTree(names)
        window = try ByteWindow(export)
        try FileSignature.check(window, of: export, readAs: "NDJSON")
    }

    mutating func next() throws(Failure) -> Result<Record, Rejection>? {
        while let length = try lineLength() {
            let isBlank = window.withUnread { $0[..<length].allSatisfy { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 } }
            defer { window.advance(min(length + 1, window.withUnread { $0.count })) }
            if isBlank { continue }
            recordCount += 1
            let (record, found) = record(length)
            if let found { members.note(found) }
            return record
        }
        guard recordCount > 0 || format.mayBeEmpty else { throw empty() }
        return nil
    }

    /// An export that broke off at its very beginning looks like one without records.
    private func empty() -> Failure {
        Failure(
            Problem(
                Place(export.name, line: window.line), "the file holds no record",
                why: "it cannot be told from one that was cut at its beginning; nothing of it was published",
                fix: "export it again; if there may be none, write \"mayBeEmpty\": true at \(format.place.position)"))
    }

    private mutating func lineLength() throws(Failure) -> Int? {
        scanned = 0
        while true {
            let (count, end) = window.withUnread { bytes in (bytes.count, bytes[scanned...].firstIndex(of: 0x0A)) }
            if let end { return end }
            scanned = count
            if try window.more() { continue }
            guard count > 0 else { return nil }
            guard !format.needsFinalNewline else {
                throw Failure(
                    Problem(
                        Place(export.name, line: window.line), "the file ends in the middle of a line",
                        why: "no line end follows the last record, so the file may be cut; nothing of it was published",
                        fix:
                            "export it again; if this export never ends with a line end, write \"finalNewline\": false "
                            + "at \(format.place.position)"))
            }
            return count
        }
    }

    /// A line's record, with the names of its members while they are gathered.
    private func record(_ length: Int) -> (Result<Record, Rejection>, [[UInt8]]?) {
        window.withUnread { bytes in
            let hasCarriageReturn = length > 0 && bytes[length - 1] == 0x0D
            let line = UnsafeBufferPointer(rebasing: bytes[..<(hasCarriageReturn ? length - 1 : length)])
            var element = JSONElement(
                JSONScanner(line), paths, number: recordCount, names: names, line: window.line, column: window.column,
                notesMembers: members.wantsMore, into: Record())
            do throws(JSONScanner.Fault) {
                var rest = JSONScanner(line, at: try element.read())
                if let extra = try rest.peek() {
                    throw JSONScanner.Fault(index: rest.index, what: "\(rest.shown(extra)) after the end of the record")
                }
                return (.success(element.record), element.members)
            } catch {
                var place = window.place(of: error.index, in: line)
                place.record = recordCount
                let problem = Problem(
                    place, error.what, why: error.why ?? "a line holds one JSON object", fix: error.fix)
                return (.failure(Rejection(problems: [problem])), nil)
            }
        }
    }
}
