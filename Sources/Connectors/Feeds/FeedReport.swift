import Canonical

/// What a run of a feed did; kept in the checkpoint, so that `hub status` can tell it later.
package struct FeedReport: Codable, Sendable {
    package var feed: String
    package var run: Int
    /// RFC 3339, UTC.
    package var time: String
    package var files: [String] = []
    package var counts = FeedCounts()
    /// Messages published.
    package var published = 0
    /// The first rejection's problems, as people read them; personal values are never in it.
    package var firstRejection: [String] = []
    /// What is wrong with the first rejected record whose key could not be read; nil in reports of older hubs.
    package var firstKeyless: String?
    /// Per member, why it holds what it holds of this feed, with the number of entities for each reason.
    package var holdings: [String: [String: Int]] = [:]
    /// Messages of a queue that can never be read and are dead letters now; nil in reports of older hubs.
    package var unreadable: Int?
    /// How the export differs from those before it, as long as it does; nil in reports of older hubs.
    package var drift: [DriftFinding]?

    mutating func note(_ outcome: Outcome) {
        switch outcome {
        case .rejection(let rejection):
            if firstRejection.isEmpty { firstRejection = rejection.problems.map(\.description) }
            if rejection.key == nil { firstKeyless = firstKeyless ?? rejection.problems.first?.description }
        case .entity(_, let change, _, let recipients, _):
            if case .duplicate = change { return }
            for (member, reason) in recipients {
                holdings[member, default: [:]][reason.text, default: 0] += 1
            }
        }
    }
}
