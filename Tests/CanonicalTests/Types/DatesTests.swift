import Testing

@testable import Canonical

@Suite struct DatesTests {
    @Test(arguments: ["2026-02-28", "2024-02-29", "1900-01-01", "2199-12-31", "2000-02-29"])
    func `days that exist`(text: String) {
        #expect(verdict(.date, text) == "right")
        #expect(verdict(.moment, text) == "right")
    }

    @Test(arguments: [
        "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-04-31", "1899-12-31", "2200-01-01",
        "26-01-01", "2026/01/01", "2026-1-1", "01-01-2026", "2026-01-01 ", "2026-01-01T10:00:00Z", "",
    ]) func `what is no day`(text: String) {
        #expect(
            verdict(.date, text) == """
                not a date
                why: dates are written yyyy-MM-dd
                fix: add "date" with the export's pattern to its mapping, such as "dd/MM/yyyy"
                """)
    }

    @Test(arguments: [
        "2026-08-20T07:12:03Z", "2026-08-20T07:12:03.690Z", "2026-08-20T07:12:03+02:00", "2026-08-20T23:59:60Z",
        "2026-08-20T07:12:03.123456789-11:30", "2026-08-20T00:00:00+00:00",
    ]) func `moments with their offset`(text: String) {
        #expect(verdict(.moment, text) == "right")
    }

    @Test(arguments: [
        "2026-08-20T07:12:03", "2026-08-20 07:12:03Z", "2026-08-20T24:00:00Z", "2026-08-20T07:60:00Z",
        "2026-08-20T07:12:61Z", "2026-08-20T07:12:03.Z", "2026-08-20T07:12:03.5", "2026-08-20T07:12:03+0200",
        "2026-08-20T07:12:03+24:00", "2026-08-20T07:12:03+02:60", "2026-08-20T07:12:03ZZ", "2026-02-30T07:12:03Z",
        "2026-08-20T07:12Z", "2026-08-20t07:12:03z", "20/08/2026", "2026-08-20T07:12:03+02:0", "2026-08-20T7:12:03.00Z",
    ]) func `what is no moment`(text: String) throws {
        let shape =
            text.utf8.count == 10 ? "yyyy-MM-dd" : "yyyy-MM-dd, or yyyy-MM-ddTHH:mm:ss with its offset (RFC 3339)"
        #expect(
            verdict(.moment, text) == """
                not a date
                why: dates are written \(shape)
                fix: add "date" with the export's pattern to its mapping, such as "dd/MM/yyyy"
                """)
    }
}
