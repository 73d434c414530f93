import Synchronization

/// For how long files are known to be unchanged, whatever the clock on the wall does.
///
/// A file's time is compared with the wall clock as long as that one goes like a clock that never jumps. After a jump, and
/// for files from the future, only what was seen with one's own eyes counts: the time since the same file was seen first.
final class FileAges: Sendable {
    /// Seconds by which the two clocks may differ from one visit to the next.
    private static let slack = 5.0

    private struct Memory {
        /// By mark, when a file was seen first.
        var seen: [String: Double] = [:]
        /// How far the wall clock was ahead of the other one at the last visit.
        var offset: Double?
        /// When the wall clock was found to have jumped.
        var jump = -Double.infinity
    }

    private let memory = Mutex(Memory())

    /// Notes what lies there at a moment: seconds since 1970, and seconds of a clock that never jumps.
    func note(_ files: [ListedFile], now: Int, uptime: Double) {
        memory.withLock { memory in
            let offset = Double(now) - uptime
            if let before = memory.offset, abs(offset - before) > FileAges.slack { memory.jump = uptime }
            memory.offset = offset
            let marks = files.map(\.mark)
            memory.seen = Dictionary(marks.map { ($0, memory.seen[$0] ?? uptime) }, uniquingKeysWith: { one, _ in one })
        }
    }

    /// Seconds for which a file has been unchanged at least.
    func age(of file: ListedFile, now: Int, uptime: Double) -> Double {
        memory.withLock { memory in
            let watched = uptime - (memory.seen[file.mark] ?? uptime)
            guard file.seconds <= now else { return watched }
            return max(watched, min(Double(now - file.seconds), uptime - memory.jump))
        }
    }
}
