import Foundation
import Testing

@testable import Canonical
@testable import Connectors

/// Alerts from the journal to the inbox.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct AlertTests {
    private static let rule = """
        {
          "wording": "Une phrase", "source": "Une convention", "on": "offer",
          "parameters": { "before": "30 days" },
          "since": "{before} before expires", "until": "expires", "severity": "info",
          "to": { "member": "cip" },
          "text": "L'offre expire le {expires}.", "suggestion": "La renouveler."
        }
        """

    private static let day = 86_400
    /// 2026-03-01, noon in UTC.
    private static let noon = 1_772_366_400

    private func offer(_ key: String, expires: String) -> String {
        #"{"key":"\#(key)","type":"job","title":"a","expires":"\#(expires)"}"#
    }

    private func with(_ body: (Installation, Collective) throws -> Void) throws {
        try Installation.small { hub in
            try hub.write("config/rules/expiry.jsonc", Self.rule)
            try hub.apply()
            let collective = try CollectiveReader.read(hub.path("config"), variables: hub.environment)
            try body(hub, collective)
        }
    }

    /// One run by a hub that starts anew.
    private func run(_ collective: Collective, at now: Int) throws -> StandingReport {
        var facts = JournalFacts(of: collective)
        return try run(collective, at: now, &facts)
    }

    /// One run by a hub that goes on.
    private func run(_ collective: Collective, at now: Int, _ facts: inout JournalFacts) throws -> StandingReport {
        let connection = try BrokerConnection(collective.broker.address, name: "test")
        defer { connection.close() }
        return try RulesRun(collective, at: now).run(on: connection, &facts)
    }

    private func types(_ hub: Installation, _ member: String) throws -> [String] {
        try deliveries(hub, from: Topology.inbox(of: member)).map {
            "\($0.type ?? "") \($0.header("CC") ?? "")".trimmingCharacters(in: .whitespaces)
        }
    }

    @Test func `an alert is raised once across restarts, updated when it changes, withdrawn when its cause goes`()
        throws
    {
        try with { hub, collective in
            let messages = JournalMessages()
            func put(_ event: Event, _ run: Int, expires: String) throws {
                let message = messages.message(
                    event, "1", at: Self.noon, run: run, data: offer("1", expires: expires))
                try JournalMessages.put([message], hub.address)
            }
            try put(.created, 1, expires: "2026-03-20")
            let first = try run(collective, at: Self.noon)
            // One copy for the journal, one for the addressee.
            #expect(first.created == 1 && first.published == 2 && first.problems == [])
            #expect(try types(hub, "aci") == ["siae.alert.created"])
            #expect(try types(hub, "ei") == [] && types(hub, "cre") == [])
            // Another day, another process, the same export again: nothing new to say.
            let again = try run(collective, at: Self.noon + Self.day)
            #expect(again.published == 0 && again.standing == 1)
            try put(.updated, 2, expires: "2026-03-25")
            #expect(try run(collective, at: Self.noon + 2 * Self.day).updated == 1)
            #expect(try types(hub, "aci") == ["siae.alert.updated"])
            try put(.updated, 3, expires: "2026-06-30")
            let gone = try run(collective, at: Self.noon + 3 * Self.day)
            #expect(gone.withdrawn == 1 && gone.standing == 0)
            #expect(try types(hub, "aci") == ["siae.alert.withdrawn"])
            #expect(try run(collective, at: Self.noon + 4 * Self.day).published == 0)
        }
    }

    @Test func `one run raises alerts when asked to, and status tells whom they are for`() throws {
        try with { hub, _ in
            try hub.edit(
                "config/feeds/offres.jsonc", #""positions": "postes""#, #""positions": "postes", "expires": "fin""#)
            let end = ParisTime.day(of: Int(Date().timeIntervalSince1970) / 60).daysSince1970 + 10
            try hub.write(
                "config/exports/1.csv", "ref;dept;poste;postes;fin\nK1;63;Agent;1;\(CivilDate(daysSince1970: end))\n")
            let plain = try hub.hub("run", "config", "--once")
            #expect(plain.code == 0 && !plain.output.contains("alerts"), "\(plain.errors)")
            #expect(try !hub.hub("status", "config").output.contains("alerts"))
            let run = try hub.hub("run", "config", "--once", "--alerts")
            #expect(
                run.output.contains("\nalerts\n    1 created · 0 updated · 0 withdrawn\n\n2 messages published\n"),
                "\(run)")
            #expect(try hub.depth("inbox.aci") == 1)
            #expect(try hub.hub("status", "config").output.contains("\nalerts  1 told to aci\n"))
            #expect(
                try hub.hub("run", "config", "--alerts")
                    == Ended(
                        code: 64, output: "",
                        errors: "hub run: --alerts is for one run only\n  fix: write --once --alerts\n"))
        }
    }

    @Test func `a hub that goes on reads only what has come since; a second hub stands by`() throws {
        try with { hub, collective in
            let messages = JournalMessages()
            try JournalMessages.put(
                [messages.message(.created, "1", at: Self.noon, data: offer("1", expires: "2026-03-20"))], hub.address)
            var facts = JournalFacts(of: collective)
            #expect(try run(collective, at: Self.noon, &facts).created == 1)
            try JournalMessages.put(
                [messages.message(.withdrawn, "1", at: Self.noon + 60, run: 2)], hub.address)
            #expect(try run(collective, at: Self.noon + 900, &facts).withdrawn == 1)
            let connection = try BrokerConnection(collective.broker.address, name: "test")
            defer { connection.close() }
            let lease = try Lease(feed: RulesRun.id, on: connection)
            let failure = try #require(throws: Failure.self) { try run(collective, at: Self.noon) }
            #expect(failure.cause == .busy)
            try lease.release()
        }
    }

    @Test func `an alert that stands is sent again by a replay, under its id`() throws {
        try with { hub, collective in
            try JournalMessages.put(
                [JournalMessages().message(.created, "1", at: Self.noon, data: offer("1", expires: "2026-03-20"))],
                hub.address)
            #expect(try run(collective, at: Self.noon).created == 1)
            let first = try deliveries(hub, from: Topology.inbox(of: "aci"))
            let replay = try hub.hub("replay", "config", "aci", "--since", "2026-02-01")
            #expect(replay.code == 0, "\(replay.errors)")
            #expect(try deliveries(hub, from: Topology.inbox(of: "aci")).map(\.id) == first.map(\.id))
            #expect(try hub.hub("replay", "config", "ei", "--since", "2026-02-01").code == 0)
            #expect(try deliveries(hub, from: Topology.inbox(of: "ei")).isEmpty)
        }
    }

    @Test func `an inbox that is not there stops the run before anything is published`() throws {
        try with { hub, collective in
            try JournalMessages.put(
                [JournalMessages().message(.created, "1", at: Self.noon, data: offer("1", expires: "2026-03-20"))],
                hub.address)
            let connection = try BrokerConnection(collective.broker.address, name: "test")
            defer { connection.close() }
            try connection.delete(queue: Topology.inbox(of: "aci"))
            let failure = try #require(throws: Failure.self) { try run(collective, at: Self.noon) }
            #expect(
                "\(failure.problem)" == """
                    inbox.aci: the inbox does not exist
                      why: there are messages for aci; nothing was published
                      fix: run hub apply \(hub.path("config"))
                    """)
        }
    }

    /// Replaces the checkpoint of the rules.
    private func change(
        _ collective: Collective, _ change: (inout CheckpointContent) -> Void
    ) throws {
        let connection = try BrokerConnection(collective.broker.address, name: "test")
        defer { connection.close() }
        let owner = CheckpointOwner(feed: RulesRun.id, collective: collective.id, folder: collective.folder)
        let checkpoint = Checkpoint(of: owner, on: try Publisher(connection))
        var content = try CheckpointContent(#require(try checkpoint.load(isExpected: true)).bytes, of: owner)
        change(&content)
        try checkpoint.save(run: content.report.run) { passOn throws(Failure) in
            try content.encoded(for: owner, passOn: passOn)
        }
    }

    /// What waits in a queue, and leaves it.
    private func deliveries(_ hub: Installation, from queue: String) throws -> [Delivery] {
        let connection = try BrokerConnection(hub.address, name: "test")
        defer { connection.close() }
        var deliveries: [Delivery] = []
        while let delivery = try connection.take(fromQueue: queue) {
            deliveries.append(delivery)
            try connection.acknowledge(delivery.tag)
        }
        return deliveries
    }

    private func put(_ hub: Installation, expires: String) throws {
        let message = JournalMessages().message(.created, "1", at: Self.noon, data: offer("1", expires: expires))
        try JournalMessages.put([message], hub.address)
    }

    @Test func `what an interrupted run may have published is published again with the same id`() throws {
        try with { hub, collective in
            try put(hub, expires: "2026-03-20")
            #expect(try run(collective, at: Self.noon).created == 1)
            let first = try deliveries(hub, from: Topology.inbox(of: "aci"))
            // As if the hub had died before it could save that everything was sent.
            try change(collective) { content in
                var diff = Diff(since: Snapshot(), run: content.report.run)
                let key = Array(content.snapshot.keys.text(0).utf8)
                let entry = content.snapshot.entries[0]
                _ = diff.add(key: key.span, entry.fingerprint, recipients: ["aci"], record: 1)
                (content.snapshot, content.isInterrupted) = (diff.intention, true)
            }
            #expect(try run(collective, at: Self.noon + 900).created == 1)
            let again = try deliveries(hub, from: Topology.inbox(of: "aci"))
            #expect(first.count == 1 && first.map(\.id) == again.map(\.id) && first.first?.id != nil)
            #expect(try run(collective, at: Self.noon + 1_800).published == 0)
        }
    }

    @Test func `rules whose checkpoint is gone start anew with ids that nobody has seen`() throws {
        try with { hub, collective in
            try put(hub, expires: "2026-03-20")
            #expect(try run(collective, at: Self.noon).created == 1)
            let first = try deliveries(hub, from: Topology.inbox(of: "aci"))
            _ = try deliveries(hub, from: Checkpoint.queue(of: RulesRun.id))
            #expect(try run(collective, at: Self.noon + 900).created == 1)
            let again = try deliveries(hub, from: Topology.inbox(of: "aci"))
            #expect(first.count == 1 && again.count == 1 && first[0].id != again[0].id)
        }
    }

    @Test func `a checkpoint that nobody can read stops the rules, and says how they start anew`() throws {
        try with { hub, collective in
            try put(hub, expires: "2026-03-20")
            #expect(try run(collective, at: Self.noon).created == 1)
            try change(collective) { $0.report = FeedReport(feed: "autre", run: 1, time: "") }
            let failure = try #require(throws: Failure.self) { try run(collective, at: Self.noon + 900) }
            #expect(
                "\(failure.problem)" == """
                    feed.hub.rules.checkpoint: the checkpoint belongs to the feed "autre" of the collective "petit"
                      why: this is "hub.rules" of "petit", whose members hold other things; nothing was published
                      fix: restore the broker's data from a backup, or let the rules start anew: \
                    rabbitmqctl purge_queue -p \(hub.address.vhost) feed.hub.rules.checkpoint
                    """)
        }
    }

    @Test func `alerts of who left the collective are forgotten, and nobody is told`() throws {
        try with { hub, collective in
            try put(hub, expires: "2026-03-20")
            #expect(try run(collective, at: Self.noon).created == 1)
            _ = try deliveries(hub, from: Topology.inbox(of: "aci"))
            // As if another member had held it.
            func leave(_ member: String) throws {
                try change(collective) { content in
                    var diff = Diff(since: content.snapshot, run: content.report.run)
                    let entry = content.snapshot.entries[0]
                    diff.hold(content.snapshot.keys.text(0))
                    _ = diff.add(key: Array(member.utf8).span, entry.fingerprint, recipients: [member], record: 1)
                    content.snapshot = diff.outcome
                }
            }
            try leave("parti")
            #expect(try run(collective, at: Self.noon + 900).withdrawn == 1)
            let connection = try BrokerConnection(hub.address, name: "test")
            defer { connection.close() }
            try connection.declare(queue: Queue(Topology.inbox(of: "parti"), .quorum))
            try leave("parti")
            #expect(try run(collective, at: Self.noon + 1_800).withdrawn == 1)
            #expect(try types(hub, "parti") == [])
            #expect(try types(hub, "aci") == [])
        }
    }

    @Test func `hub rules shows what stands, from the journal or from a file`() throws {
        try with { hub, _ in
            try JournalMessages.put(
                [JournalMessages().message(.created, "1", at: Self.noon, data: offer("1", expires: "2026-03-20"))],
                hub.address)
            let shown = """
                info expiry  offer 1  to aci (cip)
                    since 2026-02-18 until 2026-03-20
                    L'offre expire le 20 mars 2026.
                    → La renouveler.
                1 alert on 2026-03-01, to 1 member, from 1 entity

                """
            #expect(try hub.hub("rules", "config", "--at", "2026-03-01") == Ended(code: 0, output: shown, errors: ""))
            try hub.write("lines", #"{"kind":"offer","key":"1","data":\#(offer("1", expires: "2026-03-20"))}"# + "\n")
            let ended = try hub.hub("rules", "config", "lines", "--from", "aci", "--at", "2026-03-01")
            #expect(ended == Ended(code: 0, output: shown, errors: ""))
            let json = try hub.hub("rules", "config", "lines", "--from", "aci", "--at", "2026-03-01", "--json")
            #expect(
                json.output == """
                    {"kind":"alert","key":"expiry:aci/1:aci","data":{"key":"expiry:aci/1:aci","rule":"expiry",\
                    "severity":"info","addressedTo":"aci","roles":["cip"],"about":{"kind":"offer","key":"1",\
                    "source":"aci"},"since":"2026-02-18","due":"2026-03-20","text":"L'offre expire le 20 mars 2026.",\
                    "suggestion":"La renouveler."}}

                    """)
            #expect(try hub.hub("rules", "config", "--at", "2026-02-01").output.hasPrefix("0 alerts on 2026-02-01"))
            #expect(
                try hub.hub("rules", "config", "--list").output
                    == "expiry\n    « Une phrase »\n    Une convention\n")
            let wrong = try hub.hub("rules", "config", "--at", "1er mars")
            #expect(
                wrong
                    == Ended(
                        code: 64, output: "",
                        errors: "hub rules: not a day: \"1er mars\"\n  fix: write --at 2026-03-01\n"))
        }
    }

    @Test func `a hub that runs raises alerts by itself`() throws {
        try with { hub, _ in
            let soon = "\(CivilDate(daysSince1970: Int(Date().timeIntervalSince1970) / 86_400 + 10))"
            try JournalMessages.put(
                [
                    JournalMessages().message(
                        .created, "1", at: Int(Date().timeIntervalSince1970), data: offer("1", expires: soon))
                ], hub.address)
            let program = try hub.start("run", "config")
            defer { program.kill() }
            #expect(
                Whole.comesTrue { program.errors.contains("event=rules.ran facts=1 standing=1 created=1 updated=0") })
            #expect(try types(hub, "aci") == ["siae.alert.created"])
        }
    }
}
