import Canonical

extension DeadLetter {
    /// Reads what the broker moved out of a queue: the message as it was, under the headers that tell of its death.
    init(_ delivery: Delivery, after death: Delivery.Death) {
        var original = delivery
        original.exchange = death.exchange
        original.routingKey = death.routingKeys.first ?? ""
        let member = Topology.member(ofInbox: death.queue)
        let last = death.time ?? delivery.timestamp ?? 0
        let (reason, problem, attempts) = DeadLetter.told(death, member)
        self.init(
            original, from: death.queue, member: member, reason: reason, problem: problem, attempts: attempts,
            first: delivery.timestamp ?? last, last: last)
    }

    /// The headers that the broker adds, which say nothing about the message itself.
    static func isBroker(header name: String) -> Bool {
        name.hasPrefix("x-first-death-") || name.hasPrefix("x-last-death-") || name == "x-delivery-count"
    }

    private static func told(_ death: Delivery.Death, _ member: String?) -> (Reason, Problem, Int) {
        let place = Place(death.queue)
        let reader = member.map { "the program of \($0)" } ?? "the program that reads the queue"
        switch death.reason {
        case "expired":
            let problem = Problem(
                place, "nobody took the message in time",
                why: "an inbox keeps a message for as long as \"inbox\" in \"retention\" says",
                fix: "see that \(reader) runs, then replay or discard what waited here")
            return (.expired, problem, 0)
        case "maxlen":
            let problem = Problem(
                place, "the queue was full, and this was its oldest message",
                why: "a policy of the broker that is not the hub's bounds its length",
                fix: "see that \(reader) runs and keeps up, then replay or discard what waited here")
            return (.overflow, problem, 0)
        case "delivery_limit":
            let problem = Problem(
                place, "the message was taken \(Topology.deliveryLimit + 1) times and never acknowledged",
                why: "\(reader) fails on it, or ends before it acknowledges",
                fix: "correct that program, then replay the message")
            return (.unacknowledged, problem, Topology.deliveryLimit + 1)
        case "rejected":
            let problem = Problem(
                place, "the message was refused (basic.reject, or basic.nack, without requeue)",
                why: "\(reader) did not want it", fix: "ask its maker why, then replay or discard the message")
            return (.refused, problem, 1)
        default:
            let problem = Problem(
                place, "the broker moved the message out of the queue: \(Quote.value(death.reason))",
                fix: "look at it, then replay or discard it")
            return (.unknown, problem, 0)
        }
    }
}
