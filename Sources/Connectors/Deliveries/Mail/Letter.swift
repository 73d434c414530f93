/// What a mail says, as its parts: written out as text and as HTML from here, so that both say the same.
struct Letter: Sendable {
    /// A name and what it stands for.
    struct Fact: Sendable {
        let name: String
        let value: String
        /// Where the value leads to.
        var address: String?
    }
    /// A link, with a text that says where it leads.
    struct Link: Sendable {
        let text: String
        let address: String
    }
    /// One entry of a list: a line, and what belongs to it.
    struct Entry: Sendable {
        let line: String
        var details: [String] = []
        var links: [Link] = []
        /// The code of an answer, for where links do not open.
        var code: String?
    }
    enum Block: Sendable {
        case section(String)
        case group(String)
        case paragraph(String)
        case facts([Fact])
        case entries([Entry])
        /// A list of things that have a line each.
        case lines([String])
        /// Links that open a prepared mail; in the text, where links do not open, nothing.
        case links([Link])
        /// The code of an answer, whole.
        case code(String)
    }

    /// Nothing personal: it is read over shoulders, and kept in logs.
    let subject: String
    let title: String
    var blocks: [Block]
    /// Who sends it, and why it came.
    let footer: [String]
}

extension Letter {
    /// The letter as text, in lines of at most 76 characters but for what cannot be broken.
    var text: String {
        var lines = Letter.wrapped(title)
        for block in blocks {
            lines.append("")
            switch block {
            case .section(let text): lines += [""] + Letter.wrapped(text)
            case .group(let text): lines += Letter.wrapped(text.hasSuffix(".") ? text : text + Letter.colon)
            case .paragraph(let text):
                lines += text.split(separator: "\n", omittingEmptySubsequences: false).flatMap {
                    Letter.wrapped(String($0))
                }
            case .facts(let facts):
                lines += facts.flatMap { Letter.wrapped("\($0.name)\(Letter.colon) \($0.value)", indent: "  ") }
            case .entries(let entries):
                for (number, entry) in entries.enumerated() {
                    if number > 0 { lines.append("") }
                    lines += Letter.wrapped("- \(entry.line)", indent: "  ")
                    for detail in entry.details { lines += Letter.wrapped(detail, start: "  ", indent: "    ") }
                    if let code = entry.code {
                        lines += ["  Code de réponse\(Letter.colon)"] + AnswerCode.lines(code).map { "  \($0)" }
                    }
                }
            case .lines(let texts): lines += texts.flatMap { Letter.wrapped("- \($0)", indent: "  ") }
            case .links: lines.removeLast()
            case .code(let code): lines += AnswerCode.lines(code)
            }
        }
        lines += ["", "-- "] + footer.flatMap { Letter.wrapped($0) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The letter as HTML that needs nothing from elsewhere, and keeps the reader's own colours and sizes.
    var html: String {
        var html = """
            <!DOCTYPE html>
            <html lang="fr">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(Letter.escaped(subject))</title>
            </head>
            <body style="font-family: sans-serif; font-size: 100%; line-height: 1.5; max-width: 42em; margin: 1em">
            <main>
            <h1 style="font-size: 1.4em">\(Letter.escaped(title))</h1>

            """
        for block in blocks {
            switch block {
            case .section(let text): html += "<h2 style=\"font-size: 1.2em\">\(Letter.escaped(text))</h2>\n"
            case .group(let text): html += "<h3 style=\"font-size: 1em\">\(Letter.escaped(text))</h3>\n"
            case .paragraph(let text):
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { Letter.escaped($0) }
                html += "<p>\(lines.joined(separator: "<br>\n"))</p>\n"
            case .facts(let facts):
                html += "<dl>\n"
                for fact in facts {
                    let value = fact.address.map { Letter.link(fact.value, $0) } ?? Letter.escaped(fact.value)
                    html += "<dt><strong>\(Letter.escaped(fact.name))</strong></dt>\n<dd>\(value)</dd>\n"
                }
                html += "</dl>\n"
            case .entries(let entries):
                html += "<ul>\n"
                for entry in entries {
                    let links = entry.links.map { Letter.link($0.text, $0.address) }.joined(separator: ", ")
                    let parts =
                        ["<strong>\(Letter.escaped(entry.line))</strong>"] + entry.details.map { Letter.escaped($0) }
                        + (links.isEmpty ? [] : [links])
                        + (entry.code.map { ["Code de réponse\(Letter.colon)"] + AnswerCode.lines($0) } ?? [])
                    html += "<li>\(parts.joined(separator: "<br>\n"))</li>\n"
                }
                html += "</ul>\n"
            case .lines(let texts):
                html += "<ul>\n"
                for text in texts { html += "<li>\(Letter.escaped(text))</li>\n" }
                html += "</ul>\n"
            case .links(let links):
                html += "<ul>\n"
                for link in links { html += "<li>\(Letter.link(link.text, link.address))</li>\n" }
                html += "</ul>\n"
            case .code(let code): html += "<p>\(AnswerCode.lines(code).joined(separator: "<br>\n"))</p>\n"
            }
        }
        html += "</main>\n<hr>\n<footer>\n"
        for line in footer { html += "<p>\(Letter.escaped(line))</p>\n" }
        return html + "</footer>\n</body>\n</html>\n"
    }

    private static func link(_ text: String, _ address: String) -> String {
        "<a href=\"\(escaped(address))\">\(escaped(text))</a>"
    }

    /// A text as it stands in HTML, also in an attribute.
    static func escaped(_ text: some StringProtocol) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case _ where isControl(scalar): escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Whether a character means something to the machines on the way: line ends included.
    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
    }

    /// French puts a space before it that must not break.
    static let colon = "\u{A0}:"

    /// A line in lines of at most 76 characters, the first one and those behind it indented.
    private static func wrapped(_ text: String, start: String = "", indent: String = "") -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            if line.isEmpty {
                line = (lines.isEmpty ? start : indent) + word
            } else if line.count + 1 + word.count > 76, !word.isEmpty {
                lines.append(line)
                line = indent + word
            } else {
                line += " \(word)"
            }
        }
        return (lines + [line]).map { String($0.unicodeScalars.map { isControl($0) ? " " : Character($0) }) }
    }
}
