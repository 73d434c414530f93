import Canonical

/// Turns the exports of a feed into canonical lines, without comparing, routing or publishing anything.
package struct Translation {
    /// Lines are handed on when there are so many bytes of them.
    private static let block = 256 * 1024

    let feed: Feed
    let collective: Collective
    private let mapping: Mapping
    /// Whether some records do not count, or stand for several.
    private let isFiltered: Bool
    private let schema: Schema
    private let codes: Codes
    private var lines: [UInt8] = []
    private var draft: Draft
    private var shapes = Shapes()
    /// What became of the records so far.
    package internal(set) var counts = Counts()

    /// What a translation counted.
    package struct Counts: Sendable {
        package var read = 0
        package var written = 0
        package var rejected = 0
        /// Records, or items of lists, that the feed leaves out.
        package var skipped = 0
    }

    package init(_ feed: Feed, of collective: Collective) {
        self.feed = feed
        self.collective = collective
        mapping = feed.mapping
        isFiltered = !feed.mapping.filter.isEmpty
        schema = feed.schema
        codes = collective.codes
        draft = Draft(feed.schema, place: Place(""), origin: feed.mapping.origin)
        lines.reserveCapacity(2 * Translation.block)
    }

    /// Gives one line of canonical JSON for each record that is right, in blocks of whole lines, and each rejection
    /// at its turn; throws when an export cannot be trusted, what came before it having been given.
    package mutating func read(
        _ exports: [Export], lines give: (borrowing [UInt8]) -> Void, rejection: (Rejection) -> Void
    ) throws(Failure) {
        if feed.decode.isEmpty, Pages.areThese(exports) { return try readPages(exports, lines: give, rejection) }
        var record = Record()
        for export in exports {
            // What was decoded vanishes with the folder, when its records are read.
            let folder = try feed.decode.isEmpty ? nil : RunFolder()
            defer { withExtendedLifetime(folder) {} }
            var export = export
            if let folder { export = try ExportDecoders.decode(export, by: feed.decode, in: folder) {} }
            export.isWatched = false
            var reader = try feed.format.open(export, wanting: feed.mapping.names)
            draft = Draft(feed.schema, place: Place(export.name), origin: feed.mapping.origin)
            while let outcome = try reader.next(into: &record) {
                counts.read += 1
                switch outcome {
                case .success: translate(record, rejection)
                case .failure(let refused):
                    counts.rejected += 1
                    rejection(refused)
                }
                if lines.count >= Translation.block { hand(over: give) }
            }
        }
        hand(over: give)
    }

    /// One record of the export: left out, a line, or several.
    private mutating func translate(_ record: borrowing Record, _ rejection: (Rejection) -> Void) {
        guard isFiltered else { return appendLine(of: record, rejection) }
        let filter = mapping.filter
        let records = filter.records(in: copy record)
        if records.isEmpty { counts.skipped += 1 }
        for record in records {
            if filter.keeps(record) { appendLine(of: record, rejection) } else { counts.skipped += 1 }
        }
    }

    private mutating func appendLine(of record: borrowing Record, _ rejection: (Rejection) -> Void) {
        mapping.map(record, to: &draft)
        if let refused = schema.append(&draft, codes: codes, &shapes, to: &lines) {
            counts.rejected += 1
            return rejection(refused)
        }
        lines.append(0x0A)
        counts.written += 1
    }

    private mutating func hand(over give: (borrowing [UInt8]) -> Void) {
        give(lines)
        lines.removeAll(keepingCapacity: true)
    }
}
