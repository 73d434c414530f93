import Canonical
import Testing

@testable import Connectors

@Suite struct SpoolTests {
    private func message(_ number: Int, bytes: Int) -> Message {
        Message(
            exchange: number.isMultiple(of: 2) ? "hub" : "private", routingKey: "offer.job.\(number)",
            copies: (0..<number % 4).map { "to.m\($0)" }, id: "id-\(number)", type: "siae.offer.created", timestamp: 0,
            headers: number.isMultiple(of: 3) ? [] : [("x-hub-source", "é#\(number)")],
            body: (0..<bytes).map { UInt8(truncatingIfNeeded: $0 &+ number) })
    }

    @Test func `messages come back as they went in, also when they fill several buffers`() throws {
        let spool = try Spool()
        let sizes = (0..<3_000).map { $0 % 900 } + [3 << 20, 0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1]
        for (number, size) in sizes.enumerated() {
            try spool.append(message(number, bytes: size), to: ["m\(number % 5)"])
        }
        #expect(spool.count == sizes.count)
        #expect(spool.recipients == ["m0", "m1", "m2", "m3", "m4"])
        // Twice: a run that is repeated reads it again.
        for _ in 0..<2 {
            var number = 0
            try spool.forEach(timestamp: 7, correlation: "f/1") { back, _ throws(Failure) in
                let sent = message(number, bytes: sizes[number])
                let isSame =
                    back.exchange == sent.exchange && back.routingKey == sent.routingKey && back.copies == sent.copies
                    && back.id == sent.id && back.type == sent.type && back.body == sent.body && back.timestamp == 7
                    && back.correlation == "f/1" && back.contentType == sent.contentType
                    && back.headers.map(\.value) == sent.headers.map(\.value)
                if !isSame { Issue.record("message \(number) came back otherwise") }
                number += 1
            }
            #expect(number == sizes.count)
        }
    }

    @Test func `each message comes back with the number of its change`() throws {
        let spool = try Spool()
        try spool.append(message(0, bytes: 1), to: ["m1"])
        try spool.append(change: [(message(1, bytes: 1), ["m1"]), (message(2, bytes: 1), ["m2"])])
        try spool.append(change: [])
        try spool.append(change: [(message(3, bytes: 1), ["m1"])])
        var changes: [Int] = []
        try spool.forEach(timestamp: 7, correlation: "f/1") { _, change throws(Failure) in changes.append(change) }
        #expect(changes == [0, 1, 1, 3])
    }

    @Test func `an empty spool gives nothing`() throws {
        try Spool().forEach(timestamp: 0, correlation: "") { _, _ throws(Failure) in Issue.record("a message") }
    }
}
