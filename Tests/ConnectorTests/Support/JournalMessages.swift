import Canonical

@testable import Connectors

/// Changes of the small collective as a feed would have published them, at times that a test chooses.
struct JournalMessages {
    var feed = "offres"
    var kind = "offer"

    /// An offer in a département.
    func message(_ event: Event, _ key: String, _ departement: String = "03", at time: Int, run: Int = 1) -> Message {
        message(event, key, at: time, run: run, data: Self.offer(key, departement))
    }

    func message(_ event: Event, _ key: String, at time: Int, run: Int = 1, data: String) -> Message {
        let id = "\(feed)-\(kind)-\(key)-\(run)-\(event.rawValue)"
        let envelope = Envelope(
            id: id, source: "/essai/feeds/\(feed)", kind: kind, event: event, subject: key, time: UTCTime.text(time))
        let body = envelope.bytes(around: event == .withdrawn ? Envelope.withdrawal(key: key) : Array(data.utf8))
        return Message(
            exchange: "", routingKey: Topology.journal, id: id, type: envelope.type, timestamp: time,
            correlation: "\(feed)/\(run)", headers: [("x-hub-source", "1.csv#\(run)")], body: body)
    }

    static func offer(_ key: String, _ departement: String) -> String {
        #"{"key":"\#(key)","type":"job","title":"a","positions":1,"workplace":{"departement":"\#(departement)"}}"#
    }

    /// Puts messages into the journal.
    static func put(_ messages: [Message], _ address: BrokerAddress) throws {
        let connection = try BrokerConnection(address, name: "test")
        defer { connection.close() }
        let publisher = try Publisher(connection)
        for message in messages { try publisher.publish(message) }
        try publisher.settle()
    }
}
