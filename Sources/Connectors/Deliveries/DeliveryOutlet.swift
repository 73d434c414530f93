import Canonical

/// What a delivery tells the broker: records, dead letters, messages that wait; on a connection that is opened for the first.
final class DeliveryOutlet {
    private let member: String
    private let address: BrokerAddress
    private let stop: Stop
    private var publisher: Publisher?
    private var record: DeliveryRecord??

    init(of member: String, at address: BrokerAddress, _ stop: Stop) {
        self.member = member
        self.address = address
        self.stop = stop
    }

    /// The last record of the member's deliveries.
    func lastRecord() throws(Failure) -> DeliveryRecord? {
        if let record { return record }
        let last = try DeliveryRecord.last(of: member, at: address)
        record = .some(last)
        return last
    }

    /// Returns when the broker has all of them.
    func publish(_ messages: [Message]) throws(Failure) {
        let publisher = try open()
        for message in messages { try publisher.publish(message) }
        try publisher.settle()
    }

    /// Keeps the record with other messages, and remembers it.
    func publish(_ record: DeliveryRecord, with messages: [Message] = []) throws(Failure) {
        try publish(messages + [record.message])
        self.record = .some(record)
    }

    /// Keeps its connection awake.
    func tick() throws(Failure) { try publisher?.connection.tick() }

    func close() { publisher?.connection.close() }

    private func open() throws(Failure) -> Publisher {
        if let publisher { return publisher }
        let opened = try Publisher(
            BrokerConnection(address, name: "hub deliver \(member): publishes"), stop: stop)
        publisher = opened
        return opened
    }
}
