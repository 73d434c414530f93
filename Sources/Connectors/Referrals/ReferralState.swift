import Canonical

/// How far a referral has come, as the hub knows it; nothing in it is about the person.
package struct ReferralState: Sendable, Encodable {
    package enum State: String, Sendable, Encodable {
        case sent, received, infoNeeded, accepted, declined, planned, active, closed
    }

    package let key: String
    /// The feed or member that published the referral.
    package let source: String
    package let asker: String
    package let addressee: String
    /// Its type and action.
    package let request: String
    package internal(set) var state: State
    package let sent: String
    package internal(set) var received: String?
    package let answered: String?
    package let reason: String?
    /// Days on which counsellor, CRE and person agreed to the plan.
    package let agreed: [String?]
    package let steps: Int
    package let done: Int

    /// Whether what the asker was told last says that it was sent already: only then can an empty inbox say that it was fetched.
    let wasTold: Bool

    private enum CodingKeys: String, CodingKey {
        case key, source, asker, addressee, request, state, sent, received, answered, reason, agreed, steps, done
    }

    /// Reckons it from what was asked and answered; nil when nobody receives it.
    init?(_ asked: Correspondence.Asked, _ correspondence: Correspondence) {
        guard let addressee = asked.receivers.first else { return nil }
        (key, source, asker) = (asked.name.key, asked.name.source, asked.asker)
        (self.addressee, request) = (addressee, asked.request)
        let moment = UTCTime.text(asked.sent)
        sent = moment
        let told = correspondence.told["\(asked.name.source)/\(asked.name.key)"].flatMap {
            $0.sent == moment ? $0 : nil
        }
        wasTold = told != nil
        received = told?.received
        let answers = (correspondence.answers[asked.name] ?? [:]).values
            .filter { $0.member == addressee || $0.member == asked.asker }.sorted { $0.number < $1.number }
        let last = answers.last { $0.member == addressee }
        answered = last?.answered
        reason = last?.answer == "declined" ? last?.reason : nil
        agreed = (0..<3).map { party in answers.last { $0.agreed[party] != nil }?.agreed[party] ?? nil }
        let plan = answers.last { $0.steps > 0 }
        (steps, done) = (plan?.steps ?? 0, plan?.done ?? 0)
        let isAgreed = agreed.allSatisfy { $0 != nil }
        let hasPlan = steps > 0 || agreed.contains { $0 != nil }
        state =
            switch last?.answer {
            case nil: received == nil ? .sent : .received
            case "declined"?: .declined
            // Nobody plans for a person: until all three agree it is a proposal.
            case _ where hasPlan: isAgreed ? (steps > 0 && steps == done ? .closed : .active) : .planned
            case "infoNeeded"?: .infoNeeded
            default: .accepted
            }
    }

    /// Notes that nothing waits in the addressee's inbox any more.
    mutating func receive(at now: Int) {
        guard received == nil else { return }
        received = UTCTime.text(now)
        if state == .sent { state = .received }
    }

    /// Its key among all referrals.
    var wholeKey: String { "\(source)/\(key)" }

    /// What the asker is told.
    func entity(_ codes: Codes) -> Result<Entity, Rejection> {
        let schema = Schema.progress
        var draft = Draft(schema, place: Place("referral \(Quote.value(wholeKey))"), origin: .none(schema))
        func set(_ path: String, _ value: String?) {
            guard let value, let field = schema.number(of: path) else { return }
            draft.append(Array(value.utf8).span, to: field, line: 1, column: 1)
        }
        set("key", wholeKey)
        set("addressedTo", asker)
        set("about.key", key)
        set("about.source", source)
        set("asked", addressee)
        set("state", state.rawValue)
        set("sent", sent)
        set("received", received)
        set("answered", answered)
        set("reason", reason)
        for (path, day) in zip(["agreed.counsellor", "agreed.cre", "agreed.person"], agreed) { set(path, day) }
        if steps > 0 {
            set("steps", "\(steps)")
            set("done", "\(done)")
        }
        return schema.entity(from: draft, codes: codes)
    }
}

extension Correspondence {
    /// How far each referral that stands has come.
    package var states: [ReferralState] { referrals.compactMap { ReferralState($0, self) } }
}
