import Canonical

/// Local time in France, where exports that name no zone are written.
package enum ParisTime {
    /// Whether summer time holds: from 02:00 on the last Sunday of March to 03:00 on the last Sunday of October
    /// (directive 2000/84/EC).
    ///
    /// In the hour that happens twice the first is meant.
    static func isSummer(_ day: CivilDate, hour: Int) -> Bool {
        switch day.month {
        case 4...9: return true
        case 3:
            let sunday = lastSunday(of: 3, day.year)
            return day.day > sunday || day.day == sunday && hour >= 2
        case 10:
            let sunday = lastSunday(of: 10, day.year)
            return day.day < sunday || day.day == sunday && hour < 3
        default: return false
        }
    }

    private static func lastSunday(of month: Int, _ year: Int) -> Int {
        31 - (CivilDate(year: year, month: month, day: 31)?.weekday ?? 0)
    }

    /// The local day of a moment, in minutes since 1970-01-01T00:00Z.
    package static func day(of minutes: Int) -> CivilDate { local(minutes).day }

    /// The local day of a moment, in minutes since 1970-01-01T00:00Z, and the minute of that day.
    package static func local(_ minutes: Int) -> (day: CivilDate, minute: Int) {
        // Both changes are at 01:00 UTC: 02:00 by winter time; nothing is lost by asking for the hour before.
        let winter = minutes + 60
        let day = CivilDate(daysSince1970: ParisTime.floor(winter, 1_440))
        let hour = (winter - day.daysSince1970 * 1_440) / 60
        let isSummer = day.month == 10 ? ParisTime.isSummer(day, hour: hour + 1) : ParisTime.isSummer(day, hour: hour)
        let local = winter + (isSummer ? 60 : 0)
        let days = ParisTime.floor(local, 1_440)
        return (CivilDate(daysSince1970: days), local - days * 1_440)
    }

    private static func floor(_ number: Int, _ divisor: Int) -> Int {
        number >= 0 ? number / divisor : -((-number + divisor - 1) / divisor)
    }
}
