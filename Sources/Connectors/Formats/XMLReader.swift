import Canonical

/// Reads the records of one XML document; the document must be whole before its end counts as one.
struct XMLReader: RecordReader {
    /// What one step found.
    private enum Event {
        case record(Result<Record, Rejection>)
        case start(String, isEmpty: Bool)
        case end
        case nothing
        case endOfDocument
    }

    private let format: XMLFormat
    private let window: ByteWindow
    private let encoding: Encoding
    private let records: XMLRecords
    private var outline: XMLOutline
    private var recordCount = 0
    private var isAtEnd = false
    private var members: MemberNames
    var seen: [String] { members.all }
    var sometimes: Set<String> { members.sometimes }
    var bytesRead: Int { window.bytesRead }

    init(_ format: XMLFormat, _ export: Export, _ names: [SourceName]) throws(Failure) {
        self.format = format
        members = MemberNames(export)
        window = try ByteWindow(export)
        encoding = try XMLDeclaration.encoding(window)
        records = XMLRecords(XMLElement(XMLPaths(names), names: names.count, encoding))
        outline = XMLOutline(format.path)
    }

    mutating func next() throws(Failure) -> Result<Record, Rejection>? {
        records.element.notesMembers = members.wantsMore
        while true {
            switch try step() {
            case .record(let record):
                recordCount += 1
                if members.wantsMore, case .success = record { members.note(records.element.members) }
                return record
            case .start(let name, let isEmpty):
                outline.open(name)
                if isEmpty { outline.close() }
            case .end: outline.close()
            case .nothing: continue
            case .endOfDocument:
                if recordCount == 0, !format.mayBeEmpty, !outline.isEmptyList { throw noRecord() }
                return nil
            }
        }
    }

    /// Takes one step; when the bytes end within it, reads further and takes it again from its start.
    private mutating func step() throws(Failure) -> Event {
        while true {
            let isAtEnd = isAtEnd
            let outcome = window.withUnread { bytes -> Result<(Event, Int), XMLScanner.Fault> in
                var scanner = XMLScanner(bytes, encoding, line: window.line, column: window.column)
                do throws(XMLScanner.Fault) {
                    let event = try event(&scanner, isAtEnd)
                    return .success((event, scanner.index))
                } catch {
                    return .failure(error)
                }
            }
            switch outcome {
            case .success(let (event, length)):
                window.advance(length)
                return event
            case .failure(let fault):
                guard fault.isIncomplete, !isAtEnd else { throw failure(fault) }
                try checkLength()
                self.isAtEnd = try !window.more()
            }
        }
    }

    private func event(_ scanner: inout XMLScanner, _ isAtEnd: Bool) throws(XMLScanner.Fault) -> Event {
        if !outline.isOpen {
            _ = scanner.skipSpace()
            if scanner.index == scanner.bytes.count {
                guard isAtEnd, outline.isWhole else { throw scanner.incomplete("an XML document is one element") }
                return .endOfDocument
            }
            if outline.isWhole {
                try checkEpilogue(scanner)
            } else if scanner.bytes[scanner.index] != UInt8(ascii: "<") {
                throw XMLScanner.Fault(
                    index: scanner.index,
                    what: "\(scanner.shown(scanner.bytes[scanner.index])) where the document should start",
                    why: "an XML document is one element", fix: "look whether this is an XML file")
            }
        }
        let (line, column) = (scanner.line, scanner.column)
        let index = scanner.index
        var ignored: [UInt8] = []
        guard let token = try scanner.next(into: &ignored, keepsText: false) else {
            throw scanner.incomplete("its end tag is missing")
        }
        if case .start(let name, let isEmpty) = token, outline.isRecord(scanner.text(name)) {
            return try record(&scanner, name, isEmpty: isEmpty, line, column)
        }
        if case .start = token {
            for attribute in scanner.attributes { try scanner.append(attribute, to: &ignored, keepsText: false) }
        }
        if let fault = scanner.faults.first { throw fault }
        switch token {
        case .start(let name, let isEmpty):
            guard outline.depth < XMLElement.deepest else {
                throw XMLScanner.Fault(index: index, what: "more than \(XMLElement.deepest) levels")
            }
            return .start(scanner.text(name), isEmpty: isEmpty)
        case .end(let name):
            guard outline.last == scanner.text(name) else {
                throw outline.last.map { scanner.mismatch(name, closes: $0) }
                    ?? XMLScanner.Fault(index: index, what: "an end tag where no element is open")
            }
            return .end
        case .text where !outline.isOpen:
            throw XMLScanner.Fault(index: index, what: "a text where the document should start")
        case .text, .nothing: return .nothing
        }
    }

    private func record(
        _ scanner: inout XMLScanner, _ name: Range<Int>, isEmpty: Bool, _ line: Int, _ column: Int
    ) throws(XMLScanner.Fault) -> Event {
        let number = recordCount + 1
        do throws(XMLScanner.Fault) {
            let record = try records.element.read(
                &scanner, name, isEmpty: isEmpty, number: number, line: line, column: column)
            guard !scanner.faults.isEmpty else { return .record(.success(record)) }
            let problems = scanner.faults.map { fault in
                var place = window.place(of: fault.index, in: scanner.bytes)
                place.record = number
                return Problem(place, fault.what, why: fault.why, fix: fault.fix)
            }
            return .record(.failure(Rejection(problems: problems)))
        } catch {
            var fault = error
            if fault.isIncomplete {
                fault.path = "\(outline.path)/\(scanner.text(name))[\(number)]\(records.element.path(scanner))"
            }
            throw fault
        }
    }

    private func checkEpilogue(_ scanner: XMLScanner) throws(XMLScanner.Fault) {
        let rest = scanner.bytes[scanner.index...]
        guard rest.count > 1 || rest.first != UInt8(ascii: "<") else { throw scanner.incomplete("a tag is cut") }
        let isComment = rest.starts(with: "<!".utf8) || rest.starts(with: "<?".utf8)
        guard isComment else {
            throw XMLScanner.Fault(
                index: scanner.index,
                what: rest.first == UInt8(ascii: "<")
                    ? "a tag after the end of the document" : "a text after the end of the document",
                why: "an XML document is one element", fix: "correct the export: one file holds one document")
        }
    }

    // MARK: what is said

    private func failure(_ fault: XMLScanner.Fault) -> Failure {
        let place = window.withUnread { window.place(of: fault.index, in: $0) }
        guard fault.isIncomplete else {
            let why = fault.why ?? "the file is not XML here"
            return Failure(Problem(place, fault.what, why: "\(why); nothing of it was published", fix: fault.fix))
        }
        let path = fault.path ?? outline.path
        let what =
            path.isEmpty ? (outline.isWhole ? "after its root element" : "before its first element") : "inside \(path)"
        return Failure(
            Problem(
                place, "the document ends \(what)", why: "\(fault.what); nothing of it was published",
                fix: "export it again"))
    }

    private func checkLength() throws(Failure) {
        guard window.withUnread({ $0.count }) >= format.longestRecord else { return }
        throw Failure(
            Problem(
                window.withUnread { window.place(of: 0, in: $0) },
                "a record of more than \(format.longestRecord / 1024 / 1024) MiB starts here",
                why: "a record is one \(Quote.value(format.path.joined(separator: "/"))) (\(format.place.position)); "
                    + "nothing of it was published",
                fix: "name the element that is one record, not the one around all"))
    }

    private func noRecord() -> Failure {
        let wanted = format.path.joined(separator: "/")
        return Failure(
            Problem(
                window.withUnread { window.place(of: 0, in: $0) },
                "the document ends here without any \(Quote.value(wanted))",
                why: "a record is an element of that name (\(format.place.position)); the document has "
                    + "\(outline.shown); nothing of it was published",
                fix: outline.suggestion.map { "did you mean \(Quote.value($0))?" }
                    ?? "name the element that a record is; if there may be none, add \"mayBeEmpty\": true"))
    }
}
