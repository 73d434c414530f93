import Canonical

/// The moments of the day at which what is not urgent is handed over together.
struct DigestHours {
    /// Minutes since midnight in Paris.
    let hours: [Int]

    /// The last of them that has come at `now`, both in seconds since 1970; nil when there are none.
    func last(at now: Int) -> Int? {
        let today = ParisTime.day(of: now / 60)
        return [today, CivilDate(daysSince1970: today.daysSince1970 - 1)].flatMap { day in
            hours.map { Moment.seconds(day, $0 * 60) }
        }.filter { $0 <= now }.max()
    }

    /// What is left to say of messages that are handed over together: of each entity the last state, and nothing of one
    /// that came and went meanwhile; with the message's number.
    static func merged(_ messages: [InboxMessage]) -> [(number: Int, message: InboxMessage)] {
        var first: [[String]: Event] = [:]
        var last: [[String]: Int] = [:]
        for (number, message) in messages.enumerated() {
            let thing = [message.source, message.kind, message.key]
            first[thing] = first[thing] ?? message.event
            last[thing] = number
        }
        return last.sorted { $0.value < $1.value }.compactMap { thing, number in
            let message = messages[number]
            switch (wasThere: first[thing] != .created, isThere: message.event != .withdrawn) {
            case (false, false): return nil
            case (true, false): return (number, message)
            case (let wasThere, true): return (number, message.told(as: wasThere ? .updated : .created))
            }
        }
    }
}

extension InboxMessage {
    /// The message as another event, for somebody who missed what was between.
    fileprivate func told(as event: Event) -> InboxMessage {
        InboxMessage(
            id: id, source: source, kind: kind, event: event, key: key, time: time, body: body, entity: entity)
    }
}
