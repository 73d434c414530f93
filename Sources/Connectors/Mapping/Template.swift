/// A text with names of an export in braces: `{commune} ({codePostal})`; `{{` is a brace.
struct Template {
    enum Part: Equatable {
        case text([UInt8])
        case name(String)
    }

    let parts: [Part]

    /// Reads a template; nil when a brace is not closed or names nothing.
    init?(_ text: String) {
        var parts: [Part] = []
        var literal = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            guard character == "{" else {
                literal.append(character)
                continue
            }
            if rest.first == "{" {
                rest.removeFirst()
                literal.append("{")
                continue
            }
            guard let end = rest.firstIndex(of: "}"), end > rest.startIndex else { return nil }
            if !literal.isEmpty { parts.append(.text(Array(literal.utf8))) }
            literal = ""
            parts.append(.name(String(rest[..<end])))
            rest = rest[rest.index(after: end)...]
        }
        if !literal.isEmpty { parts.append(.text(Array(literal.utf8))) }
        self.parts = parts
    }
}
