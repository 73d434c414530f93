import Canonical
import Foundation

/// What reading a config folder needs and gathers: the environment's variables, secrets, and every problem found.
package final class ConfigReading {
    /// The config folder as the person gave it.
    package let folder: String
    private let variables: [String: String]
    /// Whether secrets are what they say, not where they lie.
    package let readsSecrets: Bool
    package private(set) var problems: [Problem] = []
    /// What mails need of the collective, as soon as its own words are read: members and feeds read it from here.
    var mailroom: Mailroom?

    /// With `readsSecrets` off, secrets are taken as written, and the name of a variable that is not set stands for its
    /// value: what is read that way must reach neither a broker nor a source.
    package init(folder: String, variables: [String: String], readsSecrets: Bool = true) {
        self.folder = folder
        self.variables = variables
        self.readsSecrets = readsSecrets
    }

    package func report(_ place: Place, _ what: String, why: String? = nil, fix: String? = nil) {
        report(Problem(place, what, why: why, fix: fix))
    }

    /// Notes a problem; one that several feeds inherit from the same line is noted once.
    package func report(_ problem: Problem) {
        if !problems.contains(problem) { problems.append(problem) }
    }

    /// The content of a config file; nil when it cannot be read.
    package func content(of path: String) -> [UInt8]? {
        FileManager.default.contents(atPath: path).map { [UInt8]($0) }
    }

    /// A path written in the config: relative ones start at the config folder.
    package func path(_ text: String) -> String {
        guard !text.hasPrefix("/") else { return text }
        return folder == "." ? text : "\(folder)/\(text)"
    }

    /// The text with `${NAME}` and `${NAME:-default}` replaced; nil when a variable is not set, which is a problem unless
    /// secrets are not read.
    package func filled(_ text: String, _ place: Place) -> String? {
        var filled = ""
        var rest = text[...]
        var isWhole = true
        while let start = rest.range(of: "${") {
            filled += rest[..<start.lowerBound]
            rest = rest[start.upperBound...]
            guard let end = rest.firstIndex(of: "}") else {
                report(place, "\"${\" without \"}\" in \(Quote.value(text))", fix: "write ${NAME} or ${NAME:-default}")
                return nil
            }
            let inside = rest[..<end]
            rest = rest[rest.index(after: end)...]
            let split = inside.range(of: ":-")
            let name = String(split.map { inside[..<$0.lowerBound] } ?? inside)
            if let value = variables[name], !value.isEmpty {
                filled += value
            } else if let split {
                filled += inside[split.upperBound...]
            } else if !readsSecrets {
                filled += name
            } else {
                isWhole = false
                report(
                    place, "the environment variable \(name) is not set", why: "\(Quote.value(text)) names it",
                    fix: "set it, or write a default: ${\(name):-default}")
            }
        }
        return isWhole ? filled + rest : nil
    }

    /// A secret: a text, or `file:path` for the first line of a file that only the hub may read.
    ///
    /// `fix` says what to do about a file that is missing or empty, given its path.
    package func secret(_ text: String, _ place: Place, fix: ((String) -> String)? = nil) -> Secret? {
        guard readsSecrets, text.hasPrefix("file:") else { return Secret(text) }
        let path = path(String(text.dropFirst(5)))
        guard let content = FileManager.default.contents(atPath: path) else {
            report(
                place, "the secret file \(Quote.value(path)) cannot be read",
                why: FileManager.default.fileExists(atPath: path) ? "no permission" : "no such file",
                fix: fix?(path)
                    ?? "create it: openssl rand -hex 32 > \(path) (deploy/quickstart does so for the example)")
            return nil
        }
        let line = String(decoding: content, as: UTF8.self).prefix { !$0.isNewline }
        guard !line.isEmpty else {
            report(
                place, "the secret file \(Quote.value(path)) is empty",
                fix: fix?(path) ?? "openssl rand -hex 32 > \(path)")
            return nil
        }
        return Secret(String(line))
    }
}

/// A text that is never printed.
package struct Secret: Sendable, Hashable {
    /// The secret itself; call it where it is used, keep it nowhere.
    package let reveal: String

    package init(_ text: String) { reveal = text }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "••••" }
    package var debugDescription: String { "••••" }
    /// Nothing: `dump` of an enclosing value would show it.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
