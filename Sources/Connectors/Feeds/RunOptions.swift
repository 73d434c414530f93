/// What somebody who looks at one run may ask of it.
package struct RunOptions: Sendable {
    /// Withdraws more than the feed's limit.
    package var acceptsWithdrawals: Bool
    /// Rejects more than the feed's limit.
    package var acceptsRejections: Bool
    /// Reads what was read before once more.
    package var readsAgain: Bool
    /// Takes a new pseudonym key: everyone becomes somebody else.
    package var acceptsNewKey: Bool
    /// Takes the export as what the feed's exports look like from now on.
    package var acceptsDrift: Bool
    /// Starts a feed anew whose checkpoint is gone: what it published before is forgotten.
    package var acceptsNewStart: Bool
    /// Is told how far the reading has come.
    package var progress: (@Sendable (ReadingProgress) -> Void)?
    /// Asks the run to end.
    package var stop: Stop

    package init(
        acceptsWithdrawals: Bool = false, acceptsRejections: Bool = false, readsAgain: Bool = false,
        acceptsNewKey: Bool = false, acceptsDrift: Bool = false, acceptsNewStart: Bool = false,
        progress: (@Sendable (ReadingProgress) -> Void)? = nil, stop: Stop = Stop()
    ) {
        self.acceptsWithdrawals = acceptsWithdrawals
        self.acceptsRejections = acceptsRejections
        self.readsAgain = readsAgain
        self.acceptsNewKey = acceptsNewKey
        self.acceptsDrift = acceptsDrift
        self.acceptsNewStart = acceptsNewStart
        self.progress = progress
        self.stop = stop
    }
}
