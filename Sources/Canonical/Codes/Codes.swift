/// All code tables of a collective.
public struct Codes: Sendable {
    private let tables: [String: CodeTable]

    /// Gathers tables.
    public init(_ tables: [CodeTable] = []) {
        self.tables = Dictionary(tables.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The table of that name.
    public func table(_ name: String) -> CodeTable? { tables[name] }

    /// The tables' names, in order.
    public var names: [String] { tables.keys.sorted() }

    func check(_ value: Span<UInt8>, table name: String) -> Verdict {
        guard let table = tables[name] else {
            return .wrong(
                what: "cannot be checked", why: "there is no table codes/\(name).csv", fix: "add that file")
        }
        if table.contains(value) { return .right }
        let word = Texts.text(value)
        if let meant = table.code(meaning: value)?.code {
            return .wrong(
                what: "not a code", why: "the code for it in codes/\(name).csv is \(Quote.value(meant))",
                fix: "add \"codes\": \(Quote.value(name)) to its mapping")
        }
        let near = Suggestion.nearest(to: word, in: table.words)
        return .wrong(
            what: "unknown code", why: "it is not in codes/\(name).csv",
            fix: near.map { "did you mean \(Quote.value($0))?" } ?? "correct the export, or add the code to that file")
    }
}
