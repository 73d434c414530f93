import Canonical
import Foundation

/// A message that could not be handled, with why, as it was: kept in the queue `dead` until replayed or discarded.
///
/// The hub writes one as a message of JSON (``message``); what the broker itself dead-letters is read as the same value,
/// so that people see one form.
package struct DeadLetter: Sendable {
    /// Why nobody handled it, in one word: what people filter by.
    package enum Reason: String, Sendable, Codable, CaseIterable {
        /// Nobody took it within the time that its queue keeps messages.
        case expired
        /// Its queue was full, and it was the oldest.
        case overflow
        /// It was taken again and again, and never acknowledged.
        case unacknowledged
        /// The program that took it refused it.
        case refused
        /// The hub can never handle it as it is.
        case invalid
        /// The hub tried often enough.
        case exhausted
        /// Neither the hub nor the broker put it there.
        case unknown
    }

    /// Tells the letter from others; a message that fails twice in the same queue has the same id again.
    package let id: String
    package let reason: Reason
    package let problem: Problem
    /// The queue that it could not leave.
    package let queue: String
    /// Whose inbox that is, or who sent it.
    package let member: String?
    /// The feed that could not read it.
    package let feed: String?
    /// How often it was tried.
    package let attempts: Int
    /// When it was first tried or, where nobody tried, published; in seconds since 1970.
    package let first: Int
    /// When it was given up.
    package let last: Int
    /// What failed, as it was; its tag means nothing any more.
    package let original: Delivery

    /// States that the hub gives a delivery up.
    package init(
        _ delivery: Delivery, from queue: String, member: String? = nil, feed: String? = nil,
        reason: Reason = .invalid, problem: Problem, attempts: Int = 1, first: Int, last: Int
    ) {
        id = DeadLetter.id(delivery, queue)
        self.reason = reason
        self.problem = problem
        self.queue = queue
        self.member = member
        self.feed = feed
        self.attempts = attempts
        self.first = first
        self.last = last
        var original = delivery
        original.deaths = []
        original.headers.removeAll { name, _ in DeadLetter.isBroker(header: name) }
        self.original = original
    }

    /// The same message in the same queue has the same id, whoever writes it and however often: a hub that dies between
    /// writing a dead letter and acknowledging the message writes it twice.
    private static func id(_ delivery: Delivery, _ queue: String) -> String {
        let head = Array("\(queue)\n\(delivery.id ?? "")\n".utf8)
        return Digest.hex(Digest.sha256(head, delivery.body).prefix(8))
    }

    /// The exchange that dead letters are published to.
    package static let exchange = "dead"
    /// The queue that they wait in.
    package static let queue = "dead"
    /// The content type that tells the hub's own dead letters from what the broker put there.
    package static let contentType = "application/vnd.siae-hub.dead-letter+json"

    /// The dead letter as the hub publishes it; its key is `<member>.<feed>.<reason>`, a hyphen for what is not known.
    package var message: Message {
        Message(
            exchange: DeadLetter.exchange, routingKey: "\(member ?? "-").\(feed ?? "-").\(reason.rawValue)", id: id,
            type: "dead-letter", contentType: DeadLetter.contentType, timestamp: last, body: Form(self).encoded())
    }

    /// Reads what lies in the queue `dead`; nothing there is without a form.
    package init(from delivery: Delivery) {
        if delivery.contentType == DeadLetter.contentType, let form = Form.decoded(delivery.body) {
            self.init(form)
        } else if let death = delivery.deaths.first {
            self.init(delivery, after: death)
        } else {
            let time = delivery.timestamp ?? 0
            self.init(
                delivery, from: "", reason: .unknown,
                problem: Problem(
                    Place(DeadLetter.queue), "it says neither where it comes from nor what is wrong with it",
                    why: "somebody else than the hub and the broker put it there",
                    fix: "look at it, then discard it: it cannot be replayed"),
                attempts: 0, first: time, last: time)
        }
    }

    private init(_ form: Form) {
        self.init(
            form.delivery, from: form.queue, member: form.member, feed: form.feed, reason: form.reason,
            problem: form.problem.problem, attempts: form.attempts, first: form.firstTime, last: form.lastTime)
    }
}
