import Canonical

/// One JSON document whose records stand in a list, at the top or at a path of names.
package struct JSONFormat: Format {
    package static let name = "json"

    /// The names that lead to the list; none when the document itself is the list.
    let path: [String]
    /// Whether one object in the place of the list is a record.
    let takesOne: Bool
    let place: Place

    package init(_ settings: Settings) {
        place = settings.place(of: "records")
        path = (settings.text("records") ?? "").split(separator: ".").map(String.init)
        takesOne = settings.flag("single") ?? false
    }

    package func open(_ export: Export, wanting names: [SourceName]) throws(Failure) -> any RecordReader {
        try JSONReader(self, export, names)
    }
}

/// Reads the records of one JSON document; the document must be whole before its end counts as one.
struct JSONReader: RecordReader {
    private let format: JSONFormat
    private let names: Int
    private let paths: PathTree
    private var document: JSONWindow
    private var recordCount = 0
    private var isBeforeFirst = true
    private var isAtEnd = false
    /// Whether the document is one record, without a list around it.
    private var isSingle = false
    private var members: MemberNames
    var seen: [String] { members.all }
    var sometimes: Set<String> { members.sometimes }
    var bytesRead: Int { document.bytesRead }

    init(_ format: JSONFormat, _ export: Export, _ names: [SourceName]) throws(Failure) {
        self.format = format
        self.names = names.count
        members = MemberNames(export)
        paths = PathTree(names)
        document = try JSONWindow(export, suffix: "nothing of it was published")
        for name in format.path { try descend(into: name) }
        if format.takesOne {
            isSingle = try document.step { (scanner: inout JSONScanner) throws(JSONScanner.Fault) in
                try scanner.peek() == UInt8(ascii: "{")
            }
        }
        if !isSingle { try open(UInt8(ascii: "["), "the list of records") }
    }

    mutating func next(into record: inout Record) throws(Failure) -> Result<Void, Rejection>? {
        guard !isAtEnd else { return nil }
        let (document, paths, names, isFirst, isSingle) = (document, paths, names, isBeforeFirst, isSingle)
        let (line, column, number) = (document.line, document.column, recordCount + 1)
        var found: [[UInt8]]?
        let notesMembers = members.wantsMore
        let outcome = try document.step {
            (scanner: inout JSONScanner) throws(JSONScanner.Fault) -> Result<Void, Rejection>? in
            if isSingle {
                guard isFirst else { return nil }
            } else if isFirst {
                guard try !scanner.take(UInt8(ascii: "]")) else { return nil }
            } else {
                guard try scanner.another(closing: UInt8(ascii: "]")) else { return nil }
            }
            var memory = Record()
            swap(&memory, &record)
            var element = JSONElement(
                scanner, paths, number: number, names: names, line: line, column: column,
                notesMembers: notesMembers, into: consume memory)
            do throws(JSONScanner.Fault) {
                scanner.index = try element.read()
                found = element.members
                swap(&record, &element.record)
                return .success(())
            } catch {
                guard let why = error.why else { throw error }
                try scanner.skipValue()
                var place = document.place(of: error.index, in: scanner.bytes)
                place.record = number
                return .failure(Rejection(problems: [Problem(place, error.what, why: why, fix: error.fix)]))
            }
        }
        isBeforeFirst = false
        guard let outcome else {
            isAtEnd = true
            try finish()
            return nil
        }
        recordCount += 1
        if let found { members.note(found) }
        return outcome
    }

    /// Takes the bracket that opens `what`.
    private func open(_ bracket: UInt8, _ what: String) throws(Failure) {
        let why = why
        try document.step { (scanner: inout JSONScanner) throws(JSONScanner.Fault) in
            guard let byte = try scanner.peek() else { throw scanner.incomplete("\(what) is missing") }
            guard byte == bracket else {
                throw JSONScanner.Fault(
                    index: scanner.index, what: "\(scanner.shown(byte)) where \(what) should stand", why: why,
                    fix: "correct \"records\" there, or the export")
            }
            scanner.index += 1
        }
    }

    private var why: String {
        format.path.isEmpty
            ? "without \"records\" the document itself is the list (\(format.place.position))"
            : "the feed reads its records at \(Quote.value(format.path.joined(separator: "."))) (\(format.place.position))"
    }

    /// Skips the members of an object until `name`, whose value comes next.
    private mutating func descend(into name: String) throws(Failure) {
        let why = why
        try open(UInt8(ascii: "{"), "an object with \(Quote.value(name))")
        var isFirst = true
        while true {
            let wasFirst = isFirst
            let isFound = try document.step { (scanner: inout JSONScanner) throws(JSONScanner.Fault) -> Bool in
                let another =
                    try wasFirst
                    ? !scanner.take(UInt8(ascii: "}")) : scanner.another(closing: UInt8(ascii: "}"))
                guard another else {
                    throw JSONScanner.Fault(
                        index: scanner.index - 1, what: "no \(Quote.value(name)) in the object that ends here",
                        why: why,
                        fix: "correct \"records\" there, or the export")
                }
                var key: [UInt8] = []
                try scanner.name(into: &key)
                if key.elementsEqual(name.utf8) { return true }
                try scanner.skipValue()
                return false
            }
            if isFound { return }
            isFirst = false
        }
    }

    /// Reads what stands behind the list: a document that is cut there is cut.
    private mutating func finish() throws(Failure) {
        for _ in format.path {
            try document.step { (scanner: inout JSONScanner) throws(JSONScanner.Fault) in
                while try scanner.another(closing: UInt8(ascii: "}")) {
                    var key: [UInt8] = []
                    try scanner.name(into: &key)
                    try scanner.skipValue()
                }
            }
        }
        try document.expectEnd()
    }
}
