import Canonical
import Testing

@testable import Connectors

/// A real memory alarm stops every publisher of the broker, so this runs alone and only where it is asked for.
@Suite(
    .serialized,
    .enabled(
        if: TestBroker.isThere && TestBroker.control != nil,
        "set HUB_TEST_CTL to a command that runs rabbitmqctl on the test broker, and filter for AlarmTests"))
struct AlarmTests {
    @Test(arguments: [1_000, 200_000])
    func `a memory alarm does not hold a publisher for ever`(bytes: Int) throws {
        let control = try #require(TestBroker.control)
        try TestBroker.withVhost { address, _ in
            var limits = BrokerLimits()
            limits.stall = 3
            let connection = try BrokerConnection(address, name: "test", limits: limits)
            try connection.declare(queue: Queue("q"))
            let publisher = try Publisher(connection, confirmLimit: 3)
            try publisher.publish(.sample("first", to: "q"))
            try publisher.settle()

            _ = try TestBroker.run(control, ["set_vm_memory_high_watermark", "0"])
            defer { _ = try? TestBroker.run(control, ["set_vm_memory_high_watermark", "absolute", "4GB"]) }
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
}
