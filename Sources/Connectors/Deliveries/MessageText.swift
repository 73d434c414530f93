import Canonical

extension InboxMessage {
    /// What it is about, in a few French words, for lists that others may see too: never who a person is.
    var title: String {
        let kind = entity?.schema.french ?? Schema.named(self.kind)?.french ?? self.kind
        let name = kind.prefix(1).uppercased() + kind.dropFirst()
        guard let entity else { return "\(name) \(key)" }
        switch self.kind {
        case Schema.offer.kind:
            let place = entity.text("workplace.label").map { ", \($0)" } ?? ""
            return "\(name) : \(entity.text("title") ?? key)\(place)"
        case Schema.alert.kind: return "\(name) : \(entity.text("text") ?? key)"
        case Schema.response.kind: return "\(name) : \(entity.text("about.key") ?? key)"
        default: return "\(name) \(key)"
        }
    }

    /// The fields that everybody who receives the kind may see, in French, a line each: never who a person is.
    func lines(most: Int) -> [String] {
        guard let entity else { return [] }
        // Codes and members stay as they are: a folder has no tables.
        let words = FieldText(codes: Codes(), members: [:])
        return entity.schema.fields.filter {
            $0.sight == .collective && !$0.isIdentity && $0.type != .pseudonym && !$0.path.hasPrefix("consent.")
        }.compactMap { field in
            // A feed cuts no text, as mails do.
            guard case .text = field.type else {
                return words.value(field.path, of: entity).map { "\(field.french)\(Letter.colon) \($0)" }
            }
            let texts = entity.texts(field.path)
            return texts.isEmpty ? nil : "\(field.french)\(Letter.colon) \(texts.joined(separator: ", "))"
        }.prefix(most).map { $0 }
    }

    /// Its page on the web, where it has one.
    var link: String? { entity.flatMap { $0.text("origin.url") ?? $0.text("contact.url") } }
}
