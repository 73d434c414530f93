import Testing

@testable import Canonical

@Suite struct CivilDateTests {
    @Test func `every day from 1900 to 2199 is the one after the day before, and knows its number and weekday`() throws
    {
        // 1900-01-01 was a Monday, 25,567 days before 1970-01-01.
        var (number, weekday, count) = (-25_567, 1, 0)
        for year in 1900...2199 {
            for month in 1...12 {
                for day in 1...CivilDate.days(in: month, of: year) {
                    let date = try #require(CivilDate(year: year, month: month, day: day))
                    guard date.daysSince1970 == number, CivilDate(daysSince1970: number) == date,
                        date.weekday == weekday
                    else {
                        Issue.record("\(date): number \(date.daysSince1970), weekday \(date.weekday)")
                        return
                    }
                    (number, weekday, count) = (number + 1, (weekday + 1) % 7, count + 1)
                }
            }
        }
        // 300 years with 73 leap days: 1900, 2100 have none, 2000 has one.
        #expect(count == 300 * 365 + 73)
        #expect(number == 84_006)
    }

    @Test(arguments: [(2000, 29), (1900, 28), (2100, 28), (2024, 29), (2026, 28)])
    func `February in leap years and others`(year: Int, days: Int) {
        #expect(CivilDate.days(in: 2, of: year) == days)
        #expect((CivilDate(year: year, month: 2, day: 29) != nil) == (days == 29))
    }

    @Test func `days before 1900 come from a number too`() {
        #expect("\(CivilDate(daysSince1970: -719_468))" == "0000-03-01")
        #expect("\(CivilDate(daysSince1970: -25_568))" == "1899-12-31")
    }

    @Test func `a month that does not exist has no day`() {
        #expect(CivilDate.days(in: 0, of: 2026) == 0)
        #expect(CivilDate.days(in: 13, of: 2026) == 0)
    }

    @Test func `days are in order of time`() throws {
        let days = ["2025-12-31", "2026-01-01", "2026-01-02", "2026-02-01"].compactMap {
            CivilDate(Array($0.utf8).span)
        }
        #expect(days.count == 4)
        #expect(days.shuffled().sorted() == days)
        #expect(days.map(\.description) == ["2025-12-31", "2026-01-01", "2026-01-02", "2026-02-01"])
    }
}
