import Canonical
import Foundation

/// What a file of JSON seems to be: one document with a list of records in it, or one record a line.
enum JSONGuess {
    /// A document longer than this is not taken apart to guess from.
    private static let longest = 64 * 1024 * 1024
    /// Records whose members are looked at.
    private static let records = 200

    static func shape(of export: Export) throws(Failure) -> ExportShape {
        guard export.size <= longest else {
            throw Failure(
                Problem(
                    Place(export.name), "too long to guess from: \(export.size / 1_000_000) MB",
                    fix: "guess from a shorter export"))
        }
        let bytes = [UInt8](FileManager.default.contents(atPath: export.path) ?? Data())
        if let lines = lines(bytes, export) { return lines }
        let whole: Setting
        do throws(ConfigError) { whole = try ConfigText.parse(bytes, file: export.name) } catch {
            var problem = error.problems[0]
            problem.why = "what starts with a bracket is read as JSON"
            throw Failure(problem)
        }
        guard let (path, found) = RecordList.list(in: whole) else {
            throw Failure(
                Problem(
                    Place(export.name), "no list of records in it", why: "records are the objects of one list",
                    fix: "look for another export"))
        }
        let words = path.isEmpty ? "" : " \"records\": \(Config.quoted(path.joined(separator: "."))) "
        let reason =
            path.isEmpty
            ? "the document is a list of \(found.count) objects"
            : "the list of objects that says most stands at \(Config.quoted(path.joined(separator: "."))): \(found.count)"
        return ExportShape(
            format: "{ \"json\": {\(words)} }", reasons: [reason], names: RecordList.paths(Array(found.prefix(records)))
        )
    }

    /// Several lines, each of the first an object; nil when they are not.
    private static func lines(_ bytes: [UInt8], _ export: Export) -> ExportShape? {
        let lines = bytes.split(separator: 0x0A).filter { $0.contains { $0 > 0x20 } }
        guard lines.count > 1 else { return nil }
        var firsts: [Setting] = []
        for line in lines.prefix(records) {
            guard let setting = try? ConfigText.parse(Array(line), file: export.name), case .object = setting.value
            else { return nil }
            firsts.append(setting)
        }
        let words = bytes.last == 0x0A ? "" : " \"finalNewline\": false "
        return ExportShape(
            format: "{ \"ndjson\": {\(words)} }", reasons: ["every line is one JSON object"],
            names: RecordList.paths(firsts))
    }
}
