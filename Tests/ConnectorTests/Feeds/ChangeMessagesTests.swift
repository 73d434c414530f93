import Foundation
import Testing

@testable import Canonical
@testable import Connectors

@Suite struct ChangeMessagesTests {
    private let config: SmallConfig
    private let collective: Collective

    init() throws {
        config = try SmallConfig([
            "members/ei.jsonc": #"{ "name": "Une EI", "kind": "EI" }"#,
            "feeds/orientations.jsonc": #"""
            {
              "member": "aci", "kind": "referral", "source": { "directory": { "path": "x" } }, "format": { "csv": {} },
              "map": {
                "key": "k", "type": { "const": "training" }, "addressedTo": "to", "person.id": { "from": "p", "pseudonym": true },
                "consent.given": { "const": "2026-01-01" }, "consent.by": { "const": "M. Petit" },
                "consent.purpose": { "const": "une formation" }, "identity.lastName": "nom"
              }
            }
            """#,
            "feeds/candidatures.jsonc": #"""
            {
              "member": "aci", "kind": "application", "source": { "directory": { "path": "x" } }, "format": { "csv": {} },
              "map": {
                "key": "k", "status": { "const": "proposed" }, "sent": { "const": "2026-05-02" }, "addressedTo": "to",
                "person.id": { "from": "p", "pseudonym": true }, "message": "m", "mobility.label": "bus",
                "consent.given": { "const": "2026-01-01" }, "consent.by": { "const": "M. Petit" },
                "consent.purpose": { "const": "une candidature" }, "identity.lastName": "nom"
              }
            }
            """#,
            "feeds/offres.jsonc": #"""
            {
              "member": "aci", "kind": "offer", "source": { "directory": { "path": "x" } }, "format": { "csv": {} },
              "map": { "key": "k", "type": { "const": "job" }, "title": "t", "workplace.postcode": "cp", "occupation.rome": "rome" }
            }
            """#,
        ])
        collective = try config.read()
    }

    private func entities(_ feed: Feed, _ export: String) throws -> [(Entity, Fingerprint)] {
        var found: [(Entity, Fingerprint)] = []
        var reading = FeedReading(feed, of: collective, since: Snapshot())
        try reading.read([Export(path: try config.scratch.write("in/export.csv", export))]) { outcome throws(Failure) in
            switch outcome {
            case .entity(let entity, _, let fingerprint, _, _): found.append((entity, fingerprint))
            case .rejection(let rejection): Issue.record("\(rejection.problems)")
            }
        }
        return found
    }

    private func data(_ message: Message) throws -> [String: Any] {
        let event = try #require(JSONSerialization.jsonObject(with: Data(message.body)) as? [String: Any])
        #expect(event["id"] as? String == message.id)
        #expect(event["type"] as? String == message.type)
        return try #require(event["data"] as? [String: Any])
    }

    private func messages(_ feed: Feed) -> ChangeMessages {
        ChangeMessages(feed, of: collective, time: "2026-08-20T07:12:03Z")
    }

    @Test func `an offer is one message with a copy for each recipient`() throws {
        let feed = try #require(collective.feed("offres"))
        let (entity, fingerprint) = try entities(feed, "k,t,cp,rome\n1,Soudeur,63300,H2913\n")[0]
        let sent = messages(feed).messages(entity, .created, fingerprint, to: ["aci", "cre"], run: 3)
        #expect(sent.count == 1)
        let message = sent[0].message
        #expect(sent[0].members == ["aci", "cre"])
        #expect(message.exchange == "hub")
        #expect(message.routingKey == "offer.job.63.H2913")
        #expect(message.copies == ["to.aci", "to.cre"])
        #expect(message.type == "siae.offer.created")
        #expect(message.headers.map(\.value) == ["export.csv#1"])
        #expect(try data(message)["title"] as? String == "Soudeur")
    }

    @Test func `a change has the same id whenever its run is repeated, another one in every other run`() throws {
        let feed = try #require(collective.feed("offres"))
        let found = try entities(feed, "k,t,cp,rome\n1,Soudeur,63300,H2913\n2,Soudeur,63300,H2913\n")
        func id(_ number: Int, run: Int, _ change: Change) -> String {
            messages(feed).messages(found[number].0, change, found[number].1, to: ["cre"], run: run)[0].message.id
        }
        #expect(id(0, run: 3, .created) == id(0, run: 3, .created))
        #expect(id(0, run: 3, .created) != id(0, run: 4, .updated(leaving: [])))
        #expect(id(0, run: 3, .created) != id(1, run: 3, .created))
        #expect(id(0, run: 3, .created).count == 32)
        func gone(run: Int) -> String {
            let withdrawal = Withdrawal(key: "1", fingerprint: found[0].1, recipients: ["cre"], run: run)
            return messages(feed).messages(withdrawal)[0].message.id
        }
        #expect(gone(run: 3) != id(0, run: 3, .created))
        #expect(gone(run: 3) == gone(run: 3))
        #expect(gone(run: 3) != gone(run: 4))
    }

    @Test func `who receives a changed offer no longer gets a withdrawal, the others the change`() throws {
        let feed = try #require(collective.feed("offres"))
        let (entity, fingerprint) = try entities(feed, "k,t,cp,rome\n1,Soudeur,,\n")[0]
        let sent = messages(feed).messages(entity, .updated(leaving: ["aci", "ei"]), fingerprint, to: ["cre"], run: 3)
        #expect(sent.map(\.message.type) == ["siae.offer.updated"] + Array(repeating: "siae.offer.withdrawn", count: 2))
        #expect(sent.map(\.message.copies) == [["to.cre"], [], []])
        // Not through `hub`: the journal would take the offer for withdrawn.
        #expect(sent.map(\.message.exchange) == ["hub", "private", "private"])
        #expect(sent.map(\.message.routingKey) == ["offer.job.-.-", "to.aci", "to.ei"])
        #expect(sent[0].message.id != sent[1].message.id)
        #expect(sent[1].message.id == sent[2].message.id)
        #expect(try data(sent[1].message) as? [String: String] == ["key": "1"])
    }

    @Test func `a referral's identity stands in the addressee's copy alone`() throws {
        let feed = try #require(collective.feed("orientations"))
        let (entity, fingerprint) = try entities(feed, "k,to,p,nom\n1,cre,77,Durand\n")[0]
        let sent = messages(feed).messages(entity, .created, fingerprint, to: ["cre"], run: 1)
        #expect(sent.map(\.message.exchange) == ["hub", "private"])
        #expect(sent.map(\.message.copies) == [[], []])
        #expect(sent.map(\.members) == [[], ["cre"]])
        #expect(sent[1].message.routingKey == "to.cre")
        #expect(sent[0].message.id == sent[1].message.id)
        #expect(try data(sent[0].message)["identity"] == nil)
        #expect(try data(sent[1].message)["identity"] as? [String: String] == ["lastName": "Durand"])
        #expect(!String(decoding: sent[0].message.body, as: UTF8.self).contains("Durand"))
        #expect(!String(decoding: sent[0].message.body, as: UTF8.self).contains("77\""))
        // Gone for everybody: the journal is told too; gone for one who left: that one alone.
        let gone = messages(feed).messages(
            Withdrawal(key: "1", fingerprint: fingerprint, recipients: ["cre"], run: 2))
        #expect(gone.map(\.message.exchange) == ["hub", "private"])
        let moved = messages(feed).messages(entity, .updated(leaving: ["aci"]), fingerprint, to: ["cre"], run: 2)
        #expect(moved.map(\.message.exchange) == ["hub", "private", "private"])
        #expect(moved[2].message.routingKey == "to.aci")
    }

    @Test func `an application is whole in the copy of who is asked; others whom it concerns do not see the person`()
        throws
    {
        let feed = try #require(collective.feed("candidatures"))
        let (entity, fingerprint) = try entities(feed, "k,to,p,m,bus,nom\n1,ei,77,Très motivée,ligne 3,Durand\n")[0]
        let sent = messages(feed).messages(entity, .created, fingerprint, to: ["cre", "ei"], run: 1)
        #expect(sent.map(\.message.exchange) == ["hub", "private", "private"])
        #expect(sent.map(\.members) == [[], ["cre"], ["ei"]])
        #expect(sent.map(\.message.copies) == [[], [], []])
        let (toCRE, toAsked) = (try data(sent[1].message), try data(sent[2].message))
        #expect(toAsked["identity"] as? [String: String] == ["lastName": "Durand"])
        #expect(toAsked["message"] as? String == "Très motivée")
        #expect(Set(toAsked.keys).subtracting(toCRE.keys) == ["identity", "message"])
        #expect(toCRE["mobility"] as? [String: String] == ["label": "ligne 3"])
        let bodies = sent.prefix(2).map { String(decoding: $0.message.body, as: UTF8.self) }
        #expect(bodies.allSatisfy { !$0.contains("Durand") })
        // What is replayed from the journal is cut in the same way.
        let entry = try #require(
            JournalEntry(
                Delivery(
                    tag: 1, exchange: "", routingKey: "", redelivered: false, headers: [], body: sent[0].message.body),
                0))
        #expect(try entry.message(with: entry.entity(collective.codes).get().shared) == sent[1].message.body)
        #expect(ChangeMessages.isWhole(entity, for: "ei") && !ChangeMessages.isWhole(entity, for: "cre"))
    }

    @Test func `another name of the person changes the fingerprint, and no digest of it alone is in it`() throws {
        let feed = try #require(collective.feed("orientations"))
        let found = try entities(feed, "k,to,p,nom\n1,cre,77,Durand\n")
        let other = try entities(feed, "k,to,p,nom\n1,cre,77,Dupont\n")
        let same = try entities(feed, "k,to,p,nom\n1,cre,77,Durand\n")
        #expect(found[0].1 == same[0].1)
        #expect(found[0].1 != other[0].1)
        // Under another key everything is another.
        var rekeyed = config
        rekeyed.files["hub.jsonc"] = config.files["hub.jsonc"]?.replacing("0123456789abcdef", with: "fedcba9876543210")
        let there = try rekeyed.read()
        var reading = FeedReading(try #require(there.feed("orientations")), of: there, since: Snapshot())
        try reading.read([Export(path: "\(config.scratch.path)/in/export.csv")]) { outcome throws(Failure) in
            guard case .entity(_, _, let fingerprint, _, _) = outcome else { return }
            #expect(fingerprint != found[0].1)
        }
    }
}
