import Canonical

/// What becomes of what was taken, once everything is confirmed.
enum After: Sendable {
    case keep, delete
    /// Into another folder, as the config writes it.
    case move(String, Place)

    /// Reads the word `after`: `"keep"`, `"delete"` or `{ word: "folder" }`.
    init(_ settings: Settings, moving word: String) {
        self = .keep
        guard case .object? = settings.setting("after")?.value, let object = settings.object("after") else {
            if settings.choice("after", ["keep", "delete"]) == "delete" { self = .delete }
            return
        }
        defer { object.finish() }
        guard let folder = object.required(word, "\"archive\"") else { return }
        self = .move(folder, object.place(of: word))
    }
}
