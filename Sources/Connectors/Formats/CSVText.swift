import Canonical

/// The encoding of one delimited file while it is read: the one that the config names, or the one found by looking.
///
/// It is settled where the first character beyond ASCII stands, be it far down in the file: until then all are the same.
struct CSVText {
    private let format: CSVFormat
    /// How the bytes of the window stand for characters.
    private(set) var encoding: Encoding
    private(set) var isSettled = false
    private(set) var findings: [String] = []

    init(_ format: CSVFormat, _ export: Export, _ window: ByteWindow) throws(Failure) {
        self.format = format
        encoding = format.encoding ?? .utf8
        try FileSignature.check(window, of: export, readAs: "CSV")
        try compare(window, Place(export.name, line: 1, column: 1))
        if !isSettled { try settle(window) }
    }

    /// Compares what the file's first bytes say with what the config names.
    private mutating func compare(_ window: ByteWindow, _ start: Place) throws(Failure) {
        let found = window.encoding
        let sign = window.hasByteOrderMark ? "it starts with the mark of it" : "nearly every second byte is zero"
        if let named = format.encoding {
            let feed = "the feed says \(named.rawValue) (\(format.encodingPlace.position))"
            if found.isUTF16, named != .utf16, named != found {
                throw Failure(
                    Problem(
                        start, "the file is \(found.title)", why: "\(sign); \(feed)",
                        fix: "write \"encoding\": \"\(found.rawValue)\" there"))
            }
            if window.hasByteOrderMark, !found.isUTF16, named != .utf8 {
                throw Failure(
                    Problem(
                        start, "the file starts with the mark of UTF-8", why: feed,
                        fix: "write \"encoding\": \"utf-8\" there"))
            }
            if named == .utf16, !found.isUTF16, window.withUnread({ !$0.isEmpty }) {
                throw Failure(
                    Problem(
                        start, "the file has no byte order mark", why: "\(feed), and the mark tells which kind of it",
                        fix: "write \"utf-16le\" or \"utf-16be\" there, or leave \"encoding\" out"))
            }
        } else if found.isUTF16 || window.hasByteOrderMark {
            findings = ["encoding \(found.title) (\(sign))"]
        }
        if found.isUTF16 || window.hasByteOrderMark { (encoding, isSettled) = (.utf8, true) }
    }

    /// Looks at what is unread and settles the encoding, unless all of it is ASCII.
    ///
    /// `rowLength` is the length of a row that is known to go beyond ASCII: it is looked at whole, however long it is.
    mutating func settle(_ window: ByteWindow, rowLength: Int = 0) throws(Failure) {
        // What follows tells of a row's last byte whether it begins a character.
        let look = max(CSVReader.look, rowLength + 3)
        let isWhole = try !window.fill(look)
        let (evidence, first, firstWrong) = window.withUnread { unread in
            let bytes = UnsafeBufferPointer(rebasing: unread.prefix(look))
            let evidence = EncodingEvidence(bytes, isWhole: isWhole)
            func shown(_ index: Int?) -> (byte: String, place: Place) {
                let index = index ?? 0
                return (index < bytes.count ? UTF8Check.hex(bytes[index]) : "", window.place(of: index, in: bytes))
            }
            return (evidence, shown(evidence.first), shown(evidence.firstWrong))
        }
        guard evidence.verdict != .onlyASCII else { return }
        isSettled = true
        let wrong = "byte \(firstWrong.byte) at \(firstWrong.place.lineAndColumn) is not UTF-8"
        if let named = format.encoding {
            if let other = evidence.contradiction(of: named) { throw contradiction(named, other, first, firstWrong) }
            return
        }
        switch evidence.verdict {
        case .utf8, .onlyASCII:
            findings.append("encoding UTF-8 (so reads byte \(first.byte) at \(first.place.lineAndColumn))")
        case .windows1252:
            encoding = .windows1252
            findings.append("encoding Windows-1252 (\(wrong))")
        case .unsure:
            let count = evidence.characters
            throw Failure(
                Problem(
                    firstWrong.place, "the encoding may be UTF-8 or Windows-1252",
                    why: "\(wrong), but \(count) other character\(count == 1 ? " is" : "s are")",
                    fix: "write \"encoding\": \"utf-8\" at \(format.place.position), which rejects the rows with other "
                        + "bytes, or \"windows-1252\""))
        }
    }

    private func contradiction(
        _ named: Encoding, _ other: Encoding, _ first: (byte: String, place: Place),
        _ wrong: (byte: String, place: Place)
    ) -> Failure {
        let sign = other == .utf8 ? first : wrong
        let what =
            other == .utf8
            ? "begins a character of UTF-8" : named == .utf8 ? "stands here" : "is a control character there"
        return Failure(
            Problem(
                sign.place,
                "the file is not \(named.title) (the byte \(sign.byte) \(what)): it reads as \(other.title)",
                why: "the feed says \(named.rawValue) (\(format.encodingPlace.position)); nothing of it was published",
                fix: "write \"encoding\": \"\(other.rawValue)\" there"))
    }

    /// A part of the file as UTF-8, with a question mark where a byte does not decode.
    func sample(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        guard encoding != .utf8 else { return Array(bytes) }
        var text: [UInt8] = []
        var rest = bytes
        while let wrong = encoding.append(rest, to: &text) {
            text.append(UInt8(ascii: "?"))
            rest = UnsafeBufferPointer(rebasing: rest[(wrong + 1)...])
        }
        return text
    }

    /// Says which byte does not decode; `written` is the encoding of the file behind the window.
    func undecodable(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, _ place: Place, _ written: Encoding) -> Problem
    {
        let title = written.isUTF16 ? written.title : encoding.title
        let byte = bytes[index]
        var what = "the byte \(UTF8Check.hex(byte))"
        if written.isUTF16 {
            let isOdd = byte == 0xFF || index + 2 >= bytes.count
            what = isOdd ? "the odd byte at the end of the file" : "half a surrogate pair"
        }
        let isNamed = format.encoding != nil
        let origin = isNamed ? format.encodingPlace.position : "found by looking at the file"
        let other = encoding == .utf8 ? Encoding.windows1252 : .utf8
        let fix =
            written.isUTF16
            ? "export it again"
            : isNamed
                ? "if the export is \(other.title), write \"encoding\": \"\(other.rawValue)\" there"
                : "correct the export, or name its \"encoding\" at \(format.place.position)"
        return Problem(
            place, "\(what) is not \(title)", why: "the feed reads the file as \(title) (\(origin))", fix: fix)
    }
}

extension Place {
    /// `line:column`, where the file is clear.
    fileprivate var lineAndColumn: String { "\(line ?? 1):\(column ?? 1)" }
}
