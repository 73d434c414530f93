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

    /// What is left to say of messages that are handed over together: of each thing the last state, with the numbers of all
    /// messages about it, and no message about one that came and went meanwhile.
    static func merged(_ messages: [InboxMessage]) -> [(numbers: [Int], message: InboxMessage?)] {
        let things = Dictionary(grouping: messages.indices) { number in
            [messages[number].source, messages[number].kind, messages[number].key]
        }
        return things.values.sorted { $0[$0.count - 1] < $1[$1.count - 1] }.map { numbers in
            let (first, last) = (messages[numbers[0]], messages[numbers[numbers.count - 1]])
            switch (wasThere: first.event != .created, isThere: last.event != .withdrawn) {
            case (false, false): return (numbers, nil)
            case (true, false): return (numbers, last)
            case (let wasThere, true): return (numbers, last.told(as: wasThere ? .updated : .created))
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
