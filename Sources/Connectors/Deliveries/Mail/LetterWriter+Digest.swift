import Canonical

extension LetterWriter {
    /// Entries of a digest that are written out.
    static let most = 30
    /// Things below them that have a line each; what is beyond is counted.
    static let mostLines = 500

    /// The letter about many messages, of each thing its last state only: by kind and by employer or place, the newest first.
    ///
    /// A mail is all that many of its readers see, and what was sent is acknowledged: nothing is left out that could stand in it.
    func digest(_ states: [InboxMessage]) -> Letter {
        let kinds = LetterWriter.byKind(states.reversed())
        let counts = kinds.map { $0.words.count($0.messages.count) }.joined(separator: ", ")
        let title = "\(states.count) \(states.count < 2 ? "nouveauté" : "nouveautés")\(Letter.colon) \(counts)"
        let whole = LetterWriter.shares(kinds.map(\.messages.count), of: LetterWriter.most)
        let others = zip(kinds, whole).map { $0.messages.count - $1 }
        let lines = LetterWriter.shares(others, of: LetterWriter.mostLines)
        var blocks: [Letter.Block] = []
        for (number, (words, messages)) in kinds.enumerated() {
            let (written, rest) = (messages.prefix(whole[number]), messages.dropFirst(whole[number]))
            // No journal has receipts, so nothing would bring back what is left out of them.
            let listed = rest.prefix(words.kind == Schema.receipt.kind ? rest.count : lines[number])
            let left = rest.dropFirst(listed.count)
            blocks.append(.section(words.count(messages.count)))
            blocks += groups(Array(written), words) { part, isGrouped in
                .entries(part.map { entry($0, words, isGrouped: isGrouped) })
            }
            if !listed.isEmpty {
                blocks.append(.paragraph("En bref, \(LetterWriter.others(listed.count))\(Letter.colon)"))
                blocks += groups(Array(listed), words) { part, isGrouped in
                    .lines(part.map { line($0, words, isGrouped: isGrouped) })
                }
            }
            if !left.isEmpty { blocks.append(.paragraph(beyond(Array(left), words))) }
        }
        let isAnswered = blocks.contains {
            if case .entries(let entries) = $0 { entries.contains { $0.code != nil } } else { false }
        }
        return Letter(
            subject: title, title: title, blocks: (isAnswered ? [answering] : []) + blocks, footer: footer)
    }

    /// Shares `total` so that each gets its part, and what one does not need goes to the others.
    static func shares(_ wants: [Int], of total: Int) -> [Int] {
        var given = wants.map { _ in 0 }
        var left = total
        while left > 0 {
            let open = wants.indices.filter { given[$0] < wants[$0] }
            guard !open.isEmpty else { break }
            let part = max(1, left / open.count)
            for index in open {
                let more = min(part, wants[index] - given[index], left)
                given[index] += more
                left -= more
            }
        }
        return given
    }

    /// In the order of the table, and behind it the kinds that it does not know.
    private static func byKind(_ messages: [InboxMessage]) -> [(words: KindWords, messages: [InboxMessage])] {
        let kinds = Set(messages.map(\.kind))
        let known = KindWords.all.map(\.kind).filter { kinds.contains($0) }
        return (known + kinds.subtracting(known).sorted()).map { kind in
            (KindWords.of(kind), messages.filter { $0.kind == kind })
        }
    }

    /// Those of one employer or place, or of one sentence, that has several, under its name; the others behind them.
    private func groups(
        _ messages: [InboxMessage], _ words: KindWords, _ block: ([InboxMessage], _ isGrouped: Bool) -> Letter.Block
    ) -> [Letter.Block] {
        let names = messages.map { group($0, words) }
        let named = Dictionary(grouping: messages.indices) { names[$0] ?? "" }
            .filter { !$0.key.isEmpty && $0.value.count > 1 }
        var blocks: [Letter.Block] = []
        var seen: Set<String> = []
        for name in names.compactMap({ $0 }) where seen.insert(name).inserted {
            guard let group = named[name]?.map({ messages[$0] }) else { continue }
            // Whatever says the same has its own part on a line.
            blocks += [
                .group(name),
                words.same.isEmpty ? block(group, true) : .lines(group.map { line($0, words, isGrouped: true) }),
            ]
        }
        let others = messages.indices.filter { names[$0].map { named[$0] == nil } ?? true }.map { messages[$0] }
        guard !others.isEmpty else { return blocks }
        return blocks + (blocks.isEmpty ? [] : [.group("Autres")]) + [block(others, false)]
    }

    private func group(_ message: InboxMessage, _ words: KindWords) -> String? {
        guard let entity = visible(message) else { return nil }
        let paths = words.same.isEmpty ? [words.group].compactMap { $0 } : words.same
        return paths.isEmpty ? nil : paths.compactMap { room.fields.value($0, of: entity) }.joined(separator: " ")
    }

    /// How an entry is answered, which has nothing but its code in the text.
    private var answering: Letter.Block {
        .paragraph(
            "Pour répondre à l’un des points ci-dessous, répondez à ce courriel\u{A0}: écrivez sur la première ligne "
                + "\(AnswerLinks.wording), et copiez en dessous le code de réponse de ce point, et de lui seul. "
                + "Quand un point a des liens, chacun prépare cette réponse pour vous.")
    }

    private static func others(_ count: Int) -> String { "\(count) \(count < 2 ? "autre" : "autres")" }

    /// What counts those without a line, and says how to have them: the journal has all of them.
    private func beyond(_ left: [InboxMessage], _ words: KindWords) -> String {
        let days = left.map { ParisTime.day(of: $0.time / 60).description }
        let window = "--kind \(words.kind) --since \(days.min() ?? "") --until \(days.max() ?? "")"
        return
            "Et encore \(LetterWriter.others(left.count)), qui ne \(left.count < 2 ? "figure" : "figurent") pas dans ce "
            + "courriel\u{A0}: la personne qui administre le hub peut vous les renvoyer avec "
            + "«\u{A0}hub replay config \(member) \(window)\u{A0}», ou les afficher avec "
            + "«\u{A0}hub history config \(window)\u{A0}»."
    }
}
