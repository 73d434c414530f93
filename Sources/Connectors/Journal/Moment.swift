import Canonical

/// A moment as people write it: a day, a time of a day, or a stretch of time before now.
///
/// Days and times without a zone are those of France, as in exports.
package enum Moment {
    /// Seconds since 1970 of `2026-11-20`, `2026-11-20T14:30`, `2026-11-20T13:30:00Z` (fractions of a second are left out),
    /// `2026-11-20 14:30` or `3 days`; nil
    /// for anything else.
    ///
    /// A day begins at midnight; as the end of a window it is its last second, and a minute too.
    package static func seconds(_ text: String, now: Int, isEnd: Bool = false) -> Int? {
        if let stretch = Quantity.seconds(text) { return now - stretch }
        let bytes = withoutFraction(Array(text.utf8))
        guard bytes.count >= 10, let day = CivilDate(bytes.span.extracting(0..<10)) else { return nil }
        if bytes.count == 10 {
            guard isEnd else { return seconds(day, 0) }
            return seconds(CivilDate(daysSince1970: day.daysSince1970 + 1), 0) - 1
        }
        guard bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ") else { return nil }
        let zoneStart = bytes[11...].firstIndex { "Z+-".utf8.contains($0) } ?? bytes.count
        let isToTheSecond = zoneStart == 19
        guard zoneStart == 16 || isToTheSecond, bytes[13] == UInt8(ascii: ":"),
            !isToTheSecond || bytes[16] == UInt8(ascii: ":"), let hour = CivilDate.digits(bytes.span, 11, 2), hour < 24,
            let minute = CivilDate.digits(bytes.span, 14, 2), minute < 60,
            let second = isToTheSecond ? CivilDate.digits(bytes.span, 17, 2) : isEnd ? 59 : 0, second < 60
        else { return nil }
        let time = hour * 3_600 + minute * 60 + second
        guard zoneStart < bytes.count else { return seconds(day, time) }
        return offset(bytes[zoneStart...]).map { day.daysSince1970 * 86_400 + time - $0 }
    }

    /// `2026-11-20T13:30:00Z` for `2026-11-20T13:30:00.250Z`.
    private static func withoutFraction(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.count > 20, bytes[19] == UInt8(ascii: ".") else { return bytes }
        let zone = bytes[20...].drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return zone.startIndex == 20 ? bytes : Array(bytes[..<19]) + zone
    }

    /// A French local time of a day, in seconds since 1970.
    static func seconds(_ day: CivilDate, _ time: Int) -> Int {
        day.daysSince1970 * 86_400 + time - (ParisTime.isSummer(day, hour: time / 3_600) ? 7_200 : 3_600)
    }

    /// The seconds of `Z`, `+01:00` or `-0230`.
    private static func offset(_ zone: ArraySlice<UInt8>) -> Int? {
        guard zone != [UInt8(ascii: "Z")] else { return 0 }
        let digits = zone.dropFirst().filter { $0 != UInt8(ascii: ":") }
        guard digits.count == 4, zone.count <= 6, let hours = CivilDate.digits(digits.span, 0, 2), hours < 15,
            let minutes = CivilDate.digits(digits.span, 2, 2), minutes < 60
        else { return nil }
        return (zone.first == UInt8(ascii: "-") ? -1 : 1) * (hours * 3_600 + minutes * 60)
    }
}
