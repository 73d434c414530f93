import Canonical
import Testing

@testable import Connectors

@Suite(.enabled(if: TestBroker.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct PublicationTests {
    /// What a run over eight new entities finds; while the broker is to break it off, the sixth has a message that goes
    /// nowhere, over which the broker closes the channel.
    private func run(since snapshot: Snapshot, _ run: Int, isToBreak: Bool = false) throws -> (Diff, Spool, [String]) {
        var diff = Diff(since: snapshot, run: run)
        let spool = try Spool()
        var ids: [String] = []
        for number in 1...8 {
            let fingerprint = Fingerprint(digest: Array(repeating: UInt8(number), count: 16))
            let (change, run) = diff.add(
                key: Array("K\(number)".utf8).span, fingerprint, recipients: [], record: number)
            guard change == .created else { continue }
            ids.append("K\(number) of \(run)")
            func message(to exchange: String) -> Message {
                Message(
                    exchange: exchange, routingKey: "out", id: "K\(number) of \(run)", type: "siae.offer.created",
                    timestamp: 0, body: [])
            }
            let exchanges = isToBreak && number == 6 ? ["", "nowhere"] : [""]
            try spool.append(change: exchanges.map { (message(to: $0), []) })
        }
        return (diff, spool, ids)
    }

    @Test(arguments: [
        (Duration.zero, ["K6 of 1", "K7 of 1", "K8 of 1"]), (.seconds(600), (1...8).map { "K\($0) of 1" }),
    ])
    func `a run that was broken off goes on where it last noted how far it had come`(
        pause: Duration, left: [String]
    ) throws {
        try TestBroker.withVhost { address, _ in
            let collective = try SmallConfig().read()
            let observer = try BrokerConnection(address, name: "test")
            for queue in [Checkpoint.queue(of: "acme"), "out"] { try observer.declare(queue: Queue(queue)) }
            func publication() throws -> Publication {
                let connection = try BrokerConnection(address, name: "test")
                return try Publication(of: .acme, collective, at: 0, on: connection, Stop(), notes: (pause, 0))
            }
            var content = CheckpointContent(of: "acme")
            var outcome = content
            outcome.report.run = 1
            let (broken, brokenSpool, all) = try run(since: Snapshot(), 1, isToBreak: true)
            #expect(all.count == 8)
            do {
                let publication = try publication()
                #expect(try publication.checkpoint.load(isExpected: false) == nil)
                #expect(throws: Failure.self) {
                    try publication.publish(brokenSpool, broken, since: &content, outcome) { $0 }
                }
            }
            let publication = try publication()
            #expect(publication.hasPublished)
            let saved = try #require(try publication.checkpoint.load(isExpected: true))
            content = try CheckpointContent(saved.bytes, of: .acme)
            #expect(content.isInterrupted)
            let (next, spool, ids) = try run(since: content.snapshot, 2)
            #expect(ids == left)
            outcome.report.run = 2
            try publication.publish(spool, next, since: &content, outcome) { $0 }
            #expect(next.outcome.count == 8)
            let (_, _, none) = try run(since: next.outcome, 3)
            #expect(none == [])
        }
    }
}
