import Canonical

/// Entities as lines of a table: key, title, the fields that tell them apart, who receives them.
package struct EntityTable {
    /// Rows that are shown; the others are counted.
    package static let rows = 20
    /// Characters of one cell.
    private static let widest = 40
    private static let gap = "  "

    private let schema: Schema
    /// Per row, the texts of every field, by number.
    private var texts: [[String]] = []
    private var recipients: [String] = []
    package private(set) var count = 0

    package init(_ schema: Schema) { self.schema = schema }

    /// Adds an entity.
    package mutating func add(_ entity: Entity, _ recipients: [(member: String, reason: Reason)]) {
        count += 1
        guard texts.count < EntityTable.rows else { return }
        texts.append(
            schema.fields.indices.map { number in
                (0..<entity.draft.count(of: number)).compactMap { entity.draft.text(number, $0) }
                    .joined(separator: ", ")
            })
        self.recipients.append(recipients.isEmpty ? "nobody" : recipients.map(\.member).joined(separator: ", "))
    }

    /// The table, no line longer than `width` characters.
    package func text(width: Int) -> String {
        guard !texts.isEmpty else { return "" }
        var columns = [column("key", texts.map { $0[0] })]
        // Recipients are what the table is read for: they keep a place, fields take what is left.
        let last = column("recipients", recipients)
        let kept = min(last.width, max(24, width / 4))
        var left = width - columns[0].width - EntityTable.gap.count - kept
        for number in shown {
            let next = column(schema.fields[number].path, texts.map { $0[number] })
            guard next.width + EntityTable.gap.count <= left else { continue }
            left -= next.width + EntityTable.gap.count
            columns.append(next)
        }
        let rest = width - columns.reduce(0) { $0 + $1.width + EntityTable.gap.count }
        columns.append(Column(cells: last.cells, width: max(8, min(last.width, rest))))
        var lines: [String] = []
        for row in 0...texts.count {
            var line = ""
            for column in columns {
                line += EntityTable.cut(column.cells[row], column.width).padded(to: column.width) + EntityTable.gap
            }
            while line.hasSuffix(" ") { line.removeLast() }
            lines.append(line)
        }
        if count > texts.count { lines.append("… and \(count - texts.count) more") }
        return lines.joined(separator: "\n")
    }

    private struct Column {
        /// The heading, then one cell a row.
        let cells: [String]
        let width: Int
    }

    private func column(_ head: String, _ cells: [String]) -> Column {
        let cells = [head] + cells.map { $0.replacing("\n", with: " ") }
        return Column(cells: cells, width: min(EntityTable.widest, cells.map(\.count).max() ?? 0))
    }

    /// The fields worth a column: the title, then those that are short, about nobody, and not the same in every row.
    private var shown: [Int] {
        let worth = schema.fields.indices.dropFirst().filter { number in
            let field = schema.fields[number]
            if case .text = field.type { return false }
            guard !field.isIdentity, field.type != .pseudonym else { return false }
            let values = Set(texts.map { $0[number] })
            return values != [""] && (values.count > 1 || texts.count == 1 || field.path == "title")
        }
        return worth.filter { schema.fields[$0].path == "title" } + worth.filter { schema.fields[$0].path != "title" }
    }

    private static func cut(_ text: String, _ width: Int) -> String {
        text.count <= width ? text : text.prefix(width - 1) + "…"
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
