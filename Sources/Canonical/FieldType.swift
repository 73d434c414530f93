/// What values a field takes; each case is parsed by the function of the same name in `Types/`.
public enum FieldType: Sendable, Hashable {
    /// Free text of at most so many characters; HTML is reduced to text.
    case text(max: Int)
    /// Text on one line of at most so many characters.
    case line(max: Int)
    /// One of a fixed set of words of the canonical schema.
    case choice([String])
    /// A code of a table under `config/codes/`.
    case code(table: String)
    /// ROME code: a letter A to N and four digits; checked against the open-data table where it was imported.
    case rome
    /// Appellation code (OGR) of the ROME: four to six digits.
    case appellation
    /// NAF code of an activity: four digits and a letter, written `62.02A`.
    case naf
    /// INSEE commune code: five characters, Corsica 2A and 2B.
    case commune
    /// Postcode: five digits.
    case postcode
    /// Département: 01 to 95 with 2A and 2B, 971 to 976 and the overseas collectivities.
    case departement
    /// SIRET: fourteen digits with a valid key.
    case siret
    /// SIREN: nine digits with a valid key.
    case siren
    /// Telephone number, E.164: `+33639981234`.
    case phone
    /// E-mail address.
    case email
    /// Web address, http or https.
    case url
    /// Day: `yyyy-MM-dd`.
    case date
    /// Day, or moment with its offset (RFC 3339).
    case moment
    /// Time of day: `HH:mm`.
    case time
    /// Length of time, ISO 8601: `P6M`, `P2W`, `P1Y6M`, `PT35H`.
    case duration
    /// Decimal number written with a point, within bounds, in the unit that the field names.
    case number(ClosedRange<Double>)
    /// Whole number within bounds.
    case integer(ClosedRange<Int>)
    /// `true` or `false`.
    case boolean
    /// Keyed pseudonym of a person: 32 hexadecimal digits, made by the `pseudonym` word of a mapping.
    case pseudonym
    /// Id of a member: lower-case letters, digits and hyphens.
    case member
    /// Id of a message, the hub's or a member's: 1 to 128 letters, digits and `- . _ : / + @ =`.
    case id

    /// Any decimal number from 0.
    public static let positive = FieldType.number(0...1_000_000_000)

    /// Whether the value stands in JSON without quotes.
    public var isBare: Bool {
        switch self {
        case .number, .integer, .boolean: true
        default: false
        }
    }
}
