import Canonical

/// What a word of a mapping makes of every value: enough to tell a field that can never take it.
enum Shape: Sendable, Equatable {
    case text
    case date
    case number
    case boolean
    case departement
    case pseudonym

    /// Whether a field of that type can hold such values.
    func fits(_ type: FieldType) -> Bool {
        switch (self, type) {
        case (.text, _), (_, .text), (_, .line): true
        case (.date, .date), (.date, .moment): true
        case (.number, .number), (.number, .integer): true
        case (.boolean, .boolean), (.departement, .departement), (.pseudonym, .pseudonym): true
        default: false
        }
    }

    var name: String {
        switch self {
        case .text: "a text"
        case .date: "a date"
        case .number: "a number"
        case .boolean: "true or false"
        case .departement: "a département"
        case .pseudonym: "a pseudonym"
        }
    }
}

extension FieldType {
    /// What a field of the type takes, for messages.
    var wanted: String {
        switch self {
        case .text, .line: "a text"
        case .choice: "one of a few words"
        case .code(let table): "a code of codes/\(table).csv"
        case .rome: "a ROME code"
        case .appellation: "an appellation code"
        case .naf: "a NAF code"
        case .commune: "an INSEE commune code"
        case .postcode: "a postcode"
        case .departement: "a département"
        case .siret: "a SIRET"
        case .siren: "a SIREN"
        case .phone: "a telephone number"
        case .email: "an e-mail address"
        case .url: "a web address"
        case .date, .moment: "a date"
        case .time: "a time of day"
        case .duration: "a length of time"
        case .number: "a number"
        case .integer: "a whole number"
        case .boolean: "true or false"
        case .pseudonym: "a pseudonym"
        case .member: "a member's id"
        case .id: "a message's id"
        }
    }
}
