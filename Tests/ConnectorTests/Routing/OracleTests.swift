import Canonical
import Foundation
import Testing

@testable import Connectors

/// The example collective of `config/` against an oracle: a program in another language that read the same files.
@Suite struct OracleTests {
    private let collective: Collective

    init() throws {
        collective = try CollectiveReader.read(Fixtures.repository + "/config", variables: [:], isForSamples: true)
    }

    private func read(_ feed: Feed, each: (Outcome) -> Void) throws -> FeedCounts {
        let exports = try feed.source.exports()
        var reading = FeedReading(feed, of: collective, since: Snapshot())
        try reading.read(exports) { outcome throws(Failure) in each(outcome) }
        return reading.counts
    }

    @Test func `every inbox holds what the oracle put there`() throws {
        var inboxes: [String: Set<String>] = [:]
        for member in collective.members { inboxes[member.id] = [] }
        for feed in collective.feeds {
            _ = try read(feed) { outcome in
                guard case .entity(let entity, .created, _, let reasons, _) = outcome else { return }
                for (member, reason) in reasons where reason.isToReceive { inboxes[member]?.insert("\(entity)") }
            }
        }
        let oracle = try JSONDecoder().decode(
            [String: Set<String>].self, from: Data(try Fixtures.bytes("\(Fixtures.folder)/example/inboxes.json")))
        #expect(Set(inboxes.keys) == Set(oracle.keys))
        for (member, expected) in oracle {
            let held = try #require(inboxes[member])
            #expect(held.subtracting(expected).sorted() == [], "\(member) holds what the oracle does not give it")
            #expect(expected.subtracting(held).sorted() == [], "\(member) does not hold what the oracle gives it")
        }
    }

    @Test func `every feed accepts and rejects as many records as the oracle`() throws {
        struct Counts: Codable, Equatable {
            let read: Int
            let accepted: Int
            let rejected: Int
        }
        let oracle = try JSONDecoder().decode(
            [String: Counts].self, from: Data(try Fixtures.bytes("\(Fixtures.folder)/example/feeds.json")))
        #expect(collective.feeds.map(\.id) == oracle.keys.sorted())
        for feed in collective.feeds {
            let counts = try read(feed) { _ in }
            #expect(
                Counts(read: counts.read, accepted: counts.read - counts.rejected, rejected: counts.rejected)
                    == oracle[feed.id], "\(feed.id)")
        }
    }

    @Test func `every feed has a sample, and it comes out as expected`() throws {
        for feed in collective.feeds {
            let sample = try #require(Sample(of: feed, in: collective))
            #expect(sample.problems().map(\.description) == [])
        }
    }
}
