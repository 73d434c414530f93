import Testing

@testable import Connectors

@Suite struct RetryAfterTests {
    @Test(arguments: [
        ("120", 120), ("0", 0), ("-5", 0), ("Sun, 06 Nov 1994 08:49:37 GMT", 37), ("Sun, 06 Nov 1994 08:48:00 GMT", 0),
        ("soon", nil), ("", nil), ("Sun, 31 Feb 1994 08:49:37 GMT", nil), ("Sun, 06 Nov 1994 08:49:37 CET", nil),
        ("Sunday, 06-Nov-94 08:49:37 GMT", nil), ("Sun, 06 Nov 1994 24:49:37 GMT", nil),
    ]) func `seconds, or a moment`(header: String, seconds: Int?) {
        #expect(RetryAfter.seconds(header, now: 784_111_740) == seconds)
    }
}
