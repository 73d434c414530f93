/// Links that stand in the header of an answer (RFC 8288).
enum LinkHeader {
    /// The target of the first link with that relation, in one header or several.
    static func target(_ relation: String, in headers: [(name: String, value: String)]) -> String? {
        for header in headers where header.name.lowercased() == "link" {
            var rest = header.value[...]
            while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
                let target = rest[rest.index(after: open)..<close]
                var parameters = rest[rest.index(after: close)...]
                let end = end(of: parameters)
                rest = parameters[end...]
                parameters = parameters[..<end]
                if relations(parameters).contains(relation) { return String(target) }
            }
        }
        return nil
    }

    /// Where the next link begins: at a comma that stands in no quotes.
    private static func end(of parameters: Substring) -> Substring.Index {
        var isQuoted = false
        for index in parameters.indices {
            if parameters[index] == "\"" { isQuoted.toggle() }
            if parameters[index] == ",", !isQuoted { return index }
        }
        return parameters.endIndex
    }

    private static func relations(_ parameters: Substring) -> [String] {
        var isQuoted = false
        let parts = parameters.split { character in
            if character == "\"" { isQuoted.toggle() }
            return character == ";" && !isQuoted
        }
        for part in parts {
            let words = part.split(separator: "=", maxSplits: 1)
            guard words.count == 2, words[0].filter({ $0 != " " }).lowercased() == "rel" else { continue }
            return words[1].filter { $0 != "\"" }.split(separator: " ").map { $0.lowercased() }
        }
        return []
    }
}
