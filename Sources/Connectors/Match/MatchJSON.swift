/// One match for programs; `place` counts the proposals of its subject from 1.
package struct MatchJSON: Encodable {
    let subject: String
    let place: Int
    let offer: Offer
    let referral: Referral
    let findings: [Finding]
    let isSaturated: Bool?

    struct Offer: Encodable {
        let source: String
        let key: String
        let title: String
    }

    struct Referral: Encodable {
        let source: String
        let key: String
        let member: String
        let person: String
    }

    struct Finding: Encodable {
        let criterion: String
        let fit: String
        let text: String
    }

    /// All matches of a list, in its order.
    package static func all(_ list: MatchList) -> [MatchJSON] {
        list.groups.flatMap { group in
            group.proposals.matches.enumerated().map { number, match in
                MatchJSON(match, group.subject, place: number + 1, isForCRE: list.reader.isCRE)
            }
        }
    }

    private init(_ match: Match, _ subject: MatchList.Subject, place: Int, isForCRE: Bool) {
        if case .offer = subject { self.subject = "offer" } else { self.subject = "referral" }
        self.place = place
        offer = Offer(source: match.offer.source, key: match.offer.key, title: match.offer.title)
        referral = Referral(
            source: match.referral.source, key: match.referral.key, member: match.referral.member,
            person: match.referral.person)
        findings = match.findings.map {
            Finding(criterion: "\($0.criterion)", fit: $0.fit.rawValue, text: $0.text)
        }
        isSaturated = isForCRE ? match.isSaturated : nil
    }
}
