import Canonical
import Connectors
import Foundation

/// What people and programs read: results on standard output, problems on standard error.
enum Console {
    static func print(_ text: String) { write(Array((text + "\n").utf8), to: 1) }

    /// Text that brings its own line ends.
    static func write(_ text: String) { write(Array(text.utf8), to: 1) }

    /// Whole lines, their ends included.
    static func write(_ lines: borrowing [UInt8]) { write(lines, to: 1) }

    static func complain(_ text: String) { write(Array((text + "\n").utf8), to: 2) }

    static func complain(_ problems: [Problem]) {
        complain(problems.map(\.description).joined(separator: "\n"))
    }

    /// Characters that a line of the terminal takes.
    static var width: Int { width(of: 1) ?? 100 }

    /// Shows how far something has come, on a terminal only; nil where nobody looks.
    static let progress: (@Sendable (ReadingProgress) -> Void)? = isatty(2) == 1 ? show : nil

    @Sendable private static func show(_ progress: ReadingProgress) {
        write(Array("\r\u{1B}[K\(progress.text(width: width(of: 2) ?? 80))".utf8), to: 2)
    }

    /// Makes room again for what follows.
    static func endProgress() { if isatty(2) == 1 { write(Array("\r\u{1B}[K".utf8), to: 2) } }

    private static func width(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 else { return nil }
        return Int(size.ws_col)
    }

    /// One value as a line of JSON.
    static func printJSON(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        write([UInt8](try encoder.encode(value)) + [0x0A], to: 1)
    }

    static func printLine(_ bytes: [UInt8]) { write(bytes + [0x0A], to: 1) }

    /// Writes everything; a reader that went away (`hub … | head`) ends the program as it ends others.
    ///
    /// Who cannot be told of problems any more goes on working: a full disk under a log is no reason to stop.
    private static func write(_ bytes: borrowing [UInt8], to descriptor: Int32) {
        var start = 0
        while start < bytes.count {
            let written = bytes.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress.map { $0 + start }, $0.count - start)
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else {
                let error = errno
                if descriptor == 2 { return }
                if error != EPIPE {
                    complain("hub: standard output cannot be written\n  why: \(String(cString: strerror(error)))")
                }
                exit(error == EPIPE ? ExitCode.done.rawValue : ExitCode.unreachable.rawValue)
            }
            start += written
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
