import Canonical

/// A parameterised condition on dates, counters and missing messages, and the alert that it raises.
package struct AlertRule: Sendable {
    /// Its config file's name without the ending; with the value of `each`, where it has one, behind a colon.
    package let id: String
    /// The sentence of the law or agreement that it follows, word for word.
    package let wording: String
    /// Where that sentence stands.
    package let source: String
    let place: Place
    let kind: String
    let conditions: [FactCondition]
    let group: Group?
    let relations: [(relation: Relation, isWanted: Bool)]
    let measure: Measure?
    /// The day from which it holds, the first that is there.
    let since: [DayExpression]
    /// The last day on which acting still helps; the alert is closed behind it.
    let until: [DayExpression]
    let severity: String
    let recipients: [(addressee: Addressee, roles: [String])]
    let text: AlertText
    let suggestion: AlertText
    /// Where the subject holds what an alert repeats.
    let repeated: Repeated

    /// Facts that are looked at together.
    struct Group: Sendable {
        /// Per part of the group's key, the fields of which the first that is there counts.
        let per: [[Int]]
        /// What one of its facts must be.
        let some: [FactCondition]
        /// What the latest of them must be.
        let latest: [FactCondition]
        let chain: Chain?
    }

    /// Of a group's contracts only the last that follow each other with no longer gap count.
    struct Chain: Sendable {
        let starts: Int
        let ends: Int
        let gap: Period
    }

    /// Who gets an alert.
    enum Addressee: String, Sendable, CaseIterable {
        /// The member that the fact comes from.
        case member
        /// The member that the fact is addressed to.
        case addressee
        case cre
        /// Every member.
        case all
    }

    struct Repeated: Sendable {
        var date: [Int] = []
        var person: Int?
        var referent: Int?
        var addressee: Int?
        var isAboutPeople = false
    }
}

/// The rules of a collective, and the fields that they read.
package struct RuleBook: Sendable {
    package let rules: [AlertRule]
    let fields: [String: FactFields]
    /// What each rule's file says must come out of what.
    package let samples: [RuleSample]
    /// The rules that the collective has switched off.
    package let off: [String]

    /// Tells whether another config means other alerts.
    package let fingerprint: String

    static let none = RuleBook(rules: [], fields: [:], samples: [], off: [], fingerprint: "")
}
