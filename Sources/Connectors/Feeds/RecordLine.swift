import Canonical
import Foundation

/// One record's result as a line of JSON: what `hub preview --json` prints and a sample's expected result holds.
///
/// Config files are named without line and column, which change with every edit; paths are relative to the config folder, so that the same lines come out wherever the folder stands.
package enum RecordLine {
    /// `{"kind":…,"key":…,"data":{…}}`, or `{"rejection":{…}}`.
    package static func bytes(_ outcome: Outcome, folder: String) -> [UInt8] {
        var line: [UInt8] = []
        switch outcome {
        case .entity(let entity, _, _, _, _):
            line = bytes(entity)
        case .rejection(let rejection):
            line += "{\"rejection\":{".utf8
            if let key = rejection.key {
                line += "\"key\":".utf8
                JSONText.append(key, to: &line)
                line += ",".utf8
            }
            line += "\"problems\":[".utf8
            for (index, problem) in rejection.problems.enumerated() {
                if index > 0 { line += ",".utf8 }
                append(problem, folder, to: &line)
            }
            line += "]}}".utf8
        }
        return line
    }

    /// `{"kind":…,"key":…,"data":{…}}`.
    package static func bytes(_ entity: Entity) -> [UInt8] {
        var line = Array("{\"kind\":\"\(entity.schema.kind)\",\"key\":".utf8)
        JSONText.append(entity.key, to: &line)
        line += ",\"data\":".utf8
        CanonicalJSON.append(entity, withIdentity: true, to: &line)
        line += "}".utf8
        return line
    }

    /// A problem as a JSON object.
    package static func append(_ problem: Problem, _ folder: String, to line: inout [UInt8]) {
        var opening = "{"
        for (name, text) in [
            ("where", problem.place.description), ("what", problem.what), ("why", problem.why), ("fix", problem.fix),
        ] {
            guard let text else { continue }
            line += "\(opening)\"\(name)\":".utf8
            JSONText.append(withoutLines(relative(text, to: folder)), to: &line)
            opening = ","
        }
        line += "}".utf8
    }

    /// The text without lines and columns of config files.
    private static func withoutLines(_ text: String) -> String {
        guard text.contains(".jsonc:") else { return text }
        var parts = text.components(separatedBy: ".jsonc:")
        for index in parts.indices.dropFirst() {
            parts[index] = String(parts[index].drop { $0.isNumber || $0 == ":" })
        }
        return parts.joined(separator: ".jsonc")
    }

    /// The text with paths into `folder` made relative to it; a path starts where no other one goes on.
    private static func relative(_ text: String, to folder: String) -> String {
        var relative = ""
        var rest = text[...]
        while let found = rest.range(of: "\(folder)/") {
            let before = (relative + rest[..<found.lowerBound]).last
            let isStart = before.map { " (\"".contains($0) } ?? true
            relative += rest[..<(isStart ? found.lowerBound : found.upperBound)]
            rest = rest[found.upperBound...]
        }
        return relative + rest
    }
}
