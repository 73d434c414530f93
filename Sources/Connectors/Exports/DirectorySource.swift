import Canonical
import Foundation

/// A folder that a structure's software, or a person, drops exports into.
package struct DirectorySource: ExportSource {
    package static let name = "directory"

    let path: String
    /// File names that count: `*` any characters, `?` one.
    let match: String
    /// Whether all matching files together are one export; the newest alone otherwise.
    let takesAll: Bool
    let place: Place

    package init(_ settings: Settings) {
        place = settings.place
        path = settings.required("path", "\"exports\"").map(settings.reading.path) ?? ""
        match = settings.text("match") ?? "*"
        takesAll = settings.choice("take", ["newest", "all"]) == "all"
    }

    package func fetch(_ visit: Visit) throws(Failure) -> Fetched? {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            let exists = FileManager.default.fileExists(atPath: path)
            throw Failure(
                Problem(
                    Place(path), "the folder cannot be read",
                    why: "\(exists ? "no permission" : "no such folder") (the feed reads it at \(place.position))",
                    fix: exists ? "let the hub's user read it" : "create it, or correct \"path\""), isTemporary: true)
        }
        // Numbers inside names count as numbers: export-2 comes before export-10.
        let matching = names.filter { Glob.matches($0, match) && isExport($0) }
            .sorted { $0.compare($1, options: .numeric) == .orderedAscending }
        guard !matching.isEmpty else { return nil }
        guard takesAll || matching.count == 1 else { return Fetched([try newest(matching)]) }
        return Fetched(matching.map { Export(path: "\(path)/\($0)") })
    }

    /// Neither a folder nor a hidden file, as editors and transfers leave them behind.
    private func isExport(_ name: String) -> Bool {
        var isFolder: ObjCBool = false
        return !name.hasPrefix(".") && FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder)
            && !isFolder.boolValue
    }

    private func newest(_ names: [String]) throws(Failure) -> Export {
        var newest: (path: String, date: Date)?
        for name in names {
            let path = "\(path)/\(name)"
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            guard let date = attributes?[.modificationDate] as? Date else { continue }
            // Of two files of the same moment the later name wins: names mostly carry a date.
            if date >= newest?.date ?? .distantPast { newest = (path, date) }
        }
        guard let newest else {
            throw Failure(
                Problem(Place(path), "the exports vanished while they were listed", fix: "run again"),
                isTemporary: true)
        }
        return Export(path: newest.path)
    }
}

/// File name patterns.
enum Glob {
    /// Whether a whole name fits a pattern of `*`, `?` and letters.
    static func matches(_ name: String, _ pattern: String) -> Bool {
        matches(Array(name)[...], Array(pattern)[...])
    }

    private static func matches(_ name: ArraySlice<Character>, _ pattern: ArraySlice<Character>) -> Bool {
        guard let first = pattern.first else { return name.isEmpty }
        if first == "*" {
            return (name.startIndex...name.endIndex).contains { matches(name[$0...], pattern.dropFirst()) }
        }
        guard let letter = name.first, first == "?" || first == letter else { return false }
        return matches(name.dropFirst(), pattern.dropFirst())
    }
}
