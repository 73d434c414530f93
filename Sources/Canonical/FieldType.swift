/// What values a field takes; each case is parsed by the function of the same name in `Types/`.
public enum FieldType: Sendable, Hashable {
    /// Free text of at most so many bytes of UTF-8.
    case text(max: Int)
    /// One of a fixed set of words of the canonical schema.
    case choice([String])
    /// A code of a table under `config/codes/`.
    case code(table: String)
    /// ROME code: a letter A to N and four digits.
    case rome
    /// INSEE commune code: five characters, Corsica 2A and 2B.
    case commune
    /// Postcode: five digits.
    case postcode
    /// Département: 01 to 95 with 2A and 2B, 971 to 976 and the overseas collectivities.
    case departement
    /// SIRET: fourteen digits with a valid key.
    case siret
    /// Day: `yyyy-MM-dd`.
    case date
    /// Day, or moment with its offset (RFC 3339).
    case moment
    /// Decimal number written with a point, in the unit that the field's meaning names.
    case number
    /// Whole number from 0.
    case integer
    /// `true` or `false`.
    case boolean
    /// Keyed pseudonym of a person: 32 hexadecimal digits, made by the `pseudonym` word of a mapping.
    case pseudonym

    /// Whether the value stands in JSON without quotes.
    var isBare: Bool {
        switch self {
        case .number, .integer, .boolean: true
        default: false
        }
    }
}
