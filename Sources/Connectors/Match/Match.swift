import Canonical

/// An offer and a referral that may fit, with what speaks for it, what must be asked, and what speaks against.
///
/// There is no score: fit is a word for each criterion, and the order is a rule that can be said in one sentence.
struct Match: Sendable {
    /// What is compared, as readers see it.
    enum Criterion: String, Sendable {
        case occupation = "métier"
        case place = "lieu"
        case contract = "contrat"
        case hours = "horaires"
        case availability = "disponibilité"
        case permits = "permis"
        case skills = "compétences"
        case constraints = "contraintes"
    }

    enum Fit: String, Sendable {
        case fits, toCheck, against
    }

    struct Finding: Sendable, Equatable {
        let criterion: Criterion
        let fit: Fit
        /// French, without what the readers of the referral do not hold already.
        let text: String
    }

    let offer: MatchOffer
    let referral: MatchReferral
    let findings: [Finding]
    let nearness: RomeNeighbours.Nearness?
    /// Kilometres from the structure to the work, as the crow flies.
    let distance: Double?
    /// Whether the employer has been asked much of late.
    let isSaturated: Bool
    private let rank: Rank

    /// Nil when the two do not fit: another kind of thing, another occupation, or more than one thing against it.
    init?(
        _ offer: MatchOffer, _ referral: MatchReferral, _ neighbours: RomeNeighbours, isSaturated: Bool = false,
        farthest: Double = 50
    ) {
        // Nobody is proposed what the own structure offers, nor sent away by it.
        guard offer.member != referral.member, referral.wants.contains(where: { $0.takes(offer) }) else { return nil }
        var findings: [Finding] = []
        nearness = Match.occupation(offer, referral, neighbours, &findings)
        guard nearness != nil || offer.type == "mobility" || offer.type == "training" && referral.romes.isEmpty else {
            return nil
        }
        distance = offer.point.flatMap { there in referral.origin.map { $0.distance(to: there) } }
        findings += Match.place(offer, referral, distance, farthest)
        findings += Match.contract(offer, referral)
        findings += Match.hours(offer, referral)
        findings += Match.availability(offer, referral)
        findings += Match.permits(offer, referral)
        findings += Match.skills(offer, referral)
        if let constraints = referral.constraints {
            let conditions =
                offer.conditions.isEmpty ? "" : " ; conditions de l'offre : \(offer.conditions.joined(separator: ", "))"
            findings.append(
                Finding(criterion: .constraints, fit: .toCheck, text: "\(Match.quoted(constraints))\(conditions)"))
        }
        guard findings.count(where: { $0.fit == .against }) < 2 else { return nil }
        self.offer = offer
        self.referral = referral
        self.findings = findings
        self.isSaturated = isSaturated
        rank = Rank(
            numbers: [
                isSaturated ? 1 : 0, findings.count { $0.fit == .against }, findings.count { $0.fit == .toCheck },
                nearness?.rawValue ?? 9, distance.map { Int($0.rounded()) } ?? 1_000, -(offer.published ?? 0),
            ], keys: [offer.source, offer.key, referral.source, referral.key])
    }

    func findings(_ fit: Fit) -> [Finding] { findings.filter { $0.fit == fit } }

    /// The order of proposals: employers who were asked much of late last; then what has nothing against it, less to check,
    /// the nearer occupation, the shorter way, the newer offer; then keys.
    static func isBefore(_ a: Match, _ b: Match) -> Bool { a.rank < b.rank }

    private struct Rank: Comparable {
        let numbers: [Int]
        let keys: [String]

        static func < (a: Rank, b: Rank) -> Bool {
            a.numbers == b.numbers
                ? a.keys.lexicographicallyPrecedes(b.keys) : a.numbers.lexicographicallyPrecedes(b.numbers)
        }
    }

    /// At most 120 characters of somebody's words.
    static func quoted(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " / ")
        return "« \(line.count > 120 ? "\(line.prefix(119))…" : line) »"
    }
}
