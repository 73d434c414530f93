import Foundation
import Testing

@testable import Connectors

/// The hub is asked to end at the worst moments: it is gone within ten seconds, and the next run ends right.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct EndingTests {
    /// What the foreign client counted in an inbox.
    private struct Counted: Decodable {
        let messages: Int
        let keys: Int
        /// The most ids that one key was sent as.
        let most: Int
    }

    private func counted(_ hub: Installation, _ inbox: String) throws -> Counted {
        try JSONDecoder().decode(Counted.self, from: Data(try hub.client("ids", inbox).utf8))
    }

    /// Lets the feed rest between its runs, so that a test sees one.
    private func rest(_ hub: Installation) throws {
        try hub.edit("config/feeds/offres.jsonc", #""1 second""#, #""1 hour""#)
    }

    private static let ending = ["hub.ending", "hub.ended"]

    /// The names of what was logged, in order.
    private func events(_ ended: Ended) -> [String] {
        ended.errors.split(separator: "\n").compactMap { $0.split(separator: " ").dropFirst(2).first }
            .map { String($0.dropFirst("event=".count)) }
    }

    /// Runs once, again while in the broker's eyes somebody else still holds the lease.
    private func runOnce(_ hub: Installation) throws -> Ended {
        var ended = try hub.hub("run", "config", "--once")
        _ = try Whole.comesTrue {
            if ended.code == 69 { ended = try hub.hub("run", "config", "--once") }
            return ended.code != 69
        }
        return ended
    }

    @Test func `a hub that waits for the next turn ends at once`() throws {
        try Installation.small { hub in
            try rest(hub)
            try hub.apply()
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a"]))
            let program = try hub.start("run", "config")
            #expect(Whole.comesTrue { program.errors.contains("event=feed.ran") })
            let start = ContinuousClock.now
            let ended = try #require(program.terminated())
            #expect(ContinuousClock.now - start < .seconds(2))
            #expect(ended.code == 0)
            #expect(events(ended) == ["hub.started", "feed.ran"] + Self.ending)
        }
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `while a long export is read, the run is left, and nothing of it is published`(signal: Int32) throws {
        try Installation.small { hub in
            try rest(hub)
            try hub.apply()
            let rows = (0..<1_000).map { "K\($0);03;poste \($0);1\n" }.joined()
            try hub.write(
                "config/exports/1.csv", "ref;dept;poste;postes\n" + String(repeating: rows, count: 1_000))
            let program = try hub.start("run", "config")
            #expect(Whole.comesTrue { program.hasOpen("exports/1.csv") })
            program.signal(signal)
            #expect(Whole.comesTrue(within: 10) { !program.process.isRunning })
            let ended = program.ended()
            #expect(ended.code == 0)
            #expect(events(ended) == ["hub.started", "hub.ending", "feed.stopped", "hub.ended"])
            #expect(!ended.errors.contains("level=error"))
            #expect(try hub.depth("inbox.cre") == 0)
            // Nothing is wrong with the feed, and its first run is still to come.
            let status = try hub.hub("status", "config")
            #expect(status.code == 0)
            #expect(status.output.contains("never ran"))
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a", "2;63;b"]))
            #expect(try runOnce(hub).code == 0)
            #expect(try hub.inbox("cre").map(\.change) == ["created 1", "created 2"])
        }
    }

    @Test func `while 100,000 messages are published, what the next run repeats has the same ids`() throws {
        try Installation.small { hub in
            try rest(hub)
            try hub.takeLargeInboxes()
            try hub.apply()
            try hub.write("config/exports/1.csv", Offers.file((1...100_000).map { "K\($0);03;a" }))
            let program = try hub.start("run", "config")
            #expect(try Whole.comesTrue(within: 120) { try hub.depth("inbox.cre") ?? 0 > 0 })
            let ended = try #require(program.terminated())
            #expect(ended.code == 0)
            #expect(!ended.errors.contains("level=error") && !ended.errors.contains("hub.cut"), "\(ended.errors)")
            let next = try runOnce(hub)
            #expect(next.code == 0, "\(next.errors)")
            let counted = try counted(hub, "inbox.cre")
            #expect(counted.keys == 100_000)
            #expect(counted.most == 1)
            if events(ended).contains("feed.ran") { #expect(counted.messages == 100_000) }
            #expect(try hub.hub("run", "config", "--once").output.contains("nothing new: nothing published"))
        }
    }

    @Test(arguments: [100, 19_000])
    func `while the broker reads nothing, the hub does not wait for it`(length: Int) throws {
        try Installation.small { hub in
            try rest(hub)
            try hub.apply()
            let road = try Road(hub, port: 0)
            let port = try #require(road.port)
            hub.environment["HUB_BROKER_URL"] = "amqp://\(hub.address.user)@127.0.0.1:\(port)/\(hub.address.vhost)"
            try hub.edit(
                "config/feeds/offres.jsonc", #""title": "poste","#,
                #""title": { "const": "a" }, "description": "poste","#)
            let text = String(repeating: "a", count: length)
            let count = 30_000_000 / max(length, 1_500)
            try hub.write("config/exports/1.csv", Offers.file((1...count).map { "K\($0);03;\(text)" }))
            let program = try hub.start("run", "config")
            #expect(try Whole.comesTrue(within: 60) { try hub.depth("inbox.cre") ?? 0 > 0 })
            road.program.signal(SIGSTOP)
            let start = ContinuousClock.now
            let ended = try #require(program.terminated())
            #expect(ContinuousClock.now - start < .seconds(10))
            road.program.kill()
            #expect(ended.code == 0)
            #expect(!ended.errors.contains("level=error"), "\(ended.errors)")
            // Where the socket is full too, the broker's library may wait for room in it, and is cut off.
            #expect(["hub.ended", "hub.cut"].contains(events(ended).last))
            hub.environment["HUB_BROKER_URL"] =
                "amqp://\(hub.address.user)@\(hub.address.host):\(hub.address.port)/\(hub.address.vhost)"
            let next = try runOnce(hub)
            #expect(next.code == 0, "\(next.errors)")
            let counted = try counted(hub, "inbox.cre")
            #expect(counted.keys == count)
            #expect(counted.most == 1)
        }
    }

    @Test func `while a server that is asked for an export is silent, the visit is left`() throws {
        try Installation.small { hub in
            let server = try WebServer.double()
            try hub.edit(
                "config/feeds/offres.jsonc", #""directory": { "path": "exports", "match": "*.csv" }"#,
                #""http": { "url": "http://127.0.0.1:\#(server.port)/file/silent" }"#)
            try rest(hub)
            try hub.apply()
            let program = try hub.start("run", "config")
            #expect(try Whole.comesTrue { try server.asked().count == 1 })
            let ended = try #require(program.terminated())
            #expect(ended.code == 0)
            #expect(events(ended) == ["hub.started", "hub.ending", "feed.stopped", "hub.ended"])
        }
    }

    @Test func `while a program that decodes hangs, it is ended too`() throws {
        try Installation.small { hub in
            // In front of Debian's own; it leaves word and then does nothing.
            try hub.write("bin/gzip", "#!/bin/sh\necho $$ >&2; exec sleep 60\n")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hub.path("bin/gzip"))
            hub.environment["PATH"] = "\(hub.path("bin")):/usr/bin:/bin"
            try hub.edit("config/feeds/offres.jsonc", #""format""#, #""decode": "gz", "format""#)
            try rest(hub)
            try hub.apply()
            try hub.write("config/exports/1.csv", "packed")
            let program = try hub.start("run", "config")
            var pid: Int32?
            #expect(
                Whole.comesTrue {
                    pid = words(in: hub.folder, named: ".errors").flatMap { Int32($0) }
                    return pid != nil
                })
            let ended = try #require(program.terminated())
            #expect(ended.code == 0)
            #expect(events(ended) == ["hub.started", "hub.ending", "feed.stopped", "hub.ended"])
            #expect(kill(try #require(pid), 0) == -1)
            // The run's folder is gone with what was in it.
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: hub.path("")).filter { $0.hasPrefix("hub-") } == [])
        }
    }

    /// What stands in the first file of a run's folder whose name ends so.
    private func words(in folder: URL, named ending: String) -> String? {
        let files = FileManager.default
        let runs = (try? files.contentsOfDirectory(atPath: folder.path))?.filter { $0.hasPrefix("hub-run-") } ?? []
        for run in runs.map({ "\(folder.path)/\($0)" }) {
            let name = (try? files.contentsOfDirectory(atPath: run))?.first { $0.hasSuffix(ending) }
            if let name, let text = try? String(contentsOfFile: "\(run)/\(name)", encoding: .utf8), text.hasSuffix("\n")
            {
                return String(text.dropLast())
            }
        }
        return nil
    }

    @Test func `asked a second time, the hub ends at once`() throws {
        try Installation.small { hub in
            try rest(hub)
            try hub.apply()
            let road = try Road(hub, port: 0)
            let port = try #require(road.port)
            hub.environment["HUB_BROKER_URL"] = "amqp://\(hub.address.user)@127.0.0.1:\(port)/\(hub.address.vhost)"
            try hub.write("config/exports/1.csv", Offers.file((1...20_000).map { "K\($0);03;a" }))
            let program = try hub.start("run", "config")
            #expect(try Whole.comesTrue(within: 60) { try hub.depth("inbox.cre") ?? 0 > 0 })
            road.program.signal(SIGSTOP)
            program.signal(SIGTERM)
            #expect(Whole.comesTrue { program.errors.contains("event=hub.ending\n") })
            let start = ContinuousClock.now
            program.signal(SIGTERM)
            let ended = program.ended()
            #expect(ContinuousClock.now - start < .seconds(2))
            #expect(ended.code == 128 + SIGTERM)
            road.program.kill()
        }
    }

    @Test func `one run of every feed is left too, and says which feeds did not run`() throws {
        try Installation.small { hub in
            try hub.write("config/feeds/z.jsonc", try hub.read("config/feeds/offres.jsonc"))
            try hub.apply()
            let rows = (0..<1_000).map { "K\($0);03;poste \($0);1\n" }.joined()
            try hub.write(
                "config/exports/1.csv", "ref;dept;poste;postes\n" + String(repeating: rows, count: 1_000))
            let program = try hub.start("run", "config", "--once")
            #expect(Whole.comesTrue { program.hasOpen("exports/1.csv") })
            let ended = try #require(program.terminated())
            #expect(
                ended
                    == Ended(
                        code: 69, output: "",
                        errors: """
                            feed offres: stopped
                            hub: asked to end before the run did
                              why: the checkpoint is as it was; what was sent already is sent again with the same ids
                              fix: run again
                            feed z: not run, because the hub was asked to end

                            """))
            #expect(try hub.depth("inbox.cre") == 0)
        }
    }
}
