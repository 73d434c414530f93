import Foundation
import Testing

@testable import Connectors

/// A structure whose software puts its exports into a queue.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct QueueSourceTests {
    private func feed(_ hub: Installation) -> String {
        """
        {
          "member": "aci", "kind": "offer", "absent": "keep",
          "source": { "amqp": { "url": "\(hub.address)", "password": "file:../secrets/broker.password", "queue": "exports" } },
          "format": { "ndjson": {} },
          "map": { "key": "ref", "type": { "const": "job" }, "title": "poste", "workplace.departement": { "const": "03" } }
        }
        """
    }

    private func publish(_ hub: Installation, _ body: String) throws {
        let url = hub.address.secretURL
        #expect(
            try TestBroker.run("amqp-publish", ["--url=\(url)", "--routing-key=exports", "--body=\(body)"]) != nil)
    }

    @Test func `a message is read once, and one that cannot be read stays where it is`() throws {
        try Installation.small { hub in
            try hub.write("config/feeds/offres.jsonc", feed(hub))
            try hub.apply()
            let connection = try BrokerConnection(hub.address, name: "test")
            defer { connection.close() }
            try connection.declare(queue: Queue("exports"))
            try publish(hub, #"{"ref":"A","poste":"Aide maraîcher"}"# + "\n")
            let first = try hub.hub("run", "config", "--once")
            #expect(first.code == 0, "\(first.errors)")
            #expect(try hub.inbox("cre").map(\.change) == ["created A"])
            #expect(try hub.depth("exports") == 0)

            let second = try hub.hub("run", "config", "--once")
            #expect(second.output.contains("nothing new since run 1 at "))

            try publish(hub, #"{"ref":"B","poste":"#)
            let failed = try hub.hub("run", "config", "--once")
            #expect(failed.code == 65)
            #expect(failed.errors.contains("message 1 of queue exports:1"))
            #expect(try hub.depth("exports") == 1)
            #expect(try hub.inbox("cre") == [])
        }
    }
}
