import Testing

@testable import Connectors

struct MomentTests {
    /// 2026-11-20T12:00:00Z.
    private static let now = 1_795_176_000

    @Test(arguments: [
        ("2026-11-20", "2026-11-19T23:00:00Z", "2026-11-20T22:59:59Z"),
        // A day in summer begins two hours before UTC's; the days on which clocks change have 23 and 25 hours.
        ("2026-07-01", "2026-06-30T22:00:00Z", "2026-07-01T21:59:59Z"),
        ("2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z"),
        ("2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z"),
        ("2026-11-20T14:30", "2026-11-20T13:30:00Z", "2026-11-20T13:30:59Z"),
        ("2026-11-20 14:30:05", "2026-11-20T13:30:05Z", "2026-11-20T13:30:05Z"),
        ("2026-11-20T14:30Z", "2026-11-20T14:30:00Z", "2026-11-20T14:30:59Z"),
        ("2026-11-20T13:30:05.250Z", "2026-11-20T13:30:05Z", "2026-11-20T13:30:05Z"),
        ("2026-11-20T14:30:05+01:00", "2026-11-20T13:30:05Z", "2026-11-20T13:30:05Z"),
        ("2026-11-20T14:30-0230", "2026-11-20T17:00:00Z", "2026-11-20T17:00:59Z"),
        ("3 days", "2026-11-17T12:00:00Z", "2026-11-17T12:00:00Z"),
        ("90 minutes", "2026-11-20T10:30:00Z", "2026-11-20T10:30:00Z"),
        ("1 hour", "2026-11-20T11:00:00Z", "2026-11-20T11:00:00Z"),
    ])
    func `a day, a time or a stretch is a moment; as an end a day and a minute are whole`(
        _ text: String, _ start: String, _ end: String
    ) {
        #expect(Moment.seconds(text, now: Self.now).map(UTCTime.text) == start)
        #expect(Moment.seconds(text, now: Self.now, isEnd: true).map(UTCTime.text) == end)
    }

    @Test(arguments: [
        "", "yesterday", "20/11/2026", "2026-02-30", "2026-11-20T", "2026-11-20T14", "2026-11-20T24:00",
        "2026-11-20T14:60", "2026-11-20T14:30:61", "2026-11-20T14:30+1", "2026-11-20T14:30+15:00", "2026-11-20T14:30Zx",
        "2026-11-20x14:30", "2026-11-20T14:30:5", "3 weeks", "-3 days", "3days", "0 days",
    ])
    func `anything else is none`(_ text: String) { #expect(Moment.seconds(text, now: Self.now) == nil) }
}
