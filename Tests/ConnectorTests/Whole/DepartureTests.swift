import Foundation
import Testing

@testable import Connectors

/// A member that leaves: from the moment in which the hub takes over the config without it, it gets nothing.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct DepartureTests {
    private func reader(_ hub: Installation, of member: String) throws -> Program {
        var address = hub.address
        (address.user, address.password) = (try hub.user(of: member), Installation.password(of: member))
        return try Program(
            try #require(Whole.python),
            [Whole.fixtures.appending(path: "whole/consume.py").path, address.secretURL, Topology.inbox(of: member)],
            in: hub.folder, environment: ["PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"])
    }

    /// Story 25.
    @Test func `story 25: who leaves is disconnected when the config is taken over, and nothing arrives any more`()
        throws
    {
        try Installation.small { hub in
            try hub.edit("config/hub.jsonc", #""collective": "petit""#, #""collective": "depart""#)
            try hub.apply()
            let management = try TestBroker.management()
            defer { for member in ["ai", "cre", "ei"] { try? management.delete(user: "depart.\(member)") } }
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a", "2;63;b"]))
            let hubProgram = try hub.start("run", "config")
            defer { hubProgram.kill() }
            let reader = try reader(hub, of: "ei")
            defer { reader.kill() }
            let other = try self.reader(hub, of: "ai")
            defer { other.kill() }
            #expect(Whole.comesTrue { reader.output == "reading\n2\n" && other.output == "reading\n1\n" })

            let own = try hub.hub("history", "config", "--member", "aci", "--json")
            #expect(own.output.split(separator: "\n").count == 2)
            #expect(try hub.hub("history", "config", "--member", "ei", "--json").output == "")

            try hub.remove("config/members/ei.jsonc")
            hubProgram.signal(SIGHUP)
            #expect(Whole.comesTrue(within: 5) { !reader.process.isRunning })
            #expect(reader.output == "reading\n2\nclosed 320 CONNECTION_FORCED - user 'depart.ei' is deleted\n")
            #expect(hubProgram.errors.contains("event=member.left member=ei user=removed"))
            #expect(other.process.isRunning)
            #expect(hubProgram.terminated()?.code == 0)

            // Somebody has to say that the file is not gone by mistake; who left is not told even that.
            try hub.write("config/exports/2.csv", Offers.file(["1;03;c", "3;63;d"]))
            let run = try hub.hub("run", "config", "--once", "--accept-withdrawals")
            #expect(run.code == 0, "\(run.errors)")
            #expect(Whole.comesTrue { other.output == "reading\n1\n1\n" })
            #expect(try hub.depth("inbox.ei") == 0)
            #expect(try hub.depth("unrouted") == 0)
            let apply = try hub.hub("apply", "config")
            #expect(apply.output.hasPrefix("stale queue inbox.ei  (left in place"))
            #expect(apply.output.contains("\nnothing to do: all "))
        }
    }
}
