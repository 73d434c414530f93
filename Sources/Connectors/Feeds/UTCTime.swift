import Canonical

/// Moments as messages write them.
package enum UTCTime {
    /// RFC 3339 in UTC, to the second.
    package static func text(_ seconds: Int) -> String {
        var bytes: [UInt8] = []
        // Machines without a battery may start before 1970.
        let rest = (seconds % 86_400 + 86_400) % 86_400
        CivilDate(daysSince1970: (seconds - rest) / 86_400).append(to: &bytes)
        for (mark, number) in [("T", rest / 3_600), (":", rest / 60 % 60), (":", rest % 60)] {
            bytes.append(contentsOf: mark.utf8)
            CivilDate.append(number, digits: 2, to: &bytes)
        }
        return String(decoding: bytes, as: UTF8.self) + "Z"
    }
}
