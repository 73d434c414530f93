import Canonical
import Foundation

/// What a delimited file seems to be, by what its own reader finds: a config then pins it.
enum CSVGuess {
    /// How last rows begin that are no records.
    private static let footers: Set<String> = ["fin", "total", "totaux", "somme", "nombre", "count"]

    static func shape(of export: Export) throws(Failure) -> ExportShape {
        let hasLineEnd = endsWithLine(export)
        let ending = hasLineEnd ? "" : " \"finalNewline\": false "
        guard var reader = try ExportShape.open(export, "{ \"csv\": {\(ending)} }", []) as? CSVReader else {
            throw Failure(Problem(Place(export.name), "no delimited file"))
        }
        // The encoding may show far below the header.
        for _ in 0..<ExportGuess.records { guard try reader.next() != nil else { break } }
        var words: [String] = []
        var reasons = reader.findings
        if reader.header.columns.count > 1 {
            words.append("\"delimiter\": \(Config.quoted(text(reader.shape.delimiter)))")
        }
        if reader.shape.quote != UInt8(ascii: "\"") {
            words.append("\"quote\": \(Config.quoted(reader.shape.quote.map(text) ?? "none"))")
        }
        if reader.encoding != .utf8 { words.append("\"encoding\": \(Config.quoted(reader.encoding.rawValue))") }
        if let footer = footer(of: export, reader) {
            words.append("\"footer\": \(Config.quoted(footer))")
            reasons.append("the last row begins with \(Quote.value(footer)) and is nearly empty, so it is no record")
        }
        if !hasLineEnd {
            words.append("\"finalNewline\": false")
            reasons.append("no line end follows the last row, so a cut file cannot be told from a whole one")
        }
        let columns = reader.seen
        // Of two columns of one name nobody could tell which is meant.
        let names = columns.filter { name in columns.count { $0 == name } == 1 }
        return ExportShape(format: "{ \"csv\": { \(words.joined(separator: ", ")) } }", reasons: reasons, names: names)
    }

    private static func text(_ byte: UInt8) -> String { String(decoding: [byte], as: UTF8.self) }

    private static func endsWithLine(_ export: Export) -> Bool {
        let end = end(of: export, 2)
        // In UTF-16 a zero stands on either side of it.
        return end.last == 0x0A || end == [0x0A, 0] || end.isEmpty
    }

    /// How the last row begins where it counts or closes the others: a word, and hardly anything behind it.
    private static func footer(of export: Export, _ reader: CSVReader) -> String? {
        let width = reader.header.columns.count
        guard !reader.encoding.isUTF16, width > 2,
            let line = end(of: export, 16 * 1024).split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).last
        else { return nil }
        let fields = line.split(separator: reader.shape.delimiter, omittingEmptySubsequences: false)
        guard fields.count <= width, fields.count(where: { !$0.isEmpty }) * 4 <= width + 3,
            let word = fields.first(where: { !$0.isEmpty })?.prefix(while: { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A })
        else { return nil }
        let text = String(decoding: word, as: UTF8.self)
        return footers.contains(text.lowercased()) ? text : nil
    }

    /// The file's last bytes.
    private static func end(of export: Export, _ count: Int) -> [UInt8] {
        guard let file = FileHandle(forReadingAtPath: export.path), let end = try? file.seekToEnd() else { return [] }
        try? file.seek(toOffset: end - min(end, UInt64(count)))
        return [UInt8]((try? file.readToEnd()) ?? Data())
    }
}
