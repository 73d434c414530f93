import Foundation
import Testing

@testable import Canonical
@testable import Connectors

/// Members that want at most so many new offers a day.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct ShareTests {
    private static let day = 86_400
    /// Noon in UTC of the day after the messages of these tests are published.
    private static let noon = (Int(Date().timeIntervalSince1970) / day + 1) * day + day / 2

    /// A collective of which `ei` wants two new offers a day, and `ai` everything at once; the feed `offres` has run.
    private func with(_ rows: [String], isFirst: Bool = true, _ body: (Installation) throws -> Void) throws {
        try Installation.small { hub in
            try hub.edit("config/members/ai.jsonc", #""zones": ["03"]"#, #""zones": ["63"]"#)
            if isFirst { try limit(hub) }
            try hub.apply()
            try read(hub, rows, "1")
            try body(hub)
        }
    }

    private func limit(_ hub: Installation) throws {
        try hub.edit("config/members/ei.jsonc", #""zones": ["63"]"#, #""zones": ["63"], "mostADay": 2"#)
    }

    /// Runs the feed alone: nobody is given a share.
    private func read(_ hub: Installation, _ rows: [String], _ name: String) throws {
        try hub.write("config/exports/\(name).csv", Offers.file(rows))
        let run = try hub.hub("run", "config", "--once", "--feed", "offres", "--accept-withdrawals")
        #expect(run.code == 0, "\(run.errors)")
    }

    private func offers(_ hub: Installation) throws -> OpenOffers {
        OpenOffers(of: try CollectiveReader.read(hub.path("config"), variables: hub.environment))
    }

    /// One look by a hub that goes on; what `ei` finds then.
    private func look(_ hub: Installation, at now: Int, _ offers: inout OpenOffers) throws -> [String] {
        let collective = try CollectiveReader.read(hub.path("config"), variables: hub.environment)
        let connection = try BrokerConnection(collective.broker.address, name: "test")
        defer { connection.close() }
        #expect(try SharesRun(collective, at: now).run(on: connection, &offers).problems == [])
        return try hub.inbox("ei").map(\.change)
    }

    /// One look by a hub that starts anew.
    private func look(_ hub: Installation, at now: Int) throws -> [String] {
        var offers = try offers(hub)
        return try look(hub, at: now, &offers)
    }

    @Test func `the newest offers come first, the others on later days, each once`() throws {
        try with((1...5).map { "K\($0);63;Agent" }) { hub in
            #expect(try hub.inbox("ai").count == 5)
            #expect(try hub.inbox("ei") == [])
            var offers = try offers(hub)
            #expect(try look(hub, at: Self.noon, &offers) == ["created K5", "created K4"])
            // Neither another turn nor another hub gives more on this day.
            #expect(try look(hub, at: Self.noon + 60, &offers) == [])
            #expect(try look(hub, at: Self.noon + 3_600) == [])
            #expect(try look(hub, at: Self.noon + Self.day, &offers) == ["created K3", "created K2"])
            #expect(try look(hub, at: Self.noon + 2 * Self.day) == ["created K1"])
            #expect(try look(hub, at: Self.noon + 3 * Self.day, &offers) == [])
            // The journal has each once, however many had to wait.
            #expect(try hub.journal().count == 5)
        }
    }

    @Test func `a change to what was given comes at once; what is withdrawn while it waits never comes`() throws {
        try with(["K1;63;Agent", "K2;63;Agent", "K3;63;Agent"]) { hub in
            #expect(try look(hub, at: Self.noon) == ["created K3", "created K2"])
            try read(hub, ["K2;63;Agente", "K4;63;Agent"], "2")
            let changes = try look(hub, at: Self.noon + 60)
            // What was withdrawn on its day makes room for another.
            #expect(Set(changes) == ["updated K2", "withdrawn K3", "created K4"] && changes.count == 3)
            #expect(try look(hub, at: Self.noon + Self.day) == [])
            // What no longer is for the member is withdrawn from it alone.
            try read(hub, ["K2;03;Agente", "K4;63;Agent"], "3")
            #expect(try look(hub, at: Self.noon + Self.day + 60) == ["withdrawn K2"])
            #expect(try look(hub, at: Self.noon + 2 * Self.day) == [])
        }
    }

    @Test func `messages name the publisher, go to nobody else, and have ids that nothing else has`() throws {
        try with(["K1;63;Agent"]) { hub in
            let others = try hub.inbox("ai")
            var offers = try offers(hub)
            let collective = try CollectiveReader.read(hub.path("config"), variables: hub.environment)
            let connection = try BrokerConnection(collective.broker.address, name: "test")
            defer { connection.close() }
            _ = try SharesRun(collective, at: Self.noon).run(on: connection, &offers)
            let given = try #require(try hub.inbox("ei").first)
            #expect(given.wrong == [] && given.kind == "offer")
            #expect(given.body.contains(#""source":"/petit/feeds/offres""#))
            #expect(given.id != others.first?.id)
            let data = { (body: String) in body.range(of: #""data":"#).map { String(body[$0.lowerBound...]) } }
            #expect(data(given.body) == data(others[0].body))
            #expect(try hub.inbox("ai") == [] && hub.inbox("cre").count == 1)
        }
    }

    @Test func `what a member had before its limit stays as it is, and is not given again`() throws {
        try with(["K1;63;Agent", "K2;63;Agent", "K3;63;Agent"], isFirst: false) { hub in
            #expect(try hub.inbox("ei").count == 3)
            try limit(hub)
            #expect(try look(hub, at: Self.noon) == [])
            try read(hub, ["K1;63;Agente", "K3;63;Agent", "K4;63;Agent"], "2")
            // The feed itself goes on with what it sent; the new one waits for its share.
            #expect(try hub.inbox("ei").map(\.change) == ["updated K1", "withdrawn K2"])
            #expect(try look(hub, at: Self.noon + 60) == ["created K4"])
            // Back again, it is a new offer like any other.
            try read(hub, ["K1;63;Agente", "K2;63;Agent", "K3;63;Agent", "K4;63;Agent"], "3")
            #expect(try hub.inbox("ei") == [])
            #expect(try look(hub, at: Self.noon + 120) == ["created K2"])
        }
    }

    @Test func `feeds and members share one limit; without it the rest comes from the feed`() throws {
        try with(["K1;63;Agent"]) { hub in
            #expect(try look(hub, at: Int(Date().timeIntervalSince1970) - 60) == ["created K1"])
            let offer = #"{"key":"M\#(1)","type":"job","title":"Plongeur","workplace":{"departement":"63"}}"#
            let run = try hub.publish(as: "ai", ("offer", offer), ("offer", offer.replacing("M1", with: "M2")))
            #expect(run == ["accepted", "accepted"])
            var offers = try offers(hub)
            try read(hub, ["K1;63;Agent", "K2;63;Agent", "K3;63;Agent"], "2")
            // What publishing members ran gave out, and this look, are two a day together.
            let given = try look(hub, at: Self.noon, &offers) + look(hub, at: Self.noon + Self.day, &offers)
            #expect(Set(given).union(["created M2"]) == ["created M1", "created M2", "created K2", "created K3"])
            try hub.edit("config/members/ei.jsonc", #", "mostADay": 2"#, "")
            try read(hub, ["K1;63;Agent", "K2;63;Agent", "K3;63;Agent", "K5;63;Agent"], "3")
            // What came by the share comes once more, with the rest.
            #expect(
                try hub.inbox("ei").map(\.change).sorted() == ["created K1", "created K2", "created K3", "created K5"])
            #expect(try look(hub, at: Self.noon + 2 * Self.day) == [])
        }
    }

    @Test func `hub run, status and explain tell of the limit`() throws {
        try with(["K1;63;Agent", "K2;63;Agent", "K3;63;Agent"]) { hub in
            let run = try hub.hub("run", "config", "--once")
            #expect(
                run.code == 0 && run.output.contains("shares of the day\n    2 created · 0 updated · 0 withdrawn\n"))
            #expect(run.output.contains("\n2 messages published\n"))
            let status = try hub.hub("status", "config")
            #expect(
                status.output.contains(
                    "\nshare of ei: at most 2 new offers a day, 2 today, 2 held, 1 waits for another day\n"))
            try hub.write("offer.json", try hub.hub("history", "config", "--json").output)
            let explained = try hub.hub("explain", "config", "offer.json").output
            #expect(
                explained.contains(
                    """
                      receives  ei   its subscription: 63 (config/members/ei.jsonc:4:19); at most 2 new offers a day (config/members/ei.jsonc:4:50)
                    """))
            #expect(explained.contains("  receives  ai   its subscription: 63 (config/members/ai.jsonc:4:19)\n"))
        }
    }
}
