import Canonical
import Foundation

/// A queue of a broker, the collective's own or another one, into which a structure's software puts its exports.
///
/// Each message is one export. They stay the broker's until the run is confirmed: a run that dies finds them again. One
/// that can never be read becomes a dead letter of the collective, and the others are read.
package struct AMQPSource: ExportSource {
    package static let name = "amqp"

    let address: BrokerAddress?
    package let queue: String
    /// Messages that one run takes at most; what is left is the next run's.
    let most: Int
    /// Whether every message counts; only the last otherwise, and those before it are out of date.
    let takesAll: Bool
    let place: Place

    package init(_ settings: Settings) {
        place = settings.place
        queue = settings.required("queue", "\"exports\"") ?? ""
        let password = settings.requiredCredential("password")
        most = settings.whole("most", 1...100_000) ?? 1_000
        takesAll = settings.choice("take", ["all", "newest"]) != "newest"
        // A password that could not be had has its own problem.
        address = settings.brokerAddress(password: password ?? Secret("unread"))
    }

    package func fetch(_ visit: Visit) throws(Failure) -> Fetched? {
        guard let address else { return nil }
        // The run may read for hours, and nobody serves this connection meanwhile; without heartbeats the broker waits.
        var limits = BrokerLimits()
        limits.heartbeat = 0
        let connection = try BrokerConnection(address, name: "hub source \(queue)", limits: limits)
        guard try connection.depth(ofQueue: queue) != nil else {
            throw Failure(
                Problem(
                    place, "the queue \(Quote.value(queue)) does not exist",
                    why: "the feed reads its exports from it at \(address)",
                    fix: "let the structure's software create it, or correct \"queue\""), isTemporary: true)
        }
        var exports: [Export] = []
        var messages: [String: QueuedMessage] = [:]
        var last: UInt64?
        while exports.count < most, let delivery = try connection.take(fromQueue: queue) {
            try visit.tick()
            last = delivery.tag
            let export = try export(delivery, number: exports.count + 1, in: visit.folder)
            exports.append(export)
            var head = delivery
            head.body = []
            messages[export.path] = QueuedMessage(queue: queue, delivery: head)
        }
        guard let last else {
            connection.close()
            return nil
        }
        return Fetched(takesAll ? exports : exports.suffix(1), messages: messages) { () throws(Failure) in
            try connection.acknowledge(last, multiple: true)
            connection.close()
        }
    }

    private func export(_ delivery: Delivery, number: Int, in folder: RunFolder) throws(Failure) -> Export {
        let path = "\(folder.path)/message-\(number)"
        let id = delivery.id.map { " (\(Quote.value($0)))" } ?? ""
        do {
            try Data(delivery.body).write(to: URL(fileURLWithPath: path))
        } catch {
            throw TemporaryFiles.failure(
                "a message cannot be written", at: folder.path, why: error.localizedDescription)
        }
        return Export(path: path, name: "message \(number) of queue \(queue)\(id)")
    }
}
