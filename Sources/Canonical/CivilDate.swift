/// A day of the Gregorian calendar, without a clock or a time zone.
public struct CivilDate: Sendable, Hashable, Comparable {
    /// Year, 1900 to 2199: anything else in an export is a slip.
    public let year: Int
    /// Month, 1 to 12.
    public let month: Int
    /// Day, 1 to 31.
    public let day: Int

    /// A day that exists, or nil.
    public init?(year: Int, month: Int, day: Int) {
        guard (1900...2199).contains(year), (1...12).contains(month), day >= 1,
            day <= CivilDate.days(in: month, of: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `yyyy-MM-dd`, exactly ten bytes.
    public init?(_ text: Span<UInt8>) {
        guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-") else { return nil }
        // Most dates are right: one look at the end tells of all digits.
        var largest: UInt8 = 0
        func digit(_ index: Int) -> Int {
            let digit = text[index] &- 0x30
            largest = max(largest, digit)
            return Int(digit)
        }
        let year = ((digit(0) * 10 + digit(1)) * 10 + digit(2)) * 10 + digit(3)
        let month = digit(5) * 10 + digit(6)
        let day = digit(8) * 10 + digit(9)
        guard largest <= 9 else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The same day so many months later; the month's last day where it has fewer.
    public func adding(months: Int) -> CivilDate? {
        let count = year * 12 + month - 1 + months
        let (year, month) = (count / 12, count % 12 + 1)
        return CivilDate(year: year, month: month, day: min(day, CivilDate.days(in: month, of: year)))
    }

    /// The day that many days after 1970-01-01.
    public init(daysSince1970 days: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let ofEra = shifted - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * ofYear + 2) / 153
        day = ofYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days in a month; 0 for a month that does not exist.
    public static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 1, 3, 5, 7, 8, 10, 12: 31
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 0
        }
    }

    /// Days since 1970-01-01.
    public var daysSince1970: Int {
        let (y, m) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
        let era = y / 400
        let ofEra = y - era * 400
        let ofYear = (153 * m + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }

    /// 0 for Sunday to 6 for Saturday.
    public var weekday: Int { ((daysSince1970 + 4) % 7 + 7) % 7 }

    /// `yyyy-MM-dd`.
    public func append(to bytes: inout [UInt8]) {
        CivilDate.append(year, digits: 4, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        CivilDate.append(month, digits: 2, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        CivilDate.append(day, digits: 2, to: &bytes)
    }

    /// Orders days by time.
    public static func < (a: CivilDate, b: CivilDate) -> Bool {
        (a.year, a.month, a.day) < (b.year, b.month, b.day)
    }

    /// The number that `count` digits spell, or nil when one of them is none.
    public static func digits(_ text: Span<UInt8>, _ start: Int, _ count: Int) -> Int? {
        guard start + count <= text.count else { return nil }
        var number = 0
        for index in start..<start + count {
            guard text[index] >= 0x30, text[index] <= 0x39 else { return nil }
            number = number * 10 + Int(text[index] - 0x30)
        }
        return number
    }

    /// Appends a number with leading zeros.
    public static func append(_ number: Int, digits: Int, to bytes: inout [UInt8]) {
        var divisor = 1
        for _ in 1..<max(digits, 1) { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(0x30 + number / divisor % 10))
            divisor /= 10
        }
    }
}

extension CivilDate: CustomStringConvertible {
    /// `yyyy-MM-dd`.
    public var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
