import Canonical
import Connectors
import Foundation

/// `hub report CONFIG`: what a steering committee, or one structure, wants to know of a period; nothing is published.
struct MakeReport: Command {
    static let name = "report"
    static let summary = "Count exits, immersions and answers of a period, with every definition. Publishes nothing."
    static let words = ["CONFIG", "FILE?"]
    static let options = [
        Option(name: "--year", value: "YEAR", meaning: "the year; this one without any period"),
        Option(name: "--quarter", value: "N", meaning: "its quarter, 1 to 4"),
        Option(name: "--from", value: "DAY", meaning: "the first day, yyyy-MM-dd"),
        Option(name: "--to", value: "DAY", meaning: "the last day"),
        Option(name: "--member", value: "MEMBER", meaning: "this structure's own figures, for itself"),
        Option(name: "--csv", meaning: "print a table for spreadsheets"),
        Option(name: "--html", meaning: "print a web page"), Option.json,
    ]

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() throws -> ExitCode {
        let shapes = ["--csv", "--html", "--json"].filter(arguments.has)
        guard shapes.count < 2 else {
            throw UsageError(what: "\(shapes[0]) and \(shapes[1]) stand together", fix: "keep one of them")
        }
        let today = arguments.today
        let period = try period(today)
        let isFromFile = arguments.words.count > 1
        let collective = try arguments.collective(forSamples: isFromFile)
        let member = try arguments.value("--member").map { try arguments.member($0, in: collective) }
        var isRejected = false
        let facts = isFromFile ? try read(arguments.words[1], collective, &isRejected) : try .read(of: collective)
        let report = Report(facts, of: collective, in: period, member: member, made: today)
        switch shapes.first {
        case "--csv": Console.write(ReportCSV.text(report))
        case "--html": Console.write(ReportHTML.text(report))
        case "--json": try Console.printJSON(ReportJSON(report))
        default: Console.write(ReportText.text(report))
        }
        if facts.unfit > 0 {
            Console.complain(
                "\(Texts.count(facts.unfit, "change")) of the journal not counted: today's schema refuses them")
        }
        return isRejected || facts.unfit > 0 ? .rejected : .done
    }

    private func period(_ today: CivilDate) throws -> ReportPeriod {
        let (from, to) = (
            try arguments.day("--from", such: "2026-01-31"), try arguments.day("--to", such: "2026-01-31")
        )
        guard from == nil, to == nil else {
            if let other = ["--year", "--quarter"].first(where: arguments.has) {
                throw UsageError(what: "\(other) stands beside --from or --to", fix: "keep one of them")
            }
            guard let from, let to else {
                throw UsageError(
                    what: "a period has two ends", fix: "write --from 2026-01-01 --to 2026-06-30, or --year 2026")
            }
            if let period = ReportPeriod(from: from, to: to) { return period }
            throw UsageError(what: "--to \(to) is before --from \(from)", fix: "exchange them")
        }
        let year = try number("--year", 1900...2199) ?? today.year
        let quarter = try number("--quarter", 1...4)
        if let period = ReportPeriod(year: year, quarter: quarter) { return period }
        throw UsageError(what: "not a year: \(year)", fix: "write --year 2026")
    }

    private func number(_ option: String, _ bounds: ClosedRange<Int>) throws -> Int? {
        guard let text = arguments.value(option) else { return nil }
        if let number = Int(text), bounds.contains(number) { return number }
        throw UsageError(
            what: "not a number from \(bounds.lowerBound) to \(bounds.upperBound): \(Quote.value(text))",
            fix: "write \(option) \(option == "--year" ? "2026" : "1")")
    }

    /// Canonical lines or CloudEvents instead of the journal, as `hub rules` reads them.
    private func read(_ path: String, _ collective: Collective, _ isRejected: inout Bool) throws -> ReportFacts {
        var facts = ReportFacts()
        isRejected = try arguments.read(path, collective) { entity, sender in
            facts.note(entity, source: sender ?? "", member: sender ?? "")
        }
        return facts
    }
}
