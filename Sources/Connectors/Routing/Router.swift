import Canonical

/// Decides who receives an entity, and says why; a pure function of the entity and the collective's config.
package struct Router: Sendable {
    /// In order of their ids.
    private let members: [Member]
    private let communes: Communes
    private let directory: Audience.Directory
    private let index: OfferIndex

    package init(_ collective: Collective) {
        self.init(collective.members, collective.feeds, collective.communes)
    }

    init(_ members: [Member], _ feeds: [Feed], _ communes: Communes) {
        let members = members.sorted { $0.id < $1.id }
        self.members = members
        self.communes = communes
        directory = Audience.Directory(members, feeds)
        index = OfferIndex(members)
    }

    /// Every member with the reason why it receives the entity or does not, in order of their ids.
    ///
    /// Every subscription is asked: for those who want to know. A run takes ``recipients(of:from:)``.
    package func reasons(for entity: Entity, from sender: String) -> [(member: String, reason: Reason)] {
        guard entity.schema.kind == Schema.offer.kind else {
            let audience = Audience(of: entity, from: sender, directory)
            var reasons = members.map { (member: $0.id, reason: $0.id == sender ? audience.own : audience.others) }
            for (number, reason) in audience.receiving { reasons[number].reason = reason }
            return reasons
        }
        let offer = RoutedOffer(entity, communes)
        var reasons = members.map { member in
            (member: member.id, reason: member.id == sender ? Reason.ownMessage : offer.reason(for: member))
        }
        let isReceived = zip(members, reasons).contains { $0.isCRE ? false : $1.reason.isToReceive }
        for cre in directory.cres where members[cre].id != sender && !reasons[cre].reason.isToReceive {
            reasons[cre].reason = creReason(from: sender, isReceived) ?? .nobodyReceivesIt
        }
        return reasons
    }

    /// The members that receive the entity, each with its reason, in order of their ids; the same as those of
    /// ``reasons(for:from:)``, found without asking every member.
    package func recipients(of entity: Entity, from sender: String) -> [(member: String, reason: Reason)] {
        guard entity.schema.kind == Schema.offer.kind else {
            return Audience(of: entity, from: sender, directory).receiving.map { (members[$0.number].id, $0.reason) }
        }
        let offer = RoutedOffer(entity, communes)
        if offer.isForAll { return members.compactMap { $0.id == sender ? nil : ($0.id, .insertionPost) } }
        var recipients: [(member: String, reason: Reason)] = []
        var isReceived = false
        var cres = directory.cres
        index.candidates(for: offer).forEach { number in
            let member = members[number]
            guard member.id != sender else { return }
            let reason = offer.reason(for: member)
            guard reason.isToReceive else { return }
            recipients.append((member.id, reason))
            if member.isCRE { cres.removeAll { $0 == number } } else { isReceived = true }
        }
        guard let reason = creReason(from: sender, isReceived) else { return recipients }
        let joining = cres.filter { members[$0].id != sender }
        guard !joining.isEmpty else { return recipients }
        for cre in joining { recipients.append((members[cre].id, reason)) }
        return recipients.sorted { $0.member < $1.member }
    }

    /// The CRE receives what the members receive, and what they publish.
    private func creReason(from sender: String, _ isReceived: Bool) -> Reason? {
        if isReceived { return .creOfReceiver }
        return directory.numbers[sender].map { !members[$0].isCRE } ?? false ? .creOfPublisher : nil
    }

    /// What is wrong with the entity's recipients: what is addressed to somebody who is no member reaches nobody.
    package func problem(with entity: Entity) -> Problem? {
        guard let field = entity.schema.number(of: "addressedTo"), let addressee = entity.text("addressedTo"),
            directory.numbers[addressee] == nil
        else { return nil }
        let ids = members.map(\.id)
        return Problem(
            entity.draft.place(of: field), "unknown addressee: \(Quote.value(addressee))",
            why: "addressedTo: \(Quote.a(entity.schema.kind)) goes to a member: \(Quote.list(ids, "or"))"
                + (entity.draft.origin.rules[field].map { " (\($0.position))" } ?? ""),
            fix: Suggestion.nearest(to: addressee, in: ids).map { "did you mean \(Quote.value($0))?" }
                ?? "correct the export, or add the member")
    }
}
