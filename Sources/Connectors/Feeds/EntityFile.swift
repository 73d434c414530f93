import Canonical

/// Reads canonical entities from a file, strictly.
///
/// They are CloudEvents as they lie in an inbox, or the lines of `hub preview --json`: one JSON object a line.
package struct EntityFile {
    private var lines: LineReader
    private let path: String
    private let collective: Collective
    private var number = 0

    /// Opens the file.
    package init(_ path: String, _ collective: Collective) throws(Failure) {
        self.path = path
        self.collective = collective
        lines = try LineReader(Export(path: path))
    }

    /// The next entity with the member that published it, if the file tells.
    package mutating func next() throws(Failure) -> Result<(Entity, sender: String?), Rejection>? {
        while let line = try lines.next() {
            guard !line.isBlank else { continue }
            number += 1
            return line.bytes.withUnsafeBufferPointer { entity($0, line.number) }
        }
        return nil
    }

    private func entity(
        _ bytes: UnsafeBufferPointer<UInt8>, _ line: Int
    ) -> Result<(Entity, sender: String?), Rejection> {
        do throws(JSONScanner.Fault) {
            let envelope = try ReadEnvelope(bytes)
            let place = Place(path, line: line, record: number)
            guard let schema = Schema.named(envelope.kind), envelope.data != nil else {
                return .failure(Rejection(problems: [unknown(envelope, place)]))
            }
            guard envelope.event != Event.withdrawn.rawValue else {
                let problem = Problem(
                    place, "a withdrawal holds a key and nothing else",
                    why: "it goes to those who held the \(schema.kind); who they are cannot be told from it",
                    fix: "explain the message that created it")
                return .failure(Rejection(problems: [problem]))
            }
            let sender = envelope.sender(in: collective)
            return try envelope.entity(bytes, schema, collective.codes, file: path, number: number, line: line)
                .map { ($0, sender) }
        } catch {
            let place = Place(path, line: line, column: error.index + 1, record: number)
            let problem = Problem(place, error.what, why: "a line holds one JSON object", fix: error.fix)
            return .failure(Rejection(problems: [problem]))
        }
    }

    private func unknown(_ envelope: ReadEnvelope, _ place: Place) -> Problem {
        // A kind that does not exist is told even where the data is missing too.
        let isNone = envelope.kind.isEmpty || Schema.named(envelope.kind) != nil
        return Problem(
            place, isNone ? "no canonical entity" : "unknown kind \(Quote.value(envelope.kind))",
            why: "an entity is a CloudEvent of type siae.<kind>.<event>, or {\"kind\":…,\"key\":…,\"data\":{…}}",
            fix: "hub preview --json prints such lines")
    }
}
