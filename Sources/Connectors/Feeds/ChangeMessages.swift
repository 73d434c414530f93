import Canonical

/// Makes the messages that a change is published as.
///
/// One message to all who receive it (the broker copies it to each inbox without telling who else has it), and a
/// withdrawal to each who held it and receives it no longer. What is about a person, and a receipt, goes through the
/// `private` exchange: whole to its addressee, to others whom it names without what is for the addressee; the journal gets
/// it without the identity.
package struct ChangeMessages {
    private let source: String
    private let schema: Schema
    private let reference: String?
    private let time: String
    private let digest = SHA256Digest()

    package init(_ feed: Feed, of collective: Collective, time: String) {
        self.init(source: "/\(collective.id)/feeds/\(feed.id)", feed.schema, time: time)
    }

    /// Messages from a feed, a member or the rules; of a member's message, its own id takes the place of a run's number in ids.
    init(source: String, _ schema: Schema, reference: String? = nil, time: String) {
        self.source = source
        self.schema = schema
        self.reference = reference
        self.time = time
    }

    /// The messages of a created or updated entity, each with the members that it goes to; `run` is the number that
    /// their ids are made with.
    package func messages(
        _ entity: Entity, _ change: Change, _ fingerprint: Fingerprint, to recipients: [String], run: Int
    ) -> [(message: Message, members: [String])] {
        var messages: [(message: Message, members: [String])] = []
        if case .rerouted(let joining, let leaving) = change {
            // Those who hold it already have nothing new to read, and nobody is to see that somebody joined.
            if !joining.isEmpty { messages += self.messages(entity, .created, fingerprint, to: joining, run: run) }
            return leaving.isEmpty
                ? messages
                : messages + withdrawal(entity.schema, entity.key, fingerprint, from: leaving, run: run, isWhole: false)
        }
        let event = change == .created ? Event.created : .updated
        let envelope = envelope(event, entity.schema, key: entity.key, fingerprint, run)
        let key = routingKey(entity)
        let origin = origin(entity.draft.place)
        var data: [UInt8] = []
        CanonicalJSON.append(entity, withIdentity: false, to: &data)
        let isPrivate = ChangeMessages.isPrivate(entity.schema)
        let copies = isPrivate ? [] : recipients
        messages.append((message("hub", key, copies, envelope, data, origin), copies))
        if isPrivate {
            for member in recipients {
                data.removeAll(keepingCapacity: true)
                let copy = ChangeMessages.isWhole(entity, for: member) ? entity : entity.shared
                CanonicalJSON.append(copy, withIdentity: true, to: &data)
                messages.append((message("private", Topology.key(to: member), [], envelope, data, origin), [member]))
            }
        }
        if case .updated(let leaving) = change, !leaving.isEmpty {
            messages.append(
                contentsOf: withdrawal(entity.schema, entity.key, fingerprint, from: leaving, run: run, isWhole: false))
        }
        return messages
    }

    /// The message that tells a member alone of an entity that the journal has already.
    func copy(of entity: Entity, _ event: Event, _ fingerprint: Fingerprint, to member: String, run: Int) -> Message {
        var data: [UInt8] = []
        CanonicalJSON.append(entity, withIdentity: false, to: &data)
        let envelope = envelope(event, entity.schema, key: entity.key, fingerprint, run)
        return message("private", Topology.key(to: member), [], envelope, data, "")
    }

    /// The messages that tell those who hold an entity that it is gone.
    package func messages(_ withdrawal: Withdrawal) -> [(message: Message, members: [String])] {
        self.withdrawal(
            schema, withdrawal.key, withdrawal.fingerprint, from: withdrawal.recipients, run: withdrawal.run,
            isWhole: true)
    }

    /// The messages that tell a member that a receipt no longer holds.
    package func withdrawal(
        ofReceipt key: String, _ fingerprint: Fingerprint, from member: String, run: Int
    ) -> [(message: Message, members: [String])] {
        withdrawal(.receipt, key, fingerprint, from: [member], run: run, isWhole: true)
    }

    /// The message that tells a member that an entity concerns it no longer.
    func withdrawal(
        of schema: Schema, _ key: String, _ fingerprint: Fingerprint, from member: String, run: Int
    ) -> Message {
        let envelope = envelope(.withdrawn, schema, key: key, fingerprint, run)
        return message("private", Topology.key(to: member), [], envelope, Envelope.withdrawal(key: key), "")
    }

    /// What goes to the members that it names only: it is about a person, or between a member and the hub.
    static func isPrivate(_ schema: Schema) -> Bool {
        [Schema.referral, .application, .immersion, .response, .alert, .receipt, .progress]
            .contains { $0.kind == schema.kind }
    }

    /// Whether a member may read all of an entity that it receives; otherwise its copy is ``Entity/shared``.
    static func isWhole(_ entity: Entity, for member: String) -> Bool {
        !isPrivate(entity.schema) || entity.text("addressedTo") == member
    }

    /// `isWhole` tells the journal too: the entity is gone for everybody.
    ///
    /// The journal knows nothing of what is gone for some members only: whoever reads it would take it for withdrawn.
    private func withdrawal(
        _ schema: Schema, _ key: String, _ fingerprint: Fingerprint, from members: [String], run: Int,
        isWhole: Bool
    ) -> [(message: Message, members: [String])] {
        let envelope = envelope(.withdrawn, schema, key: key, fingerprint, run)
        let data = Envelope.withdrawal(key: key)
        let routingKey = "\(schema.kind).withdrawn"
        if isWhole, !ChangeMessages.isPrivate(schema) {
            return [(message("hub", routingKey, members, envelope, data, ""), members)]
        }
        let toJournal = isWhole ? [(message("hub", routingKey, [], envelope, data, ""), [String]())] : []
        return toJournal + members.map { (message("private", Topology.key(to: $0), [], envelope, data, ""), [$0]) }
    }

    private func message(
        _ exchange: String, _ key: String, _ members: [String], _ envelope: Envelope, _ data: [UInt8], _ origin: String
    ) -> Message {
        Message(
            exchange: exchange, routingKey: key, copies: members.map(Topology.key(to:)), id: envelope.id,
            type: envelope.type, contentType: Envelope.contentType, timestamp: 0, correlation: nil, appID: "siae-hub",
            headers: origin.isEmpty ? [] : [("x-hub-source", origin)], body: envelope.bytes(around: data))
    }

    /// The id is a digest of what makes the change: repeated after a crash, it has the number of the run that was
    /// interrupted, so the same id; an offer that goes back to an older wording does so in a later run, so it has a new one.
    private func envelope(
        _ event: Event, _ schema: Schema, key: String, _ fingerprint: Fingerprint, _ run: Int
    ) -> Envelope {
        let number = reference ?? String(run)
        var parts = Array("\(source)\n\(schema.kind)\n\(key)\n\(number)\n\(event == .withdrawn)\n".utf8)
        fingerprint.append(to: &parts)
        digest.update(parts)
        let id = Digest.hex(digest.finish().prefix(16))
        return Envelope(id: id, source: source, kind: schema.kind, event: event, subject: key, time: time)
    }

    /// `<kind>.<type>.<département>.<ROME>`, a hyphen for what is not known: what tools bind their own queues with.
    private func routingKey(_ entity: Entity) -> String {
        let type = entity.text("type") ?? entity.text("siaeKind") ?? "-"
        let departement = Whereabouts.departement(of: entity) ?? "-"
        return "\(entity.schema.kind).\(type).\(departement).\(entity.text("occupation.rome") ?? "-")"
    }

    /// File and record, without the folders: they are the host's business.
    private func origin(_ place: Place) -> String {
        let file = place.file.split(separator: "/").last.map(String.init) ?? place.file
        return place.record.map { "\(file)#\($0)" } ?? file
    }
}
