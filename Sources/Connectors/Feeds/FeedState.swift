import Canonical

/// What is known of a feed between its runs.
package struct FeedState: Encodable, Sendable {
    package let feed: String
    /// Whether a hub process is running it now; its last report cannot be read then.
    package let isRunning: Bool
    /// The last run's report; nil when it never ran.
    package let report: FeedReport?

    /// The state of every feed of a collective, in order of their ids.
    package static func all(
        of collective: Collective, on connection: BrokerConnection
    ) throws(Failure) -> [FeedState] {
        var states: [FeedState] = []
        for feed in collective.feeds {
            switch try Checkpoint.peek(feed: feed.id, on: connection) {
            case .never: states.append(FeedState(feed: feed.id, isRunning: false, report: nil))
            case .running: states.append(FeedState(feed: feed.id, isRunning: true, report: nil))
            case .saved(_, let bytes):
                let report = try CheckpointContent(bytes, of: feed.id).report
                states.append(FeedState(feed: feed.id, isRunning: false, report: report))
            }
        }
        return states
    }
}
