import Canonical

/// Which column is which field of one kind, as far as names and values tell.
struct MappingGuess {
    struct Match {
        let field: Int
        let column: ColumnValues
        let guess: FieldGuess
        let score: Double
    }

    /// A column that is not mapped, and why.
    struct LeftOver {
        let column: ColumnValues
        let reason: String
    }

    private static let enough = 0.6
    /// Objects that an offer of another type has: a job's column is seldom meant by them.
    private static let ofOtherTypes = ["training.", "event.", "tender.", "mobility.", "immersion."]

    let schema: Schema
    /// In the order of the fields.
    let matches: [Match]
    let leftOver: [LeftOver]
    /// Fields that every record has, or every one with what is matched, and that no column is.
    let missing: [Int]
    /// How well the kind fits, to compare kinds.
    let score: Double

    init(_ schema: Schema, _ columns: [ColumnValues], _ codes: Codes) {
        self.schema = schema
        let isAboutPeople = NameMatch.areOfPeople(columns)
        let names = NameMatch(schema, isAboutPeople: isAboutPeople)
        var reasons: [String: String] = [:]
        for column in columns {
            if column.hasNumberOfPerson {
                reasons[column.name] =
                    "holds social security numbers: never map it, and leave it out of the export if you can"
            } else if names.isAboutPeople, let subject = Sensitive.subject(of: column.name) {
                reasons[column.name] = "speaks of \(subject): it must not be mapped"
            }
        }
        let allowed = columns.filter { reasons[$0.name] == nil }
        var candidates: [Match] = []
        for column in allowed {
            for (number, field) in schema.fields.enumerated() where !field.isIdentity {
                guard field.isList || !column.name.contains("[]") else { continue }
                // The members of two lists do not go together: only lists of plain values are guessed.
                let name = names.score(column.name, number)
                if names.isPersonal(column.name), name < 0.95 || number == 0 || isAboutPeople { continue }
                if name < 0.95, MappingGuess.ofOtherTypes.contains(where: field.path.hasPrefix) { continue }
                guard name > 0 || number == 0 || [.siret, .rome].contains(field.type) else { continue }
                guard let guess = FieldGuess(column, as: field, codes) else { continue }
                let score = MappingGuess.score(name, guess, column, field, number)
                if score >= MappingGuess.enough {
                    candidates.append(Match(field: number, column: column, guess: guess, score: score))
                }
            }
        }
        candidates.sort { ($0.score, $1.field) > ($1.score, $0.field) }
        var taken: [Int: Match] = [:]
        var used: Set<String> = []
        for match in candidates where taken[match.field] == nil && !used.contains(match.column.name) {
            taken[match.field] = match
            used.insert(match.column.name)
        }
        matches = taken.values.sorted { $0.field < $1.field }
        leftOver = columns.filter { !used.contains($0.name) }.map { column in
            let personal = names.isPersonal(column.name) ? "says who somebody is: leave it out" : nil
            return LeftOver(column: column, reason: reasons[column.name] ?? personal ?? "no field looks like it")
        }
        missing = schema.fields.indices.filter { number in
            guard taken[number] == nil else { return false }
            switch schema.fields[number].need {
            case .always: return !schema.fields[number].isList
            case .with(let path): return taken.keys.contains { schema.fields[$0].isInside(path) }
            case .when, .optional: return false
            }
        }
        let gained = matches.reduce(0) { $0 + ($1.field == 0 ? 0 : $1.score) }
        // What is about people is no offer: names would go to everybody.
        let isOfPeople = schema.number(of: "person.id") != nil
        score = gained - 0.8 * Double(missing.count) - (isAboutPeople && !isOfPeople ? 1_000 : 0)
    }

    private static func score(
        _ name: Double, _ guess: FieldGuess, _ column: ColumnValues, _ field: Field, _ number: Int
    ) -> Double {
        if number == 0 {
            // A key tells every record from every other, or it is none.
            guard column.isUnique, column.values.allSatisfy({ $0.count <= 80 && !$0.contains(" ") }) else { return 0 }
            return 0.5 + 0.5 * name
        }
        var score = 0.75 * name + 0.25 * guess.share
        // Values that nothing else looks like speak for themselves.
        let isTelling = [FieldType.siret, .rome].contains(field.type) && guess.share >= 0.9 && column.filled >= 3
        if isTelling { score = max(score, 0.61) }
        if column.values.isEmpty { score -= 0.1 }
        // Dates, numbers and addresses are seldom meant as plain text.
        switch field.type {
        case .line, .text:
            let shapes = Set(column.values.map { ValueShape(Array($0.utf8)[...]) })
            if shapes.count == 1, shapes.first != .text { score *= 0.8 }
        default: break
        }
        return name > 0 || isTelling ? score : 0
    }
}
