import Canonical

/// Whom a thing that stands (``StandingRun``) is for, and what they are told.
protocol Telling {
    func recipients(of entity: Entity, under key: String) -> [String]
    func messages(
        _ entity: Entity, under key: String, _ change: Change, _ fingerprint: Fingerprint, to recipients: [String],
        run: Int
    ) -> [(message: Message, members: [String])]
    func messages(_ withdrawal: Withdrawal) -> [(message: Message, members: [String])]
}

/// What the hub says in its own name, to those whom the router finds.
struct OwnTelling: Telling {
    private let router: Router
    private let messages: ChangeMessages

    /// `name` is the source.
    init(_ collective: Collective, name: String, _ schema: Schema, at now: Int) {
        router = Router(collective)
        messages = ChangeMessages(source: "/\(collective.id)/\(name)", schema, time: UTCTime.text(now))
    }

    func recipients(of entity: Entity, under key: String) -> [String] {
        router.recipients(of: entity, from: "").map(\.member)
    }

    func messages(
        _ entity: Entity, under key: String, _ change: Change, _ fingerprint: Fingerprint, to recipients: [String],
        run: Int
    ) -> [(message: Message, members: [String])] {
        messages.messages(entity, change, fingerprint, to: recipients, run: run)
    }

    func messages(_ withdrawal: Withdrawal) -> [(message: Message, members: [String])] { messages.messages(withdrawal) }
}
