import Canonical

extension InboxMessage {
    /// Reads what lies in an inbox; an identity that is in it stays in it, for this is the addressee's copy.
    static func read(_ delivery: Delivery, in queue: String) -> Result<InboxMessage, Rejection> {
        read(
            delivery.body, time: delivery.timestamp ?? 0,
            at: Place("\(queue), message \(delivery.id ?? "without an id")"))
    }

    /// Reads a CloudEvent that the hub published at `time` (seconds since 1970).
    static func read(_ body: [UInt8], time: Int, at place: Place) -> Result<InboxMessage, Rejection> {
        func refused(_ what: String) -> Result<InboxMessage, Rejection> {
            let problem = Problem(
                place, what, why: "what lies in an inbox is a CloudEvent that the hub published",
                fix: "look at it, then discard it (hub dead)")
            return .failure(Rejection(problems: [problem]))
        }
        return body.withUnsafeBufferPointer { bytes in
            do throws(JSONScanner.Fault) {
                let envelope = try ReadEnvelope(bytes)
                guard let id = envelope.id, let source = envelope.source, let key = envelope.subject, !id.isEmpty,
                    let event = envelope.event.flatMap(Event.init(rawValue:)), let data = envelope.data,
                    let schema = Schema.named(envelope.kind)
                else { return refused("no message of the hub") }
                func message(_ entity: Entity?) -> InboxMessage {
                    InboxMessage(
                        id: id, source: source, kind: envelope.kind, event: event, key: key, time: time, body: body,
                        entity: entity)
                }
                guard event != .withdrawn else { return .success(message(nil)) }
                var reader = CanonicalReader(
                    schema, JSONScanner(bytes, at: data), file: place.file, number: nil, line: 1)
                return schema.published(try reader.draft()).map { message($0) }
            } catch {
                return refused("it cannot be read: \(error.what)")
            }
        }
    }
}
