import Canonical
import Synchronization

/// The wish that the hub end, which everything that lasts looks at where it can be left.
///
/// Whoever has sent nothing yet leaves at once: the run is done again from its checkpoint. Whoever publishes has some
/// seconds to finish, because readers would see what it repeats.
package final class Stop: Sendable {
    /// Seconds that a run under way has to finish what it publishes.
    package static let grace = 5.0

    private let asked = Mutex<ContinuousClock.Instant?>(nil)

    /// Nobody has asked yet.
    package init() {}

    /// Asks; the first time counts.
    package func ask(at now: ContinuousClock.Instant = .now) { asked.withLock { $0 = $0 ?? now } }

    /// Whether somebody has asked.
    package var isAsked: Bool { asked.withLock { $0 != nil } }

    /// Throws when the hub was asked to end, so many seconds ago at least.
    package func check(grace: Double = 0, at now: ContinuousClock.Instant = .now) throws(Failure) {
        guard let asked = asked.withLock({ $0 }), now - asked >= .seconds(grace) else { return }
        throw Failure(
            Problem(
                Place("hub"), "asked to end before the run did",
                why: "the checkpoint is as it was; what was sent already is sent again with the same ids",
                fix: "run again"), .stopped)
    }
}
