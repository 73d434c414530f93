import Foundation
import Testing

@testable import Connectors

/// Files that a small structure writes itself and drops into a folder.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct DropFolderTests {
    private func with(_ base: String, _ body: (Installation) throws -> Void) throws {
        try Installation.small { hub in
            try FileManager.default.createDirectory(
                atPath: hub.path("config/catalogue"), withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                atPath: Whole.root.appending(path: "config/catalogue/\(base).jsonc").path,
                toPath: hub.path("config/catalogue/\(base).jsonc"))
            try hub.remove("config/feeds/offres.jsonc")
            try hub.edit(
                "config/members/ai.jsonc", #""subscription""#,
                """
                "feeds": {
                  "depot": {
                    "extends": "catalogue/\(base)",
                    "source": { "directory": {
                      "path": "depot", "whole": null, "after": { "archive": "depot/faits" }
                    } }
                  }
                },
                "subscription"
                """)
            try FileManager.default.createDirectory(
                atPath: hub.path("config/depot/faits"), withIntermediateDirectories: true)
            try hub.apply()
            try body(hub)
        }
    }

    /// The receipts in the inbox of `ai`, with every problem.
    private func receipts(_ hub: Installation) throws -> [String] {
        struct Event: Decodable {
            struct Content: Decodable {
                let key: String
                let status: String
                let file: String?
                let accepted: Int
                let refused: Int
                let problems: [Told]?
            }
            struct Told: Decodable {
                let `where`: String
                let what: String
                let fix: String?
            }
            let data: Content
        }
        return try hub.inbox("ai").map { message in
            #expect(message.kind == "receipt" && message.wrong == [] && message.exchange == "private")
            let data = try JSONDecoder().decode(Event.self, from: Data(message.body.utf8)).data
            let head = "\(data.key) \(data.file ?? "") \(data.status) \(data.accepted) \(data.refused)"
            return ([head] + (data.problems ?? []).map { "\($0.where): \($0.what) | \($0.fix ?? "")" })
                .joined(separator: "\n")
        }
    }

    @Test func `five columns are enough: a file adds, replaces and takes back, and is answered`() throws {
        try with("dropped-offers") { hub in
            let header = "référence;intitulé;commune;contrat;fin\n"
            try hub.write(
                "config/depot/1.csv",
                header + "OF-1;Plongeur;63113 Clermont;CDD;31/12/2026\nOF-2;Couturier;63113;CDD;31/02/2026\n"
                    + "OF-3;Agent;63113;CDI;\n")
            try hub.write("config/depot/2.csv", header + "OF-1;Plongeuse;63113;CDD;\nOF-3;;;;\nOF-9;;;;\n")
            let run = try hub.hub("run", "config", "--once")
            #expect(run.code == 65, "\(run.errors)")
            #expect(
                try hub.inbox("ei").map(\.change) == ["created OF-1", "created OF-3", "updated OF-1", "withdrawn OF-3"])
            #expect(
                try receipts(hub) == [
                    """
                    depot/1 1.csv partial 2 1
                    1.csv:3:26: record 2, field "fin": not a date: "31/02/2026" | correct the export, or change "date" there
                    """,
                    "depot/2 2.csv accepted 3 0",
                ])
            let left = try FileManager.default.contentsOfDirectory(atPath: hub.path("config/depot"))
            #expect(left == ["faits"])

            // What is not in a file stays; one that cannot be read is answered once.
            try hub.write("config/depot/3.csv", "référence;titre\nOF-4;Agent\n")
            #expect(try hub.hub("run", "config", "--once").code == 65)
            #expect(try hub.hub("run", "config", "--once").code == 65)
            let stopped = try receipts(hub)
            #expect(stopped.count == 1)
            #expect(stopped.first?.hasPrefix("depot/3  stopped 0 0\n3.csv") == true, "\(stopped)")
            try hub.write("config/depot/3.csv", header + "OF-4;Agent;63113;CDI;\n")
            #expect(try hub.hub("run", "config", "--once").code == 0)
            #expect(try hub.inbox("ei").map(\.change) == ["created OF-4"])
        }
    }

    @Test func `canonical JSON needs no mapping`() throws {
        try with("canonical-referrals") { hub in
            try hub.write(
                "config/depot/1.json",
                #"""
                [{"key":"D-1","type":"creAction","action":"pmsmp","addressedTo":"cre","person":{"id":118},
                  "skills":[{"label":"peinture","attested":true}]},
                 {"key":"D-2","type":"creAction","addressedTo":"cre","person":{"id":121}}]
                """#)
            #expect(try hub.hub("run", "config", "--once").code == 65)
            let copies = try hub.inbox("cre")
            #expect(copies.map(\.change) == ["created D-1"])
            #expect(copies.first?.body.contains(#""skills":[{"label":"peinture","attested":true}]"#) == true)
            #expect(copies.first?.body.contains(#""id":"118""#) == false)
            #expect(
                try receipts(hub) == [
                    "depot/1 1.json partial 1 1\n1.json:3: record 2, field \"action\": action is missing | fill it in the export"
                ])
            try hub.write("config/depot/2.json", "{\n  \"key\": \"D-1\"\n}\n")
            #expect(try hub.hub("run", "config", "--once").code == 0)
            #expect(try hub.inbox("cre").map(\.change) == ["withdrawn D-1"])
        }
    }
}
