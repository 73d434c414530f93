import Foundation
import Testing

@testable import Connectors

/// The example collective as a newcomer meets it, against what an independent program worked out beforehand.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct ExampleTests {
    private struct Figures: Decodable, Equatable {
        let read: Int
        let accepted: Int
        let rejected: Int
    }

    /// A line of `hub run --json`.
    private struct Report: Decodable {
        let feed: String
        let counts: FeedCounts
        let published: Int
    }

    private func expected<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
        try JSONDecoder().decode(
            type, from: try Data(contentsOf: Whole.fixtures.appending(path: "example/\(name).json")))
    }

    @Test func `every member finds in its inbox what it should, and the journal holds all of it without identities`()
        throws
    {
        try Installation.example { hub in
            try hub.apply()
            let second = try hub.hub("apply", "config")
            #expect(second == Ended(code: 0, output: "nothing to do: all 70 objects stand as configured\n", errors: ""))

            let run = try hub.hub("run", "config", "--once", "--json")
            #expect(run.code == 65)
            #expect(run.errors == "")
            let reports = try run.output.split(separator: "\n").map {
                try JSONDecoder().decode(Report.self, from: Data($0.utf8))
            }
            let figures = Dictionary(
                uniqueKeysWithValues: reports.map {
                    let counts = $0.counts
                    return ($0.feed, Figures(read: counts.read, accepted: counts.created, rejected: counts.rejected))
                })
            #expect(figures == (try expected("feeds", as: [String: Figures].self)))

            let journal = try hub.journal()
            try checkInboxes(hub, journal)
            try checkJournal(hub, journal, reports)

            // What was read is not read again, unless somebody asks for it.
            let repeated = try hub.hub("run", "config", "--once")
            #expect(repeated.code == 0)
            #expect(
                repeated.output.components(separatedBy: "    nothing new since run 1 at ").count == reports.count + 1)
            let again = try hub.hub("run", "config", "--once", "--again")
            #expect(again.code == 65)
            #expect(again.output.contains("\n\nnothing new: nothing published\n\ninbox atelier-des-sureaux: 0 waiting"))
            #expect(again.errors == "")
            #expect(try hub.depth("inbox.cre-limagne-allier") == 0)
            #expect(try hub.depth("unrouted") == 0)
        }
    }

    private func checkInboxes(_ hub: Installation, _ journal: [Received]) throws {
        let wanted = try expected("inboxes", as: [String: [String]].self)
        let files = try FileManager.default.contentsOfDirectory(atPath: hub.path("config/members"))
        let members = files.map { $0.replacing(".jsonc", with: "") }
        #expect(wanted.keys.sorted() == members.sorted())
        let known = Set(journal.map(\.id))
        for (member, entities) in wanted {
            let inbox = try hub.inbox(member)
            #expect(inbox.map { "\($0.kind) \($0.key)" }.sorted() == entities.sorted(), "\(member)")
            #expect(inbox.filter { !$0.wrong.isEmpty } == [])
            #expect(inbox.allSatisfy { $0.event == "created" && $0.headers == ["x-delivery-count", "x-hub-source"] })
            // What else goes to whom, a member cannot tell: neither from the properties nor from the routing key.
            #expect(!inbox.contains { received in members.contains { received.properties.contains($0) } })
            #expect(inbox.allSatisfy { $0.exchange == "hub" ? !$0.routingKey.contains("to.") : $0.kind == "referral" })
            #expect(Set(inbox.map(\.id)).isSubset(of: known))
            #expect(Set(inbox.map(\.id)).count == inbox.count)
        }
    }

    private func checkJournal(_ hub: Installation, _ journal: [Received], _ reports: [Report]) throws {
        let created = reports.reduce(0) { $0 + $1.counts.created }
        #expect(journal.count == created)
        #expect(Set(journal.map(\.id)).count == created)
        #expect(journal.filter { !$0.wrong.isEmpty } == [])
        // A referral is published twice: to its addressee, and without the identity to the journal.
        #expect(reports.reduce(0) { $0 + $1.published } == created + journal.count { $0.kind == "referral" })

        let identities = try hub.read("config/samples/sioule-orientations/expected.jsonl").split(separator: "\n")
            .map { try JSONDecoder().decode(Referral.self, from: Data($0.utf8)) }.compactMap(\.data.identity)
        let values = Set(identities.flatMap { [$0.phone, $0.email, "\($0.firstName ?? "") \($0.lastName ?? "")"] })
            .compactMap(\.self)
        #expect(values.count > 30)
        for value in values { #expect(!journal.contains { $0.body.contains(value) }, "\(value)") }
        #expect(!journal.contains { $0.body.contains("\"identity\"") })
    }

    private struct Referral: Decodable {
        struct Content: Decodable { let identity: Identity? }
        struct Identity: Decodable {
            let firstName: String?
            let lastName: String?
            let phone: String?
            let email: String?
        }
        let data: Content
    }

    @Test func `the C client's command line reads an inbox too`() throws {
        try Installation.example { hub in
            try hub.apply()
            _ = try hub.hub("run", "config", "--once", "--feed", "sureaux-postes")
            let member = "geiq-trois-rivieres"
            let url =
                "amqp://limagne-allier.\(member):\(Installation.password(of: member))@\(hub.address.host):\(hub.address.port)"
            let message = try #require(
                try TestBroker.run("amqp-get", ["-u", "\(url)/\(hub.address.vhost)", "-q", "inbox.\(member)"]))
            #expect(message.hasPrefix(#"{"specversion":"1.0","id":""#))
            #expect(message.contains(#""type":"siae.offer.created","subject":"PI-2026-01""#))
        }
    }
}
