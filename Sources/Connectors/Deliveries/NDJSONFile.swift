import Canonical

/// What a member holds, for programs: per kind a file, `offres.ndjson`, with one CloudEvent a line.
enum NDJSONFile: FileFormat {
    static let word = "json"

    static func files(
        of entries: [HeldMessages.Entry], for member: String, standing: (String) -> Bool
    ) -> [(name: String, bytes: [UInt8])] {
        perKind(entries, ending: "ndjson", standing: standing) { _, entries in
            entries.flatMap { $0.message.line + [0x0A] }
        }
    }
}
