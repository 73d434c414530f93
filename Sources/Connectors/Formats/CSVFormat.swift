import Canonical

/// Delimited text with a header row (RFC 4180, with the delimiters and encodings that French exports have).
///
/// What the config does not name is found by looking at the file, and told.
package struct CSVFormat: Format {
    package static let name = "csv"

    /// Whether fields may stand in quotes, and in which.
    enum Quoting: Hashable {
        case none
        case by(UInt8)
    }

    let delimiter: UInt8?
    let quoting: Quoting?
    let encoding: Encoding?
    /// How many lines stand in front of the header.
    let preamble: Int?
    let footer: CSVFooter.Rule
    /// Whether a file may end without the footer; otherwise it is cut.
    let mayLackFooter: Bool
    /// Whether a row may lack its last fields.
    let fillsShort: Bool
    /// Values that mean "absent".
    let nulls: [[UInt8]]
    /// Whether the last row must end with a line end: without it a cut file cannot be told from a whole one.
    let needsFinalNewline: Bool
    let place: Place
    let delimiterPlace: Place
    let encodingPlace: Place
    let footerPlace: Place

    package init(_ settings: Settings) {
        place = settings.place
        delimiterPlace = settings.place(of: "delimiter")
        encodingPlace = settings.place(of: "encoding")
        delimiter = CSVFormat.byte("delimiter", settings)
        let isWithoutQuotes = ["", "none"].contains(settings.text("quote"))
        quoting = isWithoutQuotes ? Quoting.none : CSVFormat.byte("quote", settings).map { .by($0) }
        encoding = Encoding.read(settings)
        preamble = settings.whole("preamble", 0...1000)
        footer = CSVFooter.Rule(settings)
        mayLackFooter = settings.flag("mayLackFooter") ?? false
        footerPlace = settings.place(of: "footer")
        fillsShort = settings.choice("short", ["reject", "fill"]) == "fill"
        nulls = settings.texts("null")?.map { Array($0.text.utf8) } ?? []
        needsFinalNewline = settings.flag("finalNewline") ?? true
        if let delimiter, quoting == .by(delimiter) {
            settings.reading.report(settings.place(of: "quote"), "the quote and the delimiter are the same character")
        }
    }

    /// The form of tables that people edit: UTF-8, double quotes, the last line end may be missing.
    init(delimiter: UInt8, place: Place) {
        self.delimiter = delimiter
        quoting = .by(UInt8(ascii: "\""))
        encoding = .utf8
        preamble = 0
        footer = .none
        mayLackFooter = true
        footerPlace = place
        fillsShort = false
        nulls = []
        needsFinalNewline = false
        self.place = place
        delimiterPlace = place
        encodingPlace = place
    }

    package func open(_ export: Export, wanting names: [SourceName]) throws(Failure) -> any RecordReader {
        try CSVReader(self, export, names)
    }

    private static func byte(_ word: String, _ settings: Settings) -> UInt8? {
        guard let text = settings.text(word) else { return nil }
        if text.utf8.count == 1, let byte = text.utf8.first, byte != 0x0A, byte != 0x0D, byte < 0x80 { return byte }
        settings.reading.report(
            settings.place(of: word), "\(Quote.value(text)) for \"\(word)\"",
            why: word == "quote"
                ? "\"quote\" is one character such as ', or nothing for a file that knows no quoting"
                : "\"delimiter\" is one character such as , ; | or \\t",
            fix: "look at the export's first lines")
        return nil
    }
}
