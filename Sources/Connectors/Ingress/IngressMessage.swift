import Canonical

/// One message of a member, read: who published it, and what it says or everything that is wrong with it.
struct IngressMessage {
    enum Content {
        case entity(Entity)
        case withdrawal(Schema, key: String)
    }

    /// Who gets the answer; nil when it cannot be told who published it.
    let member: String?
    /// The id that the member gave it; nil when it has none that can be used.
    let id: String?
    /// Tells the member's message from every other; its content from every other content.
    let fingerprints: (message: Fingerprint, content: Fingerprint)
    let content: Result<Content, Rejection>

    /// What the answer names it by.
    var reference: String { id ?? Digest.hex(fingerprints.content.bytes) }
}

extension Fingerprint {
    fileprivate var bytes: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes
    }
}

/// Reads what members publish, as strictly as a feed's records.
struct IngressReader {
    /// Bytes that a message may have; the largest entities that are right have some 50,000.
    static let mostBytes = 256 << 10
    /// Kinds that only the hub publishes.
    private static let ownKinds = [Schema.alert, .receipt, .progress].map(\.kind)
    private static let file = "message"

    private let collective: Collective
    /// The members by their broker users.
    private let members: [String: String]
    private let router: Router

    init(_ collective: Collective) {
        self.collective = collective
        members = Dictionary(
            uniqueKeysWithValues: collective.members.map {
                (Topology.user(of: $0.id, in: collective.id), $0.id)
            })
        router = Router(collective)
    }

    /// Reads a message; what is answered, or waits for others, is looked up in the correspondence.
    func read(_ delivery: Delivery, _ correspondence: Correspondence? = nil) -> IngressMessage {
        var problems: [Problem] = []
        let (member, schema) = origin(of: delivery, &problems)
        var id = delivery.id
        let content = content(of: delivery, schema, from: member, &id, problems, correspondence)
        if case .failure(let rejection) = content { problems = rejection.problems }
        let isIDUsable = id.map {
            FieldType.id.problem(with: $0, collective.codes) == nil && !Sensitive.hasNumber(in: $0)
        }
        if isIDUsable != true { id = nil }
        let owner = Array("\(member ?? "")\n".utf8)
        return IngressMessage(
            member: member, id: id,
            fingerprints: (
                message: Fingerprint(digest: Digest.sha256(owner, Array((id ?? "").utf8))),
                content: Fingerprint(digest: Digest.sha256(Array("\(delivery.routingKey)\n".utf8), delivery.body))
            ), content: content)
    }

    /// Whose message it is, by the user that the broker verified, and of what kind, by its routing key.
    private func origin(of delivery: Delivery, _ problems: inout [Problem]) -> (member: String?, schema: Schema?) {
        let parts = delivery.routingKey.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        // The broker lets a member's user publish under its own keys only; that is enough to tell whom to answer.
        let named = collective.member(parts[0])?.id
        var member = named
        if let user = delivery.userID {
            member = members[user]
            if member == nil {
                report(
                    "the broker user \(Quote.value(user)) is not a member's", why: "only members publish here",
                    fix: "log in as a member's user: COLLECTIVE.MEMBER", &problems)
            } else if member != named {
                report(
                    "the routing key \(Quote.value(delivery.routingKey)) is not the publisher's",
                    why: "the broker verified the user \(Quote.value(user))",
                    fix: "publish with \(Quote.value("\(member ?? "").KIND"))", &problems)
            }
        } else {
            let user = named.map { Topology.user(of: $0, in: collective.id) } ?? "COLLECTIVE.MEMBER"
            report(
                "the property user_id is missing", why: "the broker verifies with it who published",
                fix: "set user_id to \(Quote.value(user))", &problems)
        }
        guard parts.count == 2, let schema = Schema.named(parts[1]), !IngressReader.ownKinds.contains(schema.kind)
        else {
            let kinds = Schema.all.map(\.kind).filter { !IngressReader.ownKinds.contains($0) }
            report(
                "the routing key \(Quote.value(delivery.routingKey)) names no kind that members publish",
                why: "it is MEMBER.KIND, and the kinds are \(Quote.list(kinds, "and"))",
                fix: parts.count == 2
                    ? Suggestion.nearest(to: parts[1], in: kinds).map { "did you mean \(Quote.value($0))?" }
                        ?? "publish with one of these" : "publish with one of these", &problems)
            return (member, nil)
        }
        return (member, schema)
    }

    private func content(
        of delivery: Delivery, _ schema: Schema?, from member: String?, _ id: inout String?, _ before: [Problem],
        _ correspondence: Correspondence?
    ) -> Result<IngressMessage.Content, Rejection> {
        var problems = before
        guard delivery.size <= delivery.body.count else {
            report(
                "it has \(delivery.size) bytes",
                why: "the hub reads messages of at most \(IngressReader.mostBytes) bytes",
                fix: "shorten its texts; a message carries one entity", &problems)
            checkID(id, &problems)
            return .failure(Rejection(problems: problems))
        }
        let isEventByType = delivery.contentType?.hasPrefix("application/cloudevents") ?? false
        let result = delivery.body.withUnsafeBufferPointer { bytes -> Result<IngressMessage.Content, Rejection> in
            do throws(JSONScanner.Fault) {
                let wrapping = try ReadEnvelope(bytes)
                let isEvent =
                    isEventByType || wrapping.specversion != nil || wrapping.event != nil && wrapping.data != nil
                if isEvent {
                    if id == nil { id = wrapping.id }
                    check(wrapping, schema, id, &problems)
                }
                checkID(id, &problems)
                guard let schema, !isEvent || wrapping.data != nil else {
                    return .failure(Rejection(problems: problems))
                }
                let start = isEvent ? wrapping.data ?? 0 : 0
                if isEvent, wrapping.event == Event.withdrawn.rawValue {
                    return try withdrawal(schema, in: bytes, problems)
                }
                return try entity(schema, in: bytes, from: start, of: member, problems, correspondence)
            } catch {
                checkID(id, &problems)
                problems.append(fault(error, in: bytes))
                return .failure(Rejection(problems: problems))
            }
        }
        return result
    }

    /// What stands around `data` in a CloudEvent.
    private func check(_ event: ReadEnvelope, _ schema: Schema?, _ id: String?, _ problems: inout [Problem]) {
        if event.specversion != "1.0" {
            report(
                event.specversion.map { "specversion is \(Quote.value($0))" } ?? "specversion is missing",
                why: "an event is a CloudEvent 1.0", fix: "write \"specversion\": \"1.0\"", &problems)
        }
        if let schema, event.kind != schema.kind || event.event.flatMap(Event.init) == nil {
            report(
                "the event's type is not siae.\(schema.kind).created, .updated or .withdrawn",
                why: "the routing key says \(schema.kind)", fix: "make them agree", &problems)
        }
        if let own = event.id, let id, own != id {
            report(
                "the event's id is \(Quote.value(own)), the property message_id \(Quote.value(id))",
                why: "a message has one id", fix: "write the same, or leave message_id out", &problems)
        }
        if event.data == nil {
            report("data is missing", why: "an event carries an entity", fix: "add it", &problems)
        }
    }

    private func checkID(_ id: String?, _ problems: inout [Problem]) {
        let why = "a message that comes twice is told by it"
        guard let id, !id.isEmpty else {
            return report(
                "the property message_id is missing", why: why, fix: "give each message one of its own, such as a UUID",
                &problems)
        }
        if Sensitive.hasNumber(in: id) {
            report(
                "message_id holds what looks like a social security number", why: "no message carries one",
                fix: "take a UUID", &problems)
        } else if let wrong = FieldType.id.problem(with: id, collective.codes) {
            report("\(wrong.what): \(Quote.value(id))", why: wrong.why, fix: "take a UUID", &problems)
        }
    }

    private func entity(
        _ schema: Schema, in bytes: UnsafeBufferPointer<UInt8>, from start: Int, of member: String?,
        _ before: [Problem], _ correspondence: Correspondence?
    ) throws(JSONScanner.Fault) -> Result<IngressMessage.Content, Rejection> {
        var reader = CanonicalReader(
            schema, JSONScanner(bytes, at: start), file: IngressReader.file, number: nil, line: 1)
        var draft = try reader.draft()
        if let member {
            name(of: member, in: &draft, schema)
            correspondence?.address(&draft, schema, from: member, source: member)
        }
        switch schema.entity(from: draft, codes: collective.codes) {
        case .failure(let rejection):
            return .failure(Rejection(key: rejection.key, problems: before + rejection.problems))
        case .success(let entity):
            let problems = before + (router.problem(with: entity).map { [$0] } ?? [])
            return problems.isEmpty
                ? .success(.entity(entity)) : .failure(Rejection(key: entity.key, problems: problems))
        }
    }

    /// Names people by pseudonyms, as a feed's mapping does: 32 hexadecimal digits are one already, anything else is the
    /// structure's own number.
    private func name(of member: String, in draft: inout Draft, _ schema: Schema) {
        for field in schema.fields.indices where schema.fields[field].type == .pseudonym {
            var isForbidden = false
            draft.change(field) { value in
                let text = String(decoding: value, as: UTF8.self)
                guard FieldType.pseudonym.problem(with: text, collective.codes) != nil else { return nil }
                isForbidden = isForbidden || Sensitive.hasNumber(in: text)
                guard !isForbidden, let key = collective.pseudonymKey else { return nil }
                return PseudonymStep.pseudonym(of: value, in: member, key)
            }
            guard isForbidden else { continue }
            draft.refuse(
                field,
                Problem(
                    draft.place(of: field), "looks like a social security number", why: "no message carries one",
                    fix: "send the number that the person has in your software"))
        }
    }

    private func withdrawal(
        _ schema: Schema, in bytes: UnsafeBufferPointer<UInt8>, _ before: [Problem]
    ) throws(JSONScanner.Fault) -> Result<IngressMessage.Content, Rejection> {
        var problems = before
        guard case .text(let key) = try JSONPick.read(["data.key"], in: bytes)["data.key"] else {
            report("data.key is missing", why: "a withdrawal names what is gone", fix: "add it", &problems)
            return .failure(Rejection(problems: problems))
        }
        return problems.isEmpty
            ? .success(.withdrawal(schema, key: key)) : .failure(Rejection(key: key, problems: problems))
    }

    private func fault(_ fault: JSONScanner.Fault, in bytes: UnsafeBufferPointer<UInt8>) -> Problem {
        let before = bytes[..<min(fault.index, bytes.count)]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let place = Place(
            IngressReader.file, line: 1 + before.count { $0 == 0x0A }, column: fault.index - lineStart + 1)
        return Problem(
            place, fault.what, why: fault.why ?? "a message is one JSON object",
            fix: fault.fix ?? "send one JSON object, in UTF-8")
    }

    private func report(_ what: String, why: String, fix: String, _ problems: inout [Problem]) {
        problems.append(Problem(Place(IngressReader.file), what, why: why, fix: fix))
    }
}
