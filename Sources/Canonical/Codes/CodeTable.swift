/// One code of a table: what is written in messages, what people call it, what else exports write for it.
public struct Code: Sendable {
    /// The value that stands in messages.
    public let code: String
    /// Its French label.
    public let label: String
    /// Other spellings that mean the same.
    public let aliases: [String]
    /// First day of validity, nil when it has always been valid.
    public let from: CivilDate?
    /// Last day of validity, nil when it still is valid.
    public let until: CivilDate?
    /// The register or institution that defines it.
    public let source: String

    /// States a code.
    public init(
        code: String, label: String, aliases: [String] = [], from: CivilDate? = nil, until: CivilDate? = nil,
        source: String = ""
    ) {
        self.code = code
        self.label = label
        self.aliases = aliases
        self.from = from
        self.until = until
        self.source = source
    }
}

/// A code table of `config/codes/`: finds the code that a label or alias means.
public final class CodeTable: Sendable {
    /// The table's name: its file's name without `.csv`.
    public let name: String
    /// The codes in file order.
    public let codes: [Code]
    private let codeNumbers: ByteTable
    /// Per code, whether it was valid for a time only.
    private let isDated: [Bool]
    /// Every spelling as written, then every spelling folded; the element at a spelling's number is its code's number.
    private let spellings: ByteTable
    private let meanings: [Int]

    /// Indexes the codes: a code means itself, then counts every label and alias as written, then what only looks
    /// alike; the first that claims a spelling keeps it.
    ///
    /// Where codes are no spellings, only labels and aliases mean something: a list like
    /// `{ "true": "false", "false": "true" }` turns words round.
    public init(name: String, codes: [Code], codesAreSpellings: Bool = true) {
        self.name = name
        self.codes = codes
        var (codeNumbers, isDated) = (ByteTable(), [Bool]())
        for code in codes where codeNumbers.insert(Array(code.code.utf8).span).isNew {
            isDated.append(code.from != nil || code.until != nil)
        }
        self.codeNumbers = codeNumbers
        self.isDated = isDated
        let own = codesAreSpellings ? codes.map { [$0.code] } : codes.map { _ in [] }
        let others = codes.map { [$0.label] + $0.aliases }
        var (spellings, meanings) = (ByteTable(), [Int]())
        /// Gives each code the spellings that are still free.
        func claim(_ words: [[String]]) {
            for (number, words) in words.enumerated() {
                for word in words where !word.isEmpty && spellings.insert(Array(word.utf8).span).isNew {
                    meanings.append(number)
                }
            }
        }
        claim(own)
        claim(others)
        claim(own.map { $0.map { CodeTable.folded($0) } })
        claim(others.map { $0.map { CodeTable.folded($0) } })
        self.spellings = spellings
        self.meanings = meanings
    }

    /// Whether `value` is a code of the table, letter by letter.
    public func contains(_ value: Span<UInt8>) -> Bool { codeNumbers.number(of: value) != nil }

    /// Whether `value` is a code that was never too old or too new.
    func hasAtAnyTime(_ value: Span<UInt8>) -> Bool {
        codeNumbers.number(of: value).map { !isDated[$0] } ?? false
    }

    /// The code that is written `value`, letter by letter.
    func code(_ value: Span<UInt8>) -> Code? { codeNumbers.number(of: value).map { codes[$0] } }

    /// The code that a code, label or alias means; case, accents and the kind of apostrophe do not matter.
    public func code(meaning value: Span<UInt8>) -> Code? {
        if let spelling = spellings.number(of: value) { return codes[meanings[spelling]] }
        let folded = Array(CodeTable.folded(Words.text(value)).utf8)
        return spellings.number(of: folded.span).map { codes[meanings[$0]] }
    }

    /// All spellings, for suggestions.
    public var words: [String] { codes.flatMap { [$0.code, $0.label] + $0.aliases }.filter { !$0.isEmpty } }

    /// A spelling without case, accents, typographic apostrophes and doubled spaces.
    static func folded(_ text: String, keepingCase: Bool = false) -> String {
        var folded = ""
        var isSpace = true
        for scalar in (keepingCase ? text : text.lowercased()).unicodeScalars {
            // An accent of its own after its letter, as files from a Mac write it.
            if 0x300...0x36F ~= scalar.value { continue }
            let plain = plain[scalar] ?? Character(scalar)
            if plain == " " {
                if !isSpace { folded.append(" ") }
                isSpace = true
            } else {
                folded.append(plain)
                isSpace = false
            }
        }
        if folded.hasSuffix(" ") { folded.removeLast() }
        return folded
    }

    /// A text without accents, typographic apostrophes and doubled spaces.
    public static func plain(_ text: String) -> String { folded(text, keepingCase: true) }

    private static let plain: [Unicode.Scalar: Character] = [
        "à": "a", "â": "a", "ä": "a", "ç": "c", "é": "e", "è": "e", "ê": "e", "ë": "e", "î": "i", "ï": "i", "ô": "o",
        "ö": "o", "ù": "u", "û": "u", "ü": "u", "’": "'", "\t": " ", "\n": " ", "\u{A0}": " ", "\u{202F}": " ",
        "À": "A", "Â": "A", "Ç": "C", "É": "E", "È": "E", "Ê": "E", "Î": "I", "Ô": "O",
    ]
}
