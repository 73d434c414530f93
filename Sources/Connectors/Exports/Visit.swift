import Canonical

/// One run's visit to a source: what it may use.
package struct Visit {
    /// What the source said at the end of the last run that was confirmed; nil at first, and when the config has changed
    /// since then, because what was read before reads differently now.
    package let cursor: String?
    /// Where downloads go; it vanishes with the run.
    package let folder: RunFolder
    /// The run's time, in seconds since 1970.
    package let now: Int
    /// The same moment on a clock that never jumps, in seconds.
    package let uptime: Double
    /// To be told what lies at the source but is not taken, and why; people read it when nothing else came.
    package let note: (String) -> Void
    /// To be called every few seconds while a transfer lasts: the broker hangs up on a silent client, and the run's
    /// lease with it.
    package let tick: () throws(Failure) -> Void

    /// A visit; those of tests and previews have nobody to keep awake.
    package init(
        cursor: String? = nil, folder: RunFolder, now: Int, uptime: Double = Uptime.now(),
        tick: @escaping () throws(Failure) -> Void = {},
        note: @escaping (String) -> Void = { _ in }
    ) {
        self.cursor = cursor
        self.folder = folder
        self.now = now
        self.uptime = uptime
        self.note = note
        self.tick = tick
    }
}

/// What a source hands over for one run.
package struct Fetched {
    package let exports: [Export]
    /// The messages that exports are, by their paths, where the source is a queue: what can never be read leaves it as a
    /// dead letter.
    package let messages: [String: QueuedMessage]
    /// Where the next visit goes on; saved with the checkpoint, so that a run that dies is done again from the old one.
    package let cursor: String?
    /// Whether more has come that needs a run of its own.
    package let isMoreWaiting: Bool
    /// To be called when everything is read, before anything is published: fails when the exports changed meanwhile.
    package let verify: () throws(Failure) -> Void
    /// What is left to do at the source when everything is confirmed and saved: archive, move, acknowledge.
    ///
    /// When it fails, the next visit starts from the new cursor all the same.
    package let settle: () throws(Failure) -> Void

    /// Exports that have come.
    package init(
        _ exports: [Export], messages: [String: QueuedMessage] = [:], cursor: String? = nil,
        isMoreWaiting: Bool = false,
        settle: @escaping () throws(Failure) -> Void = {}, verify: @escaping () throws(Failure) -> Void = {}
    ) {
        self.exports = exports
        self.messages = messages
        self.cursor = cursor
        self.isMoreWaiting = isMoreWaiting
        self.verify = verify
        self.settle = settle
    }
}

/// A message that is an export.
package struct QueuedMessage: Sendable {
    package let queue: String
    /// The message without its bytes, which are the export's.
    package let delivery: Delivery
}

/// A clock that nobody sets: it goes on while the machine sleeps, and never back.
package enum Uptime {
    private static let start = ContinuousClock.now

    /// Seconds since it was asked first.
    package static func now() -> Double { (ContinuousClock.now - start) / .seconds(1) }
}
