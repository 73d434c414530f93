import Canonical
import Foundation
import Testing

@testable import Connectors

/// Deliveries as an admin sees them: the program, a broker, receivers in Python, a folder.
@Suite(
    .enabled(if: Whole.isThere && WebServer.isThere, "set HUB_TEST_BROKER, install nginx and python3: run deploy/test"))
struct DeliveryTests {
    private static let secret = "0123456789abcdef0123456789abcdef"

    /// The small collective, in which `ai` and `ei` are handed what they receive at these receivers.
    private func stage(
        ai: String = "{}", ei: String = "{}", _ body: (Installation, _ ai: WebServer, _ ei: WebServer) throws -> Void
    ) throws {
        let (first, second) = (try WebServer.receiver(Self.secret, ai), try WebServer.receiver(Self.secret, ei))
        try Installation.small { hub in
            try hub.write("secrets/hook", Self.secret + "\n")
            for (member, server) in [("ai", first), ("ei", second)] {
                try hub.edit(
                    "config/members/\(member).jsonc", "  \"subscription\"",
                    """
                      "delivery": { "webhook": { "url": "http://127.0.0.1:\(server.port)/", "secret": "file:${HUB_SECRETS}/hook" } },
                      "subscription"
                    """)
            }
            try hub.apply()
            try body(hub, first, second)
        }
    }

    /// An export of offers for `ai` (A…) and `ei` (E…).
    private func export(_ hub: Installation, _ keys: String...) throws {
        let rows = keys.map { "\($0);Plongeur;\($0.hasPrefix("A") ? "03" : "63");1\n" }
        try hub.write("config/exports/offres.csv", "ref;poste;dept;postes\n" + rows.joined())
    }

    /// What people read, without ports and times.
    private func plain(_ text: String) -> String {
        text.replacing(#/127\.0\.0\.1:\d+/#, with: "127.0.0.1").replacing(#/\d{4}-\d\d-\d\dT[\d:]+Z/#, with: "TIME")
    }

    private func deliveries(_ status: Ended) -> String {
        let lines = plain(status.output).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let start = lines.firstIndex { $0.hasPrefix("delivery ") } ?? lines.endIndex
        return lines[start...].prefix { !$0.hasPrefix("attention") && !$0.isEmpty }.joined(separator: "\n")
    }

    @Test func `a dead receiver takes nothing from a living one, and status says so`() throws {
        try stage(ei: #"{ "then": { "status": 410 } }"#) { hub, ai, ei in
            try export(hub, "A1", "A2", "E1")
            #expect(
                deliveries(try hub.hub("status", "config")).hasPrefix(
                    "delivery ai: webhook http://127.0.0.1\n    nothing delivered yet · 0 waiting"))
            let run = try hub.hub("run", "config", "--once")
            #expect(run.code == 78)
            #expect(
                plain(run.errors) == """
                    delivery ei: its messages wait
                    webhook http://127.0.0.1: the receiver answered 410
                      why: 410 means that it is gone and wants nothing any more
                      fix: ask whoever runs it; then correct or remove "delivery" at config/members/ei.jsonc:4:28

                    """)
            #expect(plain(run.output).contains("delivery ai\n    2 delivered (webhook http://127.0.0.1)\n"))
            #expect(Set(try ai.sent().map(\.key)) == ["A1", "A2"])
            #expect(try ai.sent().allSatisfy { $0.wrong.isEmpty })
            let status = try hub.hub("status", "config")
            #expect(status.code == 65)
            #expect(
                deliveries(status) == """
                    delivery ai: webhook http://127.0.0.1
                        2 delivered since TIME, the last at TIME · 0 waiting
                    delivery ei: webhook http://127.0.0.1
                        0 delivered since TIME · 1 waiting
                        dead since TIME
                          webhook http://127.0.0.1: the receiver answered 410
                            why: 410 means that it is gone and wants nothing any more
                            fix: ask whoever runs it; then correct or remove "delivery" at config/members/ei.jsonc:4:28
                        it is tried again when the hub reads its config anew, or by hub run config --once
                    """)
            let json = try hub.hub("status", "config", "--json").output
            struct Whole: Decodable {
                struct Delivery: Decodable, Equatable {
                    let member: String
                    let delivered: Int?
                    let waiting: Int?
                    let isDead: Bool
                }
                let deliveries: [Delivery]
            }
            #expect(
                try JSONDecoder().decode(Whole.self, from: Data(json.utf8)).deliveries == [
                    .init(member: "ai", delivered: 2, waiting: 0, isDead: false),
                    .init(member: "ei", delivered: 0, waiting: 1, isDead: true),
                ])
        }
    }

    @Test func `a hub that runs says once what is wrong, delays nobody, and goes on when it is right again`() throws {
        let away = #"{ "answers": [{ "status": 500 }, { "status": 500 }, { "close": "before" }] }"#
        try stage(ai: away, ei: #"{ "then": { "status": 410 } }"#) { hub, ai, ei in
            let program = try hub.start("run", "config")
            defer { program.kill() }
            try export(hub, "A1", "E1")
            #expect(try Whole.comesTrue(within: 30) { try ai.sent().count == 4 })
            #expect(try ai.sent().map(\.key) == ["A1", "A1", "A1", "A1"])
            #expect(Set(try ai.sent().map(\.id)).count == 1)
            #expect(Whole.comesTrue { program.errors.contains("event=destination.recovered delivery=ai failures=3") })
            try export(hub, "A1", "A2", "E1", "E2")
            #expect(try Whole.comesTrue { try ai.sent().map(\.key).last == "A2" })
            #expect(try ei.sent().count == 1)
            let ended = try #require(program.terminated())
            #expect(ended.code == 0)
            let events = ended.errors.split(separator: "\n").compactMap {
                $0.firstMatch(of: #/event=(delivery\.failed|destination\.dead) delivery=(\w+)/#)?.output.0
            }
            #expect(events.sorted() == ["event=delivery.failed delivery=ai", "event=destination.dead delivery=ei"])
        }
    }

    @Test func `a receiver that does not answer delays nobody else`() throws {
        try stage(ei: #"{ "then": { "status": 200, "delay": 600 } }"#) { hub, ai, ei in
            let program = try hub.start("run", "config")
            defer { program.kill() }
            try export(hub, "A1", "E1")
            #expect(try Whole.comesTrue { try ei.sent().count == 1 && ai.sent().count == 1 })
            try export(hub, "A1", "A2", "E1")
            #expect(try Whole.comesTrue { try ai.sent().map(\.key) == ["A1", "A2"] })
            #expect(try ei.sent().count == 1)
            // Nor the end of the hub.
            #expect(program.terminated()?.code == 0)
            #expect(try hub.depth("inbox.ei") == 1)
        }
    }

    @Test func `killed between handing over and acknowledging, it hands over again with the same id`() throws {
        try stage(ai: #"{ "keys": { "A2": { "status": 200, "delay": 2 } } }"#) { hub, ai, _ in
            try export(hub, "A1")
            #expect(try hub.hub("run", "config", "--once").code == 0)
            try export(hub, "A1", "A2")
            let program = try hub.start("run", "config")
            #expect(try Whole.comesTrue { try ai.sent().count == 2 })
            program.kill()
            #expect(try Whole.comesTrue { try hub.depth("inbox.ai") == 1 })
            #expect(try hub.hub("run", "config", "--once").code == 0)
            let sent = try ai.sent()
            #expect(sent.map(\.key) == ["A1", "A2", "A2"])
            #expect(sent[1].id == sent[2].id && sent[1].body == sent[2].body)
            #expect(try hub.depth("inbox.ai") == 0)
        }
    }

    @Test func `a member whose inbox the hub reads may publish, and may not read it`() throws {
        try stage { hub, _, _ in
            var address = hub.address
            (address.user, address.password) = ("petit.ai", Installation.password(of: "ai"))
            let connection = try BrokerConnection(address, name: "test")
            defer { connection.close() }
            do throws(Failure) {
                _ = try connection.take(fromQueue: "inbox.ai")
                Issue.record("it could read")
            } catch {
                #expect(error.problem.what.contains("ACCESS_REFUSED"))
            }
            let publisher = try Publisher(BrokerConnection(address, name: "test"))
            defer { publisher.connection.close() }
            try publisher.publish(
                Message(
                    exchange: "in", routingKey: "ai.offer", id: "m-1", type: "", contentType: "", timestamp: 0,
                    body: Array("{}".utf8)))
            try publisher.settle()
            #expect(try hub.depth("ingress") == 1)
        }
    }

    @Test func `dead letters and the journal bring messages back to the one that lacks them`() throws {
        try stage(ai: #"{ "answers": [{ "status": 422 }] }"#) { hub, ai, _ in
            try export(hub, "A1", "A2")
            let run = try hub.hub("run", "config", "--once")
            #expect(run.code == 65)
            #expect(plain(run.output).contains("1 delivered (webhook http://127.0.0.1) · 1 refused"))
            #expect(try hub.hub("dead", "list", "config").output.contains("refused"))
            #expect(try hub.hub("dead", "replay", "config", "--member", "ai").code == 0)
            #expect(try hub.hub("run", "config", "--once").code == 0)
            #expect(try ai.sent().count == 3)
            #expect(try hub.hub("replay", "config", "ai", "--since", "1 day").code == 0)
            #expect(try hub.hub("run", "config", "--once").code == 0)
            #expect(try ai.sent().count == 5)
            #expect(Set(try ai.sent().map(\.id)).count == 2)
        }
    }

    @Test func `a folder is filled, and an address that is corrected is tried at once`() throws {
        try stage(ei: #"{ "then": { "status": 404 } }"#) { hub, _, ei in
            try hub.write(
                "config/members/cre.jsonc",
                #"{ "name": "La CRE", "kind": "CRE", "delivery": { "files": { "folder": "../boite" } } }"#)
            try hub.apply()
            try export(hub, "A1", "E1")
            let program = try hub.start("run", "config")
            defer { program.kill() }
            #expect(Whole.comesTrue { program.errors.contains("there is no such folder") })
            try FileManager.default.createDirectory(atPath: hub.path("boite"), withIntermediateDirectories: false)
            #expect(Whole.comesTrue { (try? hub.read("boite/offres.csv").split(separator: "\r\n").count) == 3 })
            #expect(Whole.comesTrue { program.errors.contains("destination.dead") })
            let right = try WebServer.receiver(Self.secret)
            try hub.edit("config/members/ei.jsonc", "127.0.0.1:\(ei.port)/", "127.0.0.1:\(right.port)/")
            program.signal(SIGHUP)
            #expect(try Whole.comesTrue { try right.sent().map(\.key) == ["E1"] })
        }
    }
}
