import Canonical

/// Reads the rows of one delimited text file.
struct CSVReader: RecordReader {
    private let format: CSVFormat
    private let export: Export
    private let window: ByteWindow
    private var row = CSVRow()
    private var rowLength = 0
    private var rowCount = 0
    private var isAtEnd = false
    /// Number of columns that the header has.
    private var width = 0
    /// Per column, the number of the wanted name that it is, or -1.
    private var wanted: [Int] = []
    private let nameCount: Int

    init(_ format: CSVFormat, _ export: Export, _ names: [SourceName]) throws(Failure) {
        self.format = format
        self.export = export
        nameCount = names.count
        window = try ByteWindow(export)
        try checkByteOrderMark()
        try readHeader(names)
    }

    mutating func next() throws(Failure) -> Result<Record, Rejection>? {
        repeat {
            guard try nextRow() else { return nil }
            if row.isBlank { window.advance(rowLength) }
        } while row.isBlank
        rowCount += 1
        defer { window.advance(rowLength) }
        let place = Place(export.name, line: window.line, column: 1, record: rowCount)
        if let offset = row.textAfterQuote {
            let problem = Problem(
                window.withUnread { self.place(of: offset, in: $0) }, "text after a closing quote",
                why: "a quoted field ends with its quote",
                fix: "double the quotes inside the field, or write \"quote\": \"\" if the file knows no quoting")
            return .failure(Rejection(problems: [problem]))
        }
        guard row.fields.count == width else {
            let problem = Problem(
                place, "the row has \(row.fields.count) field\(row.fields.count == 1 ? "" : "s"), the header \(width)",
                why: "fields are separated by \(Quote.value(delimiter)) (\(format.delimiterPlace.position))",
                fix: row.fields.count < width
                    ? "complete the row, or look for a line end inside a field without quotes"
                    : "put quotes around a field that holds \(Quote.value(delimiter))")
            return .failure(Rejection(problems: [problem]))
        }
        return record(place)
    }

    private func record(_ place: Place) -> Result<Record, Rejection> {
        let (line, column) = (window.line, window.column)
        return window.withUnread { bytes in
            var record = Record(number: rowCount, line: line, names: nameCount, capacity: rowLength + rowLength / 4)
            for (number, field) in row.fields.enumerated() where wanted[number] >= 0 {
                let start = record.bytes.count
                let raw = UnsafeBufferPointer(rebasing: bytes[field.start..<field.end])
                let fieldColumn = field.column + (field.line == 0 ? column : 1)
                if let wrong = format.encoding.append(raw, to: &record.bytes) {
                    let problem = undecodable(in: bytes, at: field.start + wrong)
                    return .failure(Rejection(problems: [problem]))
                }
                if field.hasDoubledQuotes { halveQuotes(&record.bytes, from: start) }
                if isNull(record.bytes[start...]) {
                    record.bytes.removeSubrange(start...)
                    continue
                }
                record.note(wanted[number], item: 0, from: start, line: line + field.line, column: fieldColumn)
            }
            return .success(record)
        }
    }

    /// Splits the next row into `row`, reading further as needed; false at the end.
    private mutating func nextRow() throws(Failure) -> Bool {
        while true {
            guard !isAtEnd || window.withUnread({ !$0.isEmpty }) else { return false }
            var row = row
            let outcome = window.withUnread { bytes in
                row.split(bytes, delimiter: format.delimiter, quote: format.quote, isLast: isAtEnd)
            }
            self.row = row
            switch outcome {
            case .row(let length, let atEnd):
                if atEnd, format.needsFinalNewline { throw cut() }
                rowLength = length
                return true
            case .incomplete(let openQuote):
                if isAtEnd { throw unclosed(openQuote ?? 0) }
                isAtEnd = try !window.more()
            }
        }
    }

    private func checkByteOrderMark() throws(Failure) {
        guard window.hasByteOrderMark, format.encoding != .utf8 else { return }
        throw Failure(
            Problem(
                Place(export.name, line: 1, column: 1), "the file starts with the mark of UTF-8",
                why: "the feed says \(format.encoding.rawValue) (\(format.encodingPlace.position))",
                fix: "write \"encoding\": \"utf-8\" there"))
    }

    private mutating func readHeader(_ names: [SourceName]) throws(Failure) {
        guard try nextRow() else {
            throw Failure(
                Problem(
                    Place(export.name, line: 1), "the file is empty", why: "its first line should name the columns",
                    fix: "export it again"))
        }
        var columns: [String] = []
        for field in row.fields {
            var text: [UInt8] = []
            let wrong = window.withUnread { bytes in
                format.encoding.append(UnsafeBufferPointer(rebasing: bytes[field.start..<field.end]), to: &text)
            }
            if field.hasDoubledQuotes { halveQuotes(&text, from: 0) }
            if let wrong {
                throw Failure(window.withUnread { undecodable(in: $0, at: field.start + wrong) })
            }
            columns.append(String(decoding: text, as: UTF8.self).trimmed)
        }
        window.advance(rowLength)
        width = columns.count
        wanted = columns.map { column in names.firstIndex { $0.text == column } ?? -1 }
        try checkHeader(columns, names)
    }

    private func checkHeader(_ columns: [String], _ names: [SourceName]) throws(Failure) {
        let header = Place(export.name, line: 1)
        let missing = names.filter { !columns.contains($0.text) }
        if let first = missing.first {
            let words = missing.map { Quote.value($0.text) }
            let what = words.count == 1 ? "the column \(words[0]) is" : "the columns \(Quote.list(words, "and")) are"
            var fix = "correct the mapping, or the export"
            if columns.count == 1, let other = [";", ",", "\t", "|"].first(where: { columns[0].contains($0) }) {
                fix = "write \"delimiter\": \(Quote.value(other)) at \(format.place.position)"
            } else if let near = Suggestion.nearest(to: first.text, in: columns) {
                fix = "the header has \(Quote.value(near)): correct the mapping, or the export"
            }
            throw Failure(
                Problem(
                    header, "\(what) not in the header",
                    why:
                        "the feed reads \(words.count == 1 ? "it" : "the first") at \(first.place.position); the header "
                        + "has \(columns.count) column\(columns.count == 1 ? "" : "s"): \(columns.prefix(6).map { Quote.value($0) }.joined(separator: ", "))"
                        + (columns.count > 6 ? "…" : ""),
                    fix: fix))
        }
        if let twice = names.first(where: { name in columns.count(where: { $0 == name.text }) > 1 }) {
            throw Failure(
                Problem(
                    header, "the column \(Quote.value(twice.text)) stands twice in the header",
                    why: "the feed reads it at \(twice.place.position) and cannot tell which one is meant",
                    fix: "rename one of them in the export"))
        }
    }

    private func isNull(_ value: ArraySlice<UInt8>) -> Bool {
        for null in format.nulls where value.elementsEqual(null) { return true }
        return false
    }

    private func halveQuotes(_ bytes: inout [UInt8], from start: Int) {
        var target = start
        var source = start
        while source < bytes.count {
            bytes[target] = bytes[source]
            source +=
                bytes[source] == format.quote && source + 1 < bytes.count && bytes[source + 1] == format.quote ? 2 : 1
            target += 1
        }
        bytes.removeSubrange(target...)
    }

    private var delimiter: String { String(decoding: [format.delimiter], as: UTF8.self) }

    /// The place of a byte of the record, which may lie lines below the record's first; the header is no record.
    private func place(of index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Place {
        var place = window.place(of: index, in: bytes)
        place.record = rowCount > 0 ? rowCount : nil
        return place
    }

    private func undecodable(in bytes: UnsafeBufferPointer<UInt8>, at wrong: Int) -> Problem {
        let other = format.encoding == .utf8 ? Encoding.windows1252 : .utf8
        return Problem(
            place(of: wrong, in: bytes), "the byte \(UTF8Check.hex(bytes[wrong])) is not \(format.encoding.rawValue)",
            why: "the feed reads the file as \(format.encoding.rawValue) (\(format.encodingPlace.position))",
            fix: "if the export is \(other.rawValue), write \"encoding\": \"\(other.rawValue)\" there")
    }

    private func cut() -> Failure {
        let isOldMac = window.withUnread { $0.contains(0x0D) && !$0.contains(0x0A) }
        return Failure(
            Problem(
                Place(export.name, line: window.line, column: window.column),
                "the file ends in the middle of a row",
                why: isOldMac
                    ? "its lines end with a carriage return alone, which is no line end; nothing of it was published"
                    : "no line end follows the last field, so the file may be cut; nothing of it was published",
                fix: isOldMac
                    ? "export it with Windows or Unix line ends"
                    : "export it again; if this export never ends with a line end, write \"finalNewline\": false at "
                        + format.place.position))
    }

    private func unclosed(_ quote: Int) -> Failure {
        Failure(
            Problem(
                window.withUnread { window.place(of: quote, in: $0) }, "the quote that opens here is never closed",
                why: "the file ends within the field, so it is cut or a quote is missing; nothing of it was published",
                fix: "export it again, or close the quote"))
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
