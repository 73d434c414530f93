import Canonical

/// Whose checkpoint it is: a feed's of a collective.
package struct CheckpointOwner: Sendable {
    package let feed: String
    package let collective: String
    /// The config folder, for commands that an admin is told.
    private let folder: String

    package init(feed: String, collective: String, folder: String) {
        self.feed = feed
        self.collective = collective
        self.folder = folder
    }

    /// The quorum queue that holds it.
    package var queue: String { Checkpoint.queue(of: feed) }

    /// An exchange without bindings, which stands once the feed has published: the second trace of a feed.
    ///
    /// Whatever empties, deletes or rebuilds queues leaves it, and a vhost that is made anew has none.
    package var mark: String { "feed.\(feed).published" }

    /// A checkpoint that is of no use; `way` comes before starting anew.
    func unusable(_ what: String, why: String, way: String) -> Failure {
        Failure(
            Problem(
                Place(queue), what, why: why,
                fix: "\(way); if it is gone for good: hub run \(folder) --once --feed \(feed) --accept-new-start"))
    }

    /// The checkpoint's bytes are not those that were written, or mean nothing.
    func damaged() -> Failure {
        unusable(
            "the checkpoint is damaged", why: "its bytes are not those that the hub wrote; nothing was published",
            way: "restore the broker's data from a backup")
    }

    /// The feed has published, and what it published is not known any more.
    func lost() -> Failure {
        unusable(
            "the checkpoint is gone, though \(feed) has published before",
            why:
                "the queue was emptied, deleted or made anew; nobody knows any more what members hold, so nothing would "
                + "be withdrawn and everything published again; nothing was published",
            way: "restore the broker's data from a backup")
    }
}
