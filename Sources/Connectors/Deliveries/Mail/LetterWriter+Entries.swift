import Canonical

/// One thing in a digest: as an entry, or on one line.
extension LetterWriter {
    func entry(_ message: InboxMessage, _ words: KindWords, isGrouped: Bool) -> Letter.Entry {
        guard let entity = visible(message) else { return Letter.Entry(line: withdrawal(message, words)) }
        let details = words.details.filter { !isGrouped || $0 != words.group }.compactMap { path in
            room.fields.value(path, of: entity).map { (room.fields.name(path, of: entity), LetterWriter.oneLine($0)) }
        }
        let facts =
            [
                words.hasSender ? ("De la part de", sender(message)) : nil, about(entity).map { ("Objet", $0) },
            ].compactMap { $0 } + details
            + [
                words.isAboutPerson ? ("Contact", contact(entity, message)) : nil,
                words.hasReference ? ("Référence", message.key) : nil,
            ].compactMap { $0 }
        let links = links(message, words)
        return Letter.Entry(
            line: heading(entity, message, words), details: facts.map { "\($0)\(Letter.colon) \($1)" },
            links: links?.links ?? [], code: links?.code)
    }

    /// What it is, what it is about, where or who it comes from, what it tells besides, and its reference.
    func line(_ message: InboxMessage, _ words: KindWords, isGrouped: Bool) -> String {
        guard let entity = visible(message) else { return withdrawal(message, words) }
        let isSaid = isGrouped && !words.same.isEmpty
        let told = words.told.compactMap { path in
            room.fields.value(path, of: entity).map { value in
                let name = room.fields.name(path, of: entity).lowercased()
                // "depuis le jeudi 27 novembre", and "échéance : vendredi 27 février".
                return name + (name.hasSuffix(" le") ? " " : "\(Letter.colon) ") + LetterWriter.oneLine(value)
            }
        }
        let parts =
            [
                isSaid ? nil : heading(entity, message, words), about(entity),
                isGrouped ? nil : words.group.flatMap { room.fields.value($0, of: entity) },
                words.hasSender ? sender(message) : nil,
            ].compactMap { $0 } + told
        return (parts + (words.hasReference ? ["référence \(message.key)"] : [])).joined(separator: " – ")
    }

    private func heading(_ entity: Entity, _ message: InboxMessage, _ words: KindWords) -> String {
        let line = words.line.compactMap { room.fields.value($0, of: entity) }.joined(separator: " – ")
        let changed = message.event == .updated ? words.isFeminine ? " (modifiée)" : " (modifié)" : ""
        return (line.isEmpty ? words.one : line) + changed
    }

    private func sender(_ message: InboxMessage) -> String {
        room.sender(of: message.source).map(room.name) ?? "le hub"
    }

    /// What an alert is about, and whose it is: `parcours C04411, Atelier des Sureaux`.
    private func about(_ entity: Entity) -> String? {
        guard entity.schema.kind == Schema.alert.kind, let kind = room.fields.value("about.kind", of: entity),
            let key = entity.text("about.key")
        else { return nil }
        // A member, or a feed, is its own source.
        let isOwn = ["member", "feed"].contains(entity.text("about.kind"))
        let source = isOwn ? key : entity.text("about.source")
        let structure = source.flatMap { room.member(publishing: $0) }.map(room.name)
        guard entity.text("about.kind") != "member" else { return structure ?? key }
        return (["\(kind) \(key)"] + [structure].compactMap { $0 }).joined(separator: ", ")
    }

    private static func oneLine(_ text: String) -> String {
        String(text.split { $0.isNewline }.joined(separator: " ").prefix(300))
    }
}
