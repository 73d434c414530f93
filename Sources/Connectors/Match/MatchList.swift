import Canonical

/// What is proposed to one reader: for each referral that it holds the offers that fit, or for one offer the referrals.
package struct MatchList: Sendable {
    /// A referral or an offer, with what fits it.
    struct Group: Sendable {
        let subject: Subject
        let proposals: Matcher.Proposals
    }

    enum Subject: Sendable {
        case referral(MatchReferral)
        case offer(MatchOffer)
    }

    package let reader: Member
    let day: CivilDate
    let groups: [Group]
    /// Whether the key that was asked for is there, and the reader may see it.
    package let isFound: Bool

    /// All referrals that `reader` holds, or what has this key, on a day.
    package init(_ facts: MatchFacts, of collective: Collective, reader: Member, key: String? = nil, on day: CivilDate)
    {
        let matcher = facts.matcher(for: collective, on: day.daysSince1970)
        self.init(matcher, reader: reader, key: key, on: day)
    }

    init(_ matcher: Matcher, reader: Member, key: String? = nil, on day: CivilDate) {
        self.reader = reader
        self.day = day
        let referrals = matcher.referrals.filter { referral in
            Matcher.holds(reader.id, referral) && (key == nil || referral.key == key)
        }
        var groups = referrals.map {
            Group(subject: .referral($0), proposals: matcher.offers(for: $0, reader: reader.id))
        }
        if let key {
            groups += matcher.offers.filter { $0.key == key && $0.readers.contains(reader.id) }.map {
                Group(subject: .offer($0), proposals: matcher.referrals(for: $0, reader: reader.id))
            }
        }
        self.groups = groups
        isFound = key == nil || !groups.isEmpty
    }
}
