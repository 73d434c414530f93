import Canonical

/// Reads the rows of one delimited text file.
struct CSVReader: RecordReader {
    /// How much of a file is looked at before anything is decided.
    static let look = 64 * 1024

    private let format: CSVFormat
    private let export: Export
    private let window: ByteWindow
    private var text: CSVText
    private(set) var shape: CSVSniffer.Shape
    private(set) var header: CSVHeader
    private var footer: CSVFooter
    private var row = CSVRow()
    private var rowLength = 0
    private var rowCount = 0
    private var isAtEnd = false
    /// Whether the row read last begins as the footer does.
    private var isFooter = false
    private let nameCount: Int
    var bytesRead: Int { window.bytesRead }
    /// How the file is written, as far as it was read.
    var encoding: Encoding { window.encoding.isUTF16 ? window.encoding : text.encoding }

    init(_ format: CSVFormat, _ export: Export, _ names: [SourceName]) throws(Failure) {
        self.format = format
        self.export = export
        nameCount = names.count
        window = try ByteWindow(export, encoding: format.encoding ?? .utf8)
        footer = CSVFooter(format.footer)
        text = try CSVText(format, export, window)
        shape = try CSVReader.shape(format, export, window, text, names)
        header = try CSVHeader([], at: Place(export.name), wanting: [], format)
        for _ in 0..<shape.preamble { try skipLine() }
        try readHeader(names)
    }

    var seen: [String] { header.columns.filter { !$0.isEmpty } }

    var findings: [String] {
        let count = footer.count
        let left = isAtEnd && count > 0 ? ["footer of \(count) row\(count == 1 ? "" : "s") left out"] : []
        return text.findings + shape.findings + left
    }

    mutating func next(into record: inout Record) throws(Failure) -> Result<Void, Rejection>? {
        guard format.footer != .none else { return try nextRecord(into: &record) }
        while true {
            if let row = footer.next() { return row.map { record = $0 } }
            // Rows that may be the footer are held back: each has memory of its own.
            var held = Record()
            guard let row = try nextRecord(into: &held) else {
                if case .starting = format.footer, footer.count == 0, !format.mayLackFooter { throw withoutFooter() }
                return nil
            }
            footer.take(row.map { held }, matches: isFooter)
        }
    }

    private mutating func nextRecord(into record: inout Record) throws(Failure) -> Result<Void, Rejection>? {
        isFooter = false
        repeat {
            guard try nextRow() else { return nil }
            if row.isBlank { leave() }
        } while row.isBlank
        rowCount += 1
        defer { leave() }
        if !text.isSettled, goesBeyondASCII { try text.settle(window, rowLength: rowLength) }
        if format.footer != .none { isFooter = beginsFooter }
        if let offset = row.textAfterQuote {
            let problem = Problem(
                window.withUnread { self.place(of: offset, in: $0) }, "text after a closing quote",
                why: "a quoted field ends with its quote",
                fix: "double the quotes inside the field, or write \"quote\": \"none\" if the file knows no quoting")
            return .failure(Rejection(problems: [problem]))
        }
        let isShort = row.fields.count < header.columns.count
        guard row.fields.count == header.columns.count || isShort && format.fillsShort else {
            let place = Place(export.name, line: window.line, column: 1, record: rowCount)
            return .failure(Rejection(problems: [ragged(place, isShort: isShort)]))
        }
        return fill(&record)
    }

    private func fill(_ record: inout Record) -> Result<Void, Rejection> {
        let (line, column) = (window.line, window.column)
        return window.withUnread { bytes in
            record.begin(number: rowCount, line: line, names: nameCount)
            let whole = UnsafeBufferPointer(rebasing: bytes[..<rowLength])
            // Most rows are taken whole, and their fields left where they stand.
            let isPlain = text.encoding == .utf8 && UTF8Check.firstWrongByte(whole) == nil
            if isPlain { record.bytes.append(contentsOf: whole) }
            for (number, name) in header.wanted {
                // Only a row whose last fields were cut is shorter than the header.
                guard number < row.fields.count else { break }
                let field = row.fields[number]
                let fieldColumn = field.column + (field.line == 0 ? column : 1)
                if isPlain, !field.hasDoubledQuotes, format.nulls.isEmpty {
                    record.note(name, item: 0, field.start..<field.end, line: line + field.line, column: fieldColumn)
                    continue
                }
                let start = record.bytes.count
                let raw = UnsafeBufferPointer(rebasing: bytes[field.start..<field.end])
                if let wrong = text.encoding.append(raw, to: &record.bytes) {
                    let at = field.start + wrong
                    let problem = text.undecodable(bytes, at, place(of: at, in: bytes), window.encoding)
                    return .failure(Rejection(problems: [problem]))
                }
                if field.hasDoubledQuotes { halveQuotes(&record.bytes, from: start) }
                if isNull(record.bytes[start...]) {
                    record.bytes.removeSubrange(start...)
                    continue
                }
                record.note(name, item: 0, from: start, line: line + field.line, column: fieldColumn)
            }
            return .success(())
        }
    }

    /// Steps behind the row.
    private func leave() { window.advance(rowLength, lines: row.lineEnds) }

    /// Splits the next row into `row`, reading further as needed; false at the end.
    private mutating func nextRow() throws(Failure) -> Bool {
        while true {
            guard !isAtEnd || window.withUnread({ !$0.isEmpty }) else { return false }
            let (delimiter, quote, isLast) = (shape.delimiter, shape.quote, isAtEnd)
            let outcome = window.withUnread { bytes in
                row.split(bytes, delimiter: delimiter, quote: quote, isLast: isLast)
            }
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

    private var goesBeyondASCII: Bool {
        window.withUnread {
            ByteScan.firstBeyondASCII(UnsafeBufferPointer(rebasing: $0[..<rowLength])) < rowLength
        }
    }

    /// Whether the row begins as the footer does.
    private var beginsFooter: Bool {
        guard let field = row.fields.first(where: { $0.start < $0.end }) else { return false }
        var bytes: [UInt8] = []
        _ = window.withUnread {
            text.encoding.append(UnsafeBufferPointer(rebasing: $0[field.start..<field.end]), to: &bytes)
        }
        return format.footer.matches(bytes.drop { $0 == 0x20 })
    }

    private mutating func skipLine() throws(Failure) {
        var scanned = 0
        while true {
            let (count, end) = window.withUnread { bytes in
                (bytes.count, ByteScan.first(0x0A, or: 0x0A, in: bytes, from: scanned))
            }
            if end < count { return window.advance(end + 1, lines: 1) }
            scanned = count
            guard try window.more() else { return window.advance(count) }
        }
    }

    private mutating func readHeader(_ names: [SourceName]) throws(Failure) {
        repeat {
            guard try nextRow() else {
                throw CSVReader.empty(Place(export.name, line: window.line), behind: shape.preamble)
            }
            if row.isBlank { leave() }
        } while row.isBlank
        var columns: [String] = []
        for field in row.fields {
            let (name, wrong) = window.withUnread { bytes -> (String, Problem?) in
                var name: [UInt8] = []
                let raw = UnsafeBufferPointer(rebasing: bytes[field.start..<field.end])
                let wrong = text.encoding.append(raw, to: &name).map { wrong in
                    let at = field.start + wrong
                    return text.undecodable(bytes, at, place(of: at, in: bytes), window.encoding)
                }
                if field.hasDoubledQuotes { halveQuotes(&name, from: 0) }
                return (String(decoding: name, as: UTF8.self).trimmed, wrong)
            }
            if let wrong { throw Failure(wrong) }
            columns.append(name)
        }
        header = try CSVHeader(columns, at: Place(export.name, line: window.line), wanting: names, format)
        leave()
    }

    /// Looks at the start of the file for what the config does not name.
    private static func shape(
        _ format: CSVFormat, _ export: Export, _ window: ByteWindow, _ text: CSVText, _ names: [SourceName]
    ) throws(Failure) -> CSVSniffer.Shape {
        if let delimiter = format.delimiter, let quoting = format.quoting, let preamble = format.preamble {
            let quote: UInt8? = if case .by(let quote) = quoting { quote } else { nil }
            return CSVSniffer.Shape(delimiter: delimiter, quote: quote, preamble: preamble)
        }
        let isWhole = try !window.fill(look)
        let sample = window.withUnread { text.sample(UnsafeBufferPointer(rebasing: $0.prefix(look))) }
        if sample.isEmpty { throw empty(Place(export.name, line: 1)) }
        if sample.contains(0x0D), !sample.contains(0x0A) {
            throw onlyCarriageReturns(Place(export.name, line: 1, column: 1))
        }
        let sniffer = CSVSniffer(format, sample, isWhole: isWhole, names: names.map(\.text))
        do throws(CSVSniffer.Doubt) {
            return try sniffer.shape()
        } catch {
            throw Failure(Problem(Place(export.name, line: 1), error.what, why: error.why, fix: error.fix))
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
                bytes[source] == shape.quote && source + 1 < bytes.count && bytes[source + 1] == shape.quote ? 2 : 1
            target += 1
        }
        bytes.removeSubrange(target...)
    }

    /// The place of a byte of the record, which may lie lines below the record's first; the header is no record.
    private func place(of index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Place {
        var place = window.place(of: index, in: bytes)
        place.record = rowCount > 0 ? rowCount : nil
        return place
    }

    private func ragged(_ place: Place, isShort: Bool) -> Problem {
        let (count, width) = (row.fields.count, header.columns.count)
        let delimiter = Quote.value(String(decoding: [shape.delimiter], as: UTF8.self))
        let origin = format.delimiter == nil ? "found by looking at the file" : format.delimiterPlace.position
        // A table that is no export has no config line where a word could be written.
        let pin =
            format.place.line == nil
            ? ""
            : "; if this export leaves out empty fields at the end of its rows, write \"short\": \"fill\" at "
                + format.place.position
        return Problem(
            place, "the row has \(count) field\(count == 1 ? "" : "s"), the header \(width)",
            why: "fields are separated by \(delimiter) (\(origin))",
            fix: isShort
                ? "complete the row, or look for a line end inside a field without quotes" + pin
                : "put quotes around a field that holds \(delimiter)")
    }

    private static func empty(_ place: Place, behind preamble: Int = 0) -> Failure {
        let isShort = preamble > 0
        return Failure(
            Problem(
                place, isShort ? "the file ends before its header" : "the file is empty",
                why: isShort
                    ? "\(preamble) line\(preamble == 1 ? "" : "s") in front of it \(preamble == 1 ? "is" : "are") left out"
                    : "its first line should name the columns",
                fix: "export it again"))
    }

    private static func onlyCarriageReturns(_ place: Place) -> Failure {
        Failure(
            Problem(
                place, "the file ends in the middle of a row",
                why: "its lines end with a carriage return alone, which is no line end; nothing of it was published",
                fix: "export it with Windows or Unix line ends"))
    }

    private func cut() -> Failure {
        let place = Place(export.name, line: window.line, column: window.column)
        guard window.withUnread({ !$0.contains(0x0D) || $0.contains(0x0A) }) else {
            return CSVReader.onlyCarriageReturns(place)
        }
        return Failure(
            Problem(
                place, "the file ends in the middle of a row",
                why: "no line end follows the last field, so the file may be cut; nothing of it was published",
                fix: "export it again; if this export never ends with a line end, write \"finalNewline\": false at "
                    + format.place.position))
    }

    private func withoutFooter() -> Failure {
        Failure(
            Problem(
                Place(export.name, line: window.line), "the file ends without its footer",
                why:
                    "its last rows say that it is whole (\(format.footerPlace.position)), so it may be cut; nothing of it "
                    + "was published",
                fix: "export it again; if there may be none, write \"mayLackFooter\": true at "
                    + format.place.position))
    }

    private func unclosed(_ quote: Int) -> Failure {
        Failure(
            Problem(
                window.withUnread { window.place(of: quote, in: $0) }, "the quote that opens here is never closed",
                why: "the file ends within the field, so it is cut or a quote is missing; nothing of it was published",
                fix: format.place.line == nil
                    ? "close the quote"
                    : "export it again, or close the quote; if the file knows no quoting, write \"quote\": \"none\" at "
                        + format.place.position))
    }
}
