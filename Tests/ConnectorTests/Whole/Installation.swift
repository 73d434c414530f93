import Foundation
import Testing

@testable import Connectors

/// A hub of one test: a config folder with its secrets, a vhost that does not exist yet, and the program.
final class Installation {
    let folder: URL
    let address: BrokerAddress
    private let management: Management
    /// What must never be in any output.
    private var secrets: [String] = []
    var environment: [String: String]

    /// Gives a copy of the example collective to a test, and removes what it made.
    static func example(_ body: (Installation) throws -> Void) throws {
        try with({ try FileManager.default.copyItem(at: Whole.root.appending(path: "config"), to: $0) }, body)
    }

    /// Gives a small collective to a test: `ai` wants département 03, `ei` wants 63, `cre` gets all; the feed `offres` of
    /// `aci` reads `exports/*.csv`.
    static func small(_ body: (Installation) throws -> Void) throws {
        try with(
            { config in
                let files = Whole.fixtures.appending(path: "whole/config")
                try FileManager.default.copyItem(at: files, to: config)
                try FileManager.default.copyItem(
                    at: Whole.root.appending(path: "config/codes"), to: config.appending(path: "codes"))
                try FileManager.default.createDirectory(
                    at: config.appending(path: "exports"), withIntermediateDirectories: false)
            }, body)
    }

    private static func with(_ prepare: (URL) throws -> Void, _ body: (Installation) throws -> Void) throws {
        let installation = try Installation()
        defer { installation.remove() }
        try prepare(installation.folder.appending(path: "config"))
        try installation.writeSecrets()
        try body(installation)
    }

    private init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "hub-whole-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        var address = try TestBroker.address()
        address.vhost = folder.lastPathComponent
        self.address = address
        management = try TestBroker.management()
        environment = [
            "PATH": "/usr/bin:/bin", "TMPDIR": folder.path, "HUB_SECRETS": folder.appending(path: "secrets").path,
            "HUB_BROKER_URL": "amqp://\(address.user)@\(address.host):\(address.port)/\(address.vhost)",
            "HUB_MANAGEMENT_URL": try #require(TestBroker.managementURL),
        ]
    }

    private func remove() {
        try? management.delete(vhost: address.vhost)
        try? FileManager.default.removeItem(at: folder)
    }

    /// Users belong to the whole broker, not to a vhost: tests that run at the same time must agree on their passwords.
    static func password(of member: String) -> String { "the-password-of-\(member)" }

    /// A member's broker user.
    func user(of member: String) throws -> String {
        let named = try read("config/hub.jsonc").firstMatch(of: /"collective": "([^"]*)"/)
        return "\(try #require(named).output.1).\(member)"
    }

    private func writeSecrets() throws {
        let members = try FileManager.default.contentsOfDirectory(atPath: path("config/members"))
            .map { $0.replacing(".jsonc", with: "") }
        let key = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
        try write("secrets/broker.password", address.password + "\n")
        try write("secrets/pseudonym.key", key + "\n")
        for member in members { try write("secrets/members/\(member).password", Self.password(of: member) + "\n") }
        // The broker's own may be a word that stands in messages anyway.
        secrets = [key] + members.map(Self.password) + (address.password.count > 8 ? [address.password] : [])
    }

    // MARK: - Files

    func path(_ name: String) -> String { folder.appending(path: name).path }

    func read(_ name: String) throws -> String { try String(contentsOf: folder.appending(path: name), encoding: .utf8) }

    /// Writes a file as careful software does: under another name first.
    func write(_ name: String, _ text: String) throws {
        let url = folder.appending(path: name)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url, options: .atomic)
    }

    /// Replaces what must stand there exactly once.
    func edit(_ name: String, _ old: String, _ new: String) throws {
        let parts = try read(name).components(separatedBy: old)
        try #require(parts.count == 2, "\(old) stands \(parts.count - 1) times in \(name)")
        try write(name, parts.joined(separator: new))
    }

    /// Lets inboxes hold more than 100,000 messages and their repeats.
    func takeLargeInboxes() throws {
        try edit(
            "config/hub.jsonc", "\"name\": \"Petit collectif\",",
            "\"name\": \"Petit collectif\", \"retention\": { \"inboxMessages\": 1000000 },")
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

    // MARK: - Programs

    /// Starts the program, which then runs beside the test.
    func start(_ words: String...) throws -> Program {
        try Program(try #require(Whole.binary), words, in: folder, environment: environment)
    }

    /// Starts the program through another one, which is given the program's words behind its own and makes a situation of it.
    func start(through wrapper: [String], _ words: String...) throws -> Program {
        let all = Array(wrapper.dropFirst()) + [try #require(Whole.binary)] + words
        return try Program(try #require(wrapper.first), all, in: folder, environment: environment)
    }

    /// Runs the program to its end; no secret may be in what it says.
    func hub(_ words: String..., sourceLocation: SourceLocation = #_sourceLocation) throws -> Ended {
        try hub(words, sourceLocation: sourceLocation)
    }

    func hub(_ words: [String], sourceLocation: SourceLocation = #_sourceLocation) throws -> Ended {
        let ended = try Program(try #require(Whole.binary), words, in: folder, environment: environment).ended()
        for secret in secrets {
            #expect(!ended.output.contains(secret) && !ended.errors.contains(secret), sourceLocation: sourceLocation)
        }
        return ended
    }

    /// Brings the broker to the config.
    func apply(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let ended = try hub("apply", "config")
        try #require(ended.code == 0, "\(ended.errors)", sourceLocation: sourceLocation)
    }

    /// Runs the foreign client as an administrator, or as a member's own user.
    @discardableResult
    func client(_ verb: String, _ queue: String, _ rest: String..., as member: String? = nil) throws -> String {
        var address = address
        if let member { (address.user, address.password) = (try user(of: member), Self.password(of: member)) }
        let ended = try Program(
            try #require(Whole.python),
            [Whole.fixtures.appending(path: "whole/client.py").path, verb, address.secretURL, queue] + rest,
            in: folder, environment: ["PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"]
        ).ended()
        try #require(ended.code == 0, "\(ended.errors)")
        return ended.output
    }

    /// Takes everything out of a member's inbox, as that member.
    func inbox(_ member: String) throws -> [Received] {
        try received(output: try client("read", Topology.inbox(of: member), as: member))
    }

    /// Takes everything out of a queue, as the administrator.
    func received(_ queue: String) throws -> [Received] { try received(output: try client("read", queue)) }

    /// Everything that is in the journal.
    func journal() throws -> [Received] { try received(output: try client("stream", "journal")) }

    private func received(output: String) throws -> [Received] {
        try output.split(separator: "\n").map { try JSONDecoder().decode(Received.self, from: Data($0.utf8)) }
    }

    /// Messages that wait in a queue.
    func depth(_ queue: String) throws -> Int? {
        let connection = try BrokerConnection(address, name: "test")
        defer { connection.close() }
        return try connection.depth(ofQueue: queue)?.messages
    }
}

/// A message as the foreign client had it.
struct Received: Decodable, Hashable {
    let kind: String
    let event: String
    let key: String
    let id: String
    let exchange: String
    let routingKey: String
    let headers: [String]
    let properties: String
    let body: String
    /// What keeps it from being a CloudEvent; empty when all is right.
    let wrong: [String]

    /// `created 12`.
    var change: String { "\(event) \(key)" }
}
