import Foundation
import Testing

@testable import Connectors

/// The hub dies in the middle, or is started twice: nothing is lost, and what is repeated can be told by its id.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct CrashTests {
    private static let count = 20_000

    /// What the foreign client counted in an inbox.
    private struct Counted: Decodable, Equatable {
        let messages: Int
        let keys: Int
        /// The most ids that one key was sent as.
        let most: Int
    }

    private func counted(_ hub: Installation, _ inbox: String) throws -> Counted {
        try JSONDecoder().decode(Counted.self, from: Data(try hub.client("ids", inbox).utf8))
    }

    private func writeExport(_ hub: Installation) throws {
        let rows = (1...Self.count).map { "K\($0);\($0.isMultiple(of: 2) ? "03" : "63");poste \($0)" }
        try hub.write("config/exports/1.csv", Offers.file(rows))
    }

    /// Runs until `isEnough`, then kills; true when the run was still under way.
    ///
    /// In the broker's eyes a hub that was killed a moment ago may still hold the lease: that run is started again.
    private func runAndKill(_ hub: Installation, when isEnough: () throws -> Bool) throws -> Bool {
        var program = try hub.start("run", "config", "--once")
        let isInTime = try Whole.comesTrue {
            if try isEnough() { return true }
            guard !program.process.isRunning, program.ended().code == 69 else { return false }
            program = try hub.start("run", "config", "--once")
            return false
        }
        let isUnderWay = program.process.isRunning
        program.kill()
        #expect(isInTime, "\(program.errors)")
        return isUnderWay
    }

    private func runToTheEnd(_ hub: Installation) throws -> Ended {
        var ended = try hub.hub("run", "config", "--once")
        _ = try Whole.comesTrue {
            if ended.code == 69 { ended = try hub.hub("run", "config", "--once") }
            return ended.code != 69
        }
        return ended
    }

    @Test func `killed at any moment, the hub loses nothing, and repeats have the same ids`() throws {
        try Installation.small { hub in
            try hub.apply()
            try writeExport(hub)
            // The moments: as soon as that many messages are in the CRE's inbox, chosen with a fixed seed.
            var random = SplitMix(state: 20_260_820)
            let connection = try BrokerConnection(hub.address, name: "test")
            defer { connection.close() }
            var kills = 0
            // All that a run has left may be the rest of what the one before published.
            for share in [0, 0.15, 0.3] {
                let moment = Int(share * Double(Self.count)) + Int.random(in: 1...2_000, using: &random)
                let before = try connection.depth(ofQueue: "inbox.cre")?.messages ?? 0
                let isKilled = try runAndKill(hub) {
                    try connection.depth(ofQueue: "inbox.cre")?.messages ?? 0 >= before + moment
                }
                kills += isKilled ? 1 : 0
            }
            #expect(kills == 3)
            let last = try runToTheEnd(hub)
            #expect(last.code == 0, "\(last.errors)")
            let once = try hub.hub("run", "config", "--once", "--again")
            #expect(once.code == 0)
            #expect(once.output.contains("0 created · 0 updated · 0 withdrawn · 20000 unchanged"))
            #expect(once.output.contains("nothing new: nothing published"))

            let cre = try counted(hub, "inbox.cre")
            #expect(cre.keys == Self.count)
            #expect(cre.most == 1)
            #expect(cre.messages > Self.count)
            for member in ["ai", "ei"] {
                let half = try counted(hub, "inbox.\(member)")
                #expect(half.keys == Self.count / 2)
                #expect(half.most == 1)
            }
            #expect(try hub.depth("feed.offres.checkpoint") == 1)
        }
    }

    @Test func `what a killed run sent and the next export no longer has is withdrawn`() throws {
        try Installation.small { hub in
            try hub.apply()
            try writeExport(hub)
            let connection = try BrokerConnection(hub.address, name: "test")
            defer { connection.close() }
            let isKilled = try runAndKill(hub) {
                try connection.depth(ofQueue: "inbox.cre")?.messages ?? 0 >= 3_000
            }
            #expect(isKilled)
            let rows = (4_001...Self.count).map { "K\($0);\($0.isMultiple(of: 2) ? "03" : "63");poste \($0)" }
            try hub.write("config/exports/1.csv", Offers.file(rows))
            let last = try runToTheEnd(hub)
            #expect(last.code == 0, "\(last.errors)")

            var latest: [String: String] = [:]
            for received in try hub.inbox("cre") { latest[received.key] = received.event }
            let gone = (1...4_000).compactMap { latest["K\($0)"] }
            #expect(gone.count >= 3_000)
            #expect(gone.allSatisfy { $0 == "withdrawn" })
            #expect((4_001...Self.count).allSatisfy { latest["K\($0)"] == "created" })
            #expect(try hub.hub("run", "config", "--once").output.contains("nothing new: nothing published"))
        }
    }

    @Test func `started twice at once, one hub runs the feed and the other says who does`() throws {
        try Installation.small { hub in
            try hub.apply()
            try writeExport(hub)
            let programs = [try hub.start("run", "config", "--once"), try hub.start("run", "config", "--once")]
            let ended = programs.map { $0.ended() }.sorted { $0.code < $1.code }
            #expect(ended.map(\.code) == [0, 69])
            #expect(
                ended.last?.errors == """
                    feed offres: nothing published
                    \(hub.address): another hub process is running feed offres
                      why: it holds the exclusive queue feed.offres.lease
                      fix: wait for it, or stop the other process

                    """)
            #expect(try counted(hub, "inbox.cre") == Counted(messages: Self.count, keys: Self.count, most: 1))
        }
    }
}
