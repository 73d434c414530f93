import Foundation
import Testing

@testable import Connectors

/// Disks that are full, folders that may not be written, exports that go away: each is said with what to do, nothing is
/// published, and the next run heals by itself.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct FaultTests {
    /// Runs a program on a temporary folder with room for so many bytes.
    private static func small(_ bytes: Int) -> [String] {
        [
            "/usr/bin/unshare", "--map-root-user", "--mount", "/bin/sh", "-c",
            "mount -t tmpfs -o size=\(bytes) none \"$TMPDIR\" && exec \"$@\"", "sh",
        ]
    }

    /// Whether this machine lets a test have a file system of its own, as containers often do not.
    private static let mayMount: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
        process.arguments = ["--map-root-user", "--mount", "/bin/sh", "-c", "mount -t tmpfs none /mnt"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    private func tmp(_ hub: Installation) throws -> String {
        try hub.write("tmp/.keep", "")
        hub.environment["TMPDIR"] = hub.path("tmp")
        return hub.path("tmp")
    }

    /// Offers that fill a spool: about 1 KB each.
    private func large(_ count: Int) -> String {
        Offers.file((1...count).map { "K\($0);03;\(String(repeating: "a", count: 150))" })
    }

    @Test(.enabled(if: mayMount, "needs a mount namespace"))
    func `a disk that is full of what a run would publish publishes nothing, and hinders no other feed`() throws {
        try Installation.small { hub in
            try hub.write(
                "config/feeds/a.jsonc",
                try hub.read("config/feeds/offres.jsonc").replacing("\"exports\"", with: "\"exports-a\""))
            try hub.apply()
            try hub.write("config/exports-a/1.csv", large(5_000))
            try hub.write("config/exports/1.csv", Offers.file(["1;03;small"]))
            let tmp = try tmp(hub)
            let full = try hub.start(through: Self.small(1 << 20), "run", "config", "--once").ended()
            #expect(full.code == 69)
            #expect(
                full.errors == """
                    feed a: nothing published
                    \(tmp): the spool cannot be written or read
                      why: No space left on device; nothing was published
                      fix: make room there, or set TMPDIR to another folder

                    """)
            #expect(try hub.inbox("ai").map(\.change) == ["created 1"])
            let status = try hub.hub("status", "config")
            #expect(status.code == 65)
            #expect(status.output.contains("the spool cannot be written or read"))
            let room = try hub.hub("run", "config", "--once")
            #expect(room.code == 0, "\(room.errors)")
            #expect(try hub.depth("inbox.ai") == 5_000)
            #expect(try hub.hub("status", "config").code == 0)
        }
    }

    @Test func `a limit on the size of files is said like a full disk`() throws {
        try Installation.small { hub in
            try hub.apply()
            try hub.write("config/exports/1.csv", large(5_000))
            let tmp = try tmp(hub)
            let full = try hub.start(
                through: ["/usr/bin/prlimit", "--fsize=1048576"], "run", "config", "--once"
            ).ended()
            #expect(full.code == 69)
            #expect(
                full.errors == """
                    feed offres: nothing published
                    \(tmp): the spool cannot be written or read
                      why: File too large; nothing was published
                      fix: make room there, or set TMPDIR to another folder

                    """)
            #expect(try hub.depth("inbox.ai") == 0)
            #expect(try hub.hub("run", "config", "--once").code == 0)
            #expect(try hub.depth("inbox.ai") == 5_000)
        }
    }

    @Test func `a folder for temporary files that is not there is said`() throws {
        try Installation.small { hub in
            try hub.apply()
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a"]))
            hub.environment["TMPDIR"] = "/nowhere/"
            let run = try hub.hub("run", "config", "--once")
            #expect(run.code == 69)
            #expect(
                run.errors == """
                    feed offres: nothing published
                    /nowhere: no folder can be made for the run
                      why: No such file or directory; nothing was published
                      fix: make room there, or set TMPDIR to another folder

                    """)
        }
    }

    @Test(.enabled(if: mayMount && WebServer.isThere, "needs a mount namespace"))
    func `a download for which there is no room publishes nothing`() throws {
        try Installation.small { hub in
            let files = try Scratch()
            try files.write("files/offres.csv", large(20_000))
            let server = try WebServer.nginx("", files: files)
            try hub.edit(
                "config/feeds/offres.jsonc", #""directory": { "path": "exports", "match": "*.csv" }"#,
                #""http": { "url": "http://127.0.0.1:\#(server.port)/offres.csv" }"#)
            try hub.apply()
            let tmp = try tmp(hub)
            let full = try hub.start(through: Self.small(1 << 20), "run", "config", "--once").ended()
            #expect(full.code == 69)
            #expect(
                full.errors.replacing(/hub-run-\w{6}/, with: "hub-run-…") == """
                    feed offres: nothing published
                    \(tmp)/hub-run-…/file: the download cannot be written
                      why: No space left on device; nothing was published
                      fix: make room there, or set TMPDIR to another folder

                    """)
            #expect(try hub.hub("run", "config", "--once").code == 0)
            #expect(try hub.depth("inbox.ai") == 20_000)
        }
    }

    @Test(.enabled(if: mayMount, "needs a mount namespace"))
    func `an export for whose unpacking there is no room is not taken for broken`() throws {
        try Installation.small { hub in
            try hub.edit("config/feeds/offres.jsonc", #""format""#, #""decode": "gz", "format""#)
            try hub.apply()
            try hub.write("plain.csv", large(20_000))
            let packed = try Program(
                "/bin/sh", ["-c", "gzip -c plain.csv > config/exports/1.csv"], in: hub.folder,
                environment: hub.environment)
            #expect(packed.ended().code == 0)
            let tmp = try tmp(hub)
            let full = try hub.start(through: Self.small(1 << 20), "run", "config", "--once").ended()
            #expect(full.code == 69)
            #expect(
                full.errors.replacing(/hub-run-\w{6}/, with: "hub-run-…") == """
                    feed offres: nothing published
                    \(tmp)/hub-run-…/0: writing what is in the export failed
                      why: No space left on device; nothing was published
                      fix: make room there, or set TMPDIR to another folder

                    """)
            #expect(try hub.hub("run", "config", "--once").code == 0)
            #expect(try hub.depth("inbox.ai") == 20_000)
        }
    }

    @Test(.enabled(if: mayMount, "needs a mount namespace"))
    func `a folder that became read-only keeps the export, which is published once and settled later`() throws {
        for (after, what, why, fix) in [
            (
                #""delete""#, "deleted",
                #"Read-only file system ("after" is "delete" at config/feeds/offres.jsonc:4:28)"#,
                "let the hub's user write to config/exports; the next run deletes it"
            ),
            (
                #"{ "archive": "exports/old" }"#, "archived",
                "config/exports/old: Read-only file system (config/feeds/offres.jsonc:4:89)",
                "let the hub's user write there; the next run archives it"
            ),
        ] {
            try Installation.small { hub in
                try hub.edit(
                    "config/feeds/offres.jsonc", #""match": "*.csv" }"#, #""match": "*.csv", "after": \#(after) }"#)
                try hub.apply()
                try hub.write("config/exports/1.csv", Offers.file(["1;03;a"]))
                try hub.write("config/exports/old/.keep", "")
                let readOnly = [
                    "/usr/bin/unshare", "--map-root-user", "--mount", "/bin/sh", "-c",
                    "mount --bind config/exports config/exports && mount -o remount,bind,ro config/exports && exec \"$@\"",
                    "sh",
                ]
                let run = try hub.start(through: readOnly, "run", "config", "--once").ended()
                #expect(run.code == 78)
                #expect(
                    run.errors == """
                        config/exports/1.csv: the export was taken but not \(what)
                          why: \(why)
                          fix: \(fix)

                        """)
                #expect(try hub.inbox("ai").map(\.change) == ["created 1"])
                let healed = try hub.hub("run", "config", "--once")
                #expect(healed.code == 0, "\(healed.errors)")
                #expect(!FileManager.default.fileExists(atPath: hub.path("config/exports/1.csv")))
                #expect(try hub.inbox("ai") == [])
            }
        }
    }

    @Test func `a folder that goes away withdraws nothing, and is read again when it is back`() throws {
        try Installation.small { hub in
            try hub.apply()
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a", "2;03;b"]))
            let program = try hub.start("run", "config")
            #expect(Whole.comesTrue { program.errors.contains("feed=offres run=1") })
            try hub.remove("config/exports")
            #expect(
                Whole.comesTrue {
                    program.errors.contains(
                        #"event=feed.failed feed=offres problem="config/exports: the folder cannot be read\n  "#
                            + #"why: no such folder (the feed reads it at config/feeds/offres.jsonc:4:28)\n  "#
                            + #"fix: create it, or correct \"path\"" again_in="#)
                })
            // As where a disk is not mounted: a folder without the files.
            try hub.write("config/exports/.keep", "")
            #expect(try Whole.comesTrue { try hub.hub("status", "config").code == 0 })
            try hub.write("config/exports/2.csv", Offers.file(["1;03;a", "3;03;c"]))
            #expect(Whole.comesTrue { program.errors.contains("feed=offres run=2") })
            #expect(try #require(program.terminated()).code == 0)
            #expect(try hub.inbox("ai").map(\.change) == ["created 1", "created 2", "created 3", "withdrawn 2"])
        }
    }

    @Test(arguments: ["cut", "replaced", "gone"])
    func `an export that is cut, replaced or taken away while it is read publishes nothing`(how: String) throws {
        try Installation.small { hub in
            try hub.apply()
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a"]))
            #expect(try hub.hub("run", "config", "--once").code == 0)
            let rows = (0..<1_000).map { "K\($0);03;poste \($0);1\n" }.joined()
            let text = "ref;dept;poste;postes\n" + String(repeating: rows, count: 300)
            try hub.write("config/exports/1.csv", text)
            let program = try hub.start("run", "config", "--once")
            #expect(Whole.comesTrue { program.hasOpen("exports/1.csv") })
            switch how {
            case "cut": truncate(hub.path("config/exports/1.csv"), 1_000_003)
            case "replaced": try hub.write("config/exports/1.csv", Offers.file(["1;03;a", "2;03;b"]))
            default: try hub.remove("config/exports/1.csv")
            }
            let ended = program.ended()
            #expect(ended.code == 69)
            #expect(
                ended.errors == """
                    feed offres: nothing published
                    config/exports/1.csv: the export \(how == "gone" ? "went away" : "changed") while it was read
                      why: it was \(text.utf8.count) bytes when the run began; nothing was published
                      fix: nothing if it is whole by now: the next run reads it; "whole": "60 seconds" \
                    (config/feeds/offres.jsonc:4:28) waits until a file is

                    """)
            try hub.write("config/exports/1.csv", Offers.file(["1;03;a", "2;03;b"]))
            let healed = try hub.hub("run", "config", "--once")
            #expect(healed.code == 0, "\(healed.errors)")
            #expect(try hub.inbox("ai").map(\.change) == ["created 1", "created 2"])
        }
    }
}
