/// All fields and rules of one kind.
public final class Schema: Sendable {
    /// The kind's name: `offer`, `referral`, `pathway`.
    public let kind: String
    /// What the kind is, in French.
    public let french: String
    /// What the kind is, in one or two sentences.
    public let meaning: String
    /// Who receives it.
    public let audience: String
    /// The fields, in canonical order; a field's index in this list is its number everywhere.
    public let fields: [Field]
    /// The fields that say when the record is of, the first that is there: codes must have been valid then.
    public let dates: [String]
    /// Rules over several fields.
    public let rules: [Rule]
    /// Fields of other systems that have no place here, each with the reason.
    public let leftOut: [LeftOut]
    /// The fields as the tree that they form in JSON.
    public let tree: FieldTree
    /// Per field, what the check first looks at in a value.
    let glances: [Glance]
    /// Per field, when an entity must have it, by field numbers.
    let needed: [Needed]
    /// The fields that an entity must have, always or sometimes.
    let demands: [Demand]
    /// The words that ``glances`` and ``demands`` compare values with.
    let words: [ShortWord]
    /// The fields as the writer of JSON walks through them.
    let outline: Outline
    /// Per rule, the numbers of the field that it is reported at and of those that it reads.
    let ruleFields: [(field: Int, reads: [Int])]
    /// The fields that must have a value for a rule to be broken, each with its rule's number.
    let ruleNeeds: [(rule: Int, field: Int)]
    /// The fields of ``dates``.
    let dateFields: [Int]
    private let numbers: [String: Int]

    /// Defines a kind; the first field must be its `key`.
    init(
        kind: String, french: String, meaning: String, audience: String, dates: [String], fields: [Field],
        rules: [Rule] = [], leftOut: [LeftOut] = []
    ) {
        self.kind = kind
        self.french = french
        self.meaning = meaning
        self.audience = audience
        self.dates = dates
        self.fields = fields
        self.rules = rules
        self.leftOut = leftOut
        self.tree = FieldTree(fields)
        let numbers = Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($1.path, $0) })
        self.numbers = numbers
        let needed = fields.map { Needed($0, among: fields, numbers) }
        self.needed = needed
        var words: [ShortWord] = []
        glances = fields.map { Glance($0.type, &words) }
        demands = needed.enumerated().compactMap { Demand($0, $1, &words) }
        self.words = words
        outline = Outline(tree, fields)
        dateFields = dates.compactMap { numbers[$0] }
        ruleFields = rules.map { rule in
            func number(_ path: String) -> Int {
                guard let number = numbers[path] else { preconditionFailure("\(kind) has no field \(path)") }
                return number
            }
            return (number(rule.field), rule.reads.map(number))
        }
        let reads = ruleFields.map(\.reads)
        ruleNeeds = rules.indices.flatMap { rule in reads[rule].prefix(rules[rule].needs).map { (rule, $0) } }
    }

    /// When an entity must have a field, by field numbers: what the check reads for every record.
    enum Needed: Sendable, Hashable {
        case never
        case always
        /// Each item of the list of objects that it stands in; the other fields of that list.
        case eachItem([Int])
        case when(Int, [String])
        case with([Int], String)

        init(_ field: Field, among fields: [Field], _ numbers: [String: Int]) {
            switch field.need {
            case .optional: self = .never
            case .always: self = field.path.contains("[].") ? .eachItem(Needed.siblings(of: field, fields)) : .always
            case .when(let path, let values): self = numbers[path].map { .when($0, values) } ?? .never
            case .with(let path) where field.path.hasPrefix("\(path)[]."):
                self = .eachItem(Needed.siblings(of: field, fields))
            case .with(let path):
                let others = fields.indices.filter {
                    fields[$0].path != field.path
                        && (fields[$0].path == path || fields[$0].path.hasPrefix("\(path).")
                            || fields[$0].path.hasPrefix("\(path)[]"))
                }
                self = .with(others, path)
            }
        }

        private static func siblings(of field: Field, _ fields: [Field]) -> [Int] {
            guard let end = field.path.firstRange(of: "[].") else { return [] }
            let prefix = field.path[..<end.upperBound]
            return fields.indices.filter { fields[$0].path != field.path && fields[$0].path.hasPrefix(prefix) }
        }
    }

    /// The number of the field at `path`, or nil when the kind has none.
    public func number(of path: String) -> Int? { numbers[path] }

    /// Every kind of the canonical schema.
    public static let all: [Schema] = [
        .offer, .referral, .application, .pathway, .immersion, .response, .solicitation, .structure, .alert, .receipt,
        .progress,
    ]

    /// The kind of that name.
    public static func named(_ kind: String) -> Schema? { all.first { $0.kind == kind } }

    /// The version of the schema, as messages name it.
    public static let version = "v1"
}

/// A rule that reads several fields of one checked draft.
public struct Rule: Sendable {
    /// Path of the field that a broken rule is reported at.
    public let field: String
    /// The rule in one sentence, for the dictionary.
    public let meaning: String
    /// The fields that the rule reads; `broken` gets their numbers in this order.
    let reads: [String]
    /// How many of these, from the first on, must have a value for the rule to be broken.
    let needs: Int
    /// Returns what is wrong and what to do, or nil.
    let broken: Reading

    typealias Reading = @Sendable (borrowing Draft, [Int], Codes) -> (what: String, fix: String)?

    init(_ field: String, _ meaning: String, reads: [String], needs: Int = 0, broken: @escaping Reading) {
        self.field = field
        self.meaning = meaning
        self.reads = reads
        self.needs = needs
        self.broken = broken
    }
}

/// A field of another system that the hub does not carry.
public struct LeftOut: Sendable {
    /// The system and its name for the field.
    public let field: Field.Elsewhere
    /// Why not.
    public let reason: String

    init(_ field: Field.Elsewhere, _ reason: String) {
        self.field = field
        self.reason = reason
    }
}
