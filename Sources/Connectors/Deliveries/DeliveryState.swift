import Canonical

/// What is known of the deliveries to a member: how many, when, what waits, what is wrong.
package struct DeliveryState: Encodable, Sendable {
    package let member: String
    package let destination: String
    /// Messages that wait to be handed over; nil when the broker has no queue for them.
    package let waiting: Int?
    /// Those that wait for the next of the set hours.
    package let waitingForHour: Int?
    /// Messages that this destination took, and the first day of counting (RFC 3339, UTC); nil when it was never tried.
    package let delivered: Int?
    package let since: String?
    /// Messages that it refused; they are dead letters.
    package let refused: Int?
    /// When it last took one.
    package let last: String?
    /// How often it failed since then, and since when; nil when it did not.
    package let failures: Int?
    package let failingSince: String?
    /// Whether it is tried no more until somebody changes something.
    package let isDead: Bool
    /// What is wrong, as people read it.
    package let problem: String?

    /// The state of every delivery of a collective, in order of its members' ids.
    package static func all(
        of collective: Collective, on connection: BrokerConnection
    ) throws(Failure) -> [DeliveryState] {
        var states: [DeliveryState] = []
        for member in collective.members {
            guard let destination = member.delivery else { continue }
            states.append(try DeliveryState(member, destination, collective, connection))
        }
        return states
    }

    private init(
        _ member: Member, _ destination: any Destination, _ collective: Collective, _ connection: BrokerConnection
    ) throws(Failure) {
        self.member = member.id
        self.destination = destination.label
        waiting = try connection.depth(ofQueue: Topology.inbox(of: member.id))?.messages
        waitingForHour = try connection.depth(ofQueue: Topology.digest(of: member.id))?.messages
        let record = try DeliveryRecord.last(of: member.id, at: collective.broker.address)
        let isSame = record?.fingerprint == destination.fingerprint
        let ours = isSame ? record : nil
        delivered = ours?.total
        since = ours?.since
        refused = ours?.totalRefused
        last = ours?.last
        let failed = ours.flatMap { $0.outcome == .delivered ? nil : $0 }
        failures = failed?.attempts
        failingSince = failed?.failingSince
        isDead = failed?.outcome == .dead
        problem = failed?.problem
    }
}
