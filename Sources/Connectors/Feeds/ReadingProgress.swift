/// How far the reading of long exports has come.
package struct ReadingProgress: Sendable {
    /// Seconds between two that are told.
    static let interval = 0.2

    package let records: Int
    /// Bytes read of all exports together.
    package let bytes: Int
    package let total: Int
    /// Seconds since the start.
    package let seconds: Double

    package init(records: Int, bytes: Int, total: Int, seconds: Double) {
        self.records = records
        self.bytes = bytes
        self.total = total
        self.seconds = seconds
    }

    /// One line for a terminal: a bar, bytes, records, records a second.
    package func text(width: Int) -> String {
        let share = total > 0 ? min(1, Double(bytes) / Double(total)) : 0
        let cells = Int(share * 20)
        let bar = String(repeating: "█", count: cells) + String(repeating: "░", count: 20 - cells)
        let pace = seconds > 0 ? Int(Double(records) / seconds) : 0
        let text =
            "\(bar) \(Int(share * 100)) %  \(ReadingProgress.size(bytes)) of \(ReadingProgress.size(total))  "
            + "\(ReadingProgress.grouped(records)) records  \(ReadingProgress.grouped(pace)) a second"
        return String(text.prefix(max(20, width - 1)))
    }

    private static func size(_ bytes: Int) -> String {
        bytes < 1_000_000 ? "\((bytes + 500) / 1_000) kB" : "\((bytes + 500_000) / 1_000_000) MB"
    }

    /// `1 234 567`.
    private static func grouped(_ number: Int) -> String {
        let digits = Array(String(number))
        return String(
            digits.enumerated().flatMap { index, digit in
                index > 0 && (digits.count - index).isMultiple(of: 3) ? [" ", digit] : [digit]
            })
    }
}

/// Tells of progress, a few times a second at most.
struct ProgressMeter {
    private let total: Int
    private let tell: (ReadingProgress) -> Void
    private let start = ContinuousClock.now
    private var last = ContinuousClock.now
    /// Bytes of the exports that were read before this one.
    private var before = 0

    init(total: Int, tell: @escaping (ReadingProgress) -> Void) {
        self.total = total
        self.tell = tell
    }

    mutating func note(records: Int, bytes: Int) {
        // Asking for the time costs more than many a record.
        guard records.isMultiple(of: 256) else { return }
        let now = ContinuousClock.now
        guard now - last >= .seconds(ReadingProgress.interval) else { return }
        last = now
        tell(
            ReadingProgress(
                records: records, bytes: before + bytes, total: total, seconds: (now - start) / .seconds(1)))
    }

    mutating func ended(bytes: Int) { before += bytes }
}
