import Canonical

/// Looks, before a run reads anything, whether the config still fits what was published: a file that went missing must
/// not withdraw or rename what members hold.
struct RunGuard {
    private let feed: Feed
    private let collective: Collective
    private let options: RunOptions

    init(_ feed: Feed, _ collective: Collective, _ options: RunOptions) {
        self.feed = feed
        self.collective = collective
        self.options = options
    }

    /// Which pseudonym key a run uses; nil when the feed's kind is about nobody.
    static func keyCheck(_ feed: Feed, _ collective: Collective) -> String? {
        let isAboutPeople = feed.schema.fields.contains { $0.type == .pseudonym || $0.isIdentity }
        return isAboutPeople ? collective.pseudonymKey?.check : nil
    }

    func check(_ content: CheckpointContent) throws(Failure) {
        try checkKey(content)
        try checkMembers(content)
    }

    private func checkKey(_ content: CheckpointContent) throws(Failure) {
        guard let before = content.keyCheck, before != RunGuard.keyCheck(feed, collective), !options.acceptsNewKey
        else { return }
        throw Failure(
            Problem(
                collective.pseudonymPlace, "the pseudonym key is not the one of run \(content.report.run)",
                why: "with another key everyone becomes somebody else; nothing of \(feed.id) was published",
                fix: "restore it from a backup; if the change is wanted: \(command) --accept-new-key"), .config)
    }

    private func checkMembers(_ content: CheckpointContent) throws(Failure) {
        guard !options.acceptsWithdrawals else { return }
        let gone = content.snapshot.counts.filter { collective.member($0.key) == nil }.sorted { $0.key < $1.key }
        guard let first = gone.first else { return }
        let files = gone.map { "members/\($0.key).jsonc" }
        let count = gone.reduce(0) { $0 + $1.value }
        throw Failure(
            Problem(
                Place("\(collective.folder)/\(files[0])"),
                "\(Quote.list(files, "and")) \(files.count == 1 ? "is" : "are") gone: "
                    + "\(count) \(count == 1 ? "entity" : "entities") held there would be forgotten",
                why:
                    "\(gone.count == 1 ? first.key : "they") received what \(feed.id) published; nothing was published",
                fix: "put \(files.count == 1 ? "it" : "them") back, or \(command) --accept-withdrawals"), .config)
    }

    private var command: String { "hub run \(collective.folder) --once --feed \(feed.id)" }
}
