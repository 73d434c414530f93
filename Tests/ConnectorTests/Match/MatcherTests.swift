import Canonical
import Foundation
import Testing

@testable import Connectors

/// Offers and referrals by chance, the same ones for the same seed.
struct RandomMatches {
    let members: [Member]
    let offers: [MatchOffer]
    let referrals: [MatchReferral]
    static let neighbours = RomeNeighbours(
        Codes([
            CodeTable(
                name: RomeNeighbours.table,
                codes: [
                    Code(code: "K1037", label: "", aliases: ["N1000", "B1111"]),
                    Code(code: "A1000", label: "", aliases: ["K1037"]),
                ])
        ]))

    init(seed: UInt64, members count: Int, offers: Int, referrals: Int) throws {
        var collective = RandomCollective(seed: seed)
        var members = collective.members(count)
        for number in members.indices where number % 3 != 0 {
            members[number].commune = "0\(number % 9 + 1)00\(number % 6 + 1)"
        }
        let router = Router(members, [], collective.communes)
        let communes = collective.communes
        self.members = members
        self.offers = try (0..<offers).compactMap { number in
            let entity = try collective.offer(number)
            return MatchOffer(
                entity, source: "offers", member: members[number % members.count].id, router, communes, today: 20_000)
        }
        var random = SplitMix(state: seed &+ 1)
        let types = [
            #""creAction","action":"jobProspecting""#, #""creAction","action":"pmsmp""#, #""interSIAE""#,
            #""immersion""#, #""mobility""#,
        ]
        self.referrals = try (0..<referrals).compactMap { number in
            let letter = Array("ABCDEFGHIJKLMN").randomElement(using: &random) ?? "K"
            let romes = (0..<Int.random(in: 1...2, using: &random)).map { _ in
                #"{"rome":"\#(letter)\#(1000 + Int.random(in: 0..<60, using: &random) * 37)"}"#
            }
            let member = members[Int.random(in: members.indices, using: &random)]
            let cre = Bool.random(using: &random) ? members.first(where: \.isCRE) : nil
            let to = (cre ?? members[Int.random(in: members.indices, using: &random)]).id
            let radius =
                Bool.random(using: &random)
                ? #","mobility":{"radius":\#(Int.random(in: 5...300, using: &random))}"# : ""
            let hours =
                Bool.random(using: &random) ? #","hours":{"available":\#(Int.random(in: 5...39, using: &random))}"# : ""
            let type = types.randomElement(using: &random) ?? types[0]
            let entity = try CanonicalReader.entity(
                .referral,
                Array(
                    #"{"key":"\#(number)","type":\#(type),"addressedTo":"\#(to)","person":{"id":"\#(MatchRows.person)"},"occupations":[\#(romes.joined(separator: ","))]\#(hours)\#(radius)}"#
                        .utf8), codes: Codes(), file: "referrals"
            ).get()
            return MatchReferral(entity, source: "referrals", member: member, communes)
        }
    }
}

@Suite struct MatcherTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `the index finds what comparing everything with everything finds`(_ seed: UInt64) throws {
        let rows = try RandomMatches(seed: seed, members: 20, offers: 300, referrals: 300)
        var limits = Matcher.Limits()
        (limits.offers, limits.referrals) = (.max, .max)
        let matcher = Matcher(rows.offers, rows.referrals, RandomMatches.neighbours, limits)
        func sees(_ member: Member, _ offer: MatchOffer, _ referral: MatchReferral) -> Bool {
            [referral.member, referral.addressedTo].contains(member.id) && offer.readers.contains(member.id)
        }
        var found = 0
        for member in rows.members {
            for referral in rows.referrals {
                let naive = rows.offers.compactMap { offer in
                    sees(member, offer, referral) ? Match(offer, referral, RandomMatches.neighbours) : nil
                }.sorted(by: Match.isBefore).map(\.offer.key)
                let indexed = matcher.offers(for: referral, reader: member.id).matches.map(\.offer.key)
                #expect(indexed == naive)
                found += naive.count
            }
            for offer in rows.offers {
                let naive = rows.referrals.compactMap { referral in
                    sees(member, offer, referral) ? Match(offer, referral, RandomMatches.neighbours) : nil
                }.sorted(by: Match.isBefore).map(\.referral.key)
                #expect(matcher.referrals(for: offer, reader: member.id).matches.map(\.referral.key) == naive)
            }
        }
        #expect(found > 20, "the rows must match, or this tests nothing")
    }

    @Test func `the order is the same whatever comes first`() throws {
        let rows = try RandomMatches(seed: 9, members: 10, offers: 200, referrals: 50)
        let one = Matcher(rows.offers, rows.referrals, RandomMatches.neighbours)
        let other = Matcher(rows.offers.reversed(), rows.referrals.reversed(), RandomMatches.neighbours)
        for referral in rows.referrals {
            #expect(
                one.offers(for: referral, reader: referral.member).matches.map(\.offer.key)
                    == other.offers(for: referral, reader: referral.member).matches.map(\.offer.key))
        }
    }
}
