/// What a type says of a value.
enum Verdict {
    /// Right as it stands.
    case right
    /// Right, and this is its canonical form.
    case canonical([UInt8])
    /// Wrong: what the value is not, the rule, and what the reader can do.
    case wrong(what: String, why: String, fix: String)
    /// Holds something that no message may carry; the value is not even quoted.
    case forbidden(what: String, why: String, fix: String)
}

extension FieldType {
    /// Checks one value; `codes` are the tables under `config/codes/`, `day` is the day that the record is of.
    func check(_ value: Span<UInt8>, _ codes: Codes, on day: CivilDate?) -> Verdict {
        switch self {
        case .text(let max): Texts.text(value, max: max)
        case .line(let max): Texts.line(value, max: max)
        case .choice(let words): Words.choice(value, words)
        case .code(let table): codes.check(value, table: table, on: day)
        case .rome: Places.rome(value, codes)
        case .appellation: Words.digits(value, 4...6, "an appellation code")
        case .naf: Words.naf(value)
        case .commune: Places.commune(value)
        case .postcode: Places.postcode(value)
        case .departement: Places.departement(value)
        case .siret: Siret.siret(value)
        case .siren: Siret.siren(value)
        case .phone: Contacts.phone(value)
        case .email: Contacts.email(value)
        case .url: Contacts.url(value)
        case .date: Dates.date(value)
        case .moment: Dates.moment(value)
        case .time: Dates.time(value)
        case .duration: Dates.duration(value)
        case .number(let bounds): Numbers.number(value, bounds)
        case .integer(let bounds): Numbers.integer(value, bounds)
        case .boolean: Numbers.boolean(value)
        case .pseudonym: Words.pseudonym(value)
        case .member: Words.member(value)
        case .id: Words.id(value)
        }
    }

    /// What is wrong with a value that stands in a config, or nil.
    public func problem(with text: String, _ codes: Codes) -> (what: String, why: String, fix: String)? {
        switch check(Array(text.utf8).span, codes, on: nil) {
        case .right, .canonical: nil
        case .wrong(let what, let why, let fix), .forbidden(let what, let why, let fix):
            // Advice about an export or its mapping means nothing to who edits the config.
            (what, why, fix.contains("export") || fix.contains("mapping") ? "correct it here" : fix)
        }
    }
}
