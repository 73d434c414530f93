import Canonical
import Foundation

/// A folder with what the member holds, in files that office programs read: `"files": { "folder": …, "formats": [ … ] }`.
package struct FilesDestination: Destination {
    package static let word = "files"

    /// Every format, by the word that names it.
    static let formats: [any FileFormat.Type] = [CSVFile.self, NDJSONFile.self, CalendarFile.self, AtomFile.self]

    let folder: String
    let formats: [any FileFormat.Type]
    let member: String
    package let place: Place

    package var label: String { "files in \(folder)" }
    package var hours: [Int] { [] }
    package func isUrgent(_ message: InboxMessage) -> Bool { true }
    package var fingerprint: String {
        Digest.hex(Digest.sha256(Array("\(folder)\n\(formats.map { $0.word })".utf8)).prefix(8))
    }

    package static func read(
        _ settings: Settings, of member: String, _ reading: ConfigReading
    ) -> FilesDestination? {
        let folder = settings.required("folder", "\"/srv/siae/\(member)\"").map(reading.path)
        let words = formats.map { $0.word }
        let named = settings.texts("formats") ?? words.map { ($0, settings.place) }
        if named.isEmpty {
            reading.report(
                settings.place(of: "formats"), "\"formats\" is empty", why: "nothing would be written",
                fix: "name some of \(Quote.list(words, "and")), or leave \"formats\" out for all of them")
        }
        let chosen = named.compactMap { word, place -> (any FileFormat.Type)? in
            if let format = formats.first(where: { $0.word == word }) { return format }
            reading.report(
                place, "unknown format \(Quote.value(word))", why: "\"formats\" are \(Quote.list(words, "and"))",
                fix: Suggestion.nearest(to: word, in: words).map { "did you mean \(Quote.value($0))?" }
                    ?? "choose some of them")
            return nil
        }
        guard let folder, !chosen.isEmpty else { return nil }
        return FilesDestination(folder: folder, formats: chosen, member: member, place: settings.place)
    }

    /// Two members in one folder would read each other's messages.
    static func reportShared(_ members: [Member], _ reading: ConfigReading) {
        var owners: [String: String] = [:]
        for member in members {
            guard let files = member.delivery as? FilesDestination else { continue }
            let path = URL(fileURLWithPath: files.folder).standardizedFileURL.path
            guard let other = owners.updateValue(member.id, forKey: path) else { continue }
            reading.report(
                files.place, "the folder \(Quote.value(files.folder)) is that of \(other) already",
                why: "each would read what is meant for the other", fix: "name another folder")
        }
    }

    package func deliver(
        _ messages: [InboxMessage], at now: Int, tick: @escaping () throws(Failure) -> Void
    ) throws(Failure) -> [Handover] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            // Made by the hub it might lie below where a disk is to be mounted.
            throw Failure(
                Problem(
                    Place(folder), "there is no such folder",
                    why: "the files of \(member) go there (\(place.position))",
                    fix: "make it, and let the hub's user write there"), .unreachable)
        }
        var held = try HeldMessages(in: folder)
        for message in messages { held.take(message) }
        held.forget(before: now)
        try held.save(in: folder)
        try tick()
        let entries = held.all
        for format in formats {
            for (name, bytes) in format.files(of: entries, for: member, standing: existing) {
                try WholeFile.write(bytes, to: "\(folder)/\(name)")
                try tick()
            }
        }
        return messages.map { _ in .delivered }
    }

    private func existing(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(folder)/\(name)") }
}

/// One way to write down what a member holds.
protocol FileFormat: Sendable {
    /// The word in `"formats"`.
    static var word: String { get }
    /// The files with their bytes; the same messages give the same bytes. `standing` tells whether there is a file of a name:
    /// one that stands is written even where nothing is left to say.
    static func files(
        of entries: [HeldMessages.Entry], for member: String, standing: (String) -> Bool
    ) -> [(name: String, bytes: [UInt8])]
}

extension FileFormat {
    /// One file for each kind of message that the member holds, or held.
    static func perKind(
        _ entries: [HeldMessages.Entry], ending: String, standing: (String) -> Bool,
        _ content: (Schema, [HeldMessages.Entry]) -> [UInt8]
    ) -> [(name: String, bytes: [UInt8])] {
        let current = Dictionary(grouping: entries.filter { $0.withdrawn == nil }, by: \.message.kind)
        return Schema.all.compactMap { schema in
            let name = "\(schema.fileName).\(ending)"
            guard let entries = current[schema.kind] ?? (standing(name) ? [] : nil) else { return nil }
            return (name, content(schema, entries))
        }
    }
}

extension Schema {
    /// What people in the field call many of the kind, in letters that every file system has.
    var fileName: String {
        let names = [
            "offer": "offres", "referral": "orientations", "application": "candidatures", "pathway": "parcours",
            "immersion": "immersions", "response": "reponses", "solicitation": "sollicitations",
            "structure": "structures", "alert": "alertes", "receipt": "accuses",
            "progress": "suivis",
        ]
        return names[kind] ?? kind
    }
}
