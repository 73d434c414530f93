import Canonical

/// Which changes of the journal somebody wants to see.
package struct JournalFilter: Sendable {
    package var kind: String?
    /// A feed, or a member that published over AMQP.
    package var feed: String?
    /// The feeds of a member, and the member itself: all that it published.
    package var feeds: Set<String>?
    package var key: String?
    package var id: String?
    /// Seconds since 1970, both included.
    package var since: Int?
    package var until: Int?

    /// Takes everything.
    package init() {}

    package func takes(_ entry: JournalEntry) -> Bool {
        (kind.map { $0 == entry.kind } ?? true) && (feed.map { $0 == entry.publisher } ?? true)
            && (feeds.map { $0.contains(entry.publisher) } ?? true)
            && (key.map { $0 == entry.key } ?? true) && (id.map { $0 == entry.id } ?? true)
            && entry.time >= since ?? .min && entry.time <= until ?? .max
    }

    /// Whether nothing that it takes comes after this one.
    ///
    /// The journal is in the order of writing, and a change has the time at which its run began: runs of several feeds
    /// overlap, but none lasts for more than a day.
    package func isPast(_ entry: JournalEntry) -> Bool { until.map { entry.time > $0 + 86_400 } ?? false }
}
