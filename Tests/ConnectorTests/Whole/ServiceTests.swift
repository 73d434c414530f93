import Foundation
import Testing

@testable import Connectors

/// The hub as a service: it runs its feeds on their schedule until it is asked to end.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct ServiceTests {
    /// The logged lines, without their time.
    private func log(_ ended: Ended) -> [String] {
        ended.errors.split(separator: "\n").map { $0.split(separator: " ").dropFirst().joined(separator: " ") }
    }

    @Test func `a file that is dropped is picked up at the next turn, and SIGTERM ends the hub in order`() throws {
        try Installation.small { hub in
            try hub.apply()
            let program = try hub.start("run", "config")
            #expect(Whole.comesTrue { program.errors.contains("event=hub.started collective=petit feeds=1\n") })
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a"]))
            #expect(try Whole.comesTrue { try hub.depth("inbox.ai") == 1 })
            try hub.write("config/exports/2.csv", Offers.file(["1;03;a", "2;93300;b"]))
            #expect(Whole.comesTrue { program.errors.contains("event=record.rejected") })

            let ended = try #require(program.terminated())
            #expect(ended.code == 0)
            #expect(ended.output == "")
            let lines = log(ended)
            #expect(lines.first == "level=info event=hub.started collective=petit feeds=1")
            #expect(
                lines.contains(
                    "level=info event=feed.ran feed=offres run=1 read=1 rejected=0 created=1 updated=0 withdrawn=0 published=1"
                ))
            #expect(
                lines.contains {
                    $0.hasPrefix(
                        #"level=warn event=record.rejected feed=offres first="config/exports/2.csv:3:3: record 2, field \"dept\": "#
                    )
                })
            #expect(lines.suffix(2) == ["level=info event=hub.ending", "level=info event=hub.ended"])
            #expect(!lines.contains { $0.hasPrefix("level=error") })
            #expect(try hub.inbox("ai").map(\.change) == ["created 1"])
        }
    }

    @Test func `asked to end in the middle of a run, the hub finishes it`() throws {
        try Installation.small { hub in
            try hub.apply()
            try hub.write("config/exports/1.csv", Offers.file((1...5_000).map { "\($0);03;a" }))
            let program = try hub.start("run", "config")
            #expect(try Whole.comesTrue { try hub.depth("inbox.ai") ?? 0 > 0 })
            let ended = try #require(program.terminated())
            #expect(ended.code == 0)
            #expect(try hub.depth("inbox.ai") == 5_000)
            #expect(try hub.hub("run", "config", "--once").output.contains("nothing new: nothing published"))
        }
    }

    @Test func `while another hub runs a feed, this one stands by without alarming anybody, and takes over`() throws {
        try Installation.small { hub in
            try hub.apply()
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a"]))
            let other = try BrokerConnection(hub.address, name: "test")
            let lease = try Lease(feed: "offres", on: other)
            let program = try hub.start("run", "config")
            #expect(Whole.comesTrue { program.errors.contains("level=info event=feed.busy feed=offres again_in=1s\n") })
            try lease.release()
            #expect(Whole.comesTrue { program.errors.contains("event=feed.ran feed=offres run=1") })
            let ended = try #require(program.terminated())
            #expect(!ended.errors.contains("level=error"))
        }
    }

    @Test func `while the broker is away the hub waits, and goes on by itself when it is back`() throws {
        try Installation.small { hub in
            try hub.apply()
            let first = try Road(hub, port: 0)
            let port = try #require(first.port)
            try hub.write("config/exports/1.csv", Offers.file((1...5_000).map { "K\($0);03;a" }))
            let program = try hub.start("run", "config")
            #expect(try Whole.comesTrue { try hub.depth("inbox.ai") ?? 0 > 0 })
            first.program.kill()
            #expect(Whole.comesTrue { program.errors.contains("no broker answers at 127.0.0.1:\(port)") })
            let second = try Road(hub, port: port)
            // Run 1 was cut short.
            #expect(Whole.comesTrue { program.errors.contains("event=feed.ran feed=offres run=2 read=5000") })

            let ended = try #require(program.terminated())
            second.program.kill()
            #expect(ended.code == 0)
            let failed = log(ended).filter { $0.hasPrefix("level=error event=feed.") }
            #expect(
                failed.allSatisfy { $0.hasPrefix("level=error event=feed.failed feed=offres problem=\"amqp://hub@") })
            #expect(failed.allSatisfy { $0.hasSuffix(" again_in=0s") || $0.hasSuffix(" again_in=1s") })
            #expect(try hub.client("ids", "inbox.ai").contains(#""keys": 5000, "most": 1}"#))
        }
    }
}
