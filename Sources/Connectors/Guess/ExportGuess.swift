import Canonical

/// What an export that nobody has described yet seems to be: its format, its names, and values of each.
package struct ExportGuess {
    /// Records whose values are looked at.
    static let records = 2_000
    /// Archives in archives; more are no export.
    private static let mostDecoded = 3

    /// The words of `"decode"` that unpack it, in their order.
    package let decode: [String]
    /// `"format"` as a config writes it.
    package let format: String
    /// Why, one sentence each.
    package let reasons: [String]
    package let columns: [ColumnValues]
    /// Records that were looked at.
    package let count: Int

    /// Looks at an export; throws when it is nothing that the hub reads.
    package init(_ export: Export) throws(Failure) {
        // What is unpacked vanishes with the folder, when its records are read.
        let folder = try RunFolder()
        defer { withExtendedLifetime(folder) {} }
        let (text, decode) = try ExportGuess.decoded(export, folder)
        var shape = try ExportGuess.shape(of: text)
        (columns, count) = try ExportGuess.values(text, shape)
        if shape.format.contains("\"csv\""), columns.contains(where: { $0.hasNull }) {
            shape.format = shape.format.replacing(" } }", with: ", \"null\": \"\(ColumnValues.null)\" } }")
            shape.reasons.append("\(ColumnValues.null) stands where there is nothing")
        }
        if let sheet = decode.last, ["xlsx", "ods"].contains(sheet) {
            shape.reasons.insert(
                "the first sheet is read; for another write \"decode\": { \"\(sheet)\": { \"sheet\": \"…\" } }", at: 0)
        }
        self.decode = decode
        format = shape.format
        reasons = shape.reasons
    }

    /// Unpacks an export as far as its first bytes say that it is packed.
    private static func decoded(_ export: Export, _ folder: RunFolder) throws(Failure) -> (Export, [String]) {
        var (text, words): (Export, [String]) = (export, [])
        while let found = try FileSignature(ByteWindow(text)), !found.isXML {
            guard let word = found.decode, words.count < mostDecoded else {
                throw found.failure(of: text, why: "hub init guesses from tables, JSON and XML")
            }
            words.append(word)
            let place = Place("the feed's \"decode\"")
            let setting = Setting(place: place, value: .text(word))
            let member = Setting.Member(word: "decode", place: place, setting: setting)
            let reading = ConfigReading(folder: ".", variables: [:])
            let decoders = ExportDecoders.read(
                Settings(Setting(place: place, value: .object([member])), "the feed", reading))
            text = try ExportDecoders.decode(text, by: decoders, in: folder, tick: {})
        }
        return (text, words)
    }

    private static func shape(of export: Export) throws(Failure) -> ExportShape {
        let window = try ByteWindow(export)
        _ = try window.fill(4096)
        switch window.withUnread({ bytes in bytes.first { $0 > 0x20 } }) {
        case nil: throw Failure(Problem(Place(export.name), "the file is empty", fix: "export it again"))
        case UInt8(ascii: "{"), UInt8(ascii: "["): return try JSONGuess.shape(of: export)
        case UInt8(ascii: "<"): return try XMLGuess.shape(of: export)
        default: return try CSVGuess.shape(of: export)
        }
    }

    private static func values(_ export: Export, _ shape: ExportShape) throws(Failure) -> ([ColumnValues], Int) {
        var columns = shape.names.map { ColumnValues(name: $0) }
        var reader = try ExportShape.open(export, shape.format, shape.names)
        var count = 0
        while count < records, let next = try reader.next() {
            guard case .success(let record) = next else { continue }
            count += 1
            for name in columns.indices {
                var value = record.first(name)
                var texts: [String] = []
                while let found = value {
                    value = record.next(after: found)
                    guard !found.isStructure else { continue }
                    texts.append(String(decoding: record.bytes[record.range(found)].trimmed, as: UTF8.self))
                }
                columns[name].note(texts)
            }
        }
        return (columns, count)
    }
}
