/// All fields and rules of one kind.
public struct Schema: Sendable {
    /// The kind's name: `offer`, `referral`, `pathway`.
    public let kind: String
    /// The fields, in canonical order; a field's index in this list is its number everywhere.
    public let fields: [Field]
    /// Rules over several fields.
    let rules: [Rule]
    /// The fields as the tree that they form in JSON.
    let tree: FieldTree
    private let numbers: [String: Int]

    /// Defines a kind; the first field must be its `key`.
    init(kind: String, fields: [Field], rules: [Rule] = []) {
        self.kind = kind
        self.fields = fields
        self.rules = rules
        self.tree = FieldTree(fields)
        self.numbers = Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($1.path, $0) })
    }

    /// The number of the field at `path`, or nil when the kind has none.
    public func number(of path: String) -> Int? { numbers[path] }

    /// Every kind of the canonical schema.
    public static let all: [Schema] = [.offer, .referral, .pathway]

    /// The kind of that name.
    public static func named(_ kind: String) -> Schema? { all.first { $0.kind == kind } }
}

/// A rule that reads several fields of one checked draft.
struct Rule: Sendable {
    /// Path of the field that a broken rule is reported at.
    let field: String
    /// Returns what is wrong and what to do, or nil.
    let broken: @Sendable (borrowing Draft, Schema) -> (what: String, why: String, fix: String)?
}
