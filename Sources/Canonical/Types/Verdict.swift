/// What a type says of a value.
enum Verdict {
    /// Right as it stands.
    case right
    /// Right, and this is its canonical form.
    case canonical([UInt8])
    /// Wrong: what the value is not, the rule, and what the reader can do.
    case wrong(what: String, why: String, fix: String)
}

extension FieldType {
    /// Checks one value; `codes` are the tables under `config/codes/`.
    func check(_ value: Span<UInt8>, _ codes: Codes) -> Verdict {
        switch self {
        case .text(let max): Texts.check(value, max: max)
        case .choice(let words): Texts.check(value, oneOf: words)
        case .code(let table): codes.check(value, table: table)
        case .rome: Places.rome(value)
        case .commune: Places.commune(value)
        case .postcode: Places.postcode(value)
        case .departement: Places.departement(value)
        case .siret: Siret.check(value)
        case .date: Dates.date(value)
        case .moment: Dates.moment(value)
        case .number: Numbers.number(value)
        case .integer: Numbers.integer(value)
        case .boolean: Numbers.boolean(value)
        case .pseudonym: Texts.pseudonym(value)
        }
    }
}

extension FieldType {
    /// What is wrong with a value that stands in a config, or nil.
    public func problem(with text: String, _ codes: Codes) -> (what: String, why: String, fix: String)? {
        guard case .wrong(let what, let why, let fix) = check(Array(text.utf8).span, codes) else { return nil }
        // Advice about an export or its mapping means nothing to who edits the config.
        return (what, why, fix.contains("export") || fix.contains("mapping") ? "correct it here" : fix)
    }
}
