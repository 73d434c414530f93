import Canonical
import Foundation
import Testing

@testable import Connectors

@Suite(.enabled(if: TestBroker.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct AMQPSourceTests {
    private func source(_ address: BrokerAddress, _ more: String = "") throws -> any ExportSource {
        let reading = ConfigReading(folder: ".", variables: ["PASSWORD": address.password])
        let text = """
            { "source": { "amqp": { "url": "\(address)", "password": "${PASSWORD}", "queue": "exports"\(more) } } }
            """
        let source = ExportSources.read(
            Settings(try ConfigText.parse(Array(text.utf8), file: "feed.jsonc"), "the feed", reading))
        #expect(reading.problems.map(\.description) == [])
        return try #require(source)
    }

    /// Puts messages into the queue by a program that is not ours.
    private func publish(_ bodies: String..., to address: BrokerAddress) throws {
        let connection = try BrokerConnection(address, name: "test")
        defer { connection.close() }
        try connection.declare(queue: Queue("exports"))
        for body in bodies {
            #expect(
                try TestBroker.run(
                    "amqp-publish", ["--url=\(address.secretURL)", "--routing-key=exports", "--body=\(body)"]) != nil)
        }
    }

    private func depth(_ address: BrokerAddress) throws -> Int? {
        let connection = try BrokerConnection(address, name: "test")
        defer { connection.close() }
        return try connection.depth(ofQueue: "exports")?.messages
    }

    private func contents(_ fetched: Fetched?) throws -> [String] {
        try (fetched?.exports ?? []).map { String(decoding: try Fixtures.bytes($0.path), as: UTF8.self) }
    }

    @Test func `messages are exports in their order, and leave the queue when they are settled`() throws {
        try TestBroker.withVhost { address, _ in
            try publish("a;é", "b", to: address)
            let source = try source(address)
            let folder = try RunFolder()
            let fetched = try #require(try source.fetch(Visit(folder: folder, now: 0)))
            #expect(try contents(fetched) == ["a;é", "b"])
            #expect(fetched.exports.map(\.name) == ["message 1 of queue exports", "message 2 of queue exports"])
            try fetched.settle()
            #expect(try depth(address) == 0)
            #expect(try source.fetch(Visit(folder: folder, now: 0)) == nil)
        }
    }

    @Test func `messages of a run that dies are there again`() throws {
        try TestBroker.withVhost { address, _ in
            try publish("a", to: address)
            let source = try source(address)
            for _ in 1...2 {
                let folder = try RunFolder()
                #expect(try contents(try source.fetch(Visit(folder: folder, now: 0))) == ["a"])
            }
        }
    }

    @Test func `one run takes so many, and of whole exports the newest is enough`() throws {
        try TestBroker.withVhost { address, _ in
            try publish("a", "b", "c", to: address)
            let folder = try RunFolder()
            let two = try source(address, #", "most": 2, "take": "newest""#)
            let fetched = try #require(try two.fetch(Visit(folder: folder, now: 0)))
            #expect(try contents(fetched) == ["b"])
            try fetched.settle()
            #expect(try contents(try source(address).fetch(Visit(folder: folder, now: 0))) == ["c"])
        }
    }

    @Test func `a queue that is not there may come`() throws {
        try TestBroker.withVhost { address, _ in
            let failure = #expect(throws: Failure.self) { try source(address).exports() }
            #expect(failure?.isTemporary == true)
            #expect(
                failure?.problem.description == """
                    feed.jsonc:1:23: the queue "exports" does not exist
                      why: the feed reads its exports from it at \(address)
                      fix: let the structure's software create it, or correct "queue"
                    """)
        }
    }

    @Test func `what an address lacks is said with its place`() throws {
        let reading = ConfigReading(folder: ".", variables: [:])
        let text = #"{ "source": { "amqp": { "url": "http://host", "password": "geheim", "quue": "x" } } }"#
        _ = ExportSources.read(
            Settings(try ConfigText.parse(Array(text.utf8), file: "feed.jsonc"), "the feed", reading))
        #expect(
            reading.problems.map { "\($0.place.position): \($0.what)" } == [
                "feed.jsonc:1:23: \"queue\" is missing",
                "feed.jsonc:1:59: \"password\" is written out",
                "feed.jsonc:1:32: not a broker address: it does not begin with amqp:// or amqps://",
                "feed.jsonc:1:69: unknown word \"quue\" in \"amqp\"",
            ])
    }
}
