import Canonical
import Foundation

/// One file of a ZIP archive.
struct ZIPDecoder: ExportDecoder {
    static let name = "zip"

    /// The names that count: `*` any characters, `?` one.
    let match: String
    let limits: DecodeLimits
    let place: Place

    init(_ settings: Settings) {
        place = settings.place(of: "match")
        match = settings.text("match") ?? "*"
        limits = DecodeLimits(settings)
    }

    func decode(_ export: Export, in folder: RunFolder, tick: () throws(Failure) -> Void) throws(Failure) -> Export {
        let archive = ZIPArchive(export, folder, limits)
        let entries = try archive.entries(tick: tick)
        // What macOS adds is no export.
        let matching = entries.filter { Glob.matches($0, match) && !$0.hasPrefix("__MACOSX/") }
        guard let entry = matching.first, matching.count == 1 else {
            let shown =
                entries.prefix(6).map { Quote.value($0) }.joined(separator: ", ") + (entries.count > 6 ? "…" : "")
            throw Failure(
                Problem(
                    Place(export.name),
                    matching.isEmpty
                        ? "no file in it is called \(Quote.value(match))"
                        : "\(matching.count) files in it are called \(Quote.value(match))",
                    why: "the feed reads one (\(place.position)); it holds \(entries.isEmpty ? "nothing" : shown); "
                        + "nothing of it was published",
                    fix: "write { \"zip\": { \"match\": \"…\" } } with the name of the one to read"))
        }
        let output = folder.newPath()
        try archive.extract(entry, to: output, tick: tick)
        return Export(path: output, name: "\(export.name)/\(entry)")
    }
}

/// A ZIP archive, looked into by `unzip`.
struct ZIPArchive {
    private let export: Export
    private let folder: RunFolder
    private let limits: DecodeLimits
    private let tool = Tool(name: "unzip", package: "unzip")

    init(_ export: Export, _ folder: RunFolder, _ limits: DecodeLimits) {
        self.export = export
        self.folder = folder
        self.limits = limits
    }

    /// The names of the files in it, as it holds them; folders are left out.
    func entries(tick: () throws(Failure) -> Void) throws(Failure) -> [String] {
        let output = folder.newPath()
        let ending = try tool.run(["-Z1", Tool.input], on: export, to: output, limits, tick: tick)
        let content = FileManager.default.contents(atPath: output) ?? Data()
        let names = String(decoding: content, as: UTF8.self).split(separator: "\n").map(String.init)
        // Its code 1 is a warning, with these words when there is nothing to list.
        if ending.code == 1, names == ["Empty zipfile."] { return [] }
        guard ending.code == 0 else { throw tool.failure(ending, on: export, "the file is no whole ZIP archive") }
        if let name = names.first(where: { $0.hasPrefix("/") || $0.split(separator: "/").contains("..") }) {
            throw Failure(
                Problem(
                    Place(export.name), "it holds a file that is called \(Quote.value(name))",
                    why: "that name leads out of the archive, which no export needs; nothing of it was published",
                    fix: "ask who made it; then export it again"))
        }
        return names.filter { !$0.hasSuffix("/") }
    }

    /// Writes one file of it to `output`.
    func extract(_ entry: String, to output: String, tick: () throws(Failure) -> Void) throws(Failure) {
        // unzip takes names for patterns: what means something there is quoted.
        var pattern = ""
        for character in entry {
            if "*?[]\\".contains(character) { pattern += "\\" }
            pattern.append(character)
        }
        let ending = try tool.run(["-p", Tool.input, pattern], on: export, to: output, limits, tick: tick)
        guard ending.code == 0 else {
            let hasPassword = ending.message.contains("password")
            throw tool.failure(
                ending, on: export,
                hasPassword ? "\(Quote.value(entry)) needs a password" : "\(Quote.value(entry)) cannot be unpacked",
                fix: hasPassword ? "export it without a password" : "export it again")
        }
    }
}
