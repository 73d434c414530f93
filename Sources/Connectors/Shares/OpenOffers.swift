import Canonical

/// The offers that members with a daily share may have, as the journal tells; kept between one look and the next.
package struct OpenOffers {
    struct Name: Hashable {
        let source: String
        let key: String
    }

    struct Offer {
        let entry: JournalEntry
        /// The members with a share that may have it.
        let members: [String]
        /// When the offer itself says that it was published, else when the hub heard of it; days since 1970.
        let published: Int
        /// Days since 1970.
        let expires: Int?
    }

    private let collective: Collective
    private let router: Router
    let shares: DailyShares
    private(set) var offers: [Name: Offer] = [:]
    /// What was given, and is withdrawn or for nobody any more.
    private(set) var gone: Set<Name> = []
    /// By feed and member, the keys of what the feed itself sent before the member had a share.
    private var direct: [String: [String: Set<String>]] = [:]
    /// When the last reading began; nil before the first.
    private var readAt: Int?

    /// Knows nothing before it is read.
    package init(of collective: Collective) {
        self.collective = collective
        router = Router(collective)
        shares = DailyShares(of: collective)
    }

    /// Reads the journal to its present end; `given` are the offers that somebody has by a share.
    mutating func read(
        at now: Int, given: Set<Name>, tick: () throws(Failure) -> Void
    ) throws(Failure) {
        gone.formIntersection(given)
        let journal = try Journal(of: collective, name: "hub shares")
        try journal.read(since: readAt, tick: tick) { entry throws(Failure) in
            note(entry, given)
            return true
        }
        readAt = now
    }

    private mutating func note(_ entry: JournalEntry, _ given: Set<Name>) {
        guard entry.kind == Schema.offer.kind, let sender = entry.sender(in: collective) else { return }
        let name = Name(source: entry.source, key: entry.key)
        var offer: Offer?
        if entry.event != .withdrawn {
            guard case .success(let entity) = entry.entity(collective.codes) else { return }
            let members = router.recipients(of: entity, from: sender).map(\.member).filter(shares.has)
            if !members.isEmpty {
                offer = Offer(
                    entry: entry, members: members,
                    published: entity.day("published") ?? ParisTime.day(of: entry.time / 60).daysSince1970,
                    expires: entity.day("expires"))
            }
        }
        if offer == nil, given.contains(name) { gone.insert(name) } else { gone.remove(name) }
        offers[name] = offer
        for member in direct[entry.publisher, default: [:]].keys where !(offer?.members.contains(member) ?? false) {
            direct[entry.publisher]?[member]?.remove(entry.key)
        }
    }

    /// What was given and still stands for the member that has it; no offer where the journal no longer tells of it.
    func standing(_ given: [ShareKey]) -> [(key: ShareKey, offer: Offer?)] {
        given.compactMap { key in
            guard shares.has(key.member), !gone.contains(key.offer) else { return nil }
            guard let offer = offers[key.offer] else { return (key, nil) }
            return offer.members.contains(key.member) ? (key, offer) : nil
        }
    }

    /// All that stands open; of one day what the hub heard of last comes first.
    var newestFirst: [(name: Name, offer: Offer)] {
        offers.map { ($0.key, $0.value) }.sorted {
            ($1.offer.published, $1.offer.entry.offset) < ($0.offer.published, $0.offer.entry.offset)
        }
    }

    /// Whether a feed sent an offer to a member itself; nil as long as a run of the feed keeps it from being known.
    mutating func isDirect(_ offer: Offer, to member: String) throws(Failure) -> Bool? {
        let feed = offer.entry.publisher
        if direct[feed] == nil {
            let owner = CheckpointOwner(feed: feed, collective: collective.id, folder: collective.folder)
            // Asking for what is not there closes a channel, and the run's own is to publish.
            let connection = try BrokerConnection(collective.broker.address, name: "hub shares: feed \(feed)")
            defer { connection.close() }
            switch try Checkpoint.peek(owner, on: connection) {
            case .running: return nil
            case .none: direct[feed] = [:]
            case .saved(_, let bytes, _):
                let snapshot = try CheckpointContent(bytes, of: owner).snapshot
                direct[feed] = shares.most.keys.reduce(into: [:]) { $0[$1] = snapshot.keys(heldBy: $1) }
            }
        }
        return direct[feed]?[member]?.contains(offer.entry.key) ?? false
    }
}
