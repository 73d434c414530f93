import Canonical

/// Decides who receives an entity, and says why; a pure function of the entity and the collective's config.
package struct Router: Sendable {
    private let members: [Member]

    package init(_ members: [Member]) { self.members = members.sorted { $0.id < $1.id } }

    /// Every member with the reason why it receives the entity or does not, in order of their ids.
    package func reasons(for entity: Entity, from sender: String) -> [(member: String, reason: Reason)] {
        switch entity.schema.kind {
        case Schema.offer.kind: return offer(entity, from: sender)
        case Schema.referral.kind, Schema.receipt.kind, Schema.alert.kind:
            let addressee = entity.text("addressedTo") ?? ""
            return members.map { ($0.id, $0.id == addressee ? .addressed : .notAddressed(to: addressee)) }
        case Schema.pathway.kind:
            return members.map { ($0.id, $0.id == sender ? .ownMessage : .staysWithItsStructure) }
        default:
            let kind = entity.schema.kind
            return members.map { ($0.id, $0.id == sender ? .ownMessage : .notDeliveredYet(kind)) }
        }
    }

    /// What is wrong with the entity's recipients: a referral or a receipt to somebody who is no member reaches nobody.
    package func problem(with entity: Entity) -> Problem? {
        guard let field = entity.schema.number(of: "addressedTo"), let addressee = entity.text("addressedTo"),
            !members.contains(where: { $0.id == addressee })
        else { return nil }
        let ids = members.map(\.id)
        return Problem(
            entity.draft.place(of: field), "unknown addressee: \(Quote.value(addressee))",
            why: "addressedTo: \(Quote.a(entity.schema.kind)) goes to a member: \(Quote.list(ids, "or"))"
                + (entity.draft.origin.rules[field].map { " (\($0.position))" } ?? ""),
            fix: Suggestion.nearest(to: addressee, in: ids).map { "did you mean \(Quote.value($0))?" }
                ?? "correct the export, or add the member")
    }

    private func offer(_ entity: Entity, from sender: String) -> [(member: String, reason: Reason)] {
        let offer = RoutedOffer(entity)
        var reasons = members.map { member in
            (member: member.id, reason: member.id == sender ? Reason.ownMessage : offer.reason(for: member))
        }
        let senderIsMember = members.contains { $0.id == sender && !$0.isCRE }
        let isReceived = zip(members, reasons).contains { $0.isCRE ? false : $1.reason.isToReceive }
        for (index, member) in members.enumerated() where member.isCRE && member.id != sender {
            guard !reasons[index].reason.isToReceive else { continue }
            reasons[index].reason = isReceived ? .creOfReceiver : senderIsMember ? .creOfPublisher : .nobodyReceivesIt
        }
        return reasons
    }
}

/// What routing reads of an offer.
struct RoutedOffer {
    let type: String
    let distribution: String
    let kinds: [String]
    let rome: String?
    let commune: String?
    let departement: String?
    let contract: String?

    init(_ entity: Entity) {
        type = entity.text("type") ?? ""
        distribution = entity.text("distribution") ?? "all"
        kinds = entity.texts("siaeKinds[]")
        rome = entity.text("occupation.rome")
        commune = entity.text("workplace.commune")
        departement = RoutedOffer.departement(of: entity)
        contract = entity.text("contract.type")
    }

    func reason(for member: Member) -> Reason {
        if distribution == "all", type == "insertionPost" { return .insertionPost }
        guard let subscription = member.subscription else { return .noSubscription(member.place) }
        if distribution == "concerned", !kinds.contains(member.kind) {
            return .kindNotConcerned(member.kind, member.place)
        }
        if distribution == "charter", !member.hasSignedCharter { return .charterNotSigned(member.place) }
        var matches: [String] = []
        if let types = subscription.types {
            guard types.values.contains(type) else { return .term("types", value: type, types.place) }
            matches.append(type)
        }
        if let zones = subscription.zones {
            guard let zone = zones.values.first(where: { $0 == departement || $0 == commune }) else {
                return .term("zones", value: departement ?? commune, zones.place)
            }
            matches.append(zone)
        }
        if let prefixes = subscription.rome {
            guard let prefix = prefixes.values.first(where: { rome?.hasPrefix($0) ?? false }) else {
                return .term("rome", value: rome, prefixes.place)
            }
            matches.append(prefix)
        }
        if let contracts = subscription.contracts {
            guard let contract, contracts.values.contains(contract) else {
                return .term("contracts", value: contract, contracts.place)
            }
            matches.append(contract)
        }
        return .subscribed(matches, subscription.place)
    }

    /// The département: as stated, else the commune's, else the postcode's.
    static func departement(of entity: Entity) -> String? {
        if let stated = entity.text("workplace.departement") { return stated }
        if let commune = entity.text("workplace.commune") { return prefix(of: commune) }
        guard let postcode = entity.text("workplace.postcode") else { return nil }
        // Corsica's postcodes begin with 20: 200 and 201 belong to Corse-du-Sud, the others to Haute-Corse.
        if postcode.hasPrefix("20") { return postcode < "20200" ? "2A" : "2B" }
        return prefix(of: postcode)
    }

    private static func prefix(of code: String) -> String {
        String(code.prefix(code.hasPrefix("97") || code.hasPrefix("98") ? 3 : 2))
    }
}
