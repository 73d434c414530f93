import Canonical

/// Something that the hub does turn after turn until it is asked to end, such as running a feed.
///
/// Between two turns a changed config is taken over, so a turn that waits for something ends by itself within a minute.
/// A turn that fails is over; nothing is repaired in place, and the next turn starts anew.
package protocol Worker: Sendable {
    /// What it is, as logs name it: `feed`, `ingress`.
    var kind: String { get }
    /// Which of its kind it is.
    var id: String { get }
    /// Seconds between two turns.
    var every: Double { get }
    /// Tells whether another config means something else for this worker.
    var fingerprint: String { get }
    /// Does one turn that begins at `now` (seconds since 1970), on a thread of the worker's own; looks at `stop` wherever it
    /// can be left.
    func work(at now: Int, _ stop: Stop) async throws(Failure) -> Turn
}

extension Worker {
    package var name: String { "\(kind) \(id)" }

    /// Seconds from `now` (since 1970) until its next turn.
    ///
    /// Turns begin at the same moments in every hub, whenever it was started: while one works, the others find it at work, and
    /// soon notice when it dies. Different workers have different moments.
    package func untilNextTurn(after now: Double) -> Double {
        let shift = Double(name.utf8.reduce(0) { ($0 * 31 + Int($1)) % 1_000_003 })
        let since = (now - shift).truncatingRemainder(dividingBy: every)
        return since < 0 ? -since : every - since
    }
}

/// What came of one turn.
package struct Turn: Sendable {
    package var lines: [LogLine]
    /// Whether the next turn follows without a wait.
    package var isMoreWaiting: Bool
    /// Whether the next turn follows as after a failure, which needs no more words than these.
    package var isFailing: Bool

    package init(_ lines: [LogLine] = [], isMoreWaiting: Bool = false, isFailing: Bool = false) {
        self.lines = lines
        self.isMoreWaiting = isMoreWaiting
        self.isFailing = isFailing
    }
}

extension Collective {
    /// Everything that a hub does for the collective, or for one of its feeds only.
    package func workers(only feed: String? = nil) -> [any Worker] {
        var workers: [any Worker] = feeds.filter { feed == nil || $0.id == feed }.map { FeedWorker($0, of: self) }
        if feed == nil || feed == IngressState.owner, IngressWorker.isNeeded(by: self) {
            workers.append(IngressWorker(self))
        }
        if feed == nil { workers.append(ReferralsWorker(self)) }
        if feed == nil, raisesAlerts { workers.append(RulesWorker(self)) }
        if feed == nil, let shares = SharesWorker(self) { workers.append(shares) }
        if feed == nil { workers += members.compactMap { DeliveryWorker($0, of: self) } }
        return workers
    }
}
