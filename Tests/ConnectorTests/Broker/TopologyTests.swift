import Canonical
import Testing

@testable import Connectors

@Suite struct TopologyOnPaperTests {
    @Test func `a member's rights are its own inbox and its own keys, whatever characters it has`() {
        let permission = Topology.permission(of: TopologyMember(id: "a.b+c"), as: "u")
        #expect(permission == .init(user: "u", configure: "^$", write: "^in$", read: #"^inbox\.a\.b\+c$"#))
        let keys = Topology.topicPermission(of: "a.b+c", as: "u")
        #expect(keys == .init(user: "u", exchange: "in", write: #"^a\.b\+c\."#, read: "^$"))
    }

    @Test func `a password hash is RabbitMQ's`() {
        // From the RabbitMQ manual's computation: salt 908D C60A, password test12.
        let hash = PasswordHash(of: "test12", salt: [0x90, 0x8D, 0xC6, 0x0A])
        #expect(hash.text == "kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR")
        #expect(PasswordHash.matches(hash.text, algorithm: PasswordHash.algorithm, password: "test12"))
        #expect(!PasswordHash.matches(hash.text, algorithm: PasswordHash.algorithm, password: "test13"))
        #expect(!PasswordHash.matches(hash.text, algorithm: "rabbit_password_hashing_md5", password: "test12"))
    }

    @Test func `an inbox that the hub hands over has queues and a policy of its own, and its member reads nothing`()
        throws
    {
        let delivered = TopologyMember(id: "a.b", amqpPassword: "x", reader: .hub(atHours: true))
        let members = [
            delivered, TopologyMember(id: "c", reader: .hub(atHours: false)), TopologyMember(id: "d"),
        ]
        let topology = Topology(collective: "c", members: members, feeds: [])
        let without = Topology(collective: "c", members: members.map { TopologyMember(id: $0.id) }, feeds: [])
        #expect(
            Set(topology.queues).subtracting(without.queues) == [
                Queue("deliveries.a.b", .stream), Queue("digest.a.b"), Queue("deliveries.c", .stream),
            ])
        let policies = topology.policies.filter { !without.policies.contains($0) }
        #expect(policies.map(\.name) == ["hub-delivery", "hub-deliveries"])
        let first = try #require(policies.first)
        #expect(first.pattern == "^(inbox\\.(a\\.b|c)|digest\\..*)$" && first.priority == 1)
        #expect(first.definition["delivery-limit"] == .number(1_000_000))
        #expect(Topology.permission(of: delivered, as: "u").read == "^$")
        #expect(Topology.permission(of: delivered, as: "u").write == "^in$")
    }

    @Test func `a member never prints its password`() {
        let member = TopologyMember(id: "atelier", amqpPassword: "topsecret")
        var dumped = ""
        dump(Topology(collective: "c", members: [member], feeds: []), to: &dumped)
        #expect(!dumped.contains("topsecret"))
        #expect("\([member])" == "[atelier]")
    }
}

@Suite(.enabled(if: TestBroker.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct TopologyTests {
    /// Runs with a vhost that does not exist yet and two member names that no other test has.
    private func withNames(_ body: (BrokerAddress, Management, String, String) throws -> Void) throws {
        try TestBroker.withVhost { address, management in
            try management.delete(vhost: address.vhost)
            let names = ("a.\(address.vhost)", "b.\(address.vhost)")
            defer {
                for name in [names.0, names.1] {
                    for user in [name, "c.\(name)"] { try? management.delete(user: user) }
                }
            }
            try body(address, management, names.0, names.1)
        }
    }

    private func apply(_ topology: Topology, _ address: BrokerAddress, _ management: Management) throws -> [Difference]
    {
        let apply = TopologyApply(topology, to: address, management: management)
        let differences = try apply.differences()
        try apply.carryOut(differences)
        return differences
    }

    @Test func `the first apply creates everything, the second has nothing to do`() throws {
        try withNames { address, management, a, b in
            let topology = Topology(
                collective: "c", members: [TopologyMember(id: a, amqpPassword: "secret-a"), TopologyMember(id: b)],
                feeds: ["acme"])
            let first = try apply(topology, address, management)
            #expect(first.allSatisfy { $0.action == .created })
            #expect(
                first.count == 2 + topology.exchanges.count + topology.queues.count + topology.bindings.count
                    + topology.policies.count + 1)
            let second = try apply(topology, address, management)
            #expect(second.filter { $0.action != .kept } == [])
            #expect(second.count == first.count)
        }
    }

    @Test func `computing differences changes nothing`() throws {
        try withNames { address, management, a, _ in
            let topology = Topology(collective: "c", members: [TopologyMember(id: a, amqpPassword: "x")], feeds: [])
            _ = try TopologyApply(topology, to: address, management: management).differences()
            #expect(try management.hasVhost(address.vhost) == false)
            #expect(try management.users().contains { $0.name == "c.\(a)" } == false)
        }
    }

    @Test func `what changed is changed, and who left loses access but not the inbox`() throws {
        try withNames { address, management, a, b in
            _ = try apply(
                Topology(
                    collective: "c",
                    members: [TopologyMember(id: a, amqpPassword: "old"), TopologyMember(id: b, amqpPassword: "x")],
                    feeds: ["acme"]), address, management)
            let changed = Topology(
                collective: "c", members: [TopologyMember(id: a, amqpPassword: "new")], feeds: [], journalMaxAge: "7D")
            let differences = try apply(changed, address, management).filter { $0.action != .kept }
            #expect(
                Set(differences) == [
                    Difference(.changed, .policy, "hub-journal", "max-age 30D becomes max-age 7D"),
                    Difference(.changed, .user, "c.\(a)", "password"),
                    Difference(.stale, .user, "c.\(b)", "removed: no member of this name speaks AMQP"),
                    Difference(
                        .stale, .binding, "hub -> inbox.\(b) (to.\(b))", "removed: no member has this inbox"),
                    Difference(
                        .stale, .binding, "private -> inbox.\(b) (to.\(b))", "removed: no member has this inbox"),
                    stale("inbox.\(b)", address, differences), stale("feed.acme.checkpoint", address, differences),
                ])
            #expect(try management.users().contains { $0.name == "c.\(b)" } == false)
            let remaining = try apply(changed, address, management).filter { $0.action != .kept }
            #expect(remaining.allSatisfy { $0.action == .stale && $0.kind == .queue })
            #expect(try BrokerConnection(address, name: "test").depth(ofQueue: "inbox.\(b)") != nil)
        }
    }

    /// A stale queue's difference; how many messages are listed depends on the broker's last statistics.
    private func stale(_ queue: String, _ address: BrokerAddress, _ found: [Difference]) -> Difference {
        let counted = found.contains { $0.name == queue && $0.detail.contains(", 0 messages;") } ? ", 0 messages" : ""
        return Difference(
            .stale, .queue, queue,
            "left in place\(counted); delete it with: rabbitmqctl delete_queue -p \(address.vhost) \(queue)")
    }

    @Test func `a member reads its own inbox and is refused everything else`() throws {
        try withNames { address, management, a, b in
            let members = [TopologyMember(id: a, amqpPassword: "secret-a"), TopologyMember(id: b)]
            _ = try apply(Topology(collective: "c", members: members, feeds: []), address, management)
            let publisher = try Publisher(try BrokerConnection(address, name: "test"))
            try publisher.publish(.sample("id-1", exchange: "private", to: "to.\(a)"))
            try publisher.settle()

            var own = address
            (own.user, own.password) = ("c.\(a)", "secret-a")
            #expect(try BrokerConnection(own, name: "member").take(fromQueue: "inbox.\(a)")?.id == "id-1")
            let reading = #expect(throws: Failure.self) {
                try BrokerConnection(own, name: "member").take(fromQueue: "inbox.\(b)")
            }
            #expect(
                reading?.problem.what
                    == "the broker refused reading queue \"inbox.\(b)\": 403 ACCESS_REFUSED - access to "
                    + "queue 'inbox.\(b)' in vhost '\(address.vhost)' refused for user 'c.\(a)'")
            #expect(reading?.isTemporary == false)
            let publishing = #expect(throws: Failure.self) {
                let publisher = try Publisher(try BrokerConnection(own, name: "member"))
                try publisher.publish(.sample("id-2", exchange: "hub", to: "to.\(b)"))
                try publisher.settle()
            }
            #expect(publishing?.problem.what.contains("403 ACCESS_REFUSED - access to exchange 'hub'") == true)
            #expect(throws: Failure.self) {
                try BrokerConnection(own, name: "member").declare(queue: Queue("inbox.\(a)x"))
            }
        }
    }

    @Test func `what reaches no member goes to unrouted, and what fails again and again to dead`() throws {
        try withNames { address, management, a, _ in
            _ = try apply(Topology(collective: "c", members: [TopologyMember(id: a)], feeds: []), address, management)
            let connection = try BrokerConnection(address, name: "test")
            let publisher = try Publisher(connection)
            try publisher.publish(.sample("lost", exchange: "private", to: "to.nobody"))
            try publisher.publish(.sample("found", exchange: "hub", to: "offer.job", copies: ["to.\(a)"]))
            try publisher.settle()
            #expect(try connection.take(fromQueue: "unrouted")?.id == "lost")
            // The policy is in force a moment after its API call: that is when the queue's messages may fail.
            var deliveries = 0
            while let delivery = try connection.take(fromQueue: "inbox.\(a)"), deliveries < 100 {
                #expect(delivery.id == "found")
                deliveries += 1
                try connection.giveBack(delivery.tag)
            }
            #expect(deliveries == 21)
            var dead: Delivery?
            for _ in 1...100 where dead == nil {
                dead = try connection.take(fromQueue: "dead")
                if dead == nil { try connection.pause(seconds: 0.05) }
            }
            #expect(dead?.id == "found")
        }
    }

    @Test func `a queue that stands as something else stops the apply with the broker's words`() throws {
        try TestBroker.withVhost { address, management in
            try BrokerConnection(address, name: "test").declare(queue: Queue("journal", .quorum))
            let apply = TopologyApply(
                Topology(collective: "c", members: [], feeds: []), to: address, management: management)
            let differences = try apply.differences()
            #expect(differences.contains(Difference(.changed, .queue, "journal", "stands as quorum")))
            let failure = #expect(throws: Failure.self) { try apply.carryOut(differences) }
            #expect(failure?.problem.what.contains("406 PRECONDITION_FAILED - inequivalent arg") == true)
        }
    }

    @Test func `users that were named like their member are renamed, those that are not surely the hub's stay`() throws
    {
        try withNames { address, management, a, b in
            let vhost = address.vhost
            try management.put(vhost: vhost)
            for user in [a, b] {
                try management.put(user: user, password: PasswordHash(of: "x"))
                try management.put(permission: Topology.permission(of: TopologyMember(id: user), as: user), in: vhost)
            }
            // The other one has not the keys that the hub gave: somebody else made it, or changed it.
            try management.put(topicPermission: Topology.topicPermission(of: a, as: a), in: vhost)
            let members = [TopologyMember(id: a, amqpPassword: "x"), TopologyMember(id: b, amqpPassword: "x")]
            let topology = Topology(collective: "c", members: members, feeds: [])
            let users = try apply(topology, address, management).filter { $0.kind == .user }
            #expect(
                users == [
                    Difference(.created, .user, "c.\(a)"), Difference(.created, .user, "c.\(b)"),
                    Difference(.stale, .user, a, "removed: the member's user is c.\(a) now"),
                ])
            let standing = Set(try management.users().map(\.name))
            #expect(standing.isSuperset(of: ["c.\(a)", "c.\(b)", b]) && !standing.contains(a))
        }
    }

    @Test func `a user that another vhost knows is closed out of this one only`() throws {
        try withNames { address, management, a, _ in
            try TestBroker.withVhost { other, _ in
                let member = [TopologyMember(id: a, amqpPassword: "x")]
                for address in [address, other] {
                    _ = try apply(Topology(collective: "c", members: member, feeds: []), address, management)
                }
                _ = try apply(Topology(collective: "c", members: [], feeds: []), other, management)
                #expect(try management.permissions(in: other.vhost).map(\.user) == [other.user])
                #expect(try management.permissions(in: address.vhost).map(\.user).contains("c.\(a)"))
            }
        }
    }

    @Test func `a member's user that is an administrator is refused`() throws {
        try withNames { address, management, a, _ in
            let hash = PasswordHash(of: "x")
            try management.put(
                ["users", "c.\(a)"],
                ["password_hash": hash.text, "hashing_algorithm": PasswordHash.algorithm, "tags": "administrator"])
            let topology = Topology(collective: "c", members: [TopologyMember(id: a, amqpPassword: "x")], feeds: [])
            let failure = #expect(throws: Failure.self) {
                try TopologyApply(topology, to: address, management: management).differences()
            }
            #expect(
                failure?.problem.what
                    == "the broker user \"c.\(a)\" is not a member's: it administers the broker")
        }
    }
}

/// What `hub topology --definitions` prints, given to the broker's own tool.
@Suite(.enabled(if: Whole.isThere && TestBroker.deploy != nil, "set HUB_TEST_BROKER: run deploy/test"))
struct DefinitionsTests {
    @Test func `a broker that imports the definitions has nothing left to apply`() throws {
        try Installation.small { hub in
            let definitions = try hub.hub("topology", "config", "--definitions")
            #expect(definitions.code == 0, "\(definitions.errors)")
            #expect(try hub.hub("topology", "config", "--definitions") == definitions)
            try hub.write("definitions.json", definitions.output)
            let imported = try TestBroker.run(
                try #require(TestBroker.deploy) + "/broker",
                ["ctl", "import_definitions", hub.path("definitions.json")])
            #expect(imported != nil)
            // The broker imports in its own time.
            #expect(
                try Whole.comesTrue {
                    try hub.hub("apply", "config", "--dry-run").output
                        == "nothing to do: all 55 objects stand as configured\n"
                })
            #expect(
                try hub.attempt(
                    as: "ai",
                    [
                        #"{"do":"basic_get","queue":"inbox.ai"}"#, #"{"do":"basic_get","queue":"inbox.ei"}"#,
                        #"{"do":"publish","key":"ei.offer","body":"{}"}"#,
                        #"{"do":"publish","key":"x","exchange":"hub","body":"{}"}"#,
                        #"{"do":"queue_declare","queue":"mine"}"#,
                    ]
                ).map { $0.prefix(12) } == ["\"done\""] + Array(repeating: #"{"code": 403"#, count: 4))
        }
    }

    @Test func `hub topology says in words what would stand, and asks no broker`() throws {
        try Installation.small { hub in
            hub.environment["HUB_BROKER_URL"] = "amqp://hub@127.0.0.1:1/petit"
            let told = try hub.hub("topology", "config")
            #expect(told.code == 0)
            let lines = told.output.split(separator: "\n").map(String.init)
            #expect(lines.first == "vhost petit, in which hub may do everything")
            for line in [
                "    journal (stream)", "    ingress (quorum, one consumer at a time)", "    inbox.aci (quorum)",
                "    private -> inbox.ai (to.ai)", "    hub-journal on queues ^journal$: max-age 365D",
                #"    petit.ai: reads ^inbox\.ai$, publishes to ^in$ under ^ai\., nothing else"#,
            ] {
                #expect(lines.contains(line), "\(line)")
            }
        }
    }
}
