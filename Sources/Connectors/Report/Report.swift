import Canonical

/// What is told to a steering committee, or to one structure about itself, of a period.
package struct Report: Sendable {
    package let collective: String
    /// The structure whose own figures these are; nil for those of all together.
    package let member: String?
    let period: ReportPeriod
    /// The day on which it was made.
    let made: Int
    /// Counts below this are hidden; 1 for a structure's own figures.
    let smallest: Int
    let sections: [Section]

    struct Section: Sendable {
        let title: String
        /// What is counted, how, and what is not known.
        let notes: [String]
        let tables: [Table]
    }

    struct Table: Sendable {
        /// Names it for programs.
        let id: String
        let title: String
        /// Titles of the columns; those of the labels first.
        let head: [String]
        let rows: [Row]
    }

    struct Row: Sendable {
        let labels: [String]
        let figures: [Figure]
    }

    /// What stands in a cell.
    enum Figure: Sendable, Equatable {
        case count(Int)
        case share(Int, of: Int)
        /// At least so many and at most so many: of the rest nobody knows.
        case between(Int, Int, of: Int)
        case days(Int)
        /// Nobody wrote it down.
        case unknown
        /// Too few to be told, or told with others.
        case hidden
    }

    /// Counts the facts of the period; with `member`, this member's only.
    package init(
        _ facts: ReportFacts, of collective: Collective, in period: ReportPeriod, member: Member? = nil, made: CivilDate
    ) {
        self.init(
            facts, collective.report, name: collective.name, codes: collective.codes, in: period,
            member: member.map { ($0.id, $0.name) }, made: made)
    }

    init(
        _ facts: ReportFacts, _ definitions: ReportDefinitions, name: String, codes: Codes, in period: ReportPeriod,
        member: (id: String, name: String)? = nil, made: CivilDate
    ) {
        collective = name
        self.member = member?.name
        self.period = period
        self.made = made.daysSince1970
        // A structure knows its own people.
        smallest = member == nil ? definitions.smallestCell : 1
        let view = ReportView(
            facts, definitions, codes, period, member: member?.id, smallest: smallest, made: self.made)
        sections = [view.exitSection(), view.immersionSection(), view.answerSection()]
    }
}

/// The facts that one report counts, and how it counts them.
struct ReportView {
    let facts: ReportFacts
    let definitions: ReportDefinitions
    let codes: Codes
    let period: ReportPeriod
    /// The member whose own figures are wanted.
    let member: String?
    let smallest: Int
    /// The day on which the report is made.
    let made: Int

    init(
        _ facts: ReportFacts, _ definitions: ReportDefinitions, _ codes: Codes, _ period: ReportPeriod, member: String?,
        smallest: Int, made: Int
    ) {
        self.facts = facts
        self.definitions = definitions
        self.codes = codes
        self.period = period
        self.member = member
        self.smallest = smallest
        self.made = made
    }

    func isWanted(_ member: String) -> Bool { self.member.map { $0 == member } ?? true }

    /// Why a section of all together would be one structure's own; nil when it would not.
    func refusal(_ tally: Tally) -> String? {
        guard smallest > 1, tally.members == 1 else { return nil }
        return "Ces données viennent d'une seule structure : elles ne sont données qu'à elle."
    }

    /// What a code of a table means in French.
    func label(_ code: String, _ table: String) -> String {
        codes.table(table)?.codes.first { $0.code == code }.map { $0.label.isEmpty ? code : $0.label } ?? code
    }
}

/// A cell before it is known what may be told.
enum ReportCell {
    case count(Tally.Criterion)
    case share(Tally.Criterion, of: Tally.Criterion)
    case between(Tally.Criterion, Tally.Criterion, of: Tally.Criterion)
    /// The middle of values that so many things have.
    case middle([Int], Tally.Criterion)
    case unknown

    /// What of it may be told.
    func figure(_ told: [Int?]) -> Report.Figure {
        switch self {
        case .count(let count): return told[count].map { .count($0) } ?? .hidden
        case .share(let count, of: let all):
            guard let count = told[count], let all = told[all] else { return .hidden }
            return .share(count, of: all)
        case .between(let least, let most, of: let all):
            guard let least = told[least], let most = told[most], let all = told[all] else { return .hidden }
            return least == most ? .share(least, of: all) : .between(least, most, of: all)
        case .middle(let values, let count):
            guard told[count] != nil else { return .hidden }
            return values.isEmpty ? .unknown : .days(values.sorted()[values.count / 2])
        case .unknown: return .unknown
        }
    }
}
