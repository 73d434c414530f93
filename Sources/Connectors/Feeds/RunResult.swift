import Canonical

/// How a run of a feed ended.
package enum RunResult: Sendable {
    case ran(FeedReport, Aftermath)
    /// Nothing has come since the last run, whose report this is; `because` is what the source saw instead.
    case nothingNew(since: FeedReport, because: [String])
    /// Nothing has ever come.
    case nothingYet(because: [String])

    /// What is left when everything is confirmed and saved.
    package struct Aftermath: Sendable {
        /// What the source could not archive, move or acknowledge, or an inbox not be relieved of; the next run tries again.
        package let unsettled: Failure?
        /// Whether the source has more that can be run at once.
        package let isMoreWaiting: Bool
    }
}
