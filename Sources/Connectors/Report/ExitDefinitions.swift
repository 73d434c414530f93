import Canonical

/// What counts as an exit, as a dynamic one and as lasting employment: `config/reports/exits.jsonc`.
///
/// The texts of the field disagree about each of these, so every variant is computed beside the others, with its wording
/// and source.
package struct ExitDefinitions: Sendable {
    /// The French name of a variant, the sentence that asks for it and where that stands.
    struct Wording: Sendable {
        let label: String
        let wording: String?
        let source: String?
    }

    /// Outcomes that are told together.
    struct Class: Sendable {
        let label: String
        let outcomes: [String]
        /// Whether such an exit is a dynamic one.
        let isDynamic: Bool
        /// Whether somebody hired the person.
        let isHire: Bool
    }

    /// Which exits are divided by.
    struct Base: Sendable {
        let wording: Wording
        /// Exits with these outcomes are left out.
        let without: Set<String>
    }

    /// How long somebody must have been there for the exit to count.
    struct Presence: Sendable {
        let wording: Wording
        let hours: Comparison?
        /// Months of contracts that follow each other.
        let months: Comparison?
    }

    /// What lasting employment is.
    struct Durable: Sendable {
        let wording: Wording
        /// Outcomes that are lasting employment.
        let outcomes: Set<String>
        /// Outcomes that are when the contract is so many months long.
        let lasting: (outcomes: Set<String>, months: Comparison)?
        /// Outcomes that are when the post is full time.
        let fullTime: Set<String>
        /// Outcomes that may be: the code does not tell.
        let unsure: Set<String>
    }

    let classes: [Class]
    /// Outcomes of records that are no exits at all: the person stays.
    let notExits: Class
    let bases: [Base]
    let presences: [Presence]
    /// Months after the exit; 0 is the exit itself.
    let horizons: [Int]
    let durables: [Durable]
    /// Days between two contracts that still follow each other.
    let gap: Int
    /// The outcomes of the classes that are dynamic.
    let dynamic: Set<String>
    /// The outcomes of the classes in which somebody hired the person.
    let hires: Set<String>

    init(
        classes: [Class], notExits: Class, bases: [Base], presences: [Presence], horizons: [Int], durables: [Durable],
        gap: Int
    ) {
        self.classes = classes
        self.notExits = notExits
        self.bases = bases
        self.presences = presences
        self.horizons = horizons
        self.durables = durables
        self.gap = gap
        hires = Set(classes.filter(\.isHire).flatMap(\.outcomes))
        dynamic = Set(classes.filter(\.isDynamic).flatMap(\.outcomes))
    }
}

/// What the config says of reports.
package struct ReportDefinitions: Sendable {
    /// Counts from 1 to one below this are not told.
    package let smallestCell: Int
    /// Nil where the config has no `reports/exits.jsonc`.
    let exits: ExitDefinitions?
}
