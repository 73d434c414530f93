import Canonical

/// Writes the letters of one member's inbox.
struct LetterWriter: Sendable {
    let room: Mailroom
    /// The recipient's id.
    let member: String
    /// The address that answers go to.
    let replyTo: String
    /// Whether the member's config lets identities travel by mail.
    let showsIdentity: Bool

    /// The letter about one message.
    func letter(_ message: InboxMessage) -> Letter {
        let words = KindWords.of(message.kind)
        let title = title(message, words)
        guard let entity = visible(message) else {
            return Letter(
                subject: title, title: title, blocks: [.paragraph(withdrawal(message, words))], footer: footer)
        }
        var blocks: [Letter.Block] = [.paragraph(lead(message, words))]
        let sentences = words.sentences.compactMap { path in room.fields.value(path, of: entity) }
        blocks += sentences.map { .paragraph($0) }
        blocks += [.section("Détail"), .facts(facts(entity, message, words))]
        blocks += long(entity, words)
        blocks += person(entity, message)
        blocks += answers(message, words)
        return Letter(subject: title, title: title, blocks: blocks, footer: footer)
    }

    /// What this member may read of a message by mail; nil of a withdrawal.
    func visible(_ message: InboxMessage) -> Entity? {
        guard let entity = message.entity else { return nil }
        // What the hub puts into an inbox is for its member; should it ever not be, no name leaves by mail.
        if let addressee = entity.text("addressedTo"), addressee != member { return entity.shared }
        return showsIdentity ? entity : entity.withoutIdentity
    }

    /// `Nouvelle offre : Thiers (63)`: kind, number, place or yes and no, nothing about a person.
    private func title(_ message: InboxMessage, _ words: KindWords) -> String {
        let title = words.title(message.event)
        guard let entity = message.entity else { return title }
        switch message.kind {
        case "offer":
            guard let place = entity.text("workplace.label") ?? entity.text("workplace.departement") else {
                return title
            }
            return "\(title)\(Letter.colon) \(place.prefix(60))"
        case "alert" where entity.text("severity") == "urgent": return "Alerte urgente"
        case "response":
            return room.fields.value("answer", of: entity).map { "\(title)\(Letter.colon) \($0)" } ?? title
        case "receipt":
            guard let refused = entity.text("refused").flatMap({ Int($0) }), refused > 0 else { return title }
            return "Accusé de traitement\(Letter.colon) \(refused) refus"
        default: return title
        }
    }

    private func lead(_ message: InboxMessage, _ words: KindWords) -> String {
        let sender = room.sender(of: message.source).flatMap { $0 == member ? nil : room.name(of: $0) } ?? "Le hub"
        guard message.event != .updated || ["receipt", "alert"].contains(message.kind) else {
            return "\(sender) a mis à jour \(words.isFeminine ? "cette" : "ce") \(words.one). Voici son état à ce jour."
        }
        return "\(sender) \(words.lead)"
    }

    /// What stands for an entity that is gone: `L’offre de référence « A-12 » est retirée`.
    func withdrawal(_ message: InboxMessage, _ words: KindWords) -> String {
        let sender = room.sender(of: message.source).map { " (\(room.name(of: $0)))" } ?? ""
        return "\(words.definite) de référence «\u{A0}\(message.key)\u{A0}»\(sender) est "
            + "\(words.isFeminine ? "retirée" : "retiré")\u{A0}: vous n’avez plus rien à faire."
    }

    // MARK: - Parts

    private func facts(_ entity: Entity, _ message: InboxMessage, _ words: KindWords) -> [Letter.Fact] {
        let hidden = KindWords.never.union(words.hidden + words.sentences + LetterWriter.personal(entity))
            .union(entity.schema.fields.filter { LetterWriter.isLong($0) }.map(\.path))
        return room.fields.facts(entity, besides: hidden) + [Letter.Fact(name: "Référence", value: message.key)]
    }

    /// Long texts, each under its name.
    private func long(_ entity: Entity, _ words: KindWords) -> [Letter.Block] {
        entity.schema.fields.filter { LetterWriter.isLong($0) && !words.sentences.contains($0.path) }.flatMap { field in
            room.fields.value(field.path, of: entity).map { value -> [Letter.Block] in
                [.section(room.fields.name(field.path, of: entity)), .paragraph(value)]
            } ?? []
        }
    }

    private static func isLong(_ field: Field) -> Bool {
        if case .text(let most) = field.type { most >= 1_000 && !field.isList } else { false }
    }

    /// The person's name and what it was agreed for, which stand in a part of their own.
    private static func personal(_ entity: Entity) -> [String] {
        entity.schema.fields.map(\.path).filter { $0.hasPrefix("identity.") || $0.hasPrefix("consent.") }
    }

    /// Who the person is; or whom to ask.
    private func person(_ entity: Entity, _ message: InboxMessage) -> [Letter.Block] {
        let own = Set(LetterWriter.personal(entity))
        guard !own.isEmpty else { return [] }
        if entity.hasIdentity {
            let others = Set(entity.schema.fields.map(\.path)).subtracting(own)
            return [.section("La personne"), .facts(room.fields.facts(entity, besides: others))]
        }
        guard message.entity?.hasIdentity == true || entity.text("addressedTo") == member else { return [] }
        return [
            .section("La personne"),
            .paragraph(
                "Le nom et les coordonnées de la personne ne voyagent pas par courriel. Pour les connaître\(Letter.colon) "
                    + "\(contact(entity, message))."),
        ]
    }

    /// Whom to call about a person: the professional in charge, or the structure.
    func contact(_ entity: Entity, _ message: InboxMessage) -> String {
        let contacts = ["referent.phone", "referent.email"].compactMap { room.fields.value($0, of: entity) }
        let name =
            room.fields.value("referent.name", of: entity) ?? room.sender(of: message.source).map(room.name)
            ?? "la structure qui vous écrit"
        return contacts.isEmpty ? name : "\(name) (\(contacts.joined(separator: ", ")))"
    }

    /// The links and the code, where this member can answer.
    private func answers(_ message: InboxMessage, _ words: KindWords) -> [Letter.Block] {
        guard let links = links(message, words) else { return [] }
        return [
            .section("Répondre"), .links(links.links),
            .paragraph(
                "Vous pouvez aussi répondre à ce courriel. Écrivez sur la première ligne \(AnswerLinks.wording), "
                    + "et gardez ce code\u{A0}:"),
            .code(links.code),
        ]
    }

    /// The links that answer a message; nil where it cannot be answered.
    func links(_ message: InboxMessage, _ words: KindWords) -> AnswerLinks? {
        guard words.isAnswered, message.event != .withdrawn, let seal = room.seal,
            let asker = room.sender(of: message.source), asker != member
        else { return nil }
        let source = message.source.split(separator: "/").suffix(2).joined(separator: "/")
        let code = AnswerCode(member: member, kind: message.kind, source: source, key: message.key, asker: asker)
        return AnswerLinks(
            code: code.text(seal), words: words, member: member, replyTo: replyTo, codes: room.codes)
    }

    var footer: [String] {
        [
            "Courriel envoyé automatiquement par le hub «\u{A0}\(room.name)\u{A0}» à \(room.name(of: member)).",
            "Pour changer d’adresse, d’horaires ou ne plus rien recevoir, adressez-vous à la personne qui administre le hub.",
        ]
    }
}
