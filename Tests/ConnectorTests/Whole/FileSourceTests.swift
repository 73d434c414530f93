import Foundation
import Testing

@testable import Connectors

/// Exports that are picked up once: from a folder, and from an SFTP server.
@Suite(.enabled(if: Whole.isThere && TestFiles.isThere, "set HUB_TEST_BROKER and HUB_TEST_FILES: run deploy/test"))
struct FileSourceTests {
    private static let directory = #""source": { "directory": { "path": "exports", "match": "*.csv" } }"#

    /// Lets the feed `offres` read `depot/` of the test's folder through SFTP.
    private func readThroughSFTP(_ hub: Installation) throws {
        let source = """
            "source": { "sftp": {
              "host": "127.0.0.1", "port": \(try TestFiles.sshPort), "user": "\(NSUserName())",
              "key": { "file": "\(try TestFiles.path("user"))" },
              "hostKey": "\(try TestFiles.text("host.fingerprint"))",
              "path": "\(hub.path("depot"))", "match": "offres*.csv", "after": { "archive": "\(hub.path("depot/lus"))" }
            } }
            """
        try hub.edit("config/feeds/offres.jsonc", Self.directory, source)
        try hub.write("depot/lus/.keep", "")
    }

    /// Writes an export that has been there for a while.
    private func write(_ hub: Installation, _ name: String, _ text: String, secondsAgo: Int = 600) throws {
        try hub.write(name, text)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -Double(secondsAgo))], ofItemAtPath: hub.path(name))
    }

    private func listing(_ hub: Installation, _ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: hub.path(folder)).sorted()
    }

    @Test func `an export on an SFTP server is published once, and archived there`() throws {
        try Installation.small { hub in
            try readThroughSFTP(hub)
            try hub.apply()
            let nothing = try hub.hub("run", "config", "--once")
            #expect(nothing.code == 0)
            #expect(
                nothing.output.hasPrefix(
                    """
                    feed offres  (offer, L'ACI)
                        no export yet
                        no file matches sftp://127.0.0.1:\(try TestFiles.sshPort)\(hub.path("depot"))/offres*.csv

                    """))
            try write(hub, "depot/offres é.csv", Offers.file(["1;03;a", "2;63;b"]))
            try write(hub, "depot/offres z.csv", Offers.file(["1;03;a"]), secondsAgo: 0)
            let first = try hub.hub("run", "config", "--once")
            #expect(first.code == 0, "\(first.errors)")
            #expect(first.output.contains("2 read · 0 rejected · 2 created"))
            #expect(try listing(hub, "depot") == ["lus", "offres z.csv"])
            #expect(try listing(hub, "depot/lus") == [".keep", "offres é.csv"])
            #expect(try hub.inbox("cre").map(\.change) == ["created 1", "created 2"])
            let second = try hub.hub("run", "config", "--once")
            #expect(second.code == 0)
            #expect(second.output.contains("    nothing new since run 1 at "))
            #expect(second.output.contains("\n    offres z.csv waits until it is unchanged for 60 seconds\n"))
            #expect(try hub.inbox("cre") == [])
        }
    }

    @Test func `a run that is killed before its end leaves the export where it is, and the next takes it again`() throws
    {
        try Installation.small { hub in
            try readThroughSFTP(hub)
            try hub.apply()
            let rows = (1...20_000).map { "K\($0);03;poste \($0)" }
            try write(hub, "depot/offres.csv", Offers.file(rows))
            let connection = try BrokerConnection(hub.address, name: "test")
            defer { connection.close() }
            let program = try hub.start("run", "config", "--once")
            let isUnderWay = try Whole.comesTrue {
                try connection.depth(ofQueue: "inbox.cre")?.messages ?? 0 > 1_000 && program.process.isRunning
            }
            program.kill()
            #expect(isUnderWay, "\(program.errors)")
            #expect(try listing(hub, "depot") == ["lus", "offres.csv"])
            var ended = try hub.hub("run", "config", "--once")
            // In the broker's eyes the killed hub may still hold the lease for a moment.
            _ = try Whole.comesTrue {
                if ended.code == 69 { ended = try hub.hub("run", "config", "--once") }
                return ended.code != 69
            }
            #expect(ended.code == 0, "\(ended.errors)")
            #expect(ended.output.contains("20000 read · 0 rejected · 20000 created"))
            #expect(try listing(hub, "depot") == ["lus"])
            #expect(try listing(hub, "depot/lus") == [".keep", "offres.csv"])
        }
    }

    @Test func `what cannot be archived is published all the same, said, and archived by the next run`() throws {
        try Installation.small { hub in
            try hub.edit(
                "config/feeds/offres.jsonc", #""match": "*.csv" }"#,
                #""match": "*.csv", "after": { "archive": "archive" } }"#)
            try hub.apply()
            #expect(
                try hub.hub("check", "config").output.hasPrefix(
                    """
                    feed offres: no file matches config/exports/*.csv (config/feeds/offres.jsonc:4:28)
                    feed offres: there is no folder config/archive (config/feeds/offres.jsonc:4:89)

                    """))
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a"]))
            let first = try hub.hub("run", "config", "--once")
            let problem = """
                config/exports/1.csv: the export was taken but not archived
                  why: config/archive: no such folder (config/feeds/offres.jsonc:4:89)
                  fix: create the folder; the next run archives it

                """
            #expect(first.code == 78)
            #expect(first.errors == problem)
            #expect(first.output.contains("1 read · 0 rejected · 1 created"))
            #expect(try hub.inbox("cre").map(\.change) == ["created 1"])
            let second = try hub.hub("run", "config", "--once")
            #expect(second.code == 78)
            #expect(second.errors == "feed offres: nothing published\n" + problem)
            try hub.write("config/archive/.keep", "")
            let third = try hub.hub("run", "config", "--once")
            #expect(third.code == 0)
            #expect(third.output.contains("nothing new since run 1 at "))
            #expect(try listing(hub, "config/archive") == [".keep", "1.csv"])
            #expect(try hub.inbox("cre") == [])
        }
    }

    @Test func `new files are published one after the other in one go, and each of them once`() throws {
        try Installation.small { hub in
            try hub.edit(
                "config/feeds/offres.jsonc", #""match": "*.csv" } },"#,
                #""match": "*.csv", "take": "new" } }, "absent": "keep","#)
            try hub.apply()
            try write(hub, "config/exports/b.csv", Offers.file(["1;03;first", "2;03;b"]), secondsAgo: 60)
            try write(hub, "config/exports/a.csv", Offers.file(["1;03;second"]), secondsAgo: 30)
            let first = try hub.hub("run", "config", "--once")
            #expect(first.code == 0, "\(first.errors)")
            #expect(first.output.contains("2 read · 0 rejected · 2 created"))
            #expect(first.output.contains("1 read · 0 rejected · 0 created · 1 updated"))
            #expect(try hub.inbox("cre").map(\.change) == ["created 1", "created 2", "updated 1"])
            #expect(try hub.hub("run", "config", "--once").output.contains("nothing new since run 2 at "))
            let again = try hub.hub("run", "config", "--once", "--again")
            #expect(again.code == 0)
            #expect(try hub.inbox("cre").map(\.change) == ["updated 1", "updated 1"])
            #expect(again.output.contains("2 read"))
        }
    }
}
