import Canonical
import Foundation

/// Messages on their way to the broker, kept in a file until the whole export has been read.
///
/// The file has no name: it is unlinked as soon as it is open, so that what it holds vanishes with the process.
package final class Spool {
    private let descriptor: Int32
    private var pending: [UInt8] = []
    private(set) package var count = 0
    private var changes = 0
    /// The members that these messages go to.
    private(set) package var recipients: Set<String> = []

    package init() throws(Failure) {
        var descriptor: Int32 = -1
        let path = try TemporaryFiles.make("spool", "no file can be made for the spool") {
            descriptor = mkstemp($0)
            return descriptor >= 0
        }
        self.descriptor = descriptor
        unlink(path)
    }

    deinit { close(descriptor) }

    /// Takes all messages of one change.
    package func append(change messages: [(message: Message, members: [String])]) throws(Failure) {
        changes += 1
        for (message, members) in messages { try append(message, to: members) }
    }

    /// Takes one message more.
    package func append(_ message: Message, to members: [String]) throws(Failure) {
        count += 1
        recipients.formUnion(members)
        var frame: [UInt8] = []
        Varint.append(changes, to: &frame)
        for text in [
            message.exchange, message.routingKey, message.id, message.type, message.headers.first?.value ?? "",
        ] {
            Spool.append(Array(text.utf8), to: &frame)
        }
        Varint.append(message.copies.count, to: &frame)
        for copy in message.copies { Spool.append(Array(copy.utf8), to: &frame) }
        Spool.append(message.body, to: &frame)
        Varint.append(frame.count, to: &pending)
        pending += frame
        if pending.count > 1 << 20 { try flush() }
    }

    /// Gives every message, in order, with the number of its change; `timestamp` and `correlation` are the run's.
    package func forEach(
        timestamp: Int, correlation: String, _ body: (Message, _ change: Int) throws(Failure) -> Void
    ) throws(Failure) {
        try flush()
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw broken(errno) }
        var reader = Varint.Reader([])
        for _ in 0..<count {
            var frame = reader.frame()
            while frame == nil {
                reader = Varint.Reader(reader.rest + (try more()))
                frame = reader.frame()
            }
            var fields = Varint.Reader(Array(frame ?? []))
            let change = fields.number() ?? 0
            try body(message(&fields, timestamp, correlation), change)
        }
    }

    private func message(_ reader: inout Varint.Reader, _ timestamp: Int, _ correlation: String) -> Message {
        func bytes() -> [UInt8] { reader.number().flatMap { reader.take($0) }.map { Array($0) } ?? [] }
        func text() -> String { String(decoding: bytes(), as: UTF8.self) }
        let (exchange, routingKey, id, type, source) = (text(), text(), text(), text(), text())
        let copies = (0..<(reader.number() ?? 0)).map { _ in text() }
        return Message(
            exchange: exchange, routingKey: routingKey, copies: copies, id: id, type: type,
            contentType: Envelope.contentType, timestamp: timestamp, correlation: correlation, appID: "siae-hub",
            headers: source.isEmpty ? [] : [("x-hub-source", source)], body: bytes())
    }

    private static func append(_ piece: [UInt8], to frame: inout [UInt8]) {
        Varint.append(piece.count, to: &frame)
        frame += piece
    }

    private func more() throws(Failure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = read(descriptor, &bytes, bytes.count)
        guard count > 0 else { throw broken(count < 0 ? errno : EIO) }
        return Array(bytes.prefix(count))
    }

    private func flush() throws(Failure) {
        guard lseek(descriptor, 0, SEEK_END) >= 0 else { throw broken(errno) }
        var start = 0
        while start < pending.count {
            let written = pending[start...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else { throw broken(errno) }
            start += written
        }
        pending.removeAll(keepingCapacity: true)
    }

    private func broken(_ error: Int32) -> Failure {
        TemporaryFiles.failure("the spool cannot be written or read", at: TemporaryFiles.folder, error)
    }
}
