import Canonical
import Testing

@testable import Connectors

/// What a member publishes, read without a broker.
@Suite struct IngressMessageTests {
    private let config: SmallConfig
    private let reader: IngressReader
    private let collective: Collective

    init() throws {
        config = try SmallConfig()
        collective = try config.read()
        reader = IngressReader(collective)
    }

    private func delivery(
        _ body: String, key: String = "aci.offer", user: String? = "essai.aci", id: String? = "m-1",
        contentType: String? = nil, size: Int? = nil
    ) -> Delivery {
        var delivery = Delivery(
            tag: 1, exchange: "in", routingKey: key, redelivered: false, id: id, contentType: contentType, userID: user,
            headers: [], body: Array(body.utf8))
        delivery.size = size ?? delivery.body.count
        return delivery
    }

    /// Who is answered, and every problem.
    private func told(_ delivery: Delivery) -> String {
        let message = reader.read(delivery)
        let head = "\(message.member ?? "nobody") \(message.id ?? "without id")"
        switch message.content {
        case .success(.entity(let entity)): return "\(head): \(entity)"
        case .success(.withdrawal(let schema, let key)): return "\(head): withdrawal of \(schema.kind) \(key)"
        case .failure(let rejection):
            #expect(rejection.problems.flatMap(\.withoutFrench) == [])
            return "\(head), \(rejection.key ?? "no key")\n"
                + rejection.problems.map(\.description).joined(separator: "\n")
        }
    }

    private let offer = #"{"key":"O-1","type":"job","title":"Plongeur"}"#

    private func event(_ type: String, _ data: String, id: String = "m-1", version: String = "1.0") -> String {
        #"{"specversion":"\#(version)","id":"\#(id)","source":"/anything","type":"\#(type)","data":\#(data)}"#
    }

    @Test func `an entity by itself, or in a CloudEvent whose id may stand for the message's`() {
        #expect(told(delivery(offer)) == "aci m-1: offer O-1")
        #expect(told(delivery(event("siae.offer.created", offer))) == "aci m-1: offer O-1")
        #expect(told(delivery(event("siae.offer.updated", offer, id: "x"), id: nil)) == "aci x: offer O-1")
        #expect(
            told(delivery(event("siae.offer.withdrawn", #"{"key":"O-1"}"#))) == "aci m-1: withdrawal of offer O-1")
    }

    @Test func `an origin that is missing, somebody else's or nobody's is refused`() {
        #expect(
            told(delivery(offer, user: nil))
                == """
                aci m-1, O-1
                message: the property user_id is missing
                  why: the broker verifies with it who published
                  fix: set user_id to "essai.aci"
                """)
        #expect(
            told(delivery(offer, key: "cre.offer")) == """
                aci m-1, O-1
                message: the routing key "cre.offer" is not the publisher's
                  why: the broker verified the user "essai.aci"
                  fix: publish with "aci.KIND"
                """)
        #expect(
            told(delivery(offer, user: "hub")) == """
                nobody m-1, O-1
                message: the broker user "hub" is not a member's
                  why: only members publish here
                  fix: log in as a member's user: COLLECTIVE.MEMBER
                """)
        #expect(told(delivery(offer, user: "aci")).hasPrefix("nobody m-1"))
    }

    @Test func `a key that names no kind of members, with the one that was meant`() {
        #expect(
            told(delivery(offer, key: "aci.ofer")) == """
                aci m-1, no key
                message: the routing key "aci.ofer" names no kind that members publish
                  why: it is MEMBER.KIND, and the kinds are offer, referral, application, pathway, immersion, response, solicitation and structure
                  fix: did you mean "offer"?
                """)
        for key in ["aci.receipt", "aci.alert", "aci.offer.63", "aci."] {
            #expect(told(delivery(offer, key: key)).contains("names no kind that members publish"))
        }
    }

    @Test func `every problem of a message at once, with its line and column`() {
        let body = """
            {"key":"O-1","type":"jobb",
             "titel":"Plongeur","positions":"two"}
            """
        #expect(
            told(delivery(body, user: nil, id: nil)) == """
                aci without id, O-1
                message: the property user_id is missing
                  why: the broker verifies with it who published
                  fix: set user_id to "essai.aci"
                message: the property message_id is missing
                  why: a message that comes twice is told by it
                  fix: give each message one of its own, such as a UUID
                message:2:2: field "titel": unknown field "titel"
                  why: an offer has no such field
                  fix: did you mean "title"?
                message:2:33: field "positions": a text where a number should stand
                  why: a canonical offer is strict JSON
                  fix: write it without quotes
                message:1:21: field "type": unknown word: "jobb"
                  why: type: the words here are job, insertionPost, immersion, training, tender, event or mobility
                  fix: did you mean "job"?
                message:1: field "title": title is missing
                  why: every offer has one: The job or subject in a few words.
                  fix: add "title"
                """)
    }

    @Test func `what is no JSON, too long, or an event that contradicts itself`() {
        #expect(
            told(delivery("{\"key\":\"O-1\",\n,}")) == """
                aci m-1, no key
                message:2:1: "," where a name in quotes should stand
                  why: a message is one JSON object
                  fix: send one JSON object, in UTF-8
                """)
        #expect(
            told(delivery("", size: 52_428_800)) == """
                aci m-1, no key
                message: it has 52428800 bytes
                  why: the hub reads messages of at most 262144 bytes
                  fix: shorten its texts; a message carries one entity
                """)
        #expect(
            told(delivery(event("siae.referral.created", offer, id: "other", version: "0.3"))) == """
                aci m-1, O-1
                message: specversion is "0.3"
                  why: an event is a CloudEvent 1.0
                  fix: write "specversion": "1.0"
                message: the event's type is not siae.offer.created, .updated or .withdrawn
                  why: the routing key says offer
                  fix: make them agree
                message: the event's id is "other", the property message_id "m-1"
                  why: a message has one id
                  fix: write the same, or leave message_id out
                """)
        #expect(
            told(delivery(event("siae.offer.withdrawn", "{}"))) == """
                aci m-1, no key
                message: data.key is missing
                  why: a withdrawal names what is gone
                  fix: add it
                """)
        #expect(
            told(delivery(offer, contentType: "application/cloudevents+json")).contains("message: data is missing\n"))
    }

    @Test func `an id that cannot be used is no id`() {
        #expect(told(delivery(offer, id: "a b")).contains("message: not a message's id: \"a b\"\n"))
        let nir = told(delivery(offer, id: "1850578006048"))
        #expect(!nir.contains("1850578006048"))
        #expect(nir.hasPrefix("aci without id"))
    }

    @Test func `people get the pseudonym that a feed would give them; one that stands there already is kept`() throws {
        func person(_ id: String, _ member: String = "aci") throws -> String? {
            let body =
                #"{"key":"R","type":"interSIAE","addressedTo":"cre","person":{"id":"\#(id)"}}"#
            let message = reader.read(delivery(body, key: "\(member).referral", user: "essai.\(member)"))
            guard case .entity(let entity) = try message.content.get() else { return nil }
            return entity.text("person.id")
        }
        let key = try #require(collective.pseudonymKey)
        let expected = String(
            decoding: PseudonymStep.pseudonym(of: Array("118".utf8), in: "aci", key), as: UTF8.self)
        #expect(try person("118") == expected)
        #expect(try person("118", "cre") != expected)
        #expect(try person(expected, "cre") == expected)
        let rejection = #expect(throws: Rejection.self) { try person("185057800604830") }
        #expect(
            rejection?.problems.map(\.what) == ["looks like a social security number"]
                && rejection?.problems.first?.place.field == "person.id")
    }

    @Test(arguments: [
        #""contract":{"type":"Contrat à durée indéterminée"}"#, #""contract":{"type":"XYZ"}"#,
        #""starts":"21/11/2026""#,
        #""published":"hier""#, #""hours":{"weekly":"17,5"}"#, #""hours":{"fullTime":"oui"}"#,
        #""workplace":{"commune":"63"}"#, #""positions":"x""#, #""contact":{"phone":"12"}"#, #""title":"""#,
    ])
    func `what a receipt advises is for a program that has neither mapping nor export`(_ field: String) throws {
        let message = reader.read(delivery(#"{"key":"O-1","type":"job","title":"a",\#(field)}"#))
        guard case .failure(let rejection) = message.content else {
            Issue.record("\(field) is accepted")
            return
        }
        let receipt = try #require(
            IngressReceipt(collective: collective, member: "aci", reference: "m-1", received: 0).refused(rejection))
        let told = String(decoding: receipt.body, as: UTF8.self)
        let advice = told.matches(of: /"fix":"([^"]*(?:\\.[^"]*)*)"/).map { String($0.output.1) }
        #expect(!advice.isEmpty, "\(told)")
        for fix in advice { #expect(!fix.contains("mapping") && !fix.contains("export"), "\(fix)") }
    }
}
