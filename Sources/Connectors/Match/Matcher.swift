import Canonical

/// Finds for each referral the open offers that fit, and for each offer the open referrals; a pure function of both.
///
/// An index by kind and occupation gives the few that can fit, so 4,000 offers and 5,000 referrals are no twenty million
/// comparisons.
struct Matcher: Sendable {
    /// What a collective may set.
    struct Limits: Sendable {
        /// Offers that are proposed for one referral.
        var offers = 5
        /// Referrals that are proposed for one offer.
        var referrals = 10
        /// Kilometres beyond which a referral without a radius has the distance against it.
        var farthest = 50.0
        /// People in immersion at one employer within the window, from which on it is saturated.
        var people = 3
        var window = Period(3, .month)
        /// New alerts about matches for one reader on one day; nil where nobody wants any.
        var alertsPerDay: Int?

        /// What `"match"` of `hub.jsonc` says.
        static func read(_ settings: Settings?, _ reading: ConfigReading) -> Limits {
            var limits = Limits()
            guard let settings else { return limits }
            defer { settings.finish() }
            limits.offers = settings.whole("offers", 1...100) ?? limits.offers
            limits.referrals = settings.whole("referrals", 1...100) ?? limits.referrals
            limits.farthest = settings.number("kilometres", 1...1_000) ?? limits.farthest
            limits.alertsPerDay = settings.whole("alertsPerDay", 1...100)
            guard let saturated = settings.object("saturated") else { return limits }
            defer { saturated.finish() }
            limits.people = saturated.whole("people", 1...1_000) ?? limits.people
            guard let within = saturated.text("within") else { return limits }
            if let period = Period(within) {
                limits.window = period
            } else {
                reading.report(
                    saturated.place(of: "within"), "not a stretch of time: \(Quote.value(within))",
                    why: "\"within\" is so many days, weeks, months or years", fix: "write \"3 months\"")
            }
            return limits
        }
    }

    let offers: [MatchOffer]
    let referrals: [MatchReferral]
    let limits: Limits
    private let neighbours: RomeNeighbours
    /// SIRETs of employers who were asked much of late.
    private let saturated: Set<String>
    private var offerNumbers: [Bucket: [Int]] = [:]
    private var referralNumbers: [Bucket: [Int]] = [:]

    /// What can fit stands in the same bucket: the kind, and the occupation's domain or the whole code.
    private struct Bucket: Hashable {
        let want: MatchReferral.Want
        let rome: String
    }

    init(
        _ offers: [MatchOffer], _ referrals: [MatchReferral], _ neighbours: RomeNeighbours, saturated: Set<String> = [],
        _ limits: Limits = Limits()
    ) {
        self.offers = offers
        self.referrals = referrals
        self.neighbours = neighbours
        self.saturated = saturated
        self.limits = limits
        for (number, offer) in offers.enumerated() {
            for bucket in Matcher.buckets(of: offer) { offerNumbers[bucket, default: []].append(number) }
        }
        for (number, referral) in referrals.enumerated() {
            for bucket in buckets(of: referral) { referralNumbers[bucket, default: []].append(number) }
        }
    }

    /// An offer stands under its whole code, under its domain, and for those who name no occupation under none.
    private static func buckets(of offer: MatchOffer) -> [Bucket] {
        MatchReferral.Want.allCases.filter { $0.takes(offer) }.flatMap { want -> [Bucket] in
            let romes = offer.rome.map { [$0, RomeNeighbours.domain($0)] } ?? []
            let open = want == .training || want == .mobility ? [""] : []
            return (romes + open).map { Bucket(want: want, rome: $0) }
        }
    }

    /// A referral looks under its domains, and under the codes that the table names.
    private func buckets(of referral: MatchReferral) -> Set<Bucket> {
        var buckets: Set<Bucket> = []
        for want in referral.wants {
            for rome in referral.romes {
                buckets.insert(Bucket(want: want, rome: RomeNeighbours.domain(rome)))
                for other in neighbours.named(rome) { buckets.insert(Bucket(want: want, rome: other)) }
            }
            if want == .mobility || want == .training && referral.romes.isEmpty {
                buckets.insert(Bucket(want: want, rome: ""))
            }
        }
        return buckets
    }

    /// What is proposed to a reader, the first first, and how many more there are.
    struct Proposals: Sendable {
        let matches: [Match]
        let others: Int

        init(_ found: [Match], most: Int) {
            matches = Array(found.sorted(by: Match.isBefore).prefix(most))
            others = found.count - matches.count
        }
    }

    /// The offers that fit a referral and that `reader` may see with it; without `most`, as many as one person can read.
    func offers(for referral: MatchReferral, reader: String, most: Int? = nil) -> Proposals {
        guard Matcher.holds(reader, referral) else { return Proposals([], most: 0) }
        var numbers: Set<Int> = []
        for bucket in buckets(of: referral) { numbers.formUnion(offerNumbers[bucket] ?? []) }
        let matches = numbers.compactMap { number in
            offers[number].readers.contains(reader) ? match(offers[number], referral) : nil
        }
        return Proposals(matches, most: most ?? limits.offers)
    }

    /// The referrals that fit an offer and that `reader` may see with it.
    func referrals(for offer: MatchOffer, reader: String) -> Proposals {
        guard offer.readers.contains(reader) else { return Proposals([], most: 0) }
        var numbers: Set<Int> = []
        for bucket in Matcher.buckets(of: offer) { numbers.formUnion(referralNumbers[bucket] ?? []) }
        let matches = numbers.compactMap { number in
            Matcher.holds(reader, referrals[number]) ? match(offer, referrals[number]) : nil
        }
        return Proposals(matches, most: limits.referrals)
    }

    /// Who sent a referral holds it, and whom it is addressed to.
    static func holds(_ reader: String, _ referral: MatchReferral) -> Bool {
        reader == referral.member || reader == referral.addressedTo
    }

    private func match(_ offer: MatchOffer, _ referral: MatchReferral) -> Match? {
        Match(
            offer, referral, neighbours, isSaturated: offer.siret.map(saturated.contains) ?? false,
            farthest: limits.farthest)
    }
}
