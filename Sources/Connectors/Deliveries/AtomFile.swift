import Canonical

/// What is new for a member, for feed readers: `messages.atom` (RFC 4287), the latest changes first.
enum AtomFile: FileFormat {
    static let word = "atom"
    static let name = "messages.atom"

    /// Entries that stand in it.
    private static let most = 200
    /// Fields that an entry tells.
    private static let mostLines = 15

    static func files(
        of entries: [HeldMessages.Entry], for member: String, standing: (String) -> Bool
    ) -> [(name: String, bytes: [UInt8])] {
        // Of one moment in their own order, so that the same messages give the same bytes.
        let latest = entries.enumerated().sorted { ($1.element.changed, $0.offset) < ($0.element.changed, $1.offset) }
            .prefix(most).map(\.element)
        guard !latest.isEmpty || standing(name) else { return [] }
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
              <id>urn:siae-hub:deliveries:\(escaped(member))</id>
              <title>Messages pour \(escaped(member))</title>
              <updated>\(UTCTime.text(latest.first?.changed ?? 0))</updated>
              <author><name>SIAE hub</name></author>
              <generator>SIAE hub</generator>

            """
        for entry in latest { text += self.text(of: entry) }
        return [(name, Array((text + "</feed>\n").utf8))]
    }

    private static func text(of entry: HeldMessages.Entry) -> String {
        let message = entry.message
        let title = entry.withdrawn == nil ? message.title : "Retiré – \(message.title)"
        var text = """
              <entry>
                <id>urn:siae-hub:message:\(entry.identifier)</id>
                <title>\(escaped(title))</title>
                <updated>\(UTCTime.text(entry.changed))</updated>
                <category term="\(escaped(message.kind))" label="\(escaped(Schema.named(message.kind)?.french ?? message.kind))"/>

            """
        if let link = message.link { text += "    <link rel=\"alternate\" href=\"\(escaped(link))\"/>\n" }
        let lines = entry.withdrawn == nil ? message.lines(most: mostLines) : []
        let content = ([title] + lines).joined(separator: "\n")
        return text + "    <content type=\"text\">\(escaped(content))</content>\n  </entry>\n"
    }

    /// A text that XML takes: its marks escaped, without what it knows no way to write.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n", "\t": escaped.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: break
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
