import Canonical
import Foundation

/// Reads a code table: `code;label;aliases;from;until;source`, aliases separated by `|`, through the hub's own CSV reader.
struct CodeFile {
    private static let columns = ["code", "label", "aliases", "from", "until", "source"]

    static func read(_ path: String, name: String, _ reading: ConfigReading) -> CodeTable {
        var codes: [Code] = []
        let table = ConfigTable(path: path, columns: columns, noun: "a code table", fix: "correct the table")
        table.read(reading) { codes.append(code($0, path, reading)) }
        return CodeTable(name: name, codes: codes)
    }

    private static func code(_ record: Record, _ path: String, _ reading: ConfigReading) -> Code {
        func text(_ column: Int) -> String {
            record.text(column) ?? ""
        }
        func day(_ column: Int) -> CivilDate? {
            let text = text(column)
            guard !text.isEmpty else { return nil }
            if let day = CivilDate(Array(text.utf8).span) { return day }
            reading.report(
                Place(path, line: record.line, record: record.number, field: columns[column]),
                "not a date: \(Quote.value(text))", why: "code tables write yyyy-MM-dd")
            return nil
        }
        if text(0).isEmpty {
            reading.report(
                Place(path, line: record.line, record: record.number, field: "code"), "the code is missing",
                why: "every line of a code table has one")
        }
        return Code(
            code: text(0), label: text(1), aliases: text(2).split(separator: "|").map(String.init), from: day(3),
            until: day(4), source: text(5))
    }
}
