import Canonical

/// The row that names the columns, and where in it stands what a mapping wants.
struct CSVHeader {
    let columns: [String]
    /// The columns that are wanted, each with the number of the name that wants it.
    let wanted: [(column: Int, name: Int)]
    let place: Place

    init(_ columns: [String], at place: Place, wanting names: [SourceName], _ format: CSVFormat) throws(Failure) {
        self.columns = columns
        self.place = place
        wanted = columns.enumerated().compactMap { number, column in
            names.firstIndex { $0.text == column }.map { (number, $0) }
        }
        try check(names, format)
    }

    /// One column's name: without quotes, and without white space at both ends.
    static func name(
        _ bytes: UnsafeBufferPointer<UInt8>, _ field: CSVRow.Field, _ quote: UInt8?
    ) -> String {
        let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[field.start..<field.end]), as: UTF8.self)
        guard field.hasDoubledQuotes, let quote else { return text.trimmed }
        let mark = String(decoding: [quote], as: UTF8.self)
        return text.replacing(mark + mark, with: mark).trimmed
    }

    private func check(_ names: [SourceName], _ format: CSVFormat) throws(Failure) {
        let missing = names.filter { !columns.contains($0.text) }
        if let first = missing.first {
            let words = missing.map { Quote.value($0.text) }
            let what = words.count == 1 ? "the column \(words[0]) is" : "the columns \(Quote.list(words, "and")) are"
            let some = columns.prefix(6).map { Quote.value($0) }.joined(separator: ", ")
            throw Failure(
                Problem(
                    place, "\(what) not in the header",
                    why:
                        "the feed reads \(words.count == 1 ? "it" : "the first") at \(first.place.position); the header "
                        + "has \(columns.count) column\(columns.count == 1 ? "" : "s"): \(some)"
                        + (columns.count > 6 ? "…" : ""),
                    fix: fix(first, format)))
        }
        if let twice = names.first(where: { name in columns.count(where: { $0 == name.text }) > 1 }) {
            throw Failure(
                Problem(
                    place, "the column \(Quote.value(twice.text)) stands twice in the header",
                    why: "the feed reads it at \(twice.place.position) and cannot tell which one is meant",
                    fix: "rename one of them in the export"))
        }
    }

    private func fix(_ missing: SourceName, _ format: CSVFormat) -> String {
        if columns.count == 1, format.delimiter != nil,
            let other = [";", ",", "\t", "|"].first(where: { columns[0].contains($0) })
        {
            return "write \"delimiter\": \(Quote.value(other)) at \(format.place.position)"
        }
        if let near = Suggestion.nearest(to: missing.text, in: columns) {
            return "the header has \(Quote.value(near)): correct the mapping, or the export"
        }
        return "correct the mapping, or the export"
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
