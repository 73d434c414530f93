import Canonical

/// What a column would be if it were a field: how many of its values fit, and the words that a mapping needs for it.
struct FieldGuess {
    /// Values that must fit, in percent.
    private static let enough = 60

    /// Part of the values that fit, 0 to 1.
    let share: Double
    /// What stands in the mapping beside `from`: `"date": "dd/MM/yyyy"`; empty for a plain column.
    let words: String
    /// What the values say, as a comment.
    let reason: String

    /// Tries a column as a field; nil when its values do not fit.
    init?(_ column: ColumnValues, as field: Field, _ codes: Codes) {
        guard !column.values.isEmpty else {
            // Nothing speaks against it, and nothing for it.
            self.init(0.7, "", "no value to look at")
            return
        }
        let found: FieldGuess?
        switch field.type {
        case .date, .moment: found = FieldGuess.date(column, field, codes)
        case .number, .integer: found = FieldGuess.number(column, field, codes)
        case .boolean: found = FieldGuess.yesOrNo(column)
        case .choice(let choices): found = FieldGuess.choice(column, choices)
        case .code(let table): found = FieldGuess.code(column, table, codes)
        case .pseudonym:
            let share = FieldGuess.share(column.values) { $0.count <= 60 && !$0.contains(" ") && !$0.contains("@") }
            found = FieldGuess(share, "\"pseudonym\": true", "what goes out is a keyed hash of it")
        default:
            let share = FieldGuess.share(column.values) { field.type.problem(with: $0, codes) == nil }
            found = FieldGuess(share, "", FieldGuess.sentence(column, share, field))
        }
        guard let found, found.share * 100 >= Double(FieldGuess.enough) else { return nil }
        self = found
    }

    private init(_ share: Double, _ words: String, _ reason: String) {
        self.share = share
        self.words = words
        self.reason = reason
    }

    /// `12 of 12 values are …`.
    private static func counted(_ column: ColumnValues, _ share: Double, _ what: String) -> String {
        "\(Int((share * Double(column.values.count)).rounded())) of \(column.values.count) values are \(what)"
    }

    private static func share(_ values: [String], _ fits: (String) -> Bool) -> Double {
        values.isEmpty ? 0 : Double(values.count(where: fits)) / Double(values.count)
    }

    private static func sentence(_ column: ColumnValues, _ share: Double, _ field: Field) -> String {
        let what: String? =
            switch field.type {
            case .siret: "SIRET numbers"
            case .siren: "SIREN numbers"
            case .rome: "ROME codes"
            case .postcode: "postcodes"
            case .commune: "codes of communes"
            case .departement: "codes of départements"
            case .phone: "telephone numbers"
            case .email: "e-mail addresses"
            case .url: "web addresses"
            default: nil
            }
        if let what { return counted(column, share, what) }
        return "\(column.counted)\(share < 1 ? "; \(counted(column, share, "right as they are"))" : "")"
    }

    // MARK: - Dates

    private static let times = [
        "", " HH:mm", " HH:mm:ss", " HH:mm:ss.S", "'T'HH:mm:ss", "'T'HH:mm:ss.S", "'T'HH:mm:ss'Z'",
    ]
    private static let days = [
        "dd/MM/yyyy", "d/M/yyyy", "MM/dd/yyyy", "yyyy-MM-dd", "dd-MM-yyyy", "dd.MM.yyyy", "yyyy/MM/dd",
    ]
    private static let patterns = times.flatMap { time in days.compactMap { DatePattern($0 + time) } }

    private static func date(_ column: ColumnValues, _ field: Field, _ codes: Codes) -> FieldGuess? {
        let plain = share(column.values) { field.type.problem(with: $0, codes) == nil }
        if plain >= 0.9 { return FieldGuess(plain, "", counted(column, plain, "dates as the hub writes them")) }
        // What has the shape of no date needs no fifty patterns to be none.
        let dates = column.values.filter {
            if case .date = ValueShape(Array($0.utf8)[...]) { true } else { false }
        }
        guard dates.count * 2 >= column.values.count else { return nil }
        let shares = patterns.map { pattern in (pattern, share(column.values) { isDay($0, pattern) }) }
        guard let best = best(shares) else { return nil }
        if best.1 < 1, let both = twoPatterns(column, best.0, best.1) { return both }
        var reason = counted(column, best.1, "dates \(best.0.text)")
        if best.0.text.hasPrefix("dd/MM/") {
            let other = best.0.text.replacing("dd/MM", with: "MM/dd")
            if shares.contains(where: { $0.0.text == other && $0.1 == best.1 }) {
                reason += "; no day is above 12, so it might be MM/dd as well"
            }
        }
        return FieldGuess(best.1, "\"date\": \(Config.quoted(best.0.text))", reason)
    }

    /// Exports that people filled by hand write days in two ways.
    private static func twoPatterns(_ column: ColumnValues, _ first: DatePattern, _ alone: Double) -> FieldGuess? {
        let others = patterns.filter { $0.text != first.text && !$0.text.hasPrefix("d/") }
        let shares = others.map { other in (other, share(column.values) { isDay($0, first) || isDay($0, other) }) }
        guard let (other, both) = best(shares), both > alone else { return nil }
        return FieldGuess(
            both, "\"date\": [\(Config.quoted(first.text)), \(Config.quoted(other.text))]",
            counted(column, both, "dates \(first.text) or \(other.text)"))
    }

    /// The first of those that fit most values: patterns stand in the order in which people write them.
    private static func best(_ shares: [(DatePattern, Double)]) -> (DatePattern, Double)? {
        let most = shares.map(\.1).max()
        return shares.first { $0.1 == most }
    }

    private static func isDay(_ value: String, _ pattern: DatePattern) -> Bool {
        switch pattern.read(Array(value.utf8)) {
        case .day, .moment: return true
        case .impossible, .noMatch: return false
        }
    }

    // MARK: - Numbers and words

    private static func number(_ column: ColumnValues, _ field: Field, _ codes: Codes) -> FieldGuess? {
        let plain = share(column.values) { field.type.problem(with: $0, codes) == nil }
        let comma = share(column.values) { field.type.problem(with: $0.replacing(",", with: "."), codes) == nil }
        guard comma > plain else { return FieldGuess(plain, "", counted(column, plain, "numbers")) }
        return FieldGuess(comma, "\"decimal\": \",\"", counted(column, comma, "numbers, some with a comma"))
    }

    private static let yes = ["oui", "o", "vrai", "true", "yes", "1", "x"]
    private static let no = ["non", "n", "faux", "false", "no", "0"]

    private static func yesOrNo(_ column: ColumnValues) -> FieldGuess? {
        if column.distinct.isSubset(of: ["true", "false"]) { return FieldGuess(1, "", "true or false") }
        guard column.distinct.count <= 4 else { return nil }
        let words = column.distinct.sorted().compactMap { word -> String? in
            let plain = CodeTable.plain(word).lowercased()
            guard yes.contains(plain) || no.contains(plain) else { return nil }
            return "\(Config.quoted(word)): \"\(yes.contains(plain))\""
        }
        guard words.count == column.distinct.count else { return nil }
        return FieldGuess(1, "\"codes\": { \(words.joined(separator: ", ")) }", "yes or no")
    }

    private static func choice(_ column: ColumnValues, _ choices: [String]) -> FieldGuess? {
        let plain = share(column.values) { choices.contains($0) }
        return plain > 0 ? FieldGuess(plain, "", counted(column, plain, "words of the schema")) : nil
    }

    private static func code(_ column: ColumnValues, _ name: String, _ codes: Codes) -> FieldGuess? {
        guard let table = codes.table(name) else { return nil }
        let plain = share(column.values) { table.contains(Array($0.utf8).span) }
        let meant = share(column.values) { table.code(meaning: Array($0.utf8).span) != nil }
        if plain == 1 { return FieldGuess(1, "", "codes of codes/\(name).csv") }
        var reason = counted(column, meant, "words of codes/\(name).csv")
        let unknown = column.distinct.filter { table.code(meaning: Array($0.utf8).span) == nil }.sorted()
        if meant >= 0.6, !unknown.isEmpty {
            reason +=
                "; add \(unknown.prefix(3).map { Quote.value($0) }.joined(separator: ", "))"
                + (unknown.count > 3 ? " and \(unknown.count - 3) more" : "") + " there"
        }
        return FieldGuess(meant, "\"codes\": \(Config.quoted(name))", reason)
    }
}
