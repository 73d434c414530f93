import Canonical

/// Which of a feed's records become entities: `each`, `only` and `skip` of its config.
struct Filter: Sendable {
    /// The wanted names inside the list whose items become entities of their own; empty without `each`.
    var each: [Int] = []
    /// A record counts only when all of these hold.
    var only: [Condition] = []
    /// A record does not count when one of these groups holds as a whole.
    var skip: [[Condition]] = []

    /// Whether every record counts, as itself.
    var isEmpty: Bool { each.isEmpty && only.isEmpty && skip.isEmpty }

    /// Whether the record counts.
    func keeps(_ record: borrowing Record) -> Bool {
        guard only.hold(for: record) else { return false }
        for conditions in skip where conditions.hold(for: record) { return false }
        return true
    }

    /// The records that one record of the export stands for: itself, or one for each item of the list.
    func records(in record: Record) -> [Record] {
        guard !each.isEmpty else { return [record] }
        let last = each.compactMap { record.last($0).map { Int($0.item) } }.max() ?? -1
        return last < 0 ? [] : (0...last).compactMap { record.item($0, of: each) }
    }
}
