/// Where something stands: a file, a line and a column in it, and the record and field that a person would look for.
public struct Place: Sendable, Hashable {
    /// Path as the person gave it, or the name of what is not a file (`broker`, `inbox.atelier`).
    public var file: String
    /// Line, from 1.
    public var line: Int?
    /// Column, from 1, counted in bytes as most editors' "go to" counts them for ASCII text.
    public var column: Int?
    /// Record of an export, from 1; a CSV header is no record.
    public var record: Int?
    /// The export's own word for the field: a column name or a JSON path.
    public var field: String?

    /// Names a place; leave out what is not known.
    public init(_ file: String, line: Int? = nil, column: Int? = nil, record: Int? = nil, field: String? = nil) {
        self.file = file
        self.line = line
        self.column = column
        self.record = record
        self.field = field
    }
}

extension Place: CustomStringConvertible {
    /// `file:line:column: record 411, field "Date"`, without the parts that are not known.
    public var description: String {
        var text = position
        if let record { text += ": record \(record)" }
        if let field { text += record == nil ? ": field \"\(field)\"" : ", field \"\(field)\"" }
        return text
    }

    /// `file:line:column`, as editors understand it.
    public var position: String {
        var text = file
        if let line { text += ":\(line)" }
        if let column { text += ":\(column)" }
        return text
    }
}
