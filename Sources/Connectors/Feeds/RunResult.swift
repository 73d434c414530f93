/// How a run of a feed ended.
package enum RunResult: Sendable {
    case ran(FeedReport)
    /// Nothing has come since the last run, whose report this is.
    case nothingNew(since: FeedReport)
    /// Nothing has ever come.
    case nothingYet
}
