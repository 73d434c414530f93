import Canonical
import Foundation
import Testing

@testable import Connectors

/// Not a test: `deploy/bench/match` runs it in a release build and prints what matching costs.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["HUB_BENCH"] != nil, "run deploy/bench/match"))
struct MatchBenchmark {
    @Test func `4,000 offers and 5,000 referrals of 60 members`() throws {
        let rows = try RandomMatches(seed: 7, members: 60, offers: 4_000, referrals: 5_000)
        let clock = ContinuousClock()
        var matcher = Matcher([], [], RandomMatches.neighbours)
        let building = clock.measure { matcher = Matcher(rows.offers, rows.referrals, RandomMatches.neighbours) }
        print("bench: the index is built in \(building / .milliseconds(1)) ms")
        var found = 0
        let forward = clock.measure {
            for referral in rows.referrals {
                for reader in Set([referral.member, referral.addressedTo]) {
                    found += matcher.offers(for: referral, reader: reader).matches.count
                }
            }
        }
        let back = clock.measure {
            for offer in rows.offers {
                for member in rows.members { _ = matcher.referrals(for: offer, reader: member.id).matches.count }
            }
        }
        let naive = clock.measure {
            for referral in rows.referrals.prefix(50) {
                for offer in rows.offers { _ = Match(offer, referral, RandomMatches.neighbours) }
            }
        }
        print(
            "bench: all \(rows.referrals.count) referrals, for sender and addressee: \(forward / .milliseconds(1)) ms, "
                + "\(found) proposals; comparing everything would take "
                + "\(naive * (rows.referrals.count / 50) / .milliseconds(1)) ms")
        print("bench: all \(rows.offers.count) offers, for 60 readers each: \(back / .milliseconds(1)) ms")
    }
}
