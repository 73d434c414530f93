import Canonical

/// How an API pages: `"pages": { "range" | "number" | "offset" | "next" | "link" | "cursor": … }`.
struct HTTPPages: Sendable {
    enum Style: Sendable {
        /// `range=0-149`, answered by `Content-Range: offres 0-149/9981`.
        case range(parameter: String, size: Int)
        /// `page=1`, and the number after it.
        case number(parameter: String, first: Int, size: Size?)
        /// `offset=0`, and the number of records so far.
        case offset(parameter: String, first: Int, size: Size?)
        /// The address of the next page stands at a path of the page.
        case next(path: String)
        /// The address of the next page stands in the header `Link`.
        case link
        /// What leads to the next page stands at a path of the page.
        case cursor(path: String, parameter: String)
    }

    /// How many records a page shall have, and the parameter that says so.
    struct Size: Sendable {
        let parameter: String
        let count: Int
    }

    let style: Style
    /// The path of the list of records in a page; the page itself is the list when it is empty.
    let records: String?
    /// The path of the number of all records.
    let total: String?
    /// How many records the API pages through at most.
    let limit: Int?
    let place: Place
    /// Where the limit stands.
    let limitPlace: Place

    /// Reads the word `pages` of a source; nil when there is none, or a wrong one, which is a problem.
    static func read(_ settings: Settings) -> HTTPPages? {
        guard settings.words.contains(where: { $0.word == "pages" }) else {
            _ = settings.setting("pages")
            return nil
        }
        let kinds = ["range", "number", "offset", "next", "link", "cursor"]
        guard let (kind, words) = settings.alternative("pages", kinds, "{ \"range\": { \"size\": 150 } }") else {
            return nil
        }
        defer { words.finish() }
        return HTTPPages(kind, words)
    }

    private init?(_ kind: String, _ words: Settings) {
        place = words.place
        limitPlace = words.place(of: "limit")
        limit = words.whole("limit", 1...1_000_000_000)
        records = words.text("records")
        // A range says its total itself.
        total = kind == "range" ? nil : words.text("total")
        switch kind {
        case "range":
            style = .range(
                parameter: words.text("parameter") ?? "range", size: words.whole("size", 1...1_000_000) ?? 150)
        case "number":
            style = .number(
                parameter: words.text("parameter") ?? "page", first: words.whole("first", 0...1_000_000) ?? 1,
                size: HTTPPages.size(words))
        case "offset":
            style = .offset(
                parameter: words.text("parameter") ?? "offset", first: words.whole("first", 0...1_000_000) ?? 0,
                size: HTTPPages.size(words))
        case "next":
            guard let path = words.required("path", "\"next\"") else { return nil }
            style = .next(path: path)
        case "link": style = .link
        default:
            let path = words.required("path", "\"meta.cursor\"")
            let parameter = words.text("parameter") ?? "cursor"
            guard let path else { return nil }
            style = .cursor(path: path, parameter: parameter)
        }
        if limit != nil, kind != "range", total == nil {
            words.reading.report(
                limitPlace, "\"limit\" without \"total\"",
                why: "how many records there are must be known to compare it",
                fix: "add \"total\": the path of the number of all records")
        }
    }

    private static func size(_ words: Settings) -> Size? {
        let count = words.whole("size", 1...1_000_000)
        let parameter = words.text("sizeParameter")
        if let count, let parameter { return Size(parameter: parameter, count: count) }
        if count != nil || parameter != nil {
            words.reading.report(
                words.place(of: count == nil ? "sizeParameter" : "size"),
                "\"\(count == nil ? "sizeParameter" : "size")\" without \"\(count == nil ? "size" : "sizeParameter")\"",
                why: "the API is told how many records a page shall have by both",
                fix: "write \"size\": 100, \"sizeParameter\": \"per_page\", or neither")
        }
        return nil
    }
}

extension HTTPPages {
    /// Whether pages are looked into for the number of their records.
    var countsRecords: Bool { records != nil || endsByCount }

    /// Whether only the records of a page tell that it is the last.
    var endsByCount: Bool {
        switch style {
        case .number, .offset: true
        default: false
        }
    }
}
