import Canonical
import Foundation

/// Messages on their way to the broker, kept in a file until the whole export has been read.
///
/// The file has no name: it is unlinked as soon as it is open, so that what it holds vanishes with the process.
package final class Spool {
    private let path: String
    private let file: FileHandle
    private var pending: [UInt8] = []
    private(set) package var count = 0
    /// The members that these messages go to.
    private(set) package var recipients: Set<String> = []

    package init() throws(Failure) {
        var template = Array("\(NSTemporaryDirectory())/hub-spool-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard descriptor >= 0 else {
            throw Failure(
                Problem(
                    Place(NSTemporaryDirectory()), "no file can be made for the spool",
                    why: String(cString: strerror(errno)), fix: "make room there, or set TMPDIR to another folder"),
                isTemporary: true)
        }
        unlink(path)
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    package func append(_ message: Message, to members: [String]) throws(Failure) {
        count += 1
        recipients.formUnion(members)
        var frame: [UInt8] = []
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

    /// Gives every message, in order; `timestamp` and `correlation` are the run's.
    package func forEach(
        timestamp: Int, correlation: String, _ body: (Message) throws(Failure) -> Void
    ) throws(Failure) {
        try flush()
        do { try file.seek(toOffset: 0) } catch { throw broken(error) }
        var reader = Varint.Reader([])
        for _ in 0..<count {
            var frame = reader.frame()
            while frame == nil {
                reader = Varint.Reader(reader.rest + (try more()))
                frame = reader.frame()
            }
            try body(message(Array(frame ?? []), timestamp, correlation))
        }
    }

    private func message(_ frame: [UInt8], _ timestamp: Int, _ correlation: String) -> Message {
        var reader = Varint.Reader(frame)
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
        let data: Data?
        do { data = try file.read(upToCount: 1 << 20) } catch { throw broken(error) }
        guard let data, !data.isEmpty else { throw broken(nil) }
        return [UInt8](data)
    }

    private func flush() throws(Failure) {
        do {
            try file.seekToEnd()
            try file.write(contentsOf: pending)
        } catch { throw broken(error) }
        pending.removeAll(keepingCapacity: true)
    }

    private func broken(_ error: (any Error)?) -> Failure {
        Failure(
            Problem(
                Place(NSTemporaryDirectory()), "the spool cannot be written or read",
                why: (error?.localizedDescription ?? "it ended too early") + "; nothing was published",
                fix: "make room there, or set TMPDIR to another folder"), isTemporary: true)
    }
}
