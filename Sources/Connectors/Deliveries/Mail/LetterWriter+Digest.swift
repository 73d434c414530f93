import Canonical

extension LetterWriter {
    /// Entries of a digest that are written out; the others are counted.
    static let most = 30

    /// The letter about many messages, of each thing its last state only: by kind and by employer or place, the newest first.
    func digest(_ states: [InboxMessage]) -> Letter {
        let kinds = LetterWriter.byKind(states.reversed())
        let counts = kinds.map { $0.words.count($0.messages.count) }.joined(separator: ", ")
        let title = "\(states.count) \(states.count < 2 ? "nouveauté" : "nouveautés")\(Letter.colon) \(counts)"
        var blocks: [Letter.Block] = []
        var left = LetterWriter.most
        for (words, messages) in kinds {
            blocks.append(.section(words.count(messages.count)))
            let shown = messages.prefix(left)
            left -= shown.count
            blocks += groups(Array(shown), words)
            if messages.count > shown.count { blocks.append(.paragraph(rest(messages.count - shown.count, words))) }
        }
        return Letter(subject: title, title: title, blocks: blocks, footer: footer)
    }

    /// In the order of the table, and behind it the kinds that it does not know.
    private static func byKind(_ messages: [InboxMessage]) -> [(words: KindWords, messages: [InboxMessage])] {
        let kinds = Set(messages.map(\.kind))
        let known = KindWords.all.map(\.kind).filter { kinds.contains($0) }
        return (known + kinds.subtracting(known).sorted()).map { kind in
            (KindWords.of(kind), messages.filter { $0.kind == kind })
        }
    }

    /// The entries: those of one employer or place that has several under its name, the others behind them.
    private func groups(_ messages: [InboxMessage], _ words: KindWords) -> [Letter.Block] {
        func name(_ message: InboxMessage) -> String? {
            words.group.flatMap { path in visible(message).flatMap { room.fields.value(path, of: $0) } }
        }
        let named = Dictionary(grouping: messages) { name($0) ?? "" }.filter { !$0.key.isEmpty && $0.value.count > 1 }
        var blocks: [Letter.Block] = []
        var seen: Set<String> = []
        for group in messages.compactMap(name) where seen.insert(group).inserted {
            guard let messages = named[group] else { continue }
            blocks += [.group(group), .entries(messages.map { entry($0, words, isGrouped: true) })]
        }
        let others = messages.filter { name($0).map { named[$0] == nil } ?? true }
        guard !others.isEmpty else { return blocks }
        return blocks + (blocks.isEmpty ? [] : [.group("Autres")]) + [.entries(others.map { entry($0, words) })]
    }

    private func entry(_ message: InboxMessage, _ words: KindWords, isGrouped: Bool = false) -> Letter.Entry {
        guard let entity = visible(message) else { return Letter.Entry(line: withdrawal(message, words)) }
        let line = words.line.compactMap { room.fields.value($0, of: entity) }.joined(separator: " – ")
        let changed = message.event == .updated ? words.isFeminine ? " (modifiée)" : " (modifié)" : ""
        let details = words.details.filter { !isGrouped || $0 != words.group }.compactMap { path in
            room.fields.value(path, of: entity).map {
                let oneLine = $0.split { $0.isNewline }.joined(separator: " ")
                return "\(room.fields.name(path, of: entity))\(Letter.colon) \(oneLine.prefix(300))"
            }
        }
        let links = links(message, words)
        return Letter.Entry(
            line: (line.isEmpty ? "Référence \(message.key)" : line) + changed, details: details,
            links: links?.links ?? [], code: links?.code)
    }

    private func rest(_ count: Int, _ words: KindWords) -> String {
        "Et \(count) \(count < 2 ? "autre" : "autres"), qui ne \(count < 2 ? "figure" : "figurent") pas dans ce courriel"
            + "\u{A0}: la personne qui administre le hub peut les afficher avec «\u{A0}hub history --kind \(words.kind)\u{A0}»."
    }
}
