import Canonical

/// What rules can read of one kind: the fields of its schema, and what the config says of the members behind it.
struct FactShape: Sendable {
    /// One thing that rules can read.
    struct Field: Sendable {
        let path: String
        let type: FieldType
        let sight: Canonical.Field.Sight
        var isList: Bool { path.contains("[]") }
    }

    /// A kind of the canonical schema, or `member`: the members of the config are facts too.
    let kind: String
    let fields: [Field]
    /// The fields that say when a fact is of, the first that is there.
    let dates: [Int]
    /// How many of the fields are the schema's own; those behind come from the config.
    let ownCount: Int
    private let numbers: [String: Int]

    private init(_ kind: String, _ own: [Field], dates: [String]) {
        self.kind = kind
        var fields = own + [Field("member", .member), Field("member.kind", .code(table: "siae-kinds"))]
        if own.contains(where: { $0.path == "addressedTo" }) {
            fields.append(Field("addressedTo.kind", .code(table: "siae-kinds")))
        }
        ownCount = own.count
        self.fields = fields
        let numbers = Dictionary(fields.enumerated().map { ($1.path, $0) }, uniquingKeysWith: { first, _ in first })
        self.numbers = numbers
        self.dates = dates.compactMap { numbers[$0] }
    }

    private init(_ schema: Schema) {
        self.init(
            schema.kind, schema.fields.map { Field($0.path, $0.type, $0.sight) }, dates: schema.dates)
    }

    /// The kind of the config's members.
    static let member = FactShape(
        "member", [Field("key", .member), Field("departement", .departement), Field("paidUntil", .date)],
        dates: ["paidUntil"])

    /// Every kind that rules know: what alerts can be about.
    static let all: [FactShape] =
        [.offer, .referral, .application, .pathway, .immersion, .response, .solicitation].map(FactShape.init)
        + [member]

    static func named(_ kind: String) -> FactShape? { all.first { $0.kind == kind } }

    func number(of path: String) -> Int? { numbers[path] }

    /// Whether its facts are about a person: nobody but those concerned reads its keys and texts then.
    var isAboutPeople: Bool { numbers["person.id"] != nil }
}

extension FactShape.Field {
    fileprivate init(_ path: String, _ type: FieldType, _ sight: Canonical.Field.Sight = .collective) {
        self.path = path
        self.type = type
        self.sight = sight
    }

    /// Whether its values are days.
    var isDay: Bool {
        switch type {
        case .date, .moment: true
        default: false
        }
    }

    /// Whether its values are numbers.
    var isNumber: Bool {
        switch type {
        case .number, .integer: true
        default: false
        }
    }
}
