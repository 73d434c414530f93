import Canonical
import Testing

@testable import Connectors

struct DigestHoursTests {
    /// Seconds since 1970 of a French local time.
    private func at(_ text: String) throws -> Int { try #require(Moment.seconds(text, now: 0)) }

    @Test(
        arguments: [
            ("2026-11-20T07:59", "2026-11-19T16:30"), ("2026-11-20T08:00", "2026-11-20T08:00"),
            ("2026-11-20T16:29", "2026-11-20T08:00"), ("2026-11-20T23:59", "2026-11-20T16:30"),
            ("2026-11-20T00:00", "2026-11-19T16:30"), ("2026-07-20T08:00", "2026-07-20T08:00"),
            // The nights in which clocks change.
            ("2026-03-29T07:59", "2026-03-28T16:30"), ("2026-03-29T08:00", "2026-03-29T08:00"),
            ("2026-10-25T08:00", "2026-10-25T08:00"), ("2026-10-25T07:59", "2026-10-24T16:30"),
        ])
    func `the last hour that came is that of the clocks in France`(now: String, last: String) throws {
        #expect(DigestHours(hours: [480, 990]).last(at: try at(now)) == (try at(last)))
        #expect(DigestHours(hours: []).last(at: try at(now)) == nil)
    }

    @Test(
        arguments: [
            ("c", "created"), ("cu", "created"), ("cuu", "created"), ("u", "updated"), ("w", "withdrawn"),
            ("uw", "withdrawn"), ("wc", "updated"), ("cw", ""), ("cuw", ""), ("cwc", "created"), ("uwcu", "updated"),
        ])
    func `of one thing the last state is left, and nothing of what came and went`(events: String, left: String) throws {
        let known: [Character: Event] = ["c": .created, "u": .updated, "w": .withdrawn]
        var messages = try events.enumerated().map { number, letter in
            try InboxMessage.sample("A", try #require(known[letter]), id: "\(number)")
        }
        // The same key of another source is another thing.
        messages.insert(try .sample("A", id: "other", source: "/essai/feeds/autre"), at: 1)
        let things = DigestHours.merged(messages)
        #expect(things.flatMap(\.numbers).sorted() == Array(messages.indices))
        let thing = try #require(things.first { messages[$0.numbers[0]].source == "/essai/feeds/offres" })
        #expect(thing.numbers.count == events.count)
        #expect((thing.message?.event.rawValue ?? "") == left)
        if let message = thing.message { #expect(message.id == "\(events.count - 1)") }
        #expect(things.count == 2 && things.compactMap(\.message).contains { $0.id == "other" && $0.event == .created })
    }
}
