import Canonical

/// Holds rows back until it is known whether the file ends with them: its last rows may be totals, not records.
struct CSVFooter {
    enum Rule: Sendable, Hashable {
        case none
        /// So many rows at the end.
        case rows(Int)
        /// The rows at the end whose first filled field begins with one of these.
        case starting([[UInt8]])

        /// Reads `"footer"`: a number of rows, or beginnings.
        init(_ settings: Settings) {
            self = .none
            guard let setting = settings.setting("footer") else { return }
            switch setting.value {
            case .number:
                if let count = settings.whole("footer", 0...CSVFooter.most), count > 0 { self = .rows(count) }
            case .text, .list:
                let texts = settings.texts("footer")?.map { Array($0.text.utf8) } ?? []
                if !texts.isEmpty, !texts.contains([]) { self = .starting(texts) } else { fallthrough }
            default: let _: Int? = settings.wrong(setting, "footer", "a number of rows, or how they begin: \"Total\"")
            }
        }

        /// Whether a first filled field is one that a footer begins with.
        func matches(_ text: some Collection<UInt8>) -> Bool {
            guard case .starting(let beginnings) = self else { return false }
            return beginnings.contains { text.starts(with: $0) }
        }
    }

    /// More rows than this are no footer, whatever they begin with.
    static let most = 1000

    private let rule: Rule
    private var held: ArraySlice<Result<Record, Rejection>> = []
    private var released: ArraySlice<Result<Record, Rejection>> = []

    init(_ rule: Rule) { self.rule = rule }

    /// How many rows are held back; at the end of the file, how many the footer has.
    var count: Int { held.count }

    /// A row that turned out to be a record.
    mutating func next() -> Result<Record, Rejection>? { released.popFirst() }

    /// Takes a row in file order; `matches` tells whether it begins as a footer does.
    mutating func take(_ row: Result<Record, Rejection>, matches: Bool) {
        switch rule {
        case .none: released.append(row)
        case .rows(let count):
            held.append(row)
            if held.count > count, let first = held.popFirst() { released.append(first) }
        case .starting:
            held.append(row)
            if !matches || held.count > CSVFooter.most { (released, held) = (released + held, []) }
        }
    }
}
