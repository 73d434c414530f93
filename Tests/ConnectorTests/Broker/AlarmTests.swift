import Canonical
import Testing

@testable import Connectors

/// A real memory alarm stops every publisher of the broker, so this runs alone.
@Suite(
    .serialized,
    .enabled(if: TestBroker.isThere && TestBroker.isAlone, "HUB_TEST_ALONE=yes deploy/test --filter AlarmTests"))
struct AlarmTests {
    @Test(arguments: [1_000, 200_000])
    func `a memory alarm does not hold a publisher for ever`(bytes: Int) throws {
        try TestBroker.withVhost { address, _ in
            var limits = BrokerLimits()
            limits.stall = 3
            let connection = try BrokerConnection(address, name: "test", limits: limits)
            try connection.declare(queue: Queue("q"))
            let publisher = try Publisher(connection, confirmLimit: 3)
            try publisher.publish(.sample("first", to: "q"))
            try publisher.settle()

            try TestBroker.allowMemory("0")
            defer { try? TestBroker.allowMemory("absolute", "4GB") }
            let start = ContinuousClock.now
            let failure = #expect(throws: Failure.self) {
                for number in 1...Publisher.window {
                    try publisher.publish(.sample("\(number)", to: "q", bytes: bytes))
                }
                try publisher.settle()
            }
            let allowed = [
                "the broker stopped reading (connection.blocked: low on memory), for 3 s now",
                "the broker accepted no data for 3 s",
            ]
            #expect(allowed.contains(failure?.problem.what ?? ""))
            #expect(failure?.isTemporary == true)
            #expect(ContinuousClock.now - start < .seconds(20))
        }
    }

    @Test(.enabled(if: Whole.isThere)) func `a hub that a memory alarm blocks ends when it is asked to`() throws {
        try Installation.small { hub in
            try hub.takeLargeInboxes()
            try hub.apply()
            try hub.write("config/exports/1.csv", Offers.file((1...100_000).map { "K\($0);03;a" }))
            let program = try hub.start("run", "config")
            #expect(try Whole.comesTrue(within: 60) { try hub.depth("inbox.cre") ?? 0 > 0 })
            try TestBroker.allowMemory("0")
            defer { try? TestBroker.allowMemory("absolute", "4GB") }
            let start = ContinuousClock.now
            let ended = try #require(program.terminated())
            #expect(ContinuousClock.now - start < .seconds(10))
            #expect(ended.code == 0)
            #expect(ended.errors.contains("event=feed.stopped feed=offres\n"), "\(ended.errors)")
            #expect(!ended.errors.contains("hub.cut"))
            try TestBroker.allowMemory("absolute", "4GB")
            var next = try hub.hub("run", "config", "--once")
            _ = try Whole.comesTrue(within: 90) {
                if next.code == 69 { next = try hub.hub("run", "config", "--once") }
                return next.code != 69
            }
            #expect(next.code == 0, "\(next.errors)")
            #expect(try hub.client("ids", "inbox.cre").contains(#""keys": 100000, "most": 1}"#))
        }
    }
}
