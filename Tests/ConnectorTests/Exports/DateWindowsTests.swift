import Canonical
import Testing

@testable import Connectors

@Suite struct DateWindowsTests {
    private func windows(_ words: String) throws -> (windows: DateWindows?, problems: [String]) {
        let reading = ConfigReading(folder: "config", variables: [:])
        let settings = Settings(try ConfigText.parse(Array(words.utf8), file: "feed.jsonc"), "\"windows\"", reading)
        let windows = DateWindows(settings)
        settings.finish()
        return (windows, reading.problems.map(\.description))
    }

    @Test func `a query asks for a window in the API's own way`() throws {
        let windows = try #require(
            try windows(#"{ "from": "minCreationDate", "to": "maxCreationDate", "back": "2 days" }"#).windows)
        let whole = windows.whole(until: 1_790_000_000)
        #expect(whole == DateWindows.Window(start: 1_789_827_200, end: 1_790_000_000))
        let query = windows.query(whole)
        #expect(query.map(\.name) == ["minCreationDate", "maxCreationDate"])
        #expect(query.map(\.value) == ["2026-09-19T14:13:20Z", "2026-09-21T14:13:20Z"])
        let other = try #require(
            try self.windows(#"{ "from": "a", "to": "b", "back": "1 day", "format": "d/M/yyyy HH:mm:ss" }"#).windows)
        #expect(other.text(1_767_225_599) == "31/12/2025 23:59:59")
        #expect(other.text(1_767_225_600) == "1/1/2026 00:00:00")
        #expect(other.text(-1) == "31/12/1969 23:59:59")
    }

    @Test func `halves adjoin, down to one second`() throws {
        var waiting = [DateWindows.Window(start: 100, end: 1_137)]
        var seconds: [DateWindows.Window] = []
        while let window = waiting.popLast() {
            guard let (first, second) = window.halves else {
                seconds.append(window)
                continue
            }
            #expect(first.start == window.start && first.end == second.start && second.end == window.end)
            waiting += [second, first]
        }
        #expect(seconds == (100..<1_137).map { DateWindows.Window(start: $0, end: $0 + 1) })
    }

    @Test func `what cannot be split is a problem of the config`() throws {
        #expect(
            try windows(#"{ "from": "a", "to": "b", "back": "1 year", "format": "dd/MM/yyyy", "first": 1 }"#).problems
                == [
                    """
                    feed.jsonc:1:35: not a stretch of time: "1 year"
                      why: "back" is a number and seconds, minutes, hours or days
                      fix: write "15 minutes"
                    """,
                    """
                    feed.jsonc:1:55: not a moment to the second: "dd/MM/yyyy"
                      why: windows are halved until each fits; "format" has yyyy, MM, dd, HH, mm and ss, in UTC
                      fix: write "yyyy-MM-dd'T'HH:mm:ss'Z'"
                    """,
                    """
                    feed.jsonc:1:69: unknown word "first" in "windows"
                      why: "windows" takes from, to, back and format
                      fix: remove it
                    """,
                ])
        #expect(
            try windows("{}").problems.map { $0.split(separator: "\n")[0] } == [
                "feed.jsonc:1:1: \"from\" is missing", "feed.jsonc:1:1: \"to\" is missing",
                "feed.jsonc:1:1: \"back\" is missing",
            ])
    }
}
