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

    @Test func `a message is read once, and one that cannot be read becomes a dead letter`() throws {
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

            // The second of three is cut: it stops nobody, and is not lost.
            try publish(hub, #"{"ref":"B","poste":"Agent"}"# + "\n")
            try publish(hub, #"{"ref":"C","poste":"#)
            try publish(hub, #"{"ref":"D","poste":"Agent"}"# + "\n")
            let third = try hub.hub("run", "config", "--once")
            #expect(third.code == 65)
            #expect(third.errors == "")
            #expect(
                third.output.contains(
                    """
                        2 read · 0 rejected · 2 created · 0 updated · 0 withdrawn
                        1 message could not be read and is a dead letter now (hub dead)

                    """))
            #expect(try hub.inbox("cre").map(\.change) == ["created B", "created D"])
            #expect(try hub.depth("exports") == 0)

            // Alone it stops nobody either.
            try publish(hub, #"{"ref":"E","#)
            let alone = try hub.hub("run", "config", "--once")
            #expect(alone.code == 65 && alone.output.contains("    0 read · 0 rejected · 0 created"))
            let shown = try hub.hub("dead", "show", "config", "--feed", "offres", "--confidential").output
            #expect(shown.contains("    queue     exports\n    member    aci\n    feed      offres\n    attempts  1\n"))
            #expect(
                shown.contains(
                    """
                          message 2 of queue exports:1: the file ends in the middle of a line
                    """), "\(shown)")
            #expect(shown.contains(#"      {"ref":"C","poste":"#))

            // What is replayed goes back where the feed reads, and nowhere else.
            let first2 = try #require(shown.split(separator: "\n").first?.split(separator: " ").last)
            let replayed = try hub.hub("dead", "replay", "config", String(first2))
            #expect(replayed == Ended(code: 0, output: "1 dead letter replayed\n", errors: ""))
            let back = try #require(try connection.take(fromQueue: "exports"))
            #expect(back.body == Array(#"{"ref":"C","poste":"#.utf8))
            try connection.acknowledge(back.tag)
            #expect(try hub.depth("dead") == 1)

            // Most of many: something is wrong with the feed, and everything stays where it is.
            for number in 1...6 { try publish(hub, "\(number)") }
            for _ in 1...2 {
                let stopped = try hub.hub("run", "config", "--once")
                #expect(stopped.code == 65)
                #expect(
                    stopped.errors.contains(
                        "config/feeds/offres.jsonc: 6 of 6 messages cannot be read (100 %)\n"
                            + "  why: one run of offres may reject 50 %; nothing was published; the first: "
                            + "message 1 of queue exports:1: the file ends in the middle of a line\n"
                    ), "\(stopped.errors)")
                #expect(try Whole.comesTrue { try hub.depth("exports") == 6 })
                #expect(try hub.depth("dead") == 1)
            }
            #expect(try hub.hub("run", "config", "--once", "--accept-rejections").code == 65)
            #expect(try hub.depth("exports") == 0 && hub.depth("dead") == 7)
        }
    }
}
