import Canonical
import Foundation

/// What is kept of one delivery, in the stream of its member: when, where, which messages, how it ended.
///
/// Nothing that stands in a message is in it. Each one carries the sums so far, so that the last one tells all.
struct DeliveryRecord: Codable, Sendable {
    enum Outcome: String, Codable, Sendable {
        case delivered
        /// To be tried again.
        case failed
        /// Not tried again until somebody changes something.
        case dead
    }

    let member: String
    /// Where to, as people read it.
    let destination: String
    /// Tells whether it is the destination of today's config.
    let fingerprint: String
    /// RFC 3339, UTC.
    let time: String
    let outcome: Outcome
    /// The ids of the messages that were taken, refused, and put off to a later attempt.
    var delivered: [String] = []
    var refused: [String] = []
    var postponed: [String] = []
    /// Messages that were left out because those that were handed over say more.
    var merged = 0
    /// How often it was tried in a row, this time included.
    var attempts = 1
    /// What went wrong, as people read it.
    var problem: String?
    /// When the first of these attempts was.
    var failingSince: String?
    /// The sums, from the first delivery to this destination on.
    var since: String
    var total = 0
    var totalRefused = 0
    /// When a message was last taken.
    var last: String?

    /// What follows on the record `before`, if that is of the same destination.
    init(_ outcome: Outcome, of member: String, to destination: any Destination, at now: Int, after: DeliveryRecord?) {
        let before = after.flatMap { $0.fingerprint == destination.fingerprint ? $0 : nil }
        self.member = member
        self.destination = destination.label
        fingerprint = destination.fingerprint
        time = UTCTime.text(now)
        self.outcome = outcome
        since = before?.since ?? time
        total = before?.total ?? 0
        totalRefused = before?.totalRefused ?? 0
        last = before?.last
        let isFailing = before.map { $0.outcome != .delivered } ?? false
        attempts = 1 + (isFailing ? before?.attempts ?? 0 : 0)
        if outcome != .delivered { failingSince = isFailing ? before?.failingSince : time }
    }

    /// Adds what became of a message.
    mutating func note(_ handover: Handover, of id: String) {
        switch handover {
        case .delivered:
            delivered.append(id)
            total += 1
            last = time
        case .refused:
            refused.append(id)
            totalRefused += 1
        case .postponed: postponed.append(id)
        }
    }

    var message: Message {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts and numbers: nothing here that JSON cannot hold.
        let body = (try? encoder.encode(self)).map { [UInt8]($0) } ?? []
        return Message(
            exchange: "", routingKey: Topology.deliveries(of: member), id: Digest.hex(Digest.sha256(body).prefix(16)),
            type: "delivery", contentType: "application/json", timestamp: 0, body: body)
    }

    /// The last one of a member; nil when there is none.
    static func last(of member: String, at address: BrokerAddress) throws(Failure) -> DeliveryRecord? {
        let queue = Topology.deliveries(of: member)
        let connection = try BrokerConnection(address, name: "hub looks at \(queue)")
        defer { connection.close() }
        guard let depth = try connection.depth(ofQueue: queue) else { return nil }
        let consumer = try Consumer(connection, queue: queue, prefetch: Int(UInt16.max), from: .last)
        // The depth of a stream lags by seconds, so 0 may be a young stream; what is there comes within milliseconds.
        let wait = depth.messages == 0 ? 1 : Double(connection.limits.answer)
        guard var last = try consumer.nextDelivery(withinSeconds: wait) else {
            guard depth.messages == 0 else {
                throw Failure(
                    Problem(
                        connection.place, "the stream \(queue) was silent for \(Int(wait)) s",
                        fix: "look at the broker's load, and whether the stream has a leader"), isTemporary: true)
            }
            return nil
        }
        // The broker hands over the last chunk whole, and answers a question behind it.
        _ = try connection.depth(ofQueue: queue)
        while let next = try consumer.nextDelivery(withinSeconds: 0) { last = next }
        return try? JSONDecoder().decode(DeliveryRecord.self, from: Data(last.body))
    }
}
