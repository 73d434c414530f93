import Canonical

/// What one run saw of its exports: the names in them, and per name that the mapping reads what its values look like.
package struct Sighting {
    /// Records whose values are looked at one by one; of those behind them, one in sixteen.
    static let closelyLooked = 1_000
    /// Words of a code list that are kept.
    static let mostWords = 60
    /// Names that are kept.
    static let mostNames = 500

    /// What stands under one wanted name.
    struct Column {
        var filled = 0
        var shapes: [ValueShape: Int] = [:]
        /// The words of a code list; nil where the values are none, or too many to be.
        var words: ByteTable?
    }

    /// The names that the exports have, in their order.
    private(set) var seen: [String] = []
    /// Those that only some records have.
    private(set) var sometimes: Set<String> = []
    private(set) var columns: [Column]
    private(set) var records = 0
    /// Records whose values were looked at.
    private(set) var looked = 0
    private var known: Set<String> = []

    init(_ mapping: Mapping) {
        let codes = mapping.codeNames
        columns = mapping.names.indices.map { Column(words: codes.contains($0) ? ByteTable() : nil) }
    }

    /// Adds the names that a reader has seen.
    mutating func note(_ reader: any RecordReader) {
        for name in reader.seen where known.count < Sighting.mostNames && known.insert(name).inserted {
            seen.append(name)
        }
        sometimes.formUnion(reader.sometimes)
    }

    /// Looks at a record.
    mutating func note(_ record: Record) {
        records += 1
        let isLooked = records <= Sighting.closelyLooked || records.isMultiple(of: 16)
        if isLooked { looked += 1 }
        for name in columns.indices {
            guard isLooked || columns[name].words != nil, let value = record.first(name) else { continue }
            let text = record.bytes[record.range(value)].trimmed
            guard !text.isEmpty else { continue }
            if isLooked {
                columns[name].filled += 1
                columns[name].shapes[ValueShape(text), default: 0] += 1
            }
            guard columns[name].words != nil else { continue }
            _ = columns[name].words?.insert(text.span)
            if text.count > 80 || (columns[name].words?.count ?? 0) > Sighting.mostWords { columns[name].words = nil }
        }
    }
}

extension Mapping {
    /// The numbers of the names whose values are codes: words of a list that somebody keeps.
    var codeNames: Set<Int> {
        var numbers: Set<Int> = []
        for rule in rules {
            switch schema.fields[rule.field].type {
            case .code, .choice: break
            default: continue
            }
            if case .from(let names) = rule.input { numbers.formUnion(names) }
        }
        return numbers
    }
}

extension ArraySlice<UInt8> {
    /// Without white space at both ends.
    var trimmed: ArraySlice<UInt8> {
        var text = self
        while let last = text.last, last <= 0x20 { text.removeLast() }
        while let first = text.first, first <= 0x20 { text.removeFirst() }
        return text
    }
}
