import Canonical

/// How well the name of a column speaks for a field, 0 to 1.
struct NameMatch {
    private let schema: Schema
    /// Per field, the names that it goes by, as words.
    private let terms: [[[String]]]
    /// Names that other systems have for it: nothing short of the same name counts.
    private let elsewhere: [Set<[String]>]
    private let personal: Set<[String]>
    let isAboutPeople: Bool

    /// A kind, and whether the export is about people whatever the kind.
    init(_ schema: Schema, isAboutPeople: Bool) {
        self.schema = schema
        self.isAboutPeople = isAboutPeople || schema.number(of: "person.id") != nil
        terms = schema.fields.map { field in
            let words = Synonyms.names["\(schema.kind):\(field.path)"] ?? []
            return (words + (Synonyms.names[field.path] ?? []) + [field.french, field.path]).map(Headers.words)
        }
        elsewhere = schema.fields.map { field in Set(field.elsewhere.map { Headers.words($0.name) }) }
        personal = Set(Synonyms.personal.map(Headers.words))
    }

    /// How well a column's name says the field of that number.
    func score(_ name: String, _ field: Int) -> Double {
        let words = Headers.words(name)
        let last = Headers.words(NameMatch.last(name))
        guard !words.isEmpty else { return 0 }
        var best = elsewhere[field].contains(words) ? 1.0 : elsewhere[field].contains(last) ? 0.8 : 0
        for term in terms[field] where !term.isEmpty { best = max(best, NameMatch.score(words, last, term)) }
        return best
    }

    /// Whether a column of that name says who a person is, in a kind that is about people.
    func isPersonal(_ name: String) -> Bool {
        guard isAboutPeople else { return false }
        return personal.contains(Headers.words(name)) || personal.contains(Headers.words(NameMatch.last(name)))
    }

    /// Whether these columns are of people: names, births, or what may not be said of anybody.
    static func areOfPeople(_ columns: [ColumnValues]) -> Bool {
        let names = Set(Synonyms.ofPeople.map(Headers.words))
        return columns.contains { column in
            column.hasNumberOfPerson || names.contains(Headers.words(column.name))
                || names.contains(Headers.words(last(column.name)))
        }
    }

    private static func last(_ name: String) -> String {
        name.split(separator: ".").last.map { String($0).replacing("[]", with: "") } ?? name
    }

    private static func score(_ words: [String], _ last: [String], _ term: [String]) -> Double {
        if words == term { return 1 }
        if Set(words) == Set(term) || words.joined() == term.joined() { return 0.95 }
        if last == term || last.joined() == term.joined() { return 0.85 }
        // Of a path, the objects that it leads through say where, not what.
        let isPath = words.count != last.count
        let ending = term.last == last.last ? 0.03 : 0
        if Set(term).isSubset(of: words), !isPath || !Set(term).isDisjoint(with: last) {
            return 0.3 + 0.5 * Double(term.count) / Double(words.count) + ending
        }
        if Set(words).isSubset(of: term) { return 0.3 + 0.4 * Double(words.count) / Double(term.count) + ending }
        let (one, other) = (words.joined(), term.joined())
        return one.count > 4 && Suggestion.nearest(to: one, in: [other]) != nil ? 0.6 : 0
    }
}

extension Field.Elsewhere {
    /// The other system's name, without the object that it stands in.
    fileprivate var name: String {
        let name =
            switch self {
            case .franceTravail(let name), .lesEmplois(let name), .immersionFacilitee(let name),
                .dataInclusion(let name),
                .jobPosting(let name):
                name
            }
        return name.components(separatedBy: ": ").last ?? name
    }
}
