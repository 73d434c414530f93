import Canonical

/// What stands around an entity's `data` in a line or a message: a CloudEvent, or what `hub preview --json` prints.
struct ReadEnvelope {
    /// Empty when it tells none.
    private(set) var kind = ""
    /// The last word of a CloudEvent's type.
    private(set) var event: String?
    /// Collective and feed, or member, as a relative URI.
    private(set) var source: String?
    private(set) var id: String?
    private(set) var specversion: String?
    /// The entity's key.
    private(set) var subject: String?
    /// Index of the first byte of `data`.
    private(set) var data: Int?

    /// The feed or member behind a source: its own id, or the end of a path, as messages name it.
    static func publisher(of source: String) -> String { source.split(separator: "/").last.map(String.init) ?? source }

    /// The feed or member that published it.
    var publisher: String? { source.map(ReadEnvelope.publisher) }

    /// Whether that is a member, which published it over AMQP.
    var isFromMember: Bool { source?.split(separator: "/").dropLast().last == "members" }

    /// Whether the collective's rules published it: an alert.
    var isFromRules: Bool { publisher == "rules" && isFromHub }

    /// Whether the look at referrals published it: a progress.
    var isFromReferrals: Bool { publisher == "referrals" && isFromHub }

    /// Whether the hub itself published it, for nobody.
    private var isFromHub: Bool { source?.split(separator: "/").count == 2 }

    /// The member that it comes from, empty when the hub itself published it; nil when the config has no such feed, member
    /// or rules.
    func sender(in collective: Collective) -> String? {
        guard !isFromReferrals else { return "" }
        guard !isFromRules else { return collective.raisesAlerts ? "" : nil }
        return publisher.flatMap { isFromMember ? collective.member($0)?.id : collective.feed($0)?.member }
    }

    /// Reads all but `data`; a fault when the whole is no JSON object.
    init(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONScanner.Fault) {
        var scanner = JSONScanner(bytes)
        try scanner.expect(UInt8(ascii: "{"), "an object")
        var isMore = try !scanner.take(UInt8(ascii: "}"))
        var text: [UInt8] = []
        while isMore {
            text.removeAll(keepingCapacity: true)
            try scanner.name(into: &text)
            let name = String(decoding: text, as: UTF8.self)
            text.removeAll(keepingCapacity: true)
            let isText = try scanner.peek() == UInt8(ascii: "\"")
            let start = scanner.index
            if isText { _ = try scanner.string(into: &text) } else { try scanner.skipValue() }
            let value = String(decoding: text, as: UTF8.self)
            switch name {
            case "kind": kind = value
            case "type":
                let parts = value.split(separator: ".").map(String.init)
                if parts.count == 3, parts[0] == "siae" { (kind, event) = (parts[1], parts[2]) }
            case "source": source = value
            case "id": id = value
            case "specversion": specversion = value
            case "subject": subject = value
            case "data": data = start
            default: break
            }
            isMore = try scanner.another(closing: UInt8(ascii: "}"))
        }
        if let extra = try scanner.peek() {
            throw JSONScanner.Fault(
                index: scanner.index, what: "\(scanner.shown(extra)) after the end of the record")
        }
    }

    /// The entity that `data` is, checked as strictly as any; `bytes` are those that the envelope was read from.
    func entity(
        _ bytes: UnsafeBufferPointer<UInt8>, _ schema: Schema, _ codes: Codes, file: String, number: Int, line: Int
    ) throws(JSONScanner.Fault) -> Result<Entity, Rejection> {
        var reader = CanonicalReader(
            schema, JSONScanner(bytes, at: data ?? 0), file: file, number: number, line: line)
        return schema.entity(from: try reader.draft(), codes: codes)
    }
}
