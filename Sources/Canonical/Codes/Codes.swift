/// All code tables of a collective.
public struct Codes: Sendable {
    private let tables: [String: CodeTable]
    /// The tables that the kinds read, by their numbers.
    private let numbered: [CodeTable?]
    /// The table of the ROME's codes, where it was imported.
    let rome: CodeTable?
    /// Per contract type, the months that a contract may last at most; a parameter of the territory.
    public let longestContracts: [String: Int]

    /// Gathers tables.
    public init(_ tables: [CodeTable] = [], longestContracts: [String: Int] = ["DDI": 24]) {
        self.longestContracts = longestContracts
        let named = Dictionary(tables.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.tables = named
        rome = named["rome"]
        numbered = Codes.read.map { named[$0] }
    }

    /// The tables that the kinds read: the check finds them by number.
    private static let read = [
        "contract-natures", "contract-types", "education-levels", "exit-outcomes", "measures", "prescriber-kinds",
        "qualifications", "refusal-reasons", "siae-kinds",
    ]

    /// The number of a table that the kinds read.
    static func number(of name: String) -> Int? { read.firstIndex(of: name) }

    /// Whether a value is a code of the table of that number, whatever the day.
    func isPlain(_ value: Span<UInt8>, _ table: Int) -> Bool { numbered[table]?.hasAtAnyTime(value) ?? false }

    /// The table of that name.
    public func table(_ name: String) -> CodeTable? { tables[name] }

    /// The tables' names, in order.
    public var names: [String] { tables.keys.sorted() }

    /// Checks a code; it must have been valid on the day that the record is of, when that is known.
    func check(_ value: Span<UInt8>, table name: String, on day: CivilDate?) -> Verdict {
        guard let table = tables[name] else {
            return .wrong(
                what: "cannot be checked", why: "there is no table codes/\(name).csv", fix: "add that file")
        }
        if let code = table.code(value) {
            if let day, let until = code.until, until < day {
                return .wrong(
                    what: "no longer a code", why: "codes/\(name).csv has it until \(until), the record is of \(day)",
                    fix: "use the code that followed it")
            }
            if let day, let from = code.from, day < from {
                return .wrong(
                    what: "not yet a code", why: "codes/\(name).csv has it from \(from), the record is of \(day)",
                    fix: "use the code that came before it, or correct the date")
            }
            return .right
        }
        if let meant = table.code(meaning: value)?.code {
            return .wrong(
                what: "not a code", why: "the code for it in codes/\(name).csv is \(Quote.value(meant))",
                fix: "add \"codes\": \(Quote.value(name)) to its mapping")
        }
        let near = Suggestion.nearest(to: Words.text(value), in: table.words)
        return .wrong(
            what: "unknown code", why: "it is not in codes/\(name).csv",
            fix: near.map { "did you mean \(Quote.value($0))?" } ?? "correct the export, or add the code to that file")
    }
}
