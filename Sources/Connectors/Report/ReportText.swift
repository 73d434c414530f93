/// A report as people read it on a terminal or in a mail.
package enum ReportText {
    package static func text(_ report: Report) -> String {
        var lines = ["\(title(report))", "\(subtitle(report))"]
        if let secrecy = secrecy(report) { lines.append(secrecy) }
        for section in report.sections {
            lines += ["", section.title, String(repeating: "=", count: section.title.count)]
            for table in section.tables {
                lines += ["", table.title]
                lines += rows(table)
            }
            lines.append("")
            lines += section.notes.map { "- \($0)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    static func title(_ report: Report) -> String {
        report.member.map { "\($0) : indicateurs de la structure" } ?? "\(report.collective) : indicateurs du collectif"
    }

    static func subtitle(_ report: Report) -> String {
        "Période : \(report.period.text). Établi le \(FrenchText.day(report.made))."
    }

    /// What is hidden, and why.
    static func secrecy(_ report: Report) -> String? {
        if report.member != nil {
            return "Chiffres propres à la structure, petits effectifs compris : à ne pas diffuser tels quels."
        }
        guard report.smallest > 1 else { return nil }
        return
            "« \(hidden) » : effectif de 1 à \(report.smallest - 1), ou qui permettrait d'en retrouver un par différence ; "
            + "il n'est pas donné. Aucune structure n'est comparée à une autre."
    }

    static let hidden = "secret"

    static func figure(_ figure: Report.Figure) -> String {
        switch figure {
        case .count(let count): "\(count)"
        case .share(let count, of: let all): all == 0 ? "\(count)" : "\(count) (\(percent(count, all)) %)"
        case .between(let least, let most, of: let all):
            "\(least) à \(most) (\(percent(least, all)) à \(percent(most, all)) %)"
        case .days(let days): "\(days)"
        case .unknown: "non connu"
        case .hidden: hidden
        }
    }

    /// `63,2`.
    static func percent(_ count: Int, _ all: Int) -> String {
        guard all > 0 else { return "0" }
        let tenths = (count * 2_000 + all) / (2 * all)
        return "\(tenths / 10),\(tenths % 10)"
    }

    /// The table in columns: labels to the left, figures to the right.
    private static func rows(_ table: Report.Table) -> [String] {
        let cells = [table.head] + table.rows.map { $0.labels + $0.figures.map(figure) }
        let labels = table.rows.first?.labels.count ?? 1
        let widths = table.head.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        return cells.map { row in
            let padded = row.enumerated().map { column, text in
                let space = String(repeating: " ", count: widths[column] - text.count)
                return column < labels ? text + space : space + text
            }
            return "  " + padded.joined(separator: "  ").trimmingSuffix { $0 == " " }
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(while isOut: (Character) -> Bool) -> String {
        var text = self[...]
        while let last = text.last, isOut(last) { text.removeLast() }
        return String(text)
    }
}
