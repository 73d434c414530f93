/// The names of the members that the first records of an export have, and how many of the records have each.
struct MemberNames {
    /// Records that are looked at: enough to tell what all have from what some have.
    static let records = 256

    private var counts: [(name: String, count: Int)] = []
    private var numbers: [[UInt8]: Int] = [:]
    private var looked: Int

    /// Nothing yet; where nobody watches the export no record is looked at.
    init(_ export: Export) { looked = export.isWatched ? 0 : MemberNames.records }

    /// Whether another record is to be looked at.
    var wantsMore: Bool { looked < MemberNames.records }

    mutating func note(_ names: [[UInt8]]) {
        looked += 1
        for name in names {
            if let number = numbers[name] {
                counts[number].count += 1
            } else if counts.count < Sighting.mostNames {
                numbers[name] = counts.count
                counts.append((String(decoding: name, as: UTF8.self), 1))
            }
        }
    }

    var all: [String] { counts.map(\.name) }
    /// Those that not every record has; a few records tell nothing.
    var sometimes: Set<String> { Set(counts.filter { $0.count < looked || looked < 10 }.map(\.name)) }
}
