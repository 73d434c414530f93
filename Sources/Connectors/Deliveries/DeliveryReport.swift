import Canonical

/// What came of handing an inbox over.
package struct DeliveryReport: Encodable, Sendable {
    package let member: String
    package let destination: String
    package internal(set) var delivered = 0
    package internal(set) var refused = 0
    package internal(set) var postponed = 0
    /// Messages that could not be read.
    package internal(set) var unreadable = 0
    /// Messages that wait for the next of the set hours.
    package internal(set) var kept = 0
    /// The first thing that was wrong with a message, as people read it.
    package internal(set) var firstProblem: String?
    /// How often it had failed before, where it goes again.
    package internal(set) var recoveredAfter: Int?

    init(_ member: Member, _ destination: any Destination) {
        self.member = member.id
        self.destination = destination.label
    }

    /// Whether there is nothing to tell.
    package var isEmpty: Bool { delivered + refused + postponed + unreadable + kept == 0 }

    mutating func note(_ record: DeliveryRecord) {
        delivered += record.delivered.count
        refused += record.refused.count
        postponed += record.postponed.count
        if record.attempts > 1 { recoveredAfter = record.attempts - 1 }
    }
}
