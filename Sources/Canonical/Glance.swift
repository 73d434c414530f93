/// A field's type as the check first looks at every value: numbers only, because counting references to the words of a
/// type costs more than looking at most values.
///
/// It only tells values that are surely right; ``FieldType`` judges the others and finds the words.
enum Glance: Sendable {
    case text(max: Int)
    case line(max: Int)
    /// These words of the schema, those of at most sixteen bytes among them.
    case choice(Range<Int>)
    /// The table of that number.
    case code(Int)
    case rome
    case commune
    case postcode
    case departement
    case date
    case moment
    case number(ClosedRange<Double>)
    case integer(ClosedRange<Int>)
    case boolean
    case pseudonym
    case member
    case other

    /// Appends a choice's words to the schema's.
    init(_ type: FieldType, _ words: inout [ShortWord]) {
        switch type {
        case .text(let max): self = .text(max: max)
        case .line(let max): self = .line(max: max)
        case .choice(let choices):
            let first = words.count
            words += choices.compactMap { ShortWord($0) }
            self = .choice(first..<words.count)
        case .code(let table): self = Codes.number(of: table).map { .code($0) } ?? .other
        case .rome: self = .rome
        case .commune: self = .commune
        case .postcode: self = .postcode
        case .departement: self = .departement
        case .date: self = .date
        case .moment: self = .moment
        case .number(let bounds): self = .number(bounds)
        case .integer(let bounds): self = .integer(bounds)
        case .boolean: self = .boolean
        case .pseudonym: self = .pseudonym
        case .member: self = .member
        case .appellation, .naf, .siret, .siren, .phone, .email, .url, .time, .duration, .id: self = .other
        }
    }

    /// Whether a value is surely right as it stands; `words` are those of the schema.
    func isRight(_ value: Span<UInt8>, _ words: Span<ShortWord>, _ codes: borrowing Codes) -> Bool {
        switch self {
        case .text(let max): Texts.isPlain(value, max: max, takesLines: true)
        case .line(let max): Texts.isPlain(value, max: max, takesLines: false)
        case .choice(let range): Glance.isAmong(value, words, range)
        case .code(let table): codes.isPlain(value, table)
        case .rome: Glance.isRight(Places.rome(value, codes))
        case .commune: Glance.isRight(Places.commune(value))
        case .postcode: Glance.isRight(Places.postcode(value))
        case .departement: Glance.isRight(Places.departement(value))
        case .date: Glance.isRight(Dates.date(value))
        case .moment: Glance.isRight(Dates.moment(value))
        case .number(let bounds): Numbers.isPlain(value, bounds)
        case .integer(let bounds): Glance.isRight(Numbers.integer(value, bounds))
        case .boolean: Glance.isRight(Numbers.boolean(value))
        case .pseudonym: Glance.isRight(Words.pseudonym(value))
        case .member: Glance.isRight(Words.member(value))
        case .other: false
        }
    }

    /// Whether a value is one of these words of the schema.
    static func isAmong(_ value: Span<UInt8>, _ words: Span<ShortWord>, _ range: Range<Int>) -> Bool {
        guard let word = ShortWord(value) else { return false }
        for index in range where words[index] == word { return true }
        return false
    }

    @inline(__always) private static func isRight(_ verdict: Verdict) -> Bool {
        if case .right = verdict { true } else { false }
    }
}

/// When an entity must have a field, as the check first looks at it: by numbers only.
enum Demand: Sendable {
    case always(Int)
    /// When another field has one of these words of the schema.
    case when(Int, other: Int, words: Range<Int>)
    /// When one of these fields has a value.
    case with(Int, Range<Int>)
    /// Each item of the list of objects that these fields make.
    case eachItem(Int, Range<Int>)
    /// Perhaps always.
    case perhaps(Int)

    /// Appends the words of a condition to the schema's; nil for a field that may always be missing.
    init?(_ field: Int, _ need: Schema.Needed, _ words: inout [ShortWord]) {
        /// The fields of an object follow each other.
        func range(_ fields: [Int]) -> Range<Int> { (fields.min() ?? 0)..<(fields.max().map { $0 + 1 } ?? 0) }
        switch need {
        case .never: return nil
        case .always: self = .always(field)
        case .when(let other, let values):
            let short = values.compactMap { ShortWord($0) }
            let first = words.count
            words += short
            self =
                short.count == values.count ? .when(field, other: other, words: first..<words.count) : .perhaps(field)
        case .with(let others, _): self = .with(field, range(others))
        case .eachItem(let siblings): self = .eachItem(field, range(siblings + [field]))
        }
    }

    /// The field, where it may be missing; ``Schema/demand(_:of:)`` knows for sure.
    func doubt(_ draft: borrowing Draft, _ words: Span<ShortWord>) -> Int? {
        switch self {
        case .always(let field): return draft.slots[field].count == 0 ? field : nil
        case .when(let field, let other, let range):
            guard draft.slots[field].count == 0, draft.slots[other].count > 0 else { return nil }
            let value = draft.values[Int(draft.slots[other].first)]
            let bytes = draft.bytes.span.extracting(Int(value.start)..<Int(value.end))
            return Glance.isAmong(bytes, words, range) ? field : nil
        case .with(let field, let fields):
            return draft.slots[field].count == 0 && draft.hasAny(of: fields) ? field : nil
        case .eachItem(let field, let fields): return draft.hasAny(of: fields) ? field : nil
        case .perhaps(let field): return field
        }
    }

    /// Whether a draft that has values in the same fields, and other values, might lack the field; this one does not.
    func dependsOnValues(of draft: borrowing Draft) -> Bool {
        switch self {
        case .always, .with, .eachItem: false
        case .when(let field, let other, _): draft.slots[field].count == 0 && draft.slots[other].count > 0
        case .perhaps(let field): draft.slots[field].count == 0
        }
    }
}
