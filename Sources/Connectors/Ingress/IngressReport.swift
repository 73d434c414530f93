import Canonical

/// What a batch of members' messages came to.
package struct IngressReport: Codable, Sendable, Hashable {
    /// Messages that were taken, those that changed nothing among them.
    package var accepted = 0
    /// Messages that were refused; each is a dead letter, and its publisher has the problems.
    package var refused = 0
    /// Messages that had been answered before.
    package var repeated = 0
    /// Messages that wait on the retry ladder because a recipient could not be reached.
    package var postponed = 0
    /// What left for inboxes and the journal, without the answers.
    package var published = 0
    /// The first refusal or postponement of the batch, as people read it.
    package var firstProblem: String?
    /// Members that could not be answered: they have no inbox.
    package var unanswered: [String] = []

    package init() {}

    /// How many messages were dealt with.
    package var taken: Int { accepted + refused + repeated }

    /// Adds another batch.
    package mutating func add(_ other: IngressReport) {
        accepted += other.accepted
        refused += other.refused
        repeated += other.repeated
        postponed += other.postponed
        published += other.published
        firstProblem = firstProblem ?? other.firstProblem
        unanswered = Set(unanswered).union(other.unanswered).sorted()
    }
}
