import Foundation
import Testing

@testable import Connectors

/// A feed that reads an API like France Travail's: the program, the double, the broker.
@Suite(.enabled(if: Whole.isThere && WebServer.isThere, "run deploy/test"))
struct WebSourceTests {
    private static let secret = "the-secret-of-the-client"

    private func feed(_ server: WebServer, _ words: String) -> String {
        """
        {
          "member": "aci", "kind": "offer",
          "source": { "http": { "url": "http://127.0.0.1:\(server.port)/\(words) } },
          "format": { "json": { "records": "resultats" } },
          "map": {
            "key": "id", "type": { "const": "job" }, "title": "intitule",
            "workplace.departement": "lieuTravail.departement", "positions": "nombrePostes"
          }
        }
        """
    }

    private func search(_ server: WebServer) -> String {
        feed(
            server,
            """
            offers/search",
                "query": { "departement": "03" },
                "login": { "oauth2": {
                  "url": "http://127.0.0.1:\(server.port)/token?realm=%2Fpartenaire",
                  "id": "the-client", "secret": "file:../secrets/ft", "scope": "api_offresdemploiv2 o2dsoffre"
                } },
                "pages": { "range": { "size": 150, "limit": 3150, "records": "resultats" } },
                "windows": { "from": "minCreationDate", "to": "maxCreationDate", "back": "2000 days" },
                "rate": "1000/s", "retries": 3
            """)
    }

    /// Every message that came, by key.
    private func ids(_ hub: Installation) throws -> (messages: Int, keys: Int) {
        struct Counted: Decodable { let messages: Int, keys: Int }
        let text = try hub.client("ids", Topology.inbox(of: "cre"), as: "cre")
        let counted = try JSONDecoder().decode(Counted.self, from: Data(text.utf8))
        return (counted.messages, counted.keys)
    }

    @Test func `4,000 offers arrive once each, through throttling, breaks and tokens that end; then nothing is new`()
        throws
    {
        let server = try WebServer.double(
            """
            { "offers": 4000, "login": true, "secret": "\(Self.secret)", "uses": 9, "throttle": 13,
              "broken": { "3": "cut", "8": "silence", "11": "502", "20": "cut in chunks" } }
            """)
        try Installation.small { hub in
            try hub.write("secrets/ft", "\(Self.secret)\n")
            try hub.write("config/feeds/offres.jsonc", search(server))
            try hub.apply()
            let running = try hub.start("run", "config", "--once")
            var seen = ""
            while running.process.isRunning { seen += processes() }
            let first = running.ended()
            #expect(first.code == 0, "\(first.errors)")
            #expect(first.output.contains("4000 read · 0 rejected · 4000 created"), "\(first.output)")
            #expect(try ids(hub) == (4_000, 4_000))

            let second = try hub.hub("run", "config", "--once")
            #expect(second.output.contains("nothing new since run 1 at "), "\(second.output)\(second.errors)")
            #expect(try ids(hub) == (0, 0))

            let asked = try server.asked()
            #expect(asked.filter { $0.method == "POST" }.count > 4)
            for text in [first.output, first.errors, second.output, second.errors, seen] {
                #expect(!text.contains(Self.secret) && !text.contains("a-token-of-the-double"))
            }
        }
    }

    @Test func `a page that stays cut publishes nothing`() throws {
        let broken = (5...8).map { "\"\($0)\": \"cut\"" }.joined(separator: ", ")
        let server = try WebServer.double(
            "{ \"offers\": 1000, \"login\": true, \"secret\": \"\(Self.secret)\", \"broken\": { \(broken) } }")
        try Installation.small { hub in
            try hub.write("secrets/ft", "\(Self.secret)\n")
            try hub.write("config/feeds/offres.jsonc", search(server))
            try hub.apply()
            let cut = try hub.hub("run", "config", "--once")
            #expect(cut.code == 69)
            #expect(
                cut.errors.hasPrefix(
                    """
                    feed offres: nothing published
                    http://127.0.0.1:\(server.port)/offers/search: the answer is cut short: transfer closed with
                    """), "\(cut.errors)")
            #expect(try ids(hub) == (0, 0))

            let whole = try hub.hub("run", "config", "--once")
            #expect(whole.code == 0, "\(whole.errors)")
            #expect(try ids(hub) == (1_000, 1_000))
        }
    }

    @Test func `a refused login shows no secret`() throws {
        let server = try WebServer.double(#"{ "login": true, "secret": "another" }"#)
        try Installation.small { hub in
            try hub.write("secrets/ft", "\(Self.secret)\n")
            try hub.write("config/feeds/offres.jsonc", search(server))
            try hub.apply()
            let refused = try hub.hub("run", "config", "--once")
            #expect(
                refused.errors == """
                    feed offres: nothing published
                    http://127.0.0.1:\(server.port)/token: no token: the server answered 400: "no such client: ••••"
                      why: the feed logs in there (config/feeds/offres.jsonc:5:26)
                      fix: correct "id", "secret" or "scope" there

                    """)
            #expect(refused.code == 78)
        }
    }

    @Test func `a file with an ETag is read once`() throws {
        let scratch = try Scratch()
        try scratch.write("files/export.csv", "ref;dept;poste;postes\n1;03;a;1\n2;63;b;1\n")
        let server = try WebServer.nginx("", files: scratch)
        try Installation.small { hub in
            try hub.edit(
                "config/feeds/offres.jsonc", #"{ "directory": { "path": "exports", "match": "*.csv" } }"#,
                "{ \"http\": { \"url\": \"http://127.0.0.1:\(server.port)/export.csv\" } }")
            try hub.apply()
            #expect(try hub.hub("run", "config", "--once").code == 0)
            #expect(try hub.inbox("cre").map(\.change) == ["created 1", "created 2"])
            #expect(try hub.hub("run", "config", "--once").output.contains("nothing new since run 1 at "))
            try scratch.write("files/export.csv", "ref;dept;poste;postes\n1;03;a;1\n2;63;b2;1\n3;03;c\n")
            let rejected = try hub.hub("run", "config", "--once")
            #expect(
                rejected.output.contains("http://127.0.0.1:\(server.port)/export.csv:4:"),
                "\(rejected.errors)\(rejected.output)")
        }
    }

    /// The command lines of what runs of the hub.
    private func processes() -> String {
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return folders.filter { Int($0) != nil }.compactMap { process in
            FileManager.default.contents(atPath: "/proc/\(process)/cmdline").map { String(decoding: $0, as: UTF8.self) }
        }.filter { $0.contains("hub") && !$0.contains("double.py") }.joined(separator: "\n")
    }
}
