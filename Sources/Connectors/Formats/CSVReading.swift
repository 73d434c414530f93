/// One way to read the first rows of a delimited file, and how well the rows agree with it.
struct CSVReading {
    let delimiter: UInt8
    let quoting: CSVFormat.Quoting
    /// Lines in front of the header.
    private(set) var preamble = 0
    /// How many of the wanted names the header has.
    private(set) var matched = 0
    /// How many fields the header has.
    private(set) var width = 0
    /// Rows below the header that are not blank.
    private(set) var rows = 0
    /// Rows among them that have as many fields as the header, and no text behind a quote.
    private(set) var even = 0
    /// Fields in quotes, and how many fields there are.
    private(set) var quoted = 0
    private(set) var fields = 0
    /// Rows with text behind a closing quote.
    private(set) var broken = 0
    /// Rows that only make sense with quotes: a delimiter, a line end or a doubled quote stands in a field.
    private(set) var needingQuotes = 0

    var odd: Int { rows - even }
    var quote: UInt8? { if case .by(let quote) = quoting { quote } else { nil } }

    /// Reads `sample`; `isWhole` tells that the file ends with it.
    init(
        _ sample: UnsafeBufferPointer<UInt8>, isWhole: Bool, lines: [Int], names: [String], delimiter: UInt8,
        quoting: CSVFormat.Quoting, format: CSVFormat
    ) {
        self.delimiter = delimiter
        self.quoting = quoting
        findHeader(sample, lines, names, format.preamble)
        guard preamble < lines.count else { return }
        var start = lines[preamble]
        var row = CSVRow()
        var isHeader = true
        while start < sample.count {
            let rest = UnsafeBufferPointer(rebasing: sample[start...])
            guard case .row(let length, let atEnd) = split(rest, &row) else {
                // A quote that is never closed is the sign of a cut file, never one against quotes.
                if isWhole { rows += 1 }
                break
            }
            // The sample ends within this row.
            if atEnd, !isWhole, !isHeader { break }
            start += length
            if row.isBlank { continue }
            if isHeader {
                isHeader = false
                width = row.fields.count
            } else if !format.footer.matches(firstFilled(row, rest)) {
                count(row, rest, fillsShort: format.fillsShort)
            }
        }
    }

    private func split(_ bytes: UnsafeBufferPointer<UInt8>, _ row: inout CSVRow) -> CSVRow.Outcome {
        row.split(bytes, delimiter: delimiter, quote: quote, isLast: true)
    }

    private mutating func count(_ row: CSVRow, _ bytes: UnsafeBufferPointer<UInt8>, fillsShort: Bool) {
        rows += 1
        fields += row.fields.count
        quoted += row.quotedCount
        if row.textAfterQuote != nil { broken += 1 }
        let isShort = fillsShort && row.fields.count < width && row.fields.count > 1
        guard row.fields.count == width || isShort, row.textAfterQuote == nil else { return }
        even += 1
        guard row.quotedCount > 0 else { return }
        let needs = row.fields.contains { field in
            field.hasDoubledQuotes
                || bytes[field.start..<field.end].contains { $0 == delimiter || $0 == 0x0A }
        }
        if needs { needingQuotes += 1 }
    }

    /// The first row that has all wanted names; where none has, the one that has most, or the first that is divided;
    /// where none are wanted, the first that is as wide as most and half filled.
    private mutating func findHeader(
        _ sample: UnsafeBufferPointer<UInt8>, _ lines: [Int], _ names: [String], _ pinned: Int?
    ) {
        var row = CSVRow()
        var divided: Int?
        var filled: [(line: Int, width: Int)] = []
        var widths: [Int: Int] = [:]
        for line in lines.indices where pinned == nil || line == pinned {
            let rest = UnsafeBufferPointer(rebasing: sample[lines[line]...])
            guard case .row = split(rest, &row), !row.isBlank else { continue }
            if divided == nil, row.fields.count > 1 { divided = line }
            if names.isEmpty, row.fields.count > 1 {
                widths[row.fields.count, default: 0] += 1
                let count = row.fields.count { $0.start < $0.end }
                if count * 2 >= row.fields.count { filled.append((line, row.fields.count)) }
            }
            let texts = Set(row.fields.map { CSVHeader.name(rest, $0, quote) })
            let count = names.count { texts.contains($0) }
            if count > matched { (preamble, matched) = (line, count) }
            if matched == names.count, matched > 0 { break }
        }
        let usual = widths.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
        let first = filled.first { $0.width == usual }?.line
        if matched == 0 { preamble = pinned ?? first ?? divided ?? 0 }
    }

    private func firstFilled(_ row: CSVRow, _ bytes: UnsafeBufferPointer<UInt8>) -> Slice<UnsafeBufferPointer<UInt8>> {
        let field = row.fields.first { $0.start < $0.end }
        return bytes[(field?.start ?? 0)..<(field?.end ?? 0)]
    }
}
