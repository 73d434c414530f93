/// A report as a table for spreadsheets: a line a figure, semicolons, decimal commas, UTF-8 with its mark, so that Excel opens
/// it with accents.
package enum ReportCSV {
    private static let head = [
        "rubrique", "tableau", "ligne", "précision", "colonne", "nombre", "au plus", "sur", "taux (%)", "mention",
    ]

    package static func text(_ report: Report) -> String {
        var lines = [head]
        lines.append(about(ReportText.title(report)))
        lines.append(about(ReportText.subtitle(report)))
        if let secrecy = ReportText.secrecy(report) { lines.append(about(secrecy)) }
        for section in report.sections {
            for table in section.tables {
                for row in table.rows {
                    for (number, figure) in row.figures.enumerated() {
                        let labels = [row.labels[0], row.labels.dropFirst().joined(separator: " · ")]
                        lines.append(
                            [section.title, table.title] + labels + [table.head[row.labels.count + number]]
                                + fields(figure))
                    }
                }
            }
            lines += section.notes.map { [section.title, "Définitions", "", "", "", "", "", "", "", $0] }
        }
        return "\u{FEFF}" + lines.map { $0.map(field).joined(separator: ";") + "\r\n" }.joined()
    }

    private static func about(_ text: String) -> [String] {
        ["Rapport", "", "", "", "", "", "", "", "", text]
    }

    /// Number, greatest possible number, number of all, rate, remark.
    private static func fields(_ figure: Report.Figure) -> [String] {
        switch figure {
        case .count(let count), .days(let count): ["\(count)", "", "", "", ""]
        case .share(let count, of: let all):
            ["\(count)", "", "\(all)", all == 0 ? "" : ReportText.percent(count, all), ""]
        case .between(let least, let most, of: let all):
            [
                "\(least)", "\(most)", "\(all)", "",
                "de \(ReportText.percent(least, all)) à \(ReportText.percent(most, all)) %",
            ]
        case .unknown: ["", "", "", "", "non connu"]
        case .hidden: ["", "", "", "", ReportText.hidden]
        }
    }

    /// A field that a spreadsheet takes for a text, whatever it begins with.
    private static func field(_ text: String) -> String {
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
        let plain = (isFormula ? "'" : "") + text
        return plain.contains { ";\"\n\r".contains($0) }
            ? "\"\(plain.replacing("\"", with: "\"\""))\"" : plain
    }
}
