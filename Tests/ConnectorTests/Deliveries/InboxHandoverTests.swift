import Canonical
import Foundation
import Synchronization
import Testing

@testable import Connectors

/// What becomes of the messages of an inbox, with a real broker and a destination that does as it is told.
@Suite(.enabled(if: TestBroker.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct InboxHandoverTests {
    /// A destination that remembers what it was handed, and answers as a test says.
    private final class Told: Sendable {
        let batches = Mutex<[[InboxMessage]]>([])
        /// The next answers, a call each; then everything is taken.
        let answers: Mutex<[Result<[Handover], Failure>]>

        init(_ answers: [Result<[Handover], Failure>] = []) { self.answers = Mutex(answers) }

        /// The keys of each batch.
        var keys: [String] { batches.withLock { $0.map { $0.map(\.key).joined(separator: " ") } } }
    }

    private struct Listed: Destination {
        static let word = "listed"
        static func read(_ settings: Settings, of member: String, _ reading: ConfigReading) -> Listed? { nil }
        let told: Told
        var hours: [Int] = []
        var label: String { "a list" }
        var fingerprint: String { "list" }
        func isUrgent(_ message: InboxMessage) -> Bool { message.key.hasPrefix("!") }

        func deliver(
            _ messages: [InboxMessage], at now: Int, tick: @escaping () throws(Failure) -> Void
        ) throws(Failure) -> [Handover] {
            try tick()
            told.batches.withLock { $0.append(messages) }
            let answer = told.answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            return try answer?.get() ?? messages.map { _ in .delivered }
        }
    }

    /// A collective whose member `cre` has its inbox handed over.
    private struct Stage {
        let collective: Collective
        let connection: BrokerConnection
        /// 2026-11-20T10:00 in Paris.
        let now = 1_795_165_200

        init(_ address: BrokerAddress, _ management: Management) throws {
            let hub = #"""
                {
                  "collective": "essai", "name": "Essai",
                  "broker": { "url": "amqp://\#(address.user)@\#(address.host):\#(address.port)/\#(address.vhost)", "password": "\#(address.password)" },
                  "pseudonyms": { "key": "0123456789abcdef0123456789abcdef" }
                }
                """#
            let member = #"{ "name": "La CRE", "kind": "CRE", "delivery": { "files": { "folder": "cre" } } }"#
            collective = try SmallConfig([
                "hub.jsonc": hub, "members/cre.jsonc": member,
                "members/aci.jsonc": #"{ "name": "Un ACI", "kind": "ACI" }"#,
            ]).read()
            let apply = TopologyApply(collective.topology, to: address, management: management)
            try apply.carryOut(try apply.differences())
            connection = try BrokerConnection(address, name: "test")
            try connection.declare(queue: Queue(Topology.digest(of: "cre")))
        }

        func publish(_ key: String, _ event: Event = .created, at time: Int? = nil, _ data: String? = nil) throws {
            let body = InboxMessage.body(
                key, "offer", event, data ?? #""type":"job","title":"Plongeur""#, nil, "/essai/feeds/offres",
                time ?? now)
            try publish(body, "\(key)-\(event.rawValue)-\(time ?? now)", at: time ?? now)
        }

        /// On a connection of its own: one that waits for other tests to end is dropped by the broker.
        func publish(_ body: [UInt8], _ id: String, at time: Int) throws {
            let publisher = try Publisher(BrokerConnection(collective.broker.address, name: "test publishes"))
            defer { publisher.connection.close() }
            try publisher.publish(
                Message(
                    exchange: "private", routingKey: "to.cre", id: id, type: "siae.offer.created", timestamp: time,
                    body: body))
            try publisher.settle()
        }

        /// One run, told in a line.
        func run(_ told: Told, hours: [Int] = [], at now: Int? = nil) throws -> String {
            let destination = Listed(told: told, hours: hours)
            var member = try #require(collective.member("cre"))
            member.delivery = destination
            var report = DeliveryReport(member, destination)
            let now = now ?? self.now
            do throws(Failure) {
                let fault = try InboxHandover(member, to: destination, of: collective, clock: { now })
                    .run(isOnce: true, into: &report)
                let counts = [
                    ("delivered", report.delivered), ("refused", report.refused), ("postponed", report.postponed),
                    ("unreadable", report.unreadable), ("kept", report.kept),
                ]
                let failed = fault.map { ["\($0.failure.cause) \($0.attempts)"] } ?? []
                return (counts.filter { $0.1 > 0 }.map { "\($0.0) \($0.1)" } + failed).joined(separator: ", ")
            } catch {
                return "\(error.problem)"
            }
        }

        func worker(_ told: Told) -> DeliveryWorker? {
            var member = collective.member("cre")
            member?.delivery = Listed(told: told)
            return member.flatMap { DeliveryWorker($0, of: collective) }
        }

        /// What one turn of a worker tells the log.
        func turn(of worker: DeliveryWorker, _ stop: Stop = Stop()) async throws -> String {
            let ended = try await worker.work(at: now, stop)
            return (ended.lines.map(\.event) + (ended.isFailing ? ["failing"] : [])).joined(separator: " ")
        }

        func depth(_ queue: String) throws -> Int? { try connection.depth(ofQueue: queue)?.messages }

        /// What lies in the queue `dead`: queue, reason, problem.
        func dead() throws -> [String] {
            var letters: [String] = []
            while let delivery = try connection.take(fromQueue: DeadLetter.queue) {
                let letter = DeadLetter(from: delivery)
                letters.append(
                    "\(letter.queue) \(letter.reason.rawValue) \(letter.original.id ?? ""): \(letter.problem.what)")
                try connection.acknowledge(delivery.tag)
            }
            return letters
        }

        func record() throws -> DeliveryRecord {
            try #require(try DeliveryRecord.last(of: "cre", at: collective.broker.address))
        }
    }

    private func stage(_ body: (Stage) throws -> Void) throws {
        try TestBroker.withVhost { address, management in try body(try Stage(address, management)) }
    }

    private func stage(_ body: (Stage) async throws -> Void) async throws {
        let management = try TestBroker.management()
        var address = try TestBroker.address()
        address.vhost = "test-\(UInt64.random(in: 0 ... .max))"
        let vhost = address.vhost
        defer { try? management.delete(vhost: vhost) }
        try await body(try Stage(address, management))
    }

    private func problem(_ what: String) -> Problem { Problem(Place("a list"), what) }
    private func away(_ what: String = "nobody there") -> Result<[Handover], Failure> {
        .failure(Failure(problem(what), .unreachable))
    }

    @Test func `messages are handed over in order, once, and put on record without what stands in them`() throws {
        try stage { stage in
            let told = Told()
            for key in ["B", "A", "C"] { try stage.publish(key) }
            try stage.publish("A", .withdrawn)
            #expect(try stage.run(told) == "delivered 4")
            #expect(told.keys == ["B A C A"])
            #expect(try stage.run(told) == "")
            let record = try stage.record()
            #expect(
                record.delivered == [
                    "B-created-1795165200", "A-created-1795165200", "C-created-1795165200", "A-withdrawn-1795165200",
                ])
            #expect(record.total == 4 && record.last == "2026-11-20T09:00:00Z" && record.since == record.last)
            #expect(!String(decoding: record.message.body, as: UTF8.self).contains("Plongeur"))
            try stage.publish("D")
            #expect(try stage.run(told, at: stage.now + 60) == "delivered 1")
            #expect(try stage.record().total == 5)
            #expect(try stage.record().since == "2026-11-20T09:00:00Z")
        }
    }

    @Test func `hundreds that are handed over together do not come again`() throws {
        try stage { stage in
            let told = Told()
            let publisher = try Publisher(BrokerConnection(stage.collective.broker.address, name: "test publishes"))
            defer { publisher.connection.close() }
            for number in 0..<300 {
                try publisher.publish(
                    Message(
                        exchange: "private", routingKey: "to.cre", id: "\(number)", type: "siae.offer.created",
                        timestamp: stage.now - 7_200, body: InboxMessage.body("\(number)")))
            }
            try publisher.settle()
            // The broker forgets acknowledgements that come one by one right before the end of a connection.
            #expect(try stage.run(told, hours: [540], at: stage.now) == "delivered 300, kept 300")
            #expect(try stage.run(told, hours: [540], at: stage.now + 60) == "")
            #expect(told.keys.count == 1)
        }
    }

    @Test func `an identity survives, and a copy that lacks what others must have is read all the same`() throws {
        try stage { stage in
            let told = Told()
            let person = #""person":{"id":"0123456789abcdef0123456789abcdef"}"#
            let referral = #""type":"interSIAE","addressedTo":"cre",\#(person),"identity":{"lastName":"Quinquet"}"#
            try stage.publish(InboxMessage.body("R", "referral", .created, referral), "R", at: stage.now)
            // What made the immersion fail is for its addressee.
            let immersion = #""status":"rejected",\#(person),"objective":"confirmProject","submitted":"2026-01-01""#
            try stage.publish(InboxMessage.body("I", "immersion", .created, immersion), "I", at: stage.now)
            #expect(try stage.run(told) == "delivered 2")
            #expect(told.batches.withLock { $0[0][0].entity?.text("identity.lastName") } == "Quinquet")
        }
    }

    @Test func `what cannot be read, is refused or fails alone is kept elsewhere, and holds up nothing`() throws {
        try stage { stage in
            let told = Told([
                .success([.delivered, .refused(problem("not wanted")), .postponed(problem("not now")), .delivered])
            ])
            try stage.publish("A")
            try stage.publish(Array("no JSON".utf8), "X", at: stage.now)
            for key in ["B", "C", "D"] { try stage.publish(key) }
            #expect(try stage.run(told) == "delivered 2, refused 1, postponed 1, unreadable 1")
            let dead = try stage.dead()
            #expect(
                dead == [
                    "inbox.cre invalid X: it cannot be read: an object is missing before \"n\"",
                    "inbox.cre refused B-created-1795165200: not wanted",
                ])
            #expect(try stage.depth("retry.10s") == 1)
            // The broker brings it back after ten seconds; here it is brought back at once, four times.
            for step in RetryLadder.steps {
                let later = try #require(try stage.connection.take(fromQueue: step.queue))
                try stage.connection.acknowledge(later.tag)
                var message = Message(
                    exchange: "", routingKey: "inbox.cre", id: later.id ?? "", type: "", timestamp: 0, body: later.body)
                message.headers = later.headers
                let publisher = try Publisher(BrokerConnection(stage.collective.broker.address, name: "test"))
                try publisher.publish(message)
                try publisher.settle()
                publisher.connection.close()
                let again = Told([.success([.postponed(problem("not now"))])])
                #expect(try stage.run(again) == "postponed 1")
                #expect(again.keys == ["C"])
            }
            #expect(try stage.dead() == ["inbox.cre exhausted C-created-1795165200: not now"])
        }
    }

    @Test func `while the destination is away nothing is lost, however often it is tried`() throws {
        try stage { stage in
            let told = Told(Array(repeating: away(), count: 25))
            for key in ["A", "B"] { try stage.publish(key) }
            for attempt in 1...25 { #expect(try stage.run(told) == "unreachable \(attempt)") }
            let record = try stage.record()
            #expect(record.outcome == .failed && record.attempts == 25 && record.problem == "a list: nobody there")
            #expect(try stage.run(told) == "delivered 2")
            #expect(told.keys.last == "A B")
            #expect(try stage.dead() == [])
            #expect(try stage.record().outcome == .delivered)
            #expect(try stage.record().failingSince == nil)
        }
    }

    @Test func `what a destination took before it broke off is not handed over again`() throws {
        try stage { stage in
            let told = Told([.success([.delivered, .delivered]), away(), .success([.delivered])])
            for key in ["A", "B", "C"] { try stage.publish(key) }
            #expect(try stage.run(told) == "delivered 2, unreachable 1")
            #expect(try stage.run(told) == "delivered 1")
            #expect(told.keys == ["A B C", "C", "C"])
        }
    }

    @Test func `a dead destination is on record, and its messages wait`() throws {
        try stage { stage in
            let told = Told([.failure(Failure(problem("gone"), .config))])
            try stage.publish("A")
            #expect(try stage.run(told) == "config 1")
            #expect(try stage.record().outcome == .dead)
            #expect(try stage.run(told) == "delivered 1")
        }
    }

    @Test func `a worker leaves a dead destination alone until somebody finds it well again`() async throws {
        try await stage { stage in
            let told = Told([.failure(Failure(problem("gone"), .config))])
            let worker = try #require(stage.worker(told))
            try stage.publish("A")
            #expect(try await stage.turn(of: worker) == "destination.dead failing")
            #expect(try await stage.turn(of: worker) == "")
            #expect(told.keys == ["A"])
            #expect(try stage.run(told) == "delivered 1")
            try stage.publish("B")
            #expect(try await stage.turn(of: worker) == "messages.delivered destination.recovered")
            #expect(told.keys == ["A", "A", "B"])
        }
    }

    @Test func `a destination that is away is told once, however often it is tried`() async throws {
        try await stage { stage in
            let worker = try #require(stage.worker(Told([away(), away("nobody yet"), away(), away()])))
            try stage.publish("A")
            #expect(try await stage.turn(of: worker) == "delivery.failed failing")
            for _ in 1...3 { #expect(try await stage.turn(of: worker) == "failing") }
            #expect(try stage.record().attempts == 4)
        }
    }

    @Test func `what is not urgent waits for its hour, and is handed over together as it is then`() throws {
        try stage { stage in
            let told = Told()
            let eight = stage.now - 7_200
            for (key, event) in [
                ("A", Event.created), ("!U", .created), ("B", .created), ("A", .updated), ("B", .withdrawn),
                ("C", .updated),
            ] {
                try stage.publish(key, event)
            }
            #expect(try stage.run(told, hours: [480, 960]) == "delivered 1, kept 5")
            #expect(told.keys == ["!U"])
            // Not before four in the afternoon.
            #expect(try stage.run(told, hours: [480, 960], at: eight + 8 * 3_600 - 1) == "")
            #expect(try stage.depth("digest.cre") == 5)
            #expect(try stage.run(told, hours: [480, 960], at: eight + 8 * 3_600) == "delivered 2")
            #expect(told.keys == ["!U", "A C"])
            #expect(told.batches.withLock { $0[1].map(\.event) } == [.created, .updated])
            #expect(try stage.depth("digest.cre") == 0)
            #expect(try stage.record().merged == 1)
            // What came before an hour at which no hub worked does not wait for the next.
            try stage.publish("D", at: eight - 60)
            #expect(try stage.run(told, hours: [480, 960]) == "delivered 1, kept 1")
        }
    }

    @Test func `an hour that fails comes again, and hours that are given up leave nothing behind`() throws {
        try stage { stage in
            let told = Told([away(), .success([.delivered])])
            for key in ["A", "B"] { try stage.publish(key) }
            #expect(try stage.run(told, hours: [480]) == "kept 2")
            let tomorrow = stage.now + 86_400
            #expect(try stage.run(told, hours: [480], at: tomorrow) == "unreachable 1")
            // One of two is taken, then the other.
            #expect(try stage.run(told, hours: [480], at: tomorrow) == "delivered 2")
            #expect(told.keys == ["A B", "A B", "B"])
            try stage.publish("C")
            #expect(try stage.run(told, hours: [480]) == "kept 1")
            #expect(try stage.run(told, hours: []) == "delivered 1")
        }
    }

    @Test func `what a later message makes superfluous does not come again when the rest of the hour fails`() throws {
        try stage { stage in
            let told = Told([.success([.delivered]), away()])
            for (key, event) in [("A", Event.created), ("B", .created), ("A", .updated), ("C", .updated)] {
                try stage.publish(key, event)
            }
            #expect(try stage.run(told, hours: [480]) == "kept 4")
            let tomorrow = stage.now + 86_400
            #expect(try stage.run(told, hours: [480], at: tomorrow) == "delivered 1, unreachable 1")
            #expect(try stage.run(told, hours: [480], at: tomorrow) == "delivered 2")
            #expect(told.keys == ["B A C", "A C", "A C"])
            #expect(told.batches.withLock { $0[2].map(\.event) } == [.created, .updated])
            let other = Told([.success([.delivered, .delivered]), away()])
            for (key, event) in [
                ("A", Event.updated), ("B", .updated), ("A", .updated), ("B", .withdrawn), ("C", .updated),
            ] {
                try stage.publish(key, event, at: stage.now + 3)
            }
            #expect(try stage.run(other, hours: [480]) == "kept 5")
            #expect(try stage.run(other, hours: [480], at: tomorrow) == "delivered 2, unreachable 1")
            #expect(try stage.run(other, hours: [480], at: tomorrow) == "delivered 1")
            #expect(other.keys == ["A B C", "C", "C"])
        }
    }

    @Test func `of two hubs one hands an inbox over`() throws {
        try stage { stage in
            let told = Told()
            try stage.publish("A")
            #expect(try Lease.isGranted(queue: "deliveries.cre.lease", on: stage.connection))
            #expect(
                try stage.run(told).replacing("\(stage.collective.broker.address)", with: "broker") == """
                    broker: another hub process hands the inbox of cre over
                      why: it holds the exclusive queue deliveries.cre.lease
                      fix: wait for it, or stop the other process
                    """)
            #expect(told.keys == [])
        }
    }

    @Test func `queues that are missing are told with what to do`() throws {
        try stage { stage in
            try stage.connection.delete(queue: "deliveries.cre")
            #expect(
                try stage.run(Told()).replacing(stage.collective.folder, with: "config") == """
                    deliveries.cre: the queue does not exist
                      why: the hub hands the messages of cre over ("delivery" in config/members/cre.jsonc)
                      fix: run hub apply config
                    """)
        }
    }

    @Test func `a destination that tells nothing is a mistake, and takes no message away`() throws {
        try stage { stage in
            try stage.publish("A")
            #expect(try stage.run(Told([.success([])])).hasPrefix("a list: 0 answers for 1 messages"))
            #expect(try stage.run(Told()) == "delivered 1")
        }
    }
}
