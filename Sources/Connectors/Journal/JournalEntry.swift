import Canonical

/// One change as the journal keeps it.
package struct JournalEntry {
    /// Its number in the journal.
    package let offset: Int
    package let id: String
    /// When the run that made it began, in seconds since 1970.
    package let time: Int
    /// Collective and feed, or member, as a relative URI.
    package let source: String
    /// The feed, or the member that published it over AMQP.
    package let publisher: String
    package let kind: String
    package let event: Event
    package let key: String
    /// `<feed>/<run>`, or `ingress/<batch>`.
    package let correlation: String?
    /// The file and the record that it came from.
    package let origin: String?
    /// The whole CloudEvent.
    package let body: [UInt8]
    private let envelope: ReadEnvelope

    /// Nil for a message that is no change: whoever administers the broker can put one there.
    init?(_ delivery: Delivery, _ offset: Int) {
        let read = delivery.body.withUnsafeBufferPointer { try? ReadEnvelope($0) }
        guard let read, let id = read.id, let source = read.source, let publisher = read.publisher,
            let key = read.subject, let event = read.event.flatMap(Event.init(rawValue:)), read.data != nil
        else { return nil }
        self.offset = offset
        self.id = id
        time = delivery.timestamp ?? 0
        self.source = source
        self.publisher = publisher
        kind = read.kind
        self.event = event
        self.key = key
        correlation = delivery.correlation
        origin = delivery.header("x-hub-source")
        body = delivery.body
        envelope = read
    }

    /// Who published it, as people read it.
    var publisherText: String {
        envelope.isFromRules
            ? "the rules"
            : envelope.isFromReferrals
                ? "the look at referrals" : envelope.isFromMember ? "member \(publisher)" : "feed \(publisher)"
    }

    /// Whether a member published it over AMQP.
    var isFromMember: Bool { envelope.isFromMember }

    /// The member that it comes from; nil when the config has no such feed or member any more.
    func sender(in collective: Collective) -> String? { envelope.sender(in: collective) }

    /// The entity as it was then, checked by today's schema.
    func entity(_ codes: Codes) -> Result<Entity, Rejection> {
        let place = Place(Topology.journal, record: offset)
        guard let schema = Schema.named(kind) else {
            return .failure(Rejection(problems: [Problem(place, "unknown kind \(Quote.value(kind))")]))
        }
        return body.withUnsafeBufferPointer { bytes in
            do throws(JSONScanner.Fault) {
                return try envelope.entity(bytes, schema, codes, file: place.file, number: offset, line: 1)
            } catch {
                return .failure(Rejection(problems: [Problem(place, error.what, why: error.why, fix: error.fix)]))
            }
        }
    }

    /// The CloudEvent with another entity as its data, which stands last.
    func message(with entity: Entity) -> [UInt8] {
        var bytes = [UInt8](body.prefix(envelope.data ?? 0))
        CanonicalJSON.append(entity, withIdentity: false, to: &bytes)
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    /// What `data` holds: what a fingerprint is made of.
    var data: ArraySlice<UInt8> { body[(envelope.data ?? 0)..<max(envelope.data ?? 0, body.count - 1)] }
}
