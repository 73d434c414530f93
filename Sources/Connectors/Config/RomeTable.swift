import Canonical

/// The open-data table of ROME codes (France Travail, data.gouv.fr), as a code table of the hub.
///
/// Reads the official archive's `unix_referentiel_code_rome_*.csv` (comma, UTF-8: `code_rome`, `libelle_rome`,
/// `code_rome_parent`) and the older list with `code_rome;libelle_rome`. A version 4 code names its version 3 parent: the
/// parents stay right, because exports lag behind.
package struct RomeTable {
    /// The table in the hub's form: `code;label;aliases;from;until;source`.
    package let text: String
    /// How many codes it has.
    package let count: Int
    /// How many of them are parents that the table names no longer as codes of their own.
    package let parents: Int

    package init(_ export: Export) throws(Failure) {
        let (delimiter, hasParents) = try RomeTable.shape(of: export)
        let place = Place(export.path)
        let names = (["code_rome", "libelle_rome"] + (hasParents ? ["code_rome_parent"] : [])).map {
            SourceName(text: $0, place: place)
        }
        var reader = try CSVReader(CSVFormat(delimiter: delimiter, place: place), export, names)
        var labels: [String: String] = [:]
        var parents: [String: String] = [:]
        while let next = try reader.next() {
            switch next {
            case .failure(let rejection):
                throw Failure(rejection.problems.first ?? Problem(place, "a row cannot be read"))
            case .success(let record):
                guard let code = record.text(0) else { continue }
                guard FieldType.rome.problem(with: code, Codes()) == nil else {
                    throw Failure(
                        Problem(
                            Place(export.path, line: record.line, record: record.number, field: "code_rome"),
                            "not a ROME code: \(Quote.value(code))", why: "the table lists ROME codes",
                            fix: "take the table of codes from the official archive"))
                }
                labels[code] = record.text(1) ?? ""
                if hasParents, let parent = record.text(2), parent != code { parents[parent] = record.text(1) ?? "" }
            }
        }
        guard !labels.isEmpty else {
            throw Failure(
                Problem(
                    place, "it lists no ROME code", why: "with an empty table every code would be refused",
                    fix: "take the table of codes from the official archive"))
        }
        let older = parents.filter { labels[$0.key] == nil && FieldType.rome.problem(with: $0.key, Codes()) == nil }
        var lines = ["code;label;aliases;from;until;source"]
        for (code, label) in labels.sorted(by: { $0.key < $1.key }) {
            lines.append("\(code);\(RomeTable.quoted(label));;;;France Travail, ROME")
        }
        for code in older.keys.sorted() { lines.append("\(code);\(code);;;;France Travail, ROME, older code") }
        text = lines.joined(separator: "\n") + "\n"
        count = labels.count + older.count
        self.parents = older.count
    }

    private static func shape(of export: Export) throws(Failure) -> (delimiter: UInt8, hasParents: Bool) {
        var lines = try LineReader(export)
        guard let header = try lines.next().map({ String(decoding: $0.bytes, as: UTF8.self) }) else {
            throw Failure(Problem(Place(export.path, line: 1), "the file is empty", fix: "export it again"))
        }
        return (header.contains(";") ? UInt8(ascii: ";") : UInt8(ascii: ","), header.contains("code_rome_parent"))
    }

    private static func quoted(_ label: String) -> String {
        label.contains(";") || label.contains("\"") ? "\"\(label.replacing("\"", with: "\"\""))\"" : label
    }
}
