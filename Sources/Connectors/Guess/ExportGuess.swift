import Canonical
import Foundation

/// What an export that nobody has described yet seems to be: its format, its names, and values of each.
package struct ExportGuess {
    /// Bytes that are looked at to tell the format.
    private static let head = 256 * 1024
    /// A document longer than this is not taken apart to guess from.
    private static let longest = 64 * 1024 * 1024
    /// Records whose values are looked at.
    static let records = 2_000

    /// `"format"` as a config writes it.
    package let format: String
    /// Why, one sentence each.
    package let reasons: [String]
    package let columns: [ColumnValues]
    /// Records that were looked at.
    package let count: Int

    /// Looks at an export; throws when it is nothing that the hub reads.
    package init(_ export: Export) throws(Failure) {
        let head = try ExportGuess.head(of: export)
        let guess = try ExportGuess.shape(of: export, head)
        let reader = try ExportGuess.open(export, guess.format, [])
        let names = guess.paths ?? reader.seen.filter { name in reader.seen.count(where: { $0 == name }) == 1 }
        (columns, count) = try ExportGuess.values(export, guess.format, names)
        let hasNull = guess.paths == nil && columns.contains { $0.hasNull }
        format =
            hasNull
            ? guess.format.replacing("\" } }", with: "\", \"null\": \"\(ColumnValues.null)\" } }") : guess.format
        reasons = guess.reasons + (hasNull ? ["\(ColumnValues.null) stands where there is nothing"] : [])
    }

    private typealias Shape = (format: String, reasons: [String], paths: [String]?)

    private static func shape(of export: Export, _ head: [UInt8]) throws(Failure) -> Shape {
        if head.starts(with: Array("PK".utf8)) || head.starts(with: [0x1F, 0x8B]) {
            throw Failure(
                Problem(
                    Place(export.name), "a spreadsheet or an archive, not a text",
                    why: "it starts as zip and gzip files do",
                    fix: "save it as CSV (UTF-8), or unpack it, and guess again"))
        }
        let start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        switch head[start...].first(where: { $0 > 0x20 }) {
        case nil: throw Failure(Problem(Place(export.name), "the file is empty", fix: "export it again"))
        case UInt8(ascii: "{"), UInt8(ascii: "["): return try json(export)
        case UInt8(ascii: "<"):
            throw Failure(
                Problem(
                    Place(export.name), "an XML document", why: "hub init cannot guess from XML yet",
                    fix: "copy a feed with \"format\": { \"xml\": … } and put its names in"))
        default: return csv(export, Array(head[start...]))
        }
    }

    // MARK: - CSV

    private static func csv(_ export: Export, _ head: [UInt8]) -> Shape {
        var reasons: [String] = []
        let text = head.prefix(through: head.lastIndex(of: 0x0A) ?? head.endIndex - 1)
        let wrong = text.withUnsafeBufferPointer { UTF8Check.firstWrongByte($0) }
        var words: [String] = []
        let lines: [[UInt8]] = text.split(separator: 0x0A).prefix(30).map { [UInt8]($0) }
        let counted = [";", ",", "\t", "|"].map { mark in
            (mark: mark, fields: lines.map { line in fields(in: line, mark) })
        }
        let best = counted.max { score($0.fields) < score($1.fields) }
        let mark = best.flatMap { score($0.fields) > 0 ? $0.mark : nil } ?? ";"
        let width = best?.fields.first ?? 1
        let alike = best?.fields.count { $0 == width } ?? 0
        words.append("\"delimiter\": \(Config.quoted(mark))")
        reasons.append("\(alike) of the first \(lines.count) lines have \(width) fields between \(Config.quoted(mark))")
        if wrong != nil {
            words.append("\"encoding\": \"windows-1252\"")
            reasons.append("it is no UTF-8: windows-1252 is what older Windows programs write")
        } else if text.contains(where: { $0 >= 0x80 }) {
            reasons.append("its accents are UTF-8")
        }
        if !endsWithLine(export) {
            words.append("\"finalNewline\": false")
            reasons.append("no line end follows the last row, so a cut file cannot be told from a whole one")
        }
        return ("{ \"csv\": { \(words.joined(separator: ", ")) } }", reasons, nil)
    }

    /// Fields of a line, delimiters in quotes left out.
    private static func fields(in line: [UInt8], _ mark: String) -> Int {
        var count = 1
        var isQuoted = false
        for byte in line {
            if byte == 0x22 { isQuoted.toggle() }
            if !isQuoted, byte == mark.utf8.first { count += 1 }
        }
        return count
    }

    /// Many fields, the same number in every line.
    private static func score(_ fields: [Int]) -> Int {
        guard let width = fields.first, width > 1 else { return 0 }
        return width * fields.count { $0 == width } * 100 / fields.count
    }

    private static func endsWithLine(_ export: Export) -> Bool {
        guard let file = FileHandle(forReadingAtPath: export.path), let end = try? file.seekToEnd(), end > 0 else {
            return true
        }
        try? file.seek(toOffset: end - 1)
        return (try? file.read(upToCount: 1)) == Data([0x0A])
    }

    // MARK: - JSON

    private static func json(_ export: Export) throws(Failure) -> Shape {
        guard export.size <= longest else {
            throw Failure(
                Problem(
                    Place(export.name), "too long to guess from: \(export.size / 1_000_000) MB",
                    fix: "guess from a shorter export"))
        }
        let bytes = [UInt8](FileManager.default.contents(atPath: export.path) ?? Data())
        let lines = bytes.split(separator: 0x0A).filter { $0.contains { $0 > 0x20 } }
        let firsts = lines.prefix(200).map { try? ConfigText.parse(Array($0), file: export.name) }
        if case .object? = firsts.first??.value, lines.count > 1 || lines.first?.last == UInt8(ascii: "}"),
            firsts.allSatisfy({ if case .object? = $0?.value { true } else { false } }), lines.count > 1
        {
            let reason = "every line is one JSON object"
            let needed = bytes.last == 0x0A ? "" : " \"finalNewline\": false "
            return ("{ \"ndjson\": {\(needed)} }", [reason], JSONShape.paths(firsts.compactMap { $0 }))
        }
        let whole: Setting
        do throws(ConfigError) { whole = try ConfigText.parse(bytes, file: export.name) } catch {
            var problem = error.problems[0]
            problem.why = "what starts with a bracket is read as JSON"
            throw Failure(problem)
        }
        guard let (path, records) = JSONShape.list(in: whole) else {
            throw Failure(
                Problem(
                    Place(export.name), "no list of records in it", why: "records are the objects of one list",
                    fix: "look for another export"))
        }
        let words = path.isEmpty ? "" : " \"records\": \(Config.quoted(path.joined(separator: "."))) "
        let reason =
            path.isEmpty
            ? "the document is a list of \(records.count) objects"
            : "the list of objects that says most stands at \(Config.quoted(path.joined(separator: "."))): \(records.count)"
        return ("{ \"json\": {\(words)} }", [reason], JSONShape.paths(Array(records.prefix(200))))
    }

    // MARK: - Reading

    private static func head(of export: Export) throws(Failure) -> [UInt8] {
        // Opened as a reader would, so that what is missing or may not be read is told in the same words.
        _ = try ByteWindow(export)
        let file = FileHandle(forReadingAtPath: export.path)
        return [UInt8]((try? file?.read(upToCount: head)) ?? Data())
    }

    private static func open(
        _ export: Export, _ format: String, _ names: [String]
    ) throws(Failure) -> any RecordReader {
        let reading = ConfigReading(folder: ".", variables: [:])
        do throws(ConfigError) {
            let setting = try ConfigText.parse(Array("{ \"format\": \(format) }".utf8), file: "format")
            guard let format = Formats.read(Settings(setting, "the format", reading)) else {
                throw ConfigError(reading.problems)
            }
            return try opened(format, export, names).get()
        } catch {
            throw Failure(error.problems.first ?? Problem(Place(export.name), "the format cannot be guessed"))
        }
    }

    private static func opened(
        _ format: any Format, _ export: Export, _ names: [String]
    ) -> Result<any RecordReader, ConfigError> {
        let place = Place("format")
        do throws(Failure) {
            return .success(try format.open(export, wanting: names.map { SourceName(text: $0, place: place) }))
        } catch {
            return .failure(ConfigError([error.problem]))
        }
    }

    private static func values(
        _ export: Export, _ format: String, _ names: [String]
    ) throws(Failure) -> ([ColumnValues], Int) {
        var columns = names.map { ColumnValues(name: $0) }
        var reader = try open(export, format, names)
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

/// Records and paths of a JSON document.
enum JSONShape {
    /// The list of objects that says most, and the names that lead to it.
    static func list(in document: Setting) -> (path: [String], records: [Setting])? {
        var best: (path: [String], records: [Setting])?
        var most = 0
        func look(_ setting: Setting, _ path: [String]) {
            switch setting.value {
            case .list(let items):
                let objects = items.filter { if case .object = $0.value { true } else { false } }
                // A list of filters may be longer than the list of offers, but it says less of each.
                let size = paths(Array(objects.prefix(20))).count * min(objects.count, 20)
                if objects.count == items.count, size > most { (best, most) = ((path, objects), size) }
            case .object(let members) where path.count < 4:
                for member in members where !member.word.contains(".") { look(member.setting, path + [member.word]) }
            default: break
            }
        }
        look(document, [])
        return best
    }

    /// The paths of all values in records, in the order in which they come.
    static func paths(_ records: [Setting]) -> [String] {
        var paths: [String] = []
        var known: Set<String> = []
        /// Names that hold a list in some record: read as one in all.
        var lists: Set<String> = []
        func look(_ setting: Setting, _ path: String, inList: Bool, _ leaf: (String) -> Void) {
            switch setting.value {
            case .object(let members):
                for member in members where !member.word.contains(".") && !member.word.contains("[") {
                    look(member.setting, path.isEmpty ? member.word : "\(path).\(member.word)", inList: inList, leaf)
                }
            case .list(let items):
                lists.insert(path)
                // A list within a list has no path.
                guard !inList else { return }
                for item in items { look(item, "\(path)[]", inList: true, leaf) }
            case .null: break
            default: leaf(path)
            }
        }
        for record in records { look(record, "", inList: false) { if known.insert($0).inserted { paths.append($0) } } }
        // Where one record has a single value and another a list, [] reads both.
        return paths.filter { !lists.contains($0) }
    }
}
