import Canonical

/// What a member holds, for spreadsheets: per kind a file, `offres.csv`, a row for each thing.
///
/// As Excel in French opens it: byte order mark, semicolons, decimal commas. Every field of the kind has its column, whether
/// anything stands in it or not, so that whoever builds on the columns finds them again.
enum CSVFile: FileFormat {
    static let word = "csv"

    /// Between the values of a list.
    private static let joint = " | "

    static func files(
        of entries: [HeldMessages.Entry], for member: String, standing: (String) -> Bool
    ) -> [(name: String, bytes: [UInt8])] {
        perKind(entries, ending: "csv", standing: standing) { schema, entries in
            var text = "\u{FEFF}"
            text += headings(of: schema).map(quoted).joined(separator: ";") + "\r\n"
            for entry in entries {
                guard let entity = entry.message.entity else { continue }
                let origin = entry.message.source.split(separator: "/").last.map(String.init) ?? ""
                for (number, field) in schema.fields.enumerated() {
                    if number > 0 { text += ";" }
                    // Most fields of most kinds are empty.
                    let count = entity.draft.count(of: number)
                    guard count > 0 else { continue }
                    text += quoted(
                        (0..<count).map { cell(entity.draft.text(number, $0) ?? "", field, schema.kind) }
                            .joined(separator: joint))
                }
                text += ";\(quoted(safe(origin)));\(moment(entry.message.time))\r\n"
            }
            return Array(text.utf8)
        }
    }

    /// The French names of the fields; where two have the same, with the name in the schema behind it.
    static func headings(of schema: Schema) -> [String] {
        var counts: [String: Int] = [:]
        for field in schema.fields { counts[field.french, default: 0] += 1 }
        return schema.fields.map { field in
            counts[field.french] == 1 ? field.french : "\(field.french) (\(field.path))"
        } + ["publié par", "publié le"]
    }

    /// A value as a spreadsheet in French takes it for what it is; codes stay as the field writes them.
    private static func cell(_ value: String, _ field: Field, _ kind: String) -> String {
        switch field.type {
        case .choice:
            field.path == "about.kind"
                ? Schema.named(value)?.french ?? value : ChoiceWords.french(value, of: field.path, kind)
        case .moment: value.count > 10 ? Moment.seconds(value, now: 0).map(moment) ?? value : value
        case .number: value.replacing(".", with: ",")
        case .integer: value
        case .boolean: value == "true" ? "oui" : "non"
        case .phone: phone(value)
        default: safe(kind == Schema.receipt.kind ? ProblemWords.french(value, of: field.path) ?? value : value)
        }
    }

    /// `2026-03-02 14:30` by the clock of Paris, from seconds since 1970.
    private static func moment(_ seconds: Int) -> String {
        let (day, minute) = ParisTime.local(seconds / 60)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(day) \(two(minute / 60)):\(two(minute % 60))"
    }

    /// `06 39 98 12 34`: with a plus sign in front a spreadsheet would compute it.
    private static func phone(_ value: String) -> String {
        let digits = value.dropFirst(3)
        guard value.hasPrefix("+33"), digits.count == 9 else { return safe(value) }
        return ("0" + digits).enumerated().map {
            $0.offset.isMultiple(of: 2) && $0.offset > 0 ? " \($0.element)" : "\($0.element)"
        }
        .joined()
    }

    /// What a spreadsheet would compute stays text (OWASP, "CSV injection").
    private static func safe(_ value: String) -> String {
        guard let first = value.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else { return value }
        return "'" + value
    }

    private static func quoted(_ cell: String) -> String {
        let needsQuotes = cell.utf8.contains { ";\"\r\n".utf8.contains($0) }
        return needsQuotes ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
    }
}
