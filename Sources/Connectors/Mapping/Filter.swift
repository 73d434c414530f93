import Canonical

/// Which of a feed's records become entities: `each`, `only`, `skip` and `withdraw` of its config.
struct Filter: Sendable {
    /// The wanted names inside the list whose items become entities of their own; empty without `each`.
    var each: [Int] = []
    /// A record counts only when all of these hold.
    var only: [Condition] = []
    /// A record does not count when one of these groups holds as a whole.
    var skip: [[Condition]] = []
    /// A record takes back what stands under its key when one of these groups holds as a whole.
    var withdraw: [[Condition]] = []

    /// Whether every record counts, as itself.
    var isEmpty: Bool { each.isEmpty && only.isEmpty && skip.isEmpty && withdraw.isEmpty }

    /// Whether the record counts.
    func keeps(_ record: borrowing Record) -> Bool {
        guard only.hold(for: record) else { return false }
        for conditions in skip where conditions.hold(for: record) { return false }
        return !withdraws(record)
    }

    /// Whether the record takes back what stands under its key.
    func withdraws(_ record: borrowing Record) -> Bool {
        for conditions in withdraw where conditions.hold(for: record) { return true }
        return false
    }

    /// The records that one record of the export stands for: itself, or one for each item of the list.
    func records(in record: Record) -> [Record] {
        guard !each.isEmpty else { return [record] }
        let last = each.compactMap { record.last($0).map { Int($0.item) } }.max() ?? -1
        return last < 0 ? [] : (0...last).compactMap { record.item($0, of: each) }
    }
}
