import Canonical

/// What may stand in a gap of a ``SentenceTemplate``, and how it reads in French.
enum Gap: String, Sendable {
    /// Anything; what stands in quotes gets French ones.
    case text
    /// What somebody is to write or to run: letter by letter.
    case code
    /// A whole sentence that has French words itself.
    case sentence
    /// A value in quotes, or what is said in its place.
    case value
    /// Values or words: `a, b or c`.
    case list
    /// A kind of message: gives `{kind}`, `{le}`, `{un}`, `{aucun}`, `{tout}`, `{e}`.
    case kind
    /// A kind with its article: `an offer`.
    case a
    /// The schema's path of a field: shown with the field's French name.
    case field
    /// A count.
    case n
    /// A day: `2026-03-02`.
    case day
    /// The English name of a month.
    case month
    /// A name in capitals, of an encoding or a département: `UTF-16LE`, `2A`.
    case name
    /// A line of the config.
    case place
    /// Where something stands: ``ProblemWords/place(_:)``.
    case `where`

    /// By the name of a gap, with or without digits; any other name takes any text.
    init(_ name: String) {
        self = Gap(rawValue: String(name.prefix { $0.isLetter })) ?? .text
    }

    /// What the French may call by name; nil when the text does not fit.
    func forms(of text: String, _ name: String, _ translate: (String) -> String?) -> [String: String]? {
        switch self {
        case .kind: return Schema.named(text).map { Gap.forms(KindWords.of($0.kind)) }
        case .a:
            let kind = text.split(separator: " ").last.map(String.init) ?? ""
            return text == Quote.a(kind) ? Schema.named(kind).map { Gap.forms(KindWords.of($0.kind)) } : nil
        default: return french(text, translate).map { [name: $0] }
        }
    }

    private func french(_ text: String, _ translate: (String) -> String?) -> String? {
        switch self {
        case .text: return FrenchQuotes.text(text)
        case .sentence: return translate(text)
        case .value: return FrenchQuotes.isValue(text) ? FrenchQuotes.text(text) : translate(text)
        case .list: return FrenchQuotes.list(text)
        case .field: return ProblemWords.field(text)
        case .n: return text.allSatisfy { $0.isASCII && $0.isNumber } ? text : nil
        case .day: return text.count == 10 ? FieldText.day(text) : nil
        case .month: return Gap.months[text]
        case .name: return text.wholeMatch(of: #/[A-Z0-9][A-Z0-9-]*|Windows-1252/#) == nil ? nil : text
        case .place: return text.contains(".jsonc") && !text.contains { "();\"".contains($0) } ? text : nil
        case .where: return ProblemWords.place(text)
        case .code, .kind, .a: return text
        }
    }

    private static func forms(_ words: KindWords) -> [String: String] {
        let e = words.isFeminine ? "e" : ""
        return [
            "kind": words.one, "le": words.definite.prefix(1).lowercased() + words.definite.dropFirst(),
            "un": "un\(e) \(words.one)", "aucun": "aucun\(e) \(words.one)", "tout": "tout\(e) \(words.one)", "e": e,
        ]
    }

    private static let months = [
        "January": "janvier", "February": "février", "March": "mars", "April": "avril", "May": "mai", "June": "juin",
        "July": "juillet", "August": "août", "September": "septembre", "October": "octobre", "November": "novembre",
        "December": "décembre",
    ]
}
