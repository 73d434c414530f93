import Foundation
import Testing

@testable import Canonical
@testable import Connectors

/// Shares of the day over many days and changes, and over a broker that breaks off anywhere.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct ShareModelTests {
    private static let day = 86_400
    /// Noon in UTC of 2026-06-01.
    private static let noon = 1_780_315_200

    /// A collective of which `ei` wants two new offers a day.
    private func with(_ body: (Installation, Collective) throws -> Void) throws {
        try Installation.small { hub in
            try hub.edit("config/members/ei.jsonc", #""zones": ["63"]"#, #""zones": ["63"], "mostADay": 2"#)
            try hub.apply()
            try body(hub, try CollectiveReader.read(hub.path("config"), variables: hub.environment))
        }
    }

    private func look(_ collective: Collective, at now: Int, _ offers: inout OpenOffers, port: Int? = nil) throws {
        var address = collective.broker.address
        if let port { address.port = port }
        let connection = try BrokerConnection(address, name: "test")
        defer { connection.close() }
        _ = try SharesRun(collective, at: now).run(on: connection, &offers)
    }

    /// What `ei` holds, as its own messages tell, and on which day each thing came.
    private struct Holder {
        var held: [String: (title: String, day: Int)] = [:]
        var wrong: [String] = []

        mutating func take(_ message: Received, on day: Int) {
            let title = message.body.firstMatch(of: /"title":"([^"]*)"/).map { String($0.output.1) } ?? ""
            switch (message.event, held[message.key]) {
            case ("created", nil): held[message.key] = (title, day)
            case ("updated", let known?): held[message.key] = (title, known.day)
            case ("withdrawn", .some): held[message.key] = nil
            default: wrong.append(message.change)
            }
        }
    }

    @Test(arguments: [1, 2, 3])
    func `whatever changes meanwhile, a member holds the newest, two a day, and in the end all`(
        seed: UInt64
    ) throws {
        try with { hub, collective in
            var random = SplitMix(state: seed)
            let messages = JournalMessages()
            var (holder, open) = (Holder(), [String: String]())
            var offers = OpenOffers(of: collective)
            var (now, run) = (Self.noon, 0)
            func turn() throws {
                // Now and then another hub takes over, or this one is started anew.
                if Int.random(in: 0..<4, using: &random) == 0 { offers = OpenOffers(of: collective) }
                try look(collective, at: now, &offers)
                let day = ParisTime.day(of: now / 60).daysSince1970
                for message in try hub.inbox("ei") { holder.take(message, on: day) }
                #expect(holder.wrong == [])
                #expect(holder.held.values.count { $0.day == day } <= 2)
                for (key, held) in holder.held { #expect(open[key] == held.title, "\(key)") }
            }
            for _ in 0..<25 {
                now += Int.random(in: 600...30_000, using: &random)
                run += 1
                var changes: [Message] = []
                for _ in 0..<Int.random(in: 0...4, using: &random) {
                    let key = "K\(Int.random(in: 0..<15, using: &random))"
                    let isGone = open[key] != nil && Int.random(in: 0..<3, using: &random) == 0
                    // One change a key and run, as a feed publishes.
                    guard !changes.contains(where: { $0.id.contains("-\(key)-") }) else { continue }
                    let event: Event = isGone ? .withdrawn : open[key] == nil ? .created : .updated
                    open[key] = isGone ? nil : "Poste \(run)"
                    changes.append(
                        messages.message(
                            event, key, at: now, run: run,
                            data:
                                #"{"key":"\#(key)","type":"job","title":"Poste \#(run)","workplace":{"departement":"63"}}"#
                        ))
                }
                try JournalMessages.put(changes, hub.address)
                try turn()
            }
            for _ in 0..<10 {
                now += Self.day
                try turn()
            }
            #expect(Set(holder.held.keys) == Set(open.keys))
        }
    }

    @Test func `cut off behind any frame, the next look gives the same two, under the same ids`() throws {
        try with { hub, collective in
            let messages = JournalMessages()
            var (now, repeats, frames) = (Self.noon, 0, 0)
            var isCut = true
            while isCut {
                frames += 1
                now += Self.day
                let keys = (1...3).map { "\(frames)-\($0)" }
                try JournalMessages.put(
                    keys.map { messages.message(.created, $0, "63", at: now, run: frames) }, hub.address)
                let relay = try #require(Relay(to: hub.address.port)).start(frames: frames)
                var offers = OpenOffers(of: collective)
                isCut = (try? look(collective, at: now, &offers, port: relay.port)) == nil
                relay.cut()
                // The broker needs a moment until it gives back what the dead one held.
                offers = OpenOffers(of: collective)
                try #require(
                    try Whole.comesTrue {
                        do {
                            try look(collective, at: now + 60, &offers)
                            return true
                        } catch let failure as Failure where failure.cause == .busy {
                            return false
                        }
                    })
                let got = try hub.inbox("ei")
                #expect(
                    Set(got.map(\.change)) == ["created \(keys[1])", "created \(keys[2])"], "behind frame \(frames)")
                #expect(Set(got.map(\.id)).count == 2, "behind frame \(frames)")
                repeats += got.count - 2
            }
            #expect(frames > 20)
            // Cuts that repeat nothing would prove nothing.
            #expect(repeats > 0)
        }
    }
}
