import Testing

@testable import Canonical

@Suite struct DurationsTests {
    @Test(arguments: [
        "P6M", "P2W", "P1Y6M", "P10D", "PT35H", "PT30M", "PT1H30M", "P1Y2M3W4D", "P1DT12H", "P0D", "P999999D", "P18M",
    ]) func `lengths of time`(text: String) {
        #expect(verdict(.duration, text) == "right")
    }

    @Test(arguments: [
        "", "P", "PT", "6M", "6 mois", "P6", "PM", "P6H", "PT6D", "P1M1Y", "P1M1M", "P1DT", "PT1M1H", "p6m", "P6M ",
        "P-6M", "P1.5Y", "P1,5Y", "P1000000D", "PTT1H", "P1YT", "P6MX", "P1DT1HT1M", "PT10S",
    ]) func `what is no length of time`(text: String) {
        #expect(
            verdict(.duration, text) == """
                not a length of time
                why: lengths are written as in ISO 8601: P6M six months, P2W, PT35H
                fix: map it with "codes", or to a text field
                """)
    }

    @Test(arguments: ["00:00", "08:30", "23:59"])
    func `times of day`(text: String) {
        #expect(verdict(.time, text) == "right")
    }

    @Test(arguments: ["", "8:30", "24:00", "08:60", "0830", "08h30", "08:30:00", "08:3", " 8:30", "08.30", "-1:30"])
    func `what is no time of day`(text: String) {
        #expect(
            verdict(.time, text) == """
                not a time of day
                why: times are written HH:mm
                fix: correct the export
                """)
    }
}
