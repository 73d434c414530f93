import Canonical
import Foundation
import Testing

@testable import Connectors

@Suite(.enabled(if: TestBroker.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct JournalTests {
    /// Gives a collective, whose broker is a vhost of this test, to it.
    private func with(_ body: (Collective, BrokerAddress) throws -> Void) throws {
        try TestBroker.withVhost { address, _ in
            let connection = try BrokerConnection(address, name: "test")
            try connection.declare(queue: Queue(Topology.journal, .stream))
            connection.close()
            var config = try SmallConfig()
            config.files["hub.jsonc"] = #"""
                {
                  "collective": "essai", "name": "Essai",
                  "broker": {
                    "url": "amqp://\#(address.user)@\#(address.host):\#(address.port)/\#(address.vhost)",
                    "password": "\#(address.password)"
                  },
                  "pseudonyms": { "key": "0123456789abcdef0123456789abcdef" }
                }
                """#
            try body(try config.read(), address)
        }
    }

    private func offsets(_ journal: Journal, since: Int? = nil) throws -> [Int] {
        var offsets: [Int] = []
        try journal.read(since: since) { entry throws(Failure) in
            offsets.append(entry.offset)
            return true
        }
        return offsets
    }

    private func offsets(_ collective: Collective, since: Int? = nil) throws -> [Int] {
        try offsets(try Journal(of: collective, name: "test"), since: since)
    }

    private static let messages = JournalMessages()

    @Test func `nothing is in a journal that nobody wrote to`() throws {
        try with { collective, _ in
            let (all, later) = (try offsets(collective), try offsets(collective, since: 0))
            #expect(all == [] && later == [])
        }
    }

    @Test func `it ends where it ended when reading began, whatever is written meanwhile`() throws {
        try with { collective, address in
            let many = (0..<9_000).map { Self.messages.message(.created, "\($0)", at: 1_000) }
            try JournalMessages.put(many, address)
            let journal = try Journal(of: collective, name: "test")
            try JournalMessages.put((0..<50).map { Self.messages.message(.updated, "\($0)", at: 2_000) }, address)
            #expect(try offsets(journal) == Array(0..<9_000))
            // The end stays the end, however often it is read.
            #expect(try offsets(journal, since: 0) == Array(0..<9_000))
            #expect(try offsets(collective) == Array(0..<9_050))
        }
    }

    @Test func `reading stops when nothing more is wanted`() throws {
        try with { collective, address in
            try JournalMessages.put((0..<10).map { Self.messages.message(.created, "\($0)", at: 1) }, address)
            var count = 0
            try Journal(of: collective, name: "test").read { _ throws(Failure) in
                count += 1
                return count < 3
            }
            #expect(count == 3)
        }
    }

    @Test func `a moment after the last change finds nothing, one before the first everything`() throws {
        try with { collective, address in
            try JournalMessages.put((0..<10).map { Self.messages.message(.created, "\($0)", at: 1) }, address)
            let journal = try Journal(of: collective, name: "test")
            #expect(try offsets(journal, since: Int(Date().timeIntervalSince1970) + 86_400) == [])
            #expect(try offsets(journal, since: Int(Date().timeIntervalSince1970) - 86_400) == Array(0..<10))
        }
    }

    @Test func `a message that is no change is left out, at the end too`() throws {
        try with { collective, address in
            try JournalMessages.put(
                [
                    .sample("x", to: Topology.journal), Self.messages.message(.created, "1", at: 1),
                    .sample("y", to: Topology.journal),
                ], address)
            #expect(try offsets(collective) == [1])
        }
    }

    @Test func `an entry tells who, what and when, and a key with escapes as it is`() throws {
        try with { collective, address in
            try JournalMessages.put(
                [Self.messages.message(.updated, "a\"\\é\n", at: 1_700_000_000, run: 7, data: "{\"key\":\"k\"}")],
                address)
            var entries: [JournalEntry] = []
            try Journal(of: collective, name: "test").read { entry throws(Failure) in
                entries.append(entry)
                return true
            }
            let entry = try #require(entries.first)
            #expect(entry.key == "a\"\\é\n")
            #expect(entry.time == 1_700_000_000)
            #expect((entry.source, entry.publisher, entry.kind) == ("/essai/feeds/offres", "offres", "offer"))
            #expect(entry.event == .updated)
            #expect((entry.correlation, entry.origin) == ("offres/7", "1.csv#7"))
            #expect(entry.data.elementsEqual("{\"key\":\"k\"}".utf8))
        }
    }

    @Test func `without the queue hub apply is the way`() throws {
        try with { collective, address in
            try BrokerConnection(address, name: "test").delete(queue: Topology.journal)
            let failure = #expect(throws: Failure.self) { _ = try Journal(of: collective, name: "test") }
            #expect(
                failure?.problem.description == """
                    \(address): there is no journal (queue "journal")
                      fix: run hub apply \(collective.folder)
                    """)
            #expect(failure?.cause == .config)
        }
    }
}
