import Foundation
import Testing

@testable import Connectors

/// Two hubs on one config: whatever becomes of the one that runs a feed, the other has taken over within 30 seconds.
@Suite(.serialized, .enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct TakeoverTests {
    private static let count = 5_000

    /// Gives a test two hubs, of which the first is held in the middle of publishing and the second stands by; `road` is
    /// where the first reaches the broker.
    private func withTwo(
        through road: (Installation) throws -> Program? = { _ in nil },
        _ body: (_ hub: Installation, _ first: Program, _ second: Program, _ road: Program?) throws -> Void
    ) throws {
        try Installation.small { hub in
            try hub.apply()
            try hub.edit("config/feeds/offres.jsonc", "1 second", "15 minutes")
            try hub.write("config/exports/1.csv", Offers.file((1...Self.count).map { "K\($0);03;poste \($0)" }))
            let direct = hub.environment["HUB_BROKER_URL"]
            let road = try road(hub)
            defer { road?.kill() }
            let connection = try BrokerConnection(hub.address, name: "test")
            defer { connection.close() }
            let first = try hub.start("run", "config")
            defer { first.kill() }
            hub.environment["HUB_BROKER_URL"] = direct
            #expect(try Whole.comesTrue { try connection.depth(ofQueue: "inbox.cre")?.messages ?? 0 >= 500 })
            stop(road ?? first)
            let second = try hub.start("run", "config")
            defer { second.kill() }
            #expect(Whole.comesTrue { second.errors.contains("event=feed.busy feed=offres again_in=5s\n") })
            try body(hub, first, second, road)
        }
    }

    private func stop(_ program: Program) { kill(program.process.processIdentifier, SIGSTOP) }

    private func goOn(_ program: Program) { kill(program.process.processIdentifier, SIGCONT) }

    /// Whether the second publishes in time, more than the first may still have had under way, and comes to the end.
    private func takesOver(_ hub: Installation, _ second: Program) throws -> Bool {
        let connection = try BrokerConnection(hub.address, name: "test")
        defer { connection.close() }
        func depth() throws -> Int { try connection.depth(ofQueue: "inbox.cre")?.messages ?? 0 }
        let before = try depth()
        guard try Whole.comesTrue(within: 30, { try depth() > before + 1_000 }) else { return false }
        return Whole.comesTrue(within: 60) {
            second.errors.contains("event=feed.ran feed=offres run=2 read=5000 rejected=0 created=5000")
        }
    }

    private func expectEachOnce(_ hub: Installation) throws {
        let counted = try hub.client("ids", "inbox.cre")
        #expect(counted.contains(#""keys": 5000, "most": 1}"#), "\(counted)")
    }

    @Test func `a hub that is killed`() throws {
        try withTwo { hub, first, second, _ in
            first.kill()
            #expect(try takesOver(hub, second), "\(second.errors)")
            try expectEachOnce(hub)
        }
    }

    @Test func `a hub that is frozen; when it wakes up it publishes nothing`() throws {
        try withTwo { hub, first, second, _ in
            #expect(try takesOver(hub, second), "\(second.errors)")
            let before = try hub.depth("inbox.cre")
            goOn(first)
            #expect(Whole.comesTrue { first.errors.contains("event=feed.failed feed=offres") })
            #expect(!first.errors.contains("event=feed.ran"))
            #expect(try hub.depth("inbox.cre") == before)
            try expectEachOnce(hub)
        }
    }

    @Test func `a hub whose network is gone without a word`() throws {
        try withTwo(through: { try Road($0, port: 0).program }) { hub, first, second, _ in
            #expect(try takesOver(hub, second), "\(second.errors)")
            let before = try hub.depth("inbox.cre")
            // The longest that it may take is the limit of unsent data.
            #expect(Whole.comesTrue(within: 70) { first.errors.contains("event=feed.failed feed=offres") })
            #expect(try hub.depth("inbox.cre") == before)
            try expectEachOnce(hub)
        }
    }
}
