/// Finds the members whose subscription an offer may match, without asking each.
///
/// It knows the words that choose (type, zone, trade, contract) and the distribution, and may name a member too many: the
/// offer is then compared with the subscription itself.
struct OfferIndex: Sendable {
    /// One word of all subscriptions: who asks for what.
    private struct Word<Value: Hashable & Sendable>: Sendable {
        /// Who does not use the word.
        var anything: [Int32] = []
        var members: [Value: [Int32]] = [:]

        mutating func add(_ member: Int32, _ values: Set<Value>?) {
            guard let values else { return anything.append(member) }
            for value in values { members[value, default: []].append(member) }
        }

        func asking(for values: some Sequence<Value>, of count: Int) -> MemberSet {
            var set = MemberSet(of: count)
            set.insert(anything)
            for value in values { if let asking = members[value] { set.insert(asking) } }
            return set
        }
    }

    private enum Spot: Hashable, Sendable {
        /// Département or commune.
        case code(String)
        case cell(Point.Cell)
    }

    private let count: Int
    private var types = Word<String>()
    private var spots = Word<Spot>()
    /// Beginnings of ROME codes, and appellation codes, which begin with a digit.
    private var trades = Word<String>()
    private var contracts = Word<String>()
    /// Subscribers by kind, and those who have signed the charter.
    private var kinds: [String: [Int32]] = [:]
    private var signatories: [Int32] = []

    init(_ members: [Member]) {
        count = members.count
        for (number, member) in members.enumerated() {
            guard let subscription = member.subscription else { continue }
            let number = Int32(number)
            types.add(number, subscription.types.map { Set($0.value) })
            spots.add(number, subscription.zones.map { Set($0.value.flatMap(OfferIndex.spots)) })
            let asked = [subscription.rome, subscription.occupations].compactMap { $0?.value }
            trades.add(number, asked.isEmpty ? nil : Set(asked.joined()))
            contracts.add(number, subscription.contracts.map { Set($0.value) })
            kinds[member.kind, default: []].append(number)
            if member.hasSignedCharter { signatories.append(number) }
        }
    }

    private static func spots(of zone: Zone) -> [Spot] {
        switch zone {
        case .departement(let code), .commune(let code): [.code(code)]
        case .named(_, let zones): zones.flatMap(spots)
        case .around(let circle):
            circle.middle.cells(within: circle.kilometres).map(Spot.cell)
        }
    }

    /// The members to compare the offer with.
    func candidates(for offer: borrowing RoutedOffer) -> MemberSet {
        var set = types.asking(for: [offer.type], of: count)
        var place: [Spot] = offer.place.communes.map(Spot.code)
        if let departement = offer.place.departement { place.append(.code(departement)) }
        if let point = offer.place.point { place.append(.cell(point.cell)) }
        set.keep(spots.asking(for: place, of: count))
        var trade = offer.rome.map { rome in (0...rome.utf8.count).map { String(rome.prefix($0)) } } ?? []
        if let occupation = offer.occupation { trade.append(occupation) }
        set.keep(trades.asking(for: trade, of: count))
        set.keep(contracts.asking(for: offer.contract.map { [$0] } ?? [], of: count))
        switch offer.distribution {
        case "concerned": set.keep(members(offer.kinds.compactMap { kinds[$0] }))
        case "charter": set.keep(members([signatories]))
        default: break
        }
        return set
    }

    private func members(_ lists: [[Int32]]) -> MemberSet {
        var set = MemberSet(of: count)
        for list in lists { set.insert(list) }
        return set
    }
}
