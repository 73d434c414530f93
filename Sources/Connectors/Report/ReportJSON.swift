import Canonical

/// A report for programs: every figure with what it is of, what is hidden and what is not known told apart.
package struct ReportJSON: Encodable {
    let title: String
    let collective: String
    let member: String?
    let from: String
    let to: String
    let made: String
    /// Counts below this are hidden.
    let smallestCell: Int
    let sections: [Section]

    struct Section: Encodable {
        let title: String
        let definitions: [String]
        let tables: [Table]
    }

    struct Table: Encodable {
        let id: String
        let title: String
        let columns: [String]
        let rows: [Row]
    }

    struct Row: Encodable {
        let labels: [String]
        let figures: [Figure]
    }

    /// `state` is `known`, `between`, `unknown` or `hidden`; a rate is `count` of `of`.
    struct Figure: Encodable {
        let state: String
        var count: Int?
        var most: Int?
        var of: Int?
        var days: Int?

        init(_ figure: Report.Figure) {
            switch figure {
            case .count(let count): (state, self.count) = ("known", count)
            case .share(let count, of: let all): (state, self.count, of) = ("known", count, all)
            case .between(let least, let most, of: let all):
                (state, count, self.most, of) = ("between", least, most, all)
            case .days(let days): (state, self.days) = ("known", days)
            case .unknown: state = "unknown"
            case .hidden: state = "hidden"
            }
        }
    }

    package init(_ report: Report) {
        title = ReportText.title(report)
        collective = report.collective
        member = report.member
        from = report.period.from
        to = report.period.to
        made = "\(CivilDate(daysSince1970: report.made))"
        smallestCell = report.smallest
        sections = report.sections.map { section in
            Section(
                title: section.title, definitions: section.notes,
                tables: section.tables.map { table in
                    Table(
                        id: table.id, title: table.title, columns: table.head,
                        rows: table.rows.map { Row(labels: $0.labels, figures: $0.figures.map(Figure.init)) })
                })
        }
    }
}
