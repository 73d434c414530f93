import Testing

@testable import Connectors

@Suite struct UTCTimeTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (1_790_000_000, "2026-09-21T14:13:20Z"), (-1, "1969-12-31T23:59:59Z"),
        (-86_400, "1969-12-31T00:00:00Z"), (-86_401, "1969-12-30T23:59:59Z"),
    ])
    func `a moment is written in UTC, also by a machine whose clock was never set`(seconds: Int, text: String) {
        #expect(UTCTime.text(seconds) == text)
    }
}
