import Canonical
import Foundation

/// Turns the cells of one sheet of an OpenDocument file into CSV, row by row: row 7 is line 7, unless cells hold line ends.
///
/// Days and moments come out as ISO 8601, numbers as the file keeps them (a point, no grouping), not as the sheet shows
/// them; hours and texts as shown. Rows are as wide as the first one at least: programs leave empty cells out.
struct ODSTable {
    private let export: Export
    private let sheet: Sheet?
    private let limits: DecodeLimits
    private var events: XMLEvents
    /// The sheets that were met.
    private var sheets: [String] = []
    private var isFound = false
    private var rows = ODSRows()
    private var rowRepeats = 1

    /// Reads `content`, the cells of `export`.
    init(_ content: Export, of export: Export, _ sheet: Sheet?, _ limits: DecodeLimits) throws(Failure) {
        events = try XMLEvents(content)
        self.export = export
        self.sheet = sheet
        self.limits = limits
    }

    /// Writes the sheet to a new file.
    mutating func write(to path: String, tick: () throws(Failure) -> Void) throws(Failure) {
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let file = FileHandle(forWritingAtPath: path)
        else { throw unwritable("no file can be made") }
        defer { try? file.close() }
        var written = 0
        var isReading = false
        while let event = try events.next() {
            switch event {
            case .start("table:table", let attributes):
                sheets.append(attributes["table:name"] ?? "")
                isReading = !isFound && isWanted
                if isReading { isFound = true }
            case .end("table:table"): isReading = false
            case .start("table:table-row", let attributes) where isReading:
                rowRepeats = Int(attributes["table:number-rows-repeated"] ?? "") ?? 1
            case .end("table:table-row") where isReading:
                rows.end(repeats: rowRepeats)
                try tick()
            case .start("table:table-cell", let attributes) where isReading,
                .start("table:covered-table-cell", let attributes) where isReading:
                let repeats = Int(attributes["table:number-columns-repeated"] ?? "") ?? 1
                rows.append(try cell(attributes), repeats: repeats)
            default: break
            }
            guard !rows.isTooLarge, written + rows.csv.count <= limits.size else { throw tooLarge() }
            if rows.csv.count > 1 << 20 { written += try flush(to: file) }
        }
        _ = try flush(to: file)
        guard isFound else { throw noSheet() }
    }

    private mutating func flush(to file: FileHandle) throws(Failure) -> Int {
        do { try file.write(contentsOf: rows.csv) } catch { throw unwritable(error.localizedDescription) }
        defer { rows.csv.removeAll(keepingCapacity: true) }
        return rows.csv.count
    }

    private var isWanted: Bool {
        switch sheet?.choice {
        case .name(let name): sheets.last == name
        case .number(let number): sheets.count == number
        case nil: true
        }
    }

    /// Reads a cell to its end; what it keeps counts before what it shows.
    private mutating func cell(_ attributes: [String: String]) throws(Failure) -> String {
        var shown = ""
        var paragraphs = 0
        /// Elements that are open in it; those of a note, whose text is none of the cell's, count from there.
        var open: [String] = []
        while let event = try events.next() {
            let isInNote = open.contains("office:annotation")
            switch event {
            case .start(let name, let attributes):
                open.append(name)
                guard !isInNote else { continue }
                switch name {
                case "text:p":
                    if paragraphs > 0 { shown += "\n" }
                    paragraphs += 1
                case "text:s": shown += String(repeating: " ", count: min(Int(attributes["text:c"] ?? "") ?? 1, 1_000))
                case "text:tab": shown += "\t"
                case "text:line-break": shown += "\n"
                default: break
                }
            case .text(let text):
                if !isInNote { shown += text }
                guard shown.utf8.count < ODSRows.largest else { throw tooLarge() }
            case .end:
                guard open.popLast() != nil else { return kept(attributes) ?? shown }
            }
        }
        return shown
    }

    private func kept(_ attributes: [String: String]) -> String? {
        switch attributes["office:value-type"] {
        case "float", "percentage", "currency": attributes["office:value"]
        case "date": attributes["office:date-value"]
        case "boolean": attributes["office:boolean-value"]
        default: nil
        }
    }

    // MARK: what is said

    private func noSheet() -> Failure {
        let wanted = sheet.map { "no sheet \($0)" } ?? "no sheet at all"
        let place = sheet?.place ?? limits.sizePlace
        var fix = "correct \"sheet\" at \(place.position)"
        if case .name(let name)? = sheet?.choice, let near = Suggestion.nearest(to: name, in: sheets) {
            fix = "did you mean \(Quote.value(near))?"
        }
        return Failure(
            Problem(
                Place(export.name), "there is \(wanted)",
                why:
                    "the feed reads it (\(place.position)); the file has \(Quote.list(sheets.map { Quote.value($0) }, "and")); "
                    + "nothing of it was published",
                fix: fix))
    }

    private func tooLarge() -> Failure {
        Failure(
            Problem(
                Place(export.name), "more than \(limits.size.formattedSize) come out of it",
                why: "a decoded export may have that size (\(limits.sizePlace.position)); nothing of it was published",
                fix: "if the export is right, allow more: \"size\""))
    }

    private func unwritable(_ why: String) -> Failure {
        TemporaryFiles.failure("what is in it cannot be written to the run's folder", at: export.name, why: why)
    }
}

/// Rows of a sheet as CSV; empty cells and rows that nothing follows are left out, of which sheets have a million.
struct ODSRows {
    var csv: [UInt8] = []
    private(set) var isTooLarge = false
    private var cells: [String] = []
    private var emptyCells = 0
    private var emptyRows = 0
    /// Columns of the first row.
    private var width = 0

    mutating func append(_ cell: String, repeats: Int) {
        guard !cell.isEmpty else {
            emptyCells += repeats
            return
        }
        cells += Array(repeating: "", count: min(emptyCells, ODSRows.mostColumns))
        cells += Array(repeating: cell, count: min(repeats, ODSRows.mostColumns))
        emptyCells = 0
    }

    mutating func end(repeats: Int) {
        defer {
            cells.removeAll(keepingCapacity: true)
            emptyCells = 0
        }
        guard !cells.isEmpty else {
            emptyRows += repeats
            return
        }
        csv.append(contentsOf: Array(repeating: 0x0A, count: min(emptyRows, ODSRows.mostRows)))
        emptyRows = 0
        if width == 0 { width = cells.count }
        if cells.count < width { cells += Array(repeating: "", count: width - cells.count) }
        for _ in 0..<min(repeats, ODSRows.mostRows) {
            for (number, cell) in cells.enumerated() {
                if number > 0 { csv.append(UInt8(ascii: ",")) }
                append(cell)
                // A few bytes can stand for a million rows of a thousand cells.
                isTooLarge = csv.count > ODSRows.largest
                if isTooLarge { return }
            }
            csv.append(0x0A)
        }
    }

    private mutating func append(_ cell: String) {
        let isQuoted = cell.utf8.contains { $0 == 0x22 || $0 == UInt8(ascii: ",") || $0 == 0x0A || $0 == 0x0D }
        guard isQuoted else { return csv.append(contentsOf: cell.utf8) }
        csv.append(0x22)
        for byte in cell.utf8 {
            if byte == 0x22 { csv.append(0x22) }
            csv.append(byte)
        }
        csv.append(0x22)
    }

    /// More than this comes out of no row.
    static let largest = 64 * 1024 * 1024
    /// What LibreOffice's largest sheets have.
    private static let mostColumns = 16_384
    private static let mostRows = 1_048_576
}
