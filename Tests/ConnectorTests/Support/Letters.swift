import Canonical
import Foundation
import Testing

@testable import Connectors

/// What the tests of mails share: the example collective's mailroom, and messages made of the published examples.
enum Letters {
    static let server = MailServer(
        host: "smtp.example.org", port: 465, protection: .implicit, ca: nil, user: "hub", password: Secret("geheim"),
        from: "hub@example.org", replyTo: "reponses@example.org", place: Place("hub.jsonc", line: 3, column: 21),
        loginPlace: Place("hub.jsonc", line: 5, column: 17), fromPlace: Place("hub.jsonc", line: 6, column: 13),
        caPlace: Place("hub.jsonc", line: 7, column: 11))

    /// The example collective.
    static func collective() throws -> Collective { try read.get() }

    /// Reading it takes a second, and each test makes many messages.
    private static let read = Result {
        try CollectiveReader.read("\(Fixtures.repository)/config", variables: [:], isForSamples: true)
    }

    /// The mailroom of the example collective.
    static func room() throws -> Mailroom {
        let collective = try collective()
        return Mailroom(
            id: collective.id, name: collective.name, server: server, seal: seal, codes: collective.codes,
            members: Dictionary(uniqueKeysWithValues: collective.members.map { ($0.id, $0.name) }),
            owners: Dictionary(uniqueKeysWithValues: collective.feeds.map { ($0.id, $0.member) }))
    }

    static let seal = MailSettings.seal(HMACKey(Array("0123456789abcdef0123456789abcdef".utf8)))

    static func writer(_ member: String, showsIdentity: Bool = false) throws -> LetterWriter {
        LetterWriter(room: try room(), member: member, replyTo: "reponses@example.org", showsIdentity: showsIdentity)
    }

    static func destination(
        _ member: String, to: [String] = ["accueil@example.org"], server: MailServer = server,
        showsIdentity: Bool = false,
        hours: [Int] = []
    ) throws -> MailDestination {
        let writer = LetterWriter(
            room: try room(), member: member, replyTo: server.replyTo, showsIdentity: showsIdentity)
        return MailDestination(
            server: server, writer: writer, to: to, toPlace: Place("members/m.jsonc", line: 4, column: 30), hours: hours
        )
    }

    /// The published examples of a kind.
    static func examples(_ kind: String) throws -> [Entity] {
        let schema = try #require(Schema.named(kind))
        let text = try String(
            contentsOfFile: "\(Fixtures.repository)/config/schemas/examples/\(kind).jsonl", encoding: .utf8)
        let codes = try collective().codes
        return try text.split(separator: "\n").map { line in
            try CanonicalReader.entity(schema, Array(line.utf8), codes: codes, file: kind).get()
        }
    }

    /// A message of the example collective.
    static func message(
        _ entity: Entity, _ event: Event = .created, source: String = "/limagne-allier/feeds/sioule-orientations",
        id: String? = nil
    ) -> InboxMessage {
        InboxMessage(
            id: id ?? "\(entity.schema.kind)-\(entity.key)-\(event.rawValue)", source: source, kind: entity.schema.kind,
            event: event, key: entity.key, time: 1_795_000_000, body: [], entity: event == .withdrawn ? nil : entity)
    }

    /// An entity out of JSON.
    static func entity(_ kind: String, _ json: String) throws -> Entity {
        let schema = try #require(Schema.named(kind))
        let codes = try collective().codes
        return try CanonicalReader.entity(schema, Array(json.utf8), codes: codes, file: kind).get()
    }
}
