import Canonical
import Foundation
import Testing

@testable import Connectors

/// The whole report in each of its forms, against files that somebody has read.
@Suite struct ReportFilesTests {
    /// Seven structures, 240 exits, 88 immersions, 132 referrals; all invented.
    private func report() throws -> Report {
        var rows = try ReportRows()
        let outcomes = [
            "durable-cdi", "durable-cdd", "transition-cdd", "positive-formation", "autre-chomage", "autre-chomage",
            "autre-sans-nouvelle", "durable-cdi", "positive-siae", "transition-cdd", "retrait-poursuite",
        ]
        for number in 0..<264 {
            let outcome = outcomes[number % outcomes.count]
            let followUps = number % 3 == 0 ? [(3, outcomes[(number + 3) % 7])] : []
            let member = "siae-\(number % 7)"
            let person = try rows.exit(
                outcome, of: member, starts: number % 5 == 0 ? "2026-01-12" : "2025-06-02",
                hours: number % 8 == 0 ? nil : "\(250 + number * 50 % 700)", followUps: followUps)
            if outcome == "durable-cdi", number % 2 == 0 {
                try rows.hire(person, of: member, type: "CDI", weekly: number % 4 == 0 ? "35" : "20")
            }
            if number % 3 == 1 {
                try rows.immersion(
                    of: member, person: person,
                    sector: ["market", "nonMarket"][number % 2],
                    occupation: number % 2 == 0 ? #"=Agent \"polyvalent\"; tri"# : "Couture & repassage")
            }
            if number % 2 == 0 {
                try rows.add(
                    .referral,
                    #"{"key":"R\#(number)","type":"creAction","action":"pmsmp","addressedTo":"cre","requested":"2026-03-02","#
                        + #""person":{"id":"\#(ReportRows.person(person))"}}"#, of: member)
                if number % 6 != 0 {
                    try rows.add(
                        .response,
                        #"{"key":"a\#(number)","answer":"accepted","about":{"kind":"referral","key":"R\#(number)"},"#
                            + #""addressedTo":"\#(member)","answered":"2026-03-\#(10 + number % 15)T10:00:00Z"}"#,
                        of: "cre")
                }
            }
        }
        return try rows.report(smallest: 5)
    }

    /// Compares with a file of the fixtures; what differs is written beside the temporary files, to be looked at.
    private func check(_ text: String, _ name: String) throws {
        let expected = FileManager.default.contents(atPath: "\(Fixtures.folder)/report/\(name)")
        guard Data(text.utf8) != expected else { return }
        let actual = FileManager.default.temporaryDirectory.appending(path: "report-\(name)")
        try Data(text.utf8).write(to: actual)
        Issue.record("\(name) is not as expected: diff Tests/ConnectorTests/Fixtures/report/\(name) \(actual.path)")
    }

    @Test func `the text`() throws { try check(ReportText.text(try report()), "report.txt") }

    @Test func `the table for spreadsheets, in which no label is a formula`() throws {
        let csv = ReportCSV.text(try report())
        #expect(csv.hasPrefix("\u{FEFF}rubrique;tableau;"))
        #expect(csv.contains(#";"'=Agent ""polyvalent""; tri";"#))
        try check(csv, "report.csv")
    }

    @Test func `the web page`() throws { try check(ReportHTML.text(try report()), "report.html") }

    @Test func `what programs read`() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        try check(String(decoding: try encoder.encode(ReportJSON(try report())), as: UTF8.self) + "\n", "report.json")
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/tidy"), "apt-get install tidy"))
    func `the web page is right for a foreign parser, and every table has its headers`() throws {
        let html = ReportHTML.text(try report())
        let path = FileManager.default.temporaryDirectory.appending(
            path: "report-\(UInt64.random(in: 0 ... .max)).html")
        defer { try? FileManager.default.removeItem(at: path) }
        try Data(html.utf8).write(to: path)
        let tidy = Process()
        tidy.executableURL = URL(fileURLWithPath: "/usr/bin/tidy")
        tidy.arguments = ["-quiet", "-errors", "-utf8", path.path]
        let pipe = Pipe()
        tidy.standardError = pipe
        tidy.standardOutput = FileHandle.nullDevice
        try tidy.run()
        let complaints = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        tidy.waitUntilExit()
        #expect(complaints == "")
        #expect(tidy.terminationStatus == 0)
        let tables = html.components(separatedBy: "<table>").count - 1
        #expect(html.components(separatedBy: "<caption id=").count - 1 == tables && tables > 5)
        #expect(!html.contains("<script") && !html.contains("http"))
    }
}
