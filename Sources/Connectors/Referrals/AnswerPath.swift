import Canonical

extension Correspondence {
    /// Says in a draft whom an answer goes to, and refuses what nobody asked for, or what comes too early.
    ///
    /// A `response` goes back along the path of what it is about: from whoever received it to whoever asked, and of a referral
    /// the other way too. An `application` for an offer that takes one person at a time waits for those before it. `source` is
    /// the feed or member that publishes it.
    func address(_ draft: inout Draft, _ schema: Schema, from member: String, source: String) {
        switch schema.kind {
        case Schema.response.kind:
            address(answer: &draft, Name(kind: schema.kind, source: source, key: draft.text(0) ?? ""), from: member)
        case Schema.application.kind:
            hold(application: &draft, Name(kind: schema.kind, source: source, key: draft.text(0) ?? ""))
        default: return
        }
    }

    private func address(answer draft: inout Draft, _ name: Name, from member: String) {
        let schema = Schema.response
        guard let kindField = schema.number(of: "about.kind"), let keyField = schema.number(of: "about.key"),
            let sourceField = schema.number(of: "about.source"), let toField = schema.number(of: "addressedTo"),
            let kind = draft.text(kindField), let key = draft.text(keyField),
            Correspondence.answered.contains(kind)
        else { return }
        let source = draft.text(sourceField)
        let all = asked(kind, key, source, by: member)
        let standing = all.filter { !$0.isWithdrawn }
        let about = "\(kind) \(Quote.value(key))"
        guard let asked = standing.first ?? all.first(where: { answered(by: name, $0.name) }) else {
            let place = draft.place(of: keyField)
            return draft.refuse(
                keyField,
                all.isEmpty
                    ? Problem(
                        place, "no \(about) that \(member) received stands published",
                        why: "an answer goes back to the member that asked",
                        fix: "correct \(source == nil ? "about.key" : "about.key or about.source")")
                    : Problem(
                        place, "the \(about) was withdrawn", why: "nobody waits for an answer any more",
                        fix: "drop the answer"))
        }
        guard standing.count <= 1 else {
            return draft.refuse(
                keyField,
                Problem(
                    draft.place(of: keyField), "\(standing.count) things are the \(about)",
                    why: "they come from \(Quote.list(standing.map(\.name.source), "and"))",
                    fix: "name the one that is answered in about.source"))
        }
        // Of a referral both write to each other: who asked agrees to the plan that the other proposes.
        let addressee = asked.asker == member ? asked.receivers.first ?? member : asked.asker
        if let given = draft.text(toField) {
            guard given != addressee else { return }
            return draft.refuse(
                toField,
                Problem(
                    draft.place(of: toField),
                    "an answer to the \(about) goes to \(addressee), not to \(Quote.value(given))",
                    why: "an answer goes back to the member that asked",
                    fix: "write \(Quote.value(addressee)), or leave addressedTo out"))
        }
        if !draft.isRefused(toField) { draft.set(toField, addressee) }
        if source == nil, !draft.isRefused(sourceField) { draft.set(sourceField, asked.name.source) }
    }

    private func hold(application draft: inout Draft, _ name: Name) {
        let schema = Schema.application
        guard let keyField = schema.number(of: "offer.key"), let offer = draft.text(keyField),
            let sourceField = schema.number(of: "offer.source"), let status = schema.number(of: "status"),
            Correspondence.isOpen(draft.text(status)), isTaken(offer, draft.text(sourceField), for: name)
        else { return }
        draft.refuse(
            keyField,
            Problem(
                draft.place(of: keyField), "somebody is put forward for the offer \(Quote.value(offer)) at present",
                why: "the offer takes one person at a time (candidates: one)",
                fix: "put the person forward again when the offer is free"))
    }

    /// What can be answered.
    private static let answered = [Schema.referral, .offer, .application, .immersion].map(\.kind)
}

extension Draft {
    /// Sets a field that the record has not.
    fileprivate mutating func set(_ field: Int, _ text: String) {
        append(Array(text.utf8).span, to: field, line: place.line ?? 1, column: place.column ?? 1)
    }
}
