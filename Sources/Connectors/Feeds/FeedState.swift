import Canonical

/// What is known of a feed between its runs.
package struct FeedState: Encodable, Sendable {
    package let feed: String
    /// Whether a hub process is running it now; its last report cannot be read then.
    package let isRunning: Bool
    /// The last run's report; nil when it never ran.
    package let report: FeedReport?
    /// The runs that failed since then.
    package var failure: RunFailure?
    /// What is wrong with its checkpoint, as people read it.
    package var problem: String?

    private init(
        feed: String, isRunning: Bool, report: FeedReport?, failure: RunFailure? = nil, problem: String? = nil
    ) {
        self.feed = feed
        self.isRunning = isRunning
        self.report = report
        self.failure = failure
        self.problem = problem
    }

    /// The state of every feed of a collective but of those, in order of their ids; each checkpoint is read.
    package static func all(
        of collective: Collective, but known: Set<String> = [], on connection: BrokerConnection
    ) throws(Failure) -> [FeedState] {
        var states: [FeedState] = []
        for feed in collective.feeds where !known.contains(feed.id) {
            // One feed's broken checkpoint hides no other feed.
            do throws(Failure) {
                states.append(try state(of: CheckpointOwner(feed, of: collective), on: connection))
            } catch {
                guard error.cause == .data else { throw error }
                states.append(
                    FeedState(feed: feed.id, isRunning: false, report: nil, problem: error.problem.description))
            }
        }
        return states
    }

    private static func state(
        of owner: CheckpointOwner, on connection: BrokerConnection
    ) throws(Failure) -> FeedState {
        switch try Checkpoint.peek(owner, on: connection) {
        case .running: return FeedState(feed: owner.feed, isRunning: true, report: nil)
        case .none(hasPublished: true): throw owner.lost()
        case .none(hasPublished: false): return FeedState(feed: owner.feed, isRunning: false, report: nil)
        case .saved(_, let bytes, let hasPublished):
            let content = try CheckpointContent(bytes, of: owner)
            guard content.hasRun || !hasPublished else { throw owner.lost() }
            return FeedState(content)
        }
    }

    private init(_ content: CheckpointContent) {
        self.init(
            feed: content.report.feed, isRunning: false, report: content.report.run > 0 ? content.report : nil,
            failure: content.failure)
    }
}
