/// What happened to an entity, as the last word of a message's type.
public enum Event: String, Sendable {
    case created
    case updated
    case withdrawn
}

/// A change in its envelope: CloudEvents 1.0, structured JSON, the same bytes over AMQP, in a file or in the journal.
public struct Envelope: Sendable {
    /// Media type of the bytes.
    public static let contentType = "application/cloudevents+json"

    /// The same change always has the same id.
    public let id: String
    /// Collective and feed, as a relative URI: `/limagne-allier/feeds/ei-parcours`.
    public let source: String
    /// `siae.offer.created`.
    public let type: String
    /// The entity's key.
    public let subject: String
    /// When the hub made the change known: RFC 3339 in UTC.
    public let time: String
    /// The schema that `data` follows.
    public let dataschema: String

    /// Addresses a change of one kind.
    public init(id: String, source: String, kind: String, event: Event, subject: String, time: String) {
        self.id = id
        self.source = source
        self.subject = subject
        self.time = time
        type = "siae.\(kind).\(event.rawValue)"
        dataschema = "urn:siae-hub:schema:v1:\(event == .withdrawn ? "withdrawal" : kind)"
    }

    /// The whole message around `data`, which is a JSON object already.
    public func bytes(around data: some Collection<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(data.count + 400)
        var opening = "{\"specversion\":\"1.0\""
        for (name, value) in [
            ("id", id), ("source", source), ("type", type), ("subject", subject), ("time", time),
            ("datacontenttype", "application/json"), ("dataschema", dataschema),
        ] {
            bytes.append(contentsOf: opening.utf8)
            bytes.append(contentsOf: ",\"\(name)\":".utf8)
            JSONText.append(value, to: &bytes)
            opening = ""
        }
        bytes.append(contentsOf: ",\"data\":".utf8)
        bytes.append(contentsOf: data)
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    /// The `data` of a withdrawal: the key of what is gone.
    public static func withdrawal(key: String) -> [UInt8] {
        var bytes = Array("{\"key\":".utf8)
        JSONText.append(key, to: &bytes)
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}
