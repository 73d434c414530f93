import Canonical

@testable import Connectors

/// What a rule makes of one record, through a whole feed.
enum MappedField {
    private static let map = #""key": { "const": "1" }, "type": { "const": "job" }, "title": { "const": "t" },"# + "\n"

    /// The field's canonical JSON without what every record here has, or the problems; `record` is a JSON object.
    static func of(_ path: String, _ rule: String, record: String) throws -> String {
        let lines = try SmallConfig.draft("\(map)\"\(path)\": \(rule)", format: #"{ "ndjson": {} }"#, record + "\n")
        let text = lines.joined(separator: "\n")
        let start = #"{"key":"1","type":"job","title":"t""#
        return text.hasPrefix(start) ? String(text.dropFirst(start.count).dropLast()) : text
    }

    /// What the words of a rule make of one value.
    static func of(_ path: String, _ words: String, _ value: String) throws -> String {
        var text: [UInt8] = []
        JSONText.append(value, to: &text)
        return try of(
            path, #"{ "from": "a", "# + words + " }", record: #"{"a":"# + String(decoding: text, as: UTF8.self) + "}")
    }

    /// The description that the words of a rule make of one value.
    static func description(_ words: String, _ value: String) throws -> String {
        let text = try of("description", words, value)
        let start = #","description":""#
        return text.hasPrefix(start) ? String(text.dropFirst(start.count).dropLast()) : text
    }
}
