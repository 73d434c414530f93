/// Splits one row of delimited text, without I/O and without decoding: tested alone.
struct CSVRow {
    /// One field: where its bytes stand in the row, quotes left out.
    struct Field {
        var start: Int
        var end: Int
        /// Whether doubled quotes must be halved.
        var hasDoubledQuotes = false
        /// Lines above it in the row.
        var line: Int
        /// Bytes before it on its line.
        var column: Int
    }

    enum Outcome: Equatable {
        /// The row is whole and takes so many bytes, its line end included; `atEnd` when the file ended instead.
        case row(length: Int, atEnd: Bool)
        /// The bytes end within the row; `openQuote` is where a quote was opened that is not closed.
        case incomplete(openQuote: Int?)
    }

    private(set) var fields: [Field] = []
    /// Where text follows a closing quote, if it does.
    private(set) var textAfterQuote: Int?
    /// How many fields stand in quotes.
    private(set) var quotedCount = 0
    /// How many line ends the row has, its own included.
    private(set) var lineEnds = 0

    /// Splits the first row of `bytes`; `isLast` tells that no more bytes follow them.
    mutating func split(
        _ bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8, quote: UInt8?, isLast: Bool
    ) -> Outcome {
        fields.removeAll(keepingCapacity: true)
        textAfterQuote = nil
        quotedCount = 0
        var index = 0
        var line = 0
        var lineStart = 0
        while true {
            var field = Field(start: index, end: index, line: line, column: index - lineStart)
            if let quote, index < bytes.count, bytes[index] == quote {
                let opening = index
                index += 1
                field.start = index
                while true {
                    index = ByteScan.first(quote, or: 0x0A, in: bytes, from: index)
                    guard index < bytes.count else { return .incomplete(openQuote: opening) }
                    if bytes[index] == quote {
                        guard index + 1 < bytes.count || isLast else { return .incomplete(openQuote: opening) }
                        guard index + 1 < bytes.count, bytes[index + 1] == quote else { break }
                        field.hasDoubledQuotes = true
                        index += 1
                    } else {
                        line += 1
                        lineStart = index + 1
                    }
                    index += 1
                }
                quotedCount += 1
                field.end = index
                index += 1
                let afterQuote = index
                index = ByteScan.first(delimiter, or: 0x0A, in: bytes, from: index)
                let hasCarriageReturn = index < bytes.count && bytes[index] == 0x0A && bytes[index - 1] == 0x0D
                if index - (hasCarriageReturn ? 1 : 0) > afterQuote, textAfterQuote == nil {
                    textAfterQuote = afterQuote
                }
            } else {
                index = ByteScan.first(delimiter, or: 0x0A, in: bytes, from: index)
                field.end = index
                if index < bytes.count, bytes[index] == 0x0A, index > field.start, bytes[index - 1] == 0x0D {
                    field.end -= 1
                }
            }
            guard index < bytes.count else {
                guard isLast else { return .incomplete(openQuote: nil) }
                fields.append(field)
                lineEnds = line
                return .row(length: index, atEnd: true)
            }
            fields.append(field)
            lineEnds = line + 1
            if bytes[index] == 0x0A { return .row(length: index + 1, atEnd: false) }
            index += 1
        }
    }

    /// Whether the row is an empty line.
    var isBlank: Bool { fields.count == 1 && fields[0].start == 0 && fields[0].end == 0 }
}
