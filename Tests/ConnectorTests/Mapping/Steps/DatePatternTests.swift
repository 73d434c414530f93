import Canonical
import Foundation
import Testing

@testable import Connectors

@Suite struct DatePatternTests {
    private func read(_ text: String, _ patterns: [String], keepsTime: Bool = true) -> String {
        var values: Pieces = [Array(text.utf8)]
        do throws(StepProblem) {
            try DateStep(patterns: patterns.compactMap(DateForm.init), keepsTime: keepsTime).apply(to: &values)
            return String(decoding: values[0], as: UTF8.self)
        } catch {
            return "\(error.what): \(error.rule)" + (error.detail.map { "; \($0)" } ?? "")
        }
    }

    @Test(arguments: [
        ("dd/MM/yyyy", "07/03/2026", "2026-03-07"), ("d/M/yyyy", "7/3/2026", "2026-03-07"),
        ("d/M/yyyy", "07/03/2026", "2026-03-07"), ("yyyyMMdd", "20260307", "2026-03-07"),
        ("dd.MM.yyyy", "07.03.2026", "2026-03-07"), ("'le' dd/MM/yyyy", "le 07/03/2026", "2026-03-07"),
        ("dd/MM/yyyy HH:mm", "07/03/2026 09:05", "2026-03-07T09:05:00+01:00"),
        ("yyyy-MM-dd'T'HH:mm:ss.S", "2026-07-01T09:05:07.123456", "2026-07-01T09:05:07+02:00"),
        ("yyyy-MM-dd'T'HH:mm:ss.S", "2026-07-01T09:05:07", "2026-07-01T09:05:07+02:00"),
        ("dd/MM/yyyy H:m", "01/07/2026 9:5", "2026-07-01T09:05:00+02:00"),
        ("d MMMM yyyy", "7 mars 2026", "2026-03-07"), ("d MMMM yyyy", "1er AOUT 2026", "2026-08-01"),
        ("d MMMM yyyy", "3 févr. 2026", "2026-02-03"), ("d MMM yyyy", "3 fevrier 2026", "2026-02-03"),
        ("EEEE d MMMM yyyy", "mardi 1er décembre 2026", "2026-12-01"), ("dd-MMM-yyyy", "02-janv.-2026", "2026-01-02"),
        ("yyyy-MM-dd'T'HH:mm:ss.SX", "2026-07-01T09:05:07.120Z", "2026-07-01T09:05:07+00:00"),
        ("yyyy-MM-dd'T'HH:mm:ssX", "2026-07-01T09:05:07+0200", "2026-07-01T09:05:07+02:00"),
        ("yyyy-MM-dd'T'HH:mm:ssX", "2026-07-01T09:05:07-04:30", "2026-07-01T09:05:07-04:30"),
        ("excel", "46088", "2026-03-07"), ("excel", "46088,5", "2026-03-07T12:00:00+01:00"),
        ("excel", "1", "1900-01-01"),
        ("excel", "59", "1900-02-28"), ("excel", "61", "1900-03-01"),
        ("excel", "46087.999999", "2026-03-07T00:00:00+01:00"),
    ]) func `patterns`(pattern: String, text: String, expected: String) {
        #expect(read(text, [pattern]) == expected)
        #expect(read(text, [pattern], keepsTime: false) == String(expected.prefix(10)))
    }

    @Test(arguments: [
        ("dd/MM/yyyy", "31/02/2026", "not a date: is read as dd/MM/yyyy; February 2026 has 28 days"),
        ("dd/MM/yyyy", "29/02/1900", "not a date: is read as dd/MM/yyyy; February 1900 has 28 days"),
        ("dd/MM/yyyy", "01/13/2026", "not a date: is read as dd/MM/yyyy; there is no month 13"),
        ("dd/MM/yyyy", "01/01/0026", "not a date: is read as dd/MM/yyyy; the year is not between 1900 and 2199"),
        (
            "dd/MM/yyyy HH:mm", "01/01/2026 24:00",
            "not a date: is read as dd/MM/yyyy HH:mm; there is no such time of day"
        ),
        ("dd/MM/yyyy", "1/01/2026", "not a date: is read as dd/MM/yyyy"),
        ("dd/MM/yyyy", "01/01/26", "not a date: is read as dd/MM/yyyy"),
        ("dd/MM/yyyy", "01/01/2026 ", "not a date: is read as dd/MM/yyyy"),
        ("dd/MM/yyyy", "01/01/20265", "not a date: is read as dd/MM/yyyy"),
        ("dd/MM/yyyy", "٠١/01/2026", "not a date: is read as dd/MM/yyyy"),
        ("dd/MM/yyyy HH:mm", "01/01/2026", "not a date: is read as dd/MM/yyyy HH:mm"),
        ("d MMMM yyyy", "3 brumaire 2026", "not a date: is read as d MMMM yyyy"),
        ("d MMMM yyyy", "31 avril 2026", "not a date: is read as d MMMM yyyy; April 2026 has 30 days"),
        ("d MMMM yyyy", "2er mars 2026", "not a date: is read as d MMMM yyyy"),
        ("yyyy-MM-dd'T'HH:mmX", "2026-01-01T10:00+2", "not a date: is read as yyyy-MM-dd'T'HH:mmX"),
        ("excel", "60", "not a date: is read as excel; February 1900 has 28 days"),
        ("excel", "0", "not a date: is read as excel; spreadsheets count days from 1 to 109575"),
        ("excel", "07/03/2026", "not a date: is read as excel"), ("excel", "1e5", "not a date: is read as excel"),
    ]) func `what does not fit a pattern`(pattern: String, text: String, expected: String) {
        #expect(read(text, [pattern]) == expected)
    }

    @Test func `of two patterns the first that fits counts`() {
        let patterns = ["dd/MM/yyyy", "yyyy-MM-dd"]
        #expect(read("03/02/2026", patterns) == "2026-02-03")
        #expect(read("2026-02-03", patterns) == "2026-02-03")
        #expect(
            read("2026-02-30", patterns) == "not a date: is read as dd/MM/yyyy or yyyy-MM-dd; February 2026 has 28 days"
        )
        #expect(read("hier", patterns) == "not a date: is read as dd/MM/yyyy or yyyy-MM-dd")
    }

    @Test(arguments: ["", "dd/MM", "dd/MM/yy", "MM/yyyy", "ddd/MM/yyyy", "dd/mm/yyyy", "yyyyy-MM-dd", "'dd/MM/yyyy'"])
    func `what is no pattern`(text: String) {
        #expect(DatePattern(text) == nil)
    }

    /// Foundation's own table of time zones is the other opinion.
    @Test func `Paris time, every hour around both changes of many years`() throws {
        let zone = try #require(TimeZone(identifier: "Europe/Paris"))
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        for year in 1998...2037 {
            for (month, days) in [(1, 1...2), (3, 24...31), (4, 1...2), (7, 14...14), (10, 24...31), (11, 1...2)] {
                for day in days {
                    for hour in 0..<24 {
                        let civil = try #require(CivilDate(year: year, month: month, day: day))
                        let isSummer = ParisTime.isSummer(civil, hour: hour)
                        let date = try #require(
                            calendar.date(
                                from: DateComponents(year: year, month: month, day: day, hour: hour, minute: 30)))
                        // The hour that does not exist moves forward, of the hour that happens twice the first is meant.
                        let isDouble =
                            zone.isDaylightSavingTime(for: date) != zone.isDaylightSavingTime(for: date - 3_600)
                        guard isSummer == zone.isDaylightSavingTime(for: date) || (isDouble && isSummer) else {
                            Issue.record("\(civil) \(hour):30 is \(isSummer ? "summer" : "winter") time here")
                            return
                        }
                    }
                }
            }
        }
    }

    @Test(arguments: [
        ("29/03/2026 01:59", "+01:00"), ("29/03/2026 02:30", "+02:00"), ("29/03/2026 03:00", "+02:00"),
        ("25/10/2026 01:59", "+02:00"), ("25/10/2026 02:30", "+02:00"), ("25/10/2026 03:00", "+01:00"),
        ("28/03/2026 23:59", "+01:00"), ("26/10/2026 00:00", "+01:00"),
    ]) func `the hours of the changes of 2026`(text: String, offset: String) {
        #expect(read(text, ["dd/MM/yyyy HH:mm"]).hasSuffix(offset))
    }

    @Test(arguments: [
        ("2026-03-31T22:30Z", "2026-04-01"), ("2026-03-31T21:30Z", "2026-03-31"), ("2026-01-31T22:59Z", "2026-01-31"),
        ("2026-01-31T23:00Z", "2026-02-01"), ("2026-03-28T23:30Z", "2026-03-29"), ("2026-10-24T22:00Z", "2026-10-25"),
        ("2026-10-25T22:30Z", "2026-10-25"), ("2026-10-25T23:00Z", "2026-10-26"),
        ("2026-07-01T01:00+14:00", "2026-06-30"),
    ]) func `a field for days takes the day that a moment is in France`(text: String, expected: String) {
        #expect(read(text, ["yyyy-MM-dd'T'HH:mmX"], keepsTime: false) == expected)
    }
}
