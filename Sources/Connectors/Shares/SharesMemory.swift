import Foundation

/// What one look tells the next, and `hub status`.
package struct SharesMemory: Codable {
    /// Seconds before a first look in which the ingress may have left an offer to it already: its turn comes every minute,
    /// and clocks differ.
    private static let overlap = 3_600

    /// When each member was first seen to have a share, in seconds since 1970.
    ///
    /// What members published before was sent to it then.
    package private(set) var since: [String: Int] = [:]
    /// Offers that wait for another day.
    package var waiting: [String: Int] = [:]

    /// Reads what the last look left; nobody waits until it is found so again.
    init(_ text: String?, _ shares: DailyShares, at now: Int) {
        let last = SharesMemory(text)
        for member in shares.most.keys { since[member] = last?.since[member] ?? now - SharesMemory.overlap }
    }

    /// Nil for anything but what ``text`` says.
    package init?(_ text: String?) {
        guard let text, let memory = try? JSONDecoder().decode(SharesMemory.self, from: Data(text.utf8)) else {
            return nil
        }
        self = memory
    }

    var text: String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) }
    }
}
