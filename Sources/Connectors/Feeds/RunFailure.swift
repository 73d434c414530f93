import Canonical

/// The runs of a feed that failed one after the other, kept in the checkpoint until one succeeds.
package struct RunFailure: Codable, Sendable, Hashable {
    /// How many there were.
    package private(set) var count: Int
    /// When the first one was: RFC 3339, UTC.
    package let since: String
    /// When the last one was.
    package let time: String
    /// What stopped the last one, as people read it.
    package let problem: String
    package let cause: Failure.Cause

    /// Adds a failure to those `before` it.
    package init(_ failure: Failure, at time: String, after before: RunFailure? = nil) {
        count = (before?.count ?? 0) + 1
        since = before?.since ?? time
        self.time = time
        problem = failure.problem.description
        cause = failure.cause
    }
}
