import Canonical

/// One message of a checkpoint, which is a set of messages: a broker takes 128 MB in one, and has to hold it whole.
///
/// Every part names its set and its number; the last one also how many there are and the digest of all their bytes. So a
/// set whose writer died is known for what it is, however far it came.
struct CheckpointPart {
    /// The content type that tells a checkpoint from anything else.
    static let contentType = "application/vnd.siae-hub.checkpoint"
    /// The form of the bytes; a hub that reads another one cannot read these.
    static let version = "2"

    /// Which of a run's sets it belongs to: later ones have higher numbers.
    let save: Int
    /// The run that wrote it.
    let run: Int
    /// Tells a set from one with the same number, which a hub that just died may have left behind.
    let writer: String
    /// From 1.
    let number: Int
    /// How many there are and the digest of their bytes; in the last one only.
    let end: (count: Int, digest: String)?
    var bytes: [UInt8]

    init(save: Int, run: Int, writer: String, number: Int, end: (count: Int, digest: String)? = nil, bytes: [UInt8]) {
        self.save = save
        self.run = run
        self.writer = writer
        self.number = number
        self.end = end
        self.bytes = bytes
    }

    private enum Header {
        static let version = "x-hub-version"
        static let save = "x-hub-save"
        static let run = "x-hub-run"
        static let writer = "x-hub-writer"
        static let number = "x-hub-part"
        static let count = "x-hub-parts"
        static let digest = "x-hub-digest"
    }

    /// The message to publish.
    func message(of owner: CheckpointOwner) -> Message {
        var headers = [
            (Header.version, Self.version), (Header.save, "\(save)"), (Header.run, "\(run)"), (Header.writer, writer),
            (Header.number, "\(number)"),
        ]
        if let end { headers += [(Header.count, "\(end.count)"), (Header.digest, end.digest)] }
        return Message(
            exchange: "", routingKey: owner.queue, id: "\(owner.feed).\(run).\(save).\(number)", type: "checkpoint",
            contentType: Self.contentType, timestamp: 0, headers: headers, body: bytes)
    }

    /// Reads a message of a checkpoint's queue; anything else there is a `Failure`.
    init(_ delivery: Delivery, of owner: CheckpointOwner) throws(Failure) {
        func number(_ header: String) -> Int? { delivery.header(header).flatMap { Int($0) } }
        guard delivery.contentType == Self.contentType, let run = number(Header.run) else {
            throw owner.unusable(
                "a message in it is no checkpoint: content type \(Quote.value(delivery.contentType ?? "")), "
                    + "id \(Quote.value(delivery.id ?? ""))",
                why: "only the hub writes there, messages of type \(Self.contentType)",
                way: "find out who published it, take it out, and run the feed again")
        }
        let version = delivery.header(Header.version) ?? "1"
        guard version == Self.version, let save = number(Header.save), let writer = delivery.header(Header.writer),
            let part = number(Header.number)
        else {
            throw owner.unusable(
                "the checkpoint has version \(Quote.value(version)); this hub reads version \(Self.version)",
                why: "another version of the hub wrote it, in run \(run)", way: "run the feed with that version")
        }
        let end = number(Header.count).flatMap { count in delivery.header(Header.digest).map { (count, $0) } }
        self.init(save: save, run: run, writer: writer, number: part, end: end, bytes: delivery.body)
    }
}

/// The parts of one set that were found.
struct CheckpointSet {
    let save: Int
    let run: Int
    private var parts: [Int: [UInt8]] = [:]
    private var end: (count: Int, digest: String)?

    init(_ first: CheckpointPart) {
        (save, run) = (first.save, first.run)
        add(first)
    }

    mutating func add(_ part: CheckpointPart) {
        parts[part.number] = part.bytes
        if let end = part.end { self.end = end }
    }

    /// Whether its writer came to the end.
    var isComplete: Bool { end.map { parts.count == $0.count } ?? false }

    /// The bytes of all parts; nil when they are not those that were written.
    consuming func joined() -> [UInt8]? {
        guard let end else { return nil }
        var bytes = parts.removeValue(forKey: 1) ?? []
        bytes.reserveCapacity(parts.values.reduce(bytes.count) { $0 + $1.count })
        for number in stride(from: 2, through: end.count, by: 1) { bytes += parts.removeValue(forKey: number) ?? [] }
        return Digest.hex(Digest.sha256(bytes)) == end.digest ? bytes : nil
    }
}
