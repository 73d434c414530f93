import Canonical
import Connectors
import Foundation

/// What people and programs read: results on standard output, problems on standard error.
enum Console {
    static func print(_ text: String) { write(Array((text + "\n").utf8), to: 1) }

    /// Text that brings its own line ends.
    static func write(_ text: String) { write(Array(text.utf8), to: 1) }

    static func complain(_ text: String) { write(Array((text + "\n").utf8), to: 2) }

    static func complain(_ problems: [Problem]) {
        complain(problems.map(\.description).joined(separator: "\n"))
    }

    /// One value as a line of JSON.
    static func printJSON(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        write([UInt8](try encoder.encode(value)) + [0x0A], to: 1)
    }

    static func printLine(_ bytes: [UInt8]) { write(bytes + [0x0A], to: 1) }

    /// Writes everything; a reader that went away (`hub … | head`) ends the program as it ends others.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else { exit(0) }
            rest = rest.dropFirst(written)
        }
    }
}

/// A problem as programs read it.
struct ProblemJSON: Encodable {
    let `where`: String
    let what: String
    let why: String?
    let fix: String?

    init(_ problem: Problem) {
        self.where = problem.place.description
        what = problem.what
        why = problem.why
        fix = problem.fix
    }
}
