import Canonical

/// One look at the offers that members with a daily share may have: gives each its share of the day, the newest first, tells
/// of changes to what it has, and withdraws what is gone; a transaction on a checkpoint.
package struct SharesRun {
    /// What names its lease and its checkpoint; no feed can have a point in its name.
    package static let id = "hub.shares"

    private let collective: Collective
    /// When the run starts, in seconds since 1970.
    private let now: Int
    private let stop: Stop

    package init(_ collective: Collective, at now: Int, _ stop: Stop = Stop()) {
        self.collective = collective
        self.now = now
        self.stop = stop
    }

    /// Brings the offers up to date and publishes what changed since the last run.
    package func run(on connection: BrokerConnection, _ offers: inout OpenOffers) throws(Failure) -> StandingReport {
        try stop.check()
        let telling = ShareTelling(offers.shares, at: now)
        let standing = StandingRun(collective, id: SharesRun.id, name: "shares", telling, at: now, stop)
        return try standing.run(on: connection) { last, tick throws(Failure) in
            let given = last.snapshot.allKeys.compactMap(ShareKey.init)
            try offers.read(at: now, given: Set(given.map(\.offer)), tick: tick)
            var memory = SharesMemory(last.cursor, offers.shares, at: now)
            var all = offers.standing(given)
            all += try share(&offers, all.map(\.key), &memory)
            return StandingThings(things: all.map { ($0.text, entity($1)) }, memory: memory.text)
        }
    }

    private func entity(_ offer: OpenOffers.Offer?) -> Result<Entity, Rejection> {
        // What the journal no longer tells stands all the same.
        offer?.entry.entity(collective.codes) ?? .failure(Rejection(problems: []))
    }

    /// What each member is given now, besides what it has.
    private func share(
        _ offers: inout OpenOffers, _ given: [ShareKey], _ memory: inout SharesMemory
    ) throws(Failure) -> [(key: ShareKey, offer: OpenOffers.Offer?)] {
        let today = ParisTime.day(of: now / 60)
        var room = offers.shares.most
        for key in given where key.day == "\(today)" { room[key.member]? -= 1 }
        var has: [String: Set<OpenOffers.Name>] = [:]
        for key in given { has[key.member, default: []].insert(key.offer) }
        var new: [(key: ShareKey, offer: OpenOffers.Offer?)] = []
        for (name, offer) in offers.newestFirst where offer.expires.map({ $0 >= today.daysSince1970 }) ?? true {
            for member in offer.members where !(has[member]?.contains(name) ?? false) {
                if offer.entry.isFromMember {
                    guard offer.entry.time >= memory.since[member] ?? now else { continue }
                } else if try offers.isDirect(offer, to: member) ?? true {
                    continue
                }
                guard let left = room[member], left > 0 else {
                    memory.waiting[member, default: 0] += 1
                    continue
                }
                room[member] = left - 1
                new.append((ShareKey(day: "\(today)", member: member, source: name.source, key: name.key), offer))
            }
        }
        return new
    }
}

/// Tells one member of an offer in the name of whoever published it; the journal knows the offer already.
private struct ShareTelling: Telling {
    private let shares: DailyShares
    private let now: Int

    init(_ shares: DailyShares, at now: Int) {
        self.shares = shares
        self.now = now
    }

    func recipients(of entity: Entity, under key: String) -> [String] { ShareKey(key).map { [$0.member] } ?? [] }

    func messages(
        _ entity: Entity, under key: String, _ change: Change, _ fingerprint: Fingerprint, to recipients: [String],
        run: Int
    ) -> [(message: Message, members: [String])] {
        guard let share = ShareKey(key) else { return [] }
        let event = change == .created ? Event.created : .updated
        return [
            (
                messages(share, run).copy(of: entity, event, fingerprint, to: share.member, run: run), [share.member]
            )
        ]
    }

    func messages(_ withdrawal: Withdrawal) -> [(message: Message, members: [String])] {
        // Who has a share no longer is told by the feed.
        guard let share = ShareKey(withdrawal.key), shares.has(share.member) else { return [] }
        let message = messages(share, withdrawal.run).withdrawal(
            of: .offer, share.key, withdrawal.fingerprint, from: share.member, run: withdrawal.run)
        return [(message, [share.member])]
    }

    /// Ids of its own: the publisher counts its runs too.
    private func messages(_ share: ShareKey, _ run: Int) -> ChangeMessages {
        ChangeMessages(source: share.source, .offer, reference: "share \(run)", time: UTCTime.text(now))
    }
}
