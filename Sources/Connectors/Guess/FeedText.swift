import Canonical
import Foundation

/// A first config file for an export that nobody has described yet: every guess with its reason behind it.
package struct FeedText {
    package let text: String
    /// How many columns are mapped, of how many.
    package let mapped: (count: Int, of: Int)
    /// Lines that somebody has to write.
    package let todo: Int

    /// Guesses; `kind` and `member` are the admin's own words where they said them.
    package init(
        _ id: String, _ export: Export, _ guess: ExportGuess, _ collective: Collective, kind: Schema?, member: String?
    ) {
        let kinds =
            kind.map { [$0] } ?? Schema.all.filter { !["alert", "receipt", "response", "progress"].contains($0.kind) }
        var mappings = kinds.map { MappingGuess($0, guess.columns, collective.codes) }
        mappings.sort { $0.score > $1.score }
        let mapping = mappings[0]
        let owner = member.flatMap { collective.member($0) } ?? FeedText.owner(of: id, collective)
        var lines = FeedText.map(mapping, owner)
        mapped = (mapping.matches.count, guess.columns.count)
        let todo = lines.count { $0.isTodo } + (owner == nil ? 1 : 0)
        self.todo = todo
        // The last line that is no comment has no comma behind it.
        if let last = lines.lastIndex(where: { !$0.word.isEmpty }) { lines[last].isLast = true }
        let other = mappings.dropFirst().first.map { "; the next best kind would be \($0.schema.kind)" } ?? ""
        let file = export.name.split(separator: "/").last.map(String.init) ?? export.name
        let source = FeedText.source(export, collective.folder)
        text = """
            // A first guess by hub init, from \(file): \(guess.count) records, \(guess.columns.count) column\(guess.columns.count == 1 ? "" : "s").
            // Every line says what it was guessed from. Read it, correct it, and look at what comes out:
            //   hub preview \(Quote.word(collective.folder)) \(id) \(Quote.word(export.name))
            {
              "member": \(Config.quoted(owner?.id ?? "TODO")), \(FeedText.comment(owner, member, collective))
              "kind": "\(mapping.schema.kind)", // \(kind == nil ? "\(mapping.matches.count) column\(mapping.matches.count == 1 ? " has" : "s have") a place in it\(other)" : "as you said")
              "source": { "directory": { "path": \(Config.quoted(source.path)), "match": \(Config.quoted(source.match)) } },
            \(FeedText.decode(guess.decode))  // \(guess.reasons.joined(separator: "; ")).
              "format": \(guess.format),
              "map": {
            \(lines.map(\.text).joined(separator: "\n"))
              }
            }

            """
    }

    /// The line that unpacks the export, if it is packed.
    private static func decode(_ words: [String]) -> String {
        guard !words.isEmpty else { return "" }
        let quoted = words.map(Config.quoted)
        let value = words.count == 1 ? quoted[0] : "[\(quoted.joined(separator: ", "))]"
        return "  \"decode\": \(value), // its first bytes say so\n"
    }

    private struct Line {
        /// The line without its comma and comment; empty for a line that is a comment only.
        var word = ""
        var comment: String
        var isTodo = false
        var isLast = false

        var text: String {
            guard !word.isEmpty else { return "    // \(comment)" }
            return "    \(word)\(isLast ? "" : ",") // \(comment)"
        }
    }

    private static func map(_ mapping: MappingGuess, _ owner: Member?) -> [Line] {
        var lines: [Line] = []
        for number in mapping.schema.fields.indices {
            let path = mapping.schema.fields[number].path
            if let match = mapping.matches.first(where: { $0.field == number }) {
                let from = Config.quoted(match.column.name)
                let value = match.guess.words.isEmpty ? from : "{ \"from\": \(from), \(match.guess.words) }"
                let reason = number == 0 ? key(match.column) : match.guess.reason
                lines.append(Line(word: "\"\(path)\": \(value)", comment: reason))
            } else if mapping.missing.contains(number) {
                lines.append(missing(mapping.schema, mapping.schema.fields[number], owner))
            }
        }
        guard !mapping.leftOver.isEmpty else { return lines }
        lines.append(Line(comment: "Columns that are not mapped, with what most of their values look like:"))
        for left in mapping.leftOver {
            let shape = left.column.shape.map { ", such as \(Config.quoted($0))" } ?? ""
            lines.append(
                Line(comment: "\(Config.quoted(left.column.name)): \(left.column.counted)\(shape); \(left.reason)"))
        }
        return lines
    }

    private static func key(_ column: ColumnValues) -> String {
        column.distinct.count == column.total
            ? "\(column.total) values, all different"
            : "\(column.distinct.count) different values in \(column.total) records"
    }

    /// A field that records must have and no column is.
    private static func missing(_ schema: Schema, _ field: Field, _ owner: Member?) -> Line {
        if schema.kind == Schema.offer.kind, field.path == "type" {
            return Line(
                word: "\"type\": { \"const\": \"job\" }",
                comment: "no column says it; or insertionPost, immersion, training, tender, event, mobility")
        }
        if field.path == "siaeKind", let owner, !owner.isCRE {
            return Line(
                word: "\"siaeKind\": { \"const\": \(Config.quoted(owner.kind)) }",
                comment: "no column says it; \(owner.id) is one")
        }
        var rule = "every \(schema.kind) has one"
        if case .with(let path) = field.need { rule = "\(Quote.a(schema.kind)) has one when it has \(path)" }
        return Line(
            comment: "TODO \"\(field.path)\": \(rule), and no column looks like it: \(field.meaning)", isTodo: true)
    }

    /// The member that the feed's name speaks of, or the only one there is.
    private static func owner(of id: String, _ collective: Collective) -> Member? {
        let words = Set(id.split(separator: "-").map(String.init).filter { $0.count > 2 })
        let named = collective.members.filter { member in
            !words.isDisjoint(with: member.id.split(separator: "-").map(String.init))
        }
        if named.count == 1 { return named[0] }
        let structures = collective.members.filter { !$0.isCRE }
        return named.isEmpty && structures.count == 1 ? structures[0] : nil
    }

    private static func comment(_ owner: Member?, _ said: String?, _ collective: Collective) -> String {
        if let owner { return said == nil ? "// \(owner.name), by the feed's name" : "// \(owner.name)" }
        return "// TODO which of \(Quote.list(collective.members.map(\.id), "or"))?"
    }

    /// The folder that the export lies in, from the config folder where it is inside.
    private static func source(_ export: Export, _ folder: String) -> (path: String, match: String) {
        let file = URL(fileURLWithPath: export.path).standardizedFileURL
        let base = URL(fileURLWithPath: folder).standardizedFileURL.path + "/"
        let path = file.deletingLastPathComponent().path
        let ending = file.pathExtension
        return (
            path.hasPrefix(base) ? String(path.dropFirst(base.count)) : path + "/" == base ? "." : path,
            ending.isEmpty ? file.lastPathComponent : "*.\(ending)"
        )
    }
}

/// Pieces of a config file.
enum Config {
    /// A text in double quotes, as JSON writes it.
    static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        JSONText.append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
