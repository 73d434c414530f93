import Canonical
import Foundation
import Testing

@testable import Connectors

@Suite struct DirectorySourceTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func source(_ words: String) throws -> any ExportSource {
        let config = ConfigReading(folder: scratch.path, variables: [:])
        let setting = try ConfigText.parse(
            Array("{ \"source\": { \"directory\": \(words) } }".utf8), file: "feed.jsonc")
        let source = ExportSources.read(Settings(setting, "the feed", config))
        #expect(config.problems.map(\.description) == [])
        return try #require(source)
    }

    private func names(_ exports: [Export]) -> [String] { exports.map { ($0.path as NSString).lastPathComponent } }

    private func write(_ name: String, minute: Int) throws {
        let path = try scratch.write("exports/\(name)", name)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_700_000_000 + Double(minute) * 60)], ofItemAtPath: path)
    }

    @Test func `all matching files are one export, numbers in names count as numbers`() throws {
        for name in ["e-10.json", "e-2.json", "e-1.json", "f-3.json", "e-3.csv"] { try write(name, minute: 0) }
        let source = try source(#"{ "path": "exports", "match": "e-*.json", "take": "all" }"#)
        #expect(names(try source.exports()) == ["e-1.json", "e-2.json", "e-10.json"])
        #expect(try source.exports().first?.path == "\(scratch.path)/exports/e-1.json")
    }

    @Test func `the newest file is taken, of two of the same moment the one with the later name`() throws {
        try write("e-2.csv", minute: 5)
        try write("e-10.csv", minute: 5)
        try write("e-99.csv", minute: 4)
        #expect(names(try source(#"{ "path": "exports" }"#).exports()) == ["e-10.csv"])
        try write("e-1.csv", minute: 6)
        #expect(names(try source(#"{ "path": "exports" }"#).exports()) == ["e-1.csv"])
    }

    @Test func `folders and hidden files are no exports`() throws {
        try write("archive/e.csv", minute: 9)
        try write(".e.csv.swp", minute: 9)
        #expect(try source(#"{ "path": "exports" }"#).exports() == [])
        try write("e.csv", minute: 0)
        #expect(names(try source(#"{ "path": "exports" }"#).exports()) == ["e.csv"])
        #expect(names(try source(#"{ "path": "exports", "take": "all" }"#).exports()) == ["e.csv"])
    }

    @Test func `nothing has come yet, which is no empty export`() throws {
        try write("e.csv", minute: 0)
        #expect(try source(#"{ "path": "exports", "match": "*.json" }"#).exports() == [])
    }

    @Test func `a folder that is not there may come`() throws {
        let source = try source(#"{ "path": "/nowhere/exports" }"#)
        let failure = #expect(throws: Failure.self) { try source.exports() }
        #expect(failure?.isTemporary == true)
        #expect(
            failure?.problem.description == """
                /nowhere/exports: the folder cannot be read
                  why: no such folder (the feed reads it at feed.jsonc:1:28)
                  fix: create it, or correct "path"
                """)
    }

    // MARK: - Whole files, once

    /// What a visit at `minute` finds, and what it is told of the rest; archives or deletes when asked to.
    ///
    /// What really passed is `uptime`, in minutes.
    private func visit(
        _ source: any ExportSource, _ cursor: String? = nil, minute: Int = 60, uptime: Int? = nil, settles: Bool = false
    ) throws -> (names: [String]?, cursor: String?, notes: [String]) {
        var notes: [String] = []
        let visit = Visit(
            cursor: cursor, folder: try RunFolder(), now: 1_700_000_000 + minute * 60,
            uptime: Double(uptime ?? minute) * 60, note: { notes.append($0) })
        let fetched = try source.fetch(visit)
        try fetched?.verify()
        if settles { try fetched?.settle() }
        return (
            fetched.map { names($0.exports) }, fetched?.cursor,
            notes.map { $0.replacing(scratch.path, with: "config") }
        )
    }

    private func listing(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(scratch.path)/\(folder)").sorted()
    }

    @Test func `nothing matches, and the visit tells where it looked`() throws {
        try write("e.csv", minute: 0)
        let source = try source(#"{ "path": "exports", "match": "*.json" }"#)
        let visit = try visit(source)
        #expect(visit.names == nil)
        #expect(visit.notes == ["no file matches config/exports/*.json"])
    }

    @Test func `the newest file is taken once, and again when it changes`() throws {
        let source = try source(#"{ "path": "exports" }"#)
        try write("e-1.csv", minute: 1)
        try write("e-2.csv", minute: 2)
        let first = try visit(source)
        #expect(first.names == ["e-2.csv"])
        #expect(try visit(source, first.cursor).names == nil)
        try write("e-2.csv", minute: 3)
        let second = try visit(source, first.cursor)
        #expect(second.names == ["e-2.csv"])
        try write("e-3.csv", minute: 4)
        let third = try visit(source, second.cursor)
        #expect(third.names == ["e-3.csv"])
        // Somebody takes the newest away: the older ones are out of date all the same.
        try FileManager.default.removeItem(atPath: "\(scratch.path)/exports/e-3.csv")
        #expect(try visit(source, third.cursor).names == nil)
        #expect(try visit(source).names == ["e-2.csv"])
    }

    @Test func `a file waits until it is unchanged for as long as the config says`() throws {
        let source = try source(#"{ "path": "exports", "whole": "2 minutes" }"#)
        try write("e-1.csv", minute: 1)
        try write("e-2.csv", minute: 5)
        let early = try visit(source, minute: 6)
        #expect(early.names == ["e-1.csv"])
        #expect(early.notes == ["e-2.csv waits until it is unchanged for 120 seconds"])
        #expect(try visit(source, early.cursor, minute: 6).names == nil)
        #expect(try visit(source, early.cursor, minute: 7).names == ["e-2.csv"])
    }

    @Test func `a clock that is set forward does not make a growing file whole`() throws {
        let source = try source(#"{ "path": "exports", "whole": "2 minutes" }"#)
        try write("e.csv", minute: 1)
        #expect(try visit(source, minute: 1).names == nil)
        let jump = try visit(source, minute: 301, uptime: 2)
        #expect(jump.names == nil)
        #expect(jump.notes == ["e.csv waits until it is unchanged for 120 seconds"])
        #expect(try visit(source, minute: 302, uptime: 3).names == ["e.csv"])
    }

    @Test func `a clock that is set back does not keep a file waiting for hours`() throws {
        let source = try source(#"{ "path": "exports", "whole": "2 minutes" }"#)
        try write("e.csv", minute: 60)
        let early = try visit(source, minute: 0)
        #expect(early.names == nil)
        #expect(
            early.notes == [
                "e.csv waits until it is unchanged for 120 seconds; its time is 3600 s ahead of this machine's: "
                    + "one of the clocks is wrong"
            ])
        #expect(try visit(source, minute: 2).names == ["e.csv"])
    }

    @Test func `what was taken when the clock was ahead does not hide what comes after it was set right`() throws {
        let source = try source(#"{ "path": "exports" }"#)
        try write("e-1.csv", minute: 600)
        let first = try visit(source, minute: 601)
        #expect(first.names == ["e-1.csv"])
        #expect(try visit(source, first.cursor, minute: 1).names == nil)
        try write("e-2.csv", minute: 2)
        let second = try visit(source, first.cursor, minute: 3)
        #expect(second.names == ["e-2.csv"])
        #expect(try visit(source, second.cursor, minute: 4).names == nil)
        #expect(try visit(source, second.cursor, minute: 602).names == nil)
    }

    @Test func `a file waits for its marker, and for a newer one when it changes after it`() throws {
        let source = try source(#"{ "path": "exports", "whole": ".done" }"#)
        try write("e.csv", minute: 1)
        #expect(try visit(source).notes == ["e.csv waits for e.csv.done"])
        try write("e.csv.done", minute: 2)
        let first = try visit(source)
        #expect(first.names == ["e.csv"])
        try write("e.csv", minute: 3)
        let second = try visit(source, first.cursor)
        #expect(second.names == nil)
        #expect(second.notes == ["e.csv waits for a newer e.csv.done: the file was changed after it"])
        try write("e.csv.done", minute: 3)
        #expect(try visit(source, first.cursor).names == ["e.csv"])
    }

    @Test func `all files are one export: it waits for the last, and is read again when one comes, changes or goes`()
        throws
    {
        let source = try source(#"{ "path": "exports", "take": "all", "whole": "1 minute" }"#)
        try write("p-1.json", minute: 1)
        try write("p-2.json", minute: 5)
        let early = try visit(source, minute: 5)
        #expect(early.names == nil)
        #expect(early.notes == ["p-2.json waits until it is unchanged for 60 seconds"])
        let first = try visit(source, minute: 6)
        #expect(first.names == ["p-1.json", "p-2.json"])
        #expect(try visit(source, first.cursor).names == nil)
        try write("p-3.json", minute: 7)
        let second = try visit(source, first.cursor)
        #expect(second.names == ["p-1.json", "p-2.json", "p-3.json"])
        try FileManager.default.removeItem(atPath: "\(scratch.path)/exports/p-3.json")
        #expect(try visit(source, second.cursor).names == ["p-1.json", "p-2.json"])
    }

    @Test func `new files are taken one after the other, the oldest first`() throws {
        let source = try source(#"{ "path": "exports", "take": "new" }"#)
        #expect(source.onlyNew?.position == "feed.jsonc:1:57")
        for (name, minute) in [("b.csv", 1), ("a.csv", 2), ("c.csv", 3)] { try write(name, minute: minute) }
        var cursor: String?
        var taken: [String] = []
        while let names = try visit(source, cursor).names {
            cursor = try visit(source, cursor).cursor
            taken += names
        }
        #expect(taken == ["b.csv", "a.csv", "c.csv"])
        let visit = Visit(cursor: nil, folder: try RunFolder(), now: 1_700_010_000)
        #expect(try source.fetch(visit)?.isMoreWaiting == true)
        try write("b.csv", minute: 4)
        #expect(try self.visit(source, cursor).names == ["b.csv"])
    }

    @Test func `a file that changes while it is read is a failure`() throws {
        try write("e.csv", minute: 1)
        let source = try source(#"{ "path": "exports" }"#)
        let fetched = try #require(try source.fetch(Visit(folder: RunFolder(), now: 1_700_000_000)))
        try fetched.verify()
        try scratch.write("exports/e.csv", "longer than before")
        let failure = #expect(throws: Failure.self) { try fetched.verify() }
        #expect(failure?.isTemporary == true)
        #expect(
            failure?.problem.description.replacing(scratch.path, with: "config") == """
                config/exports/e.csv: the export changed while it was read
                  why: it was 5 bytes when the run began; nothing was published
                  fix: nothing if it is whole by now: the next run reads it; "whole": "60 seconds" \
                (feed.jsonc:1:28) waits until a file is
                """)
    }

    // MARK: - Afterwards

    @Test func `what was taken is archived with what it replaces and its marker, and nothing there is replaced`() throws
    {
        let source = try source(
            #"{ "path": "exports", "match": "*.csv*", "whole": ".done", "after": { "archive": "exports/old" } }"#)
        try scratch.write("exports/old/e-2.csv", "of last year")
        for (name, minute) in [
            ("e-1.csv", 1), ("e-1.csv.done", 1), ("e-2.csv", 2), ("e-2.csv.done", 2), ("e-3.csv", 3),
        ] {
            try write(name, minute: minute)
        }
        let first = try visit(source, settles: true)
        #expect(first.names == ["e-2.csv"])
        #expect(try listing("exports") == ["e-3.csv", "old"])
        #expect(
            try listing("exports/old") == ["e-1.csv", "e-1.csv.done", "e-2-2.csv", "e-2.csv", "e-2.csv.done"])
        #expect(try Fixtures.bytes("\(scratch.path)/exports/old/e-2.csv") == Array("of last year".utf8))
    }

    @Test func `what was taken is deleted, but not what has come under its name meanwhile`() throws {
        let source = try source(#"{ "path": "exports", "after": "delete" }"#)
        try write("e-1.csv", minute: 1)
        try write("e-2.csv", minute: 2)
        let fetched = try #require(try source.fetch(Visit(folder: RunFolder(), now: 1_700_010_000)))
        try write("e-2.csv", minute: 3)
        try fetched.settle()
        #expect(try listing("exports") == ["e-2.csv"])
        #expect(try visit(source, fetched.cursor, settles: true).names == ["e-2.csv"])
        #expect(try listing("exports") == [])
    }

    @Test func `a run that died before it settled is settled by the next, and nothing is taken twice`() throws {
        let source = try source(#"{ "path": "exports", "take": "all", "after": { "archive": "old" } }"#)
        try scratch.write("old/x", "")
        try write("p-1.csv", minute: 1)
        try write("p-2.csv", minute: 1)
        let cursor = try visit(source).cursor
        #expect(try visit(source, cursor).names == nil)
        #expect(try listing("exports") == [])
        #expect(try listing("old") == ["p-1.csv", "p-2.csv", "x"])
    }

    @Test(arguments: [
        ("none", "no such folder", "create the folder"), ("file", "Not a directory", "let the hub's user write there"),
        // Another file system that refuses even root.
        ("/sys", "Permission denied", "let the hub's user write there"),
    ]) func `an archive that cannot be written to`(archive: String, why: String, fix: String) throws {
        try scratch.write("file", "")
        try write("e.csv", minute: 1)
        let source = try source(#"{ "path": "exports", "after": { "archive": "\#(archive)" } }"#)
        let failure = #expect(throws: Failure.self) { try visit(source, settles: true) }
        let path = archive.hasPrefix("/") ? archive : "config/\(archive)"
        #expect(
            failure?.problem.description.replacing(scratch.path, with: "config") == """
                config/exports/e.csv: the export was taken but not archived
                  why: \(path): \(why) (feed.jsonc:1:71)
                  fix: \(fix); the next run archives it
                """)
        #expect(failure?.cause == .config)
        #expect(try listing("exports") == ["e.csv"])
    }

    @Test func `links, folders and names that no program should meet are left out, and the visit says so`() throws {
        try write("e.csv", minute: 1)
        for (name, target) in [("link.csv", "e.csv"), ("bad\nname.csv", "")] {
            let path = "\(scratch.path)/exports/\(name)"
            if target.isEmpty { try scratch.write("exports/\(name)", "") } else { symlink(target, path) }
        }
        let visit = try visit(try source(#"{ "path": "exports", "match": "*.csv", "take": "all" }"#))
        #expect(visit.names == ["e.csv"])
        #expect(
            visit.notes.sorted() == [
                #""bad\nname.csv" is left out: control characters in its name"#,
                #"link.csv is left out: it is a link; name the folder of the file itself in "path""#,
            ])
    }

    @Test func `a check says which folders are not there and that nothing matches`() throws {
        func remarks(_ words: String) throws -> [String] {
            try source(words).remarks().map { $0.replacing(scratch.path, with: "config") }
        }
        #expect(try remarks(#"{ "path": "exports" }"#) == ["there is no folder config/exports (feed.jsonc:1:28)"])
        try write("e.csv", minute: 1)
        #expect(try remarks(#"{ "path": "exports" }"#) == [])
        #expect(
            try remarks(#"{ "path": "exports", "match": "*.json", "after": { "archive": "old" } }"#) == [
                "no file matches config/exports/*.json (feed.jsonc:1:28)",
                "there is no folder config/old (feed.jsonc:1:90)",
            ])
    }

    @Test func `mistakes in the words of a folder`() throws {
        let config = try SmallConfig([
            "feeds/offres.jsonc": """
            { "member": "aci", "kind": "offer", "format": { "csv": { "delimiter": ";" } },
            "map": { "key": "ref", "type": { "const": "job" }, "title": "poste" },
            "source": { "directory": {
              "path": "exports", "take": "new", "whole": ".",
              "after": { "archive": "exports" } } } }
            """
        ])
        let problems = try config.problems()
        #expect(
            problems == [
                """
                config/feeds/offres.jsonc:4:46: not the ending of a marker: "."
                  why: a file export.csv is whole when export.csv.done lies beside it
                  fix: write ".done"
                """,
                """
                config/feeds/offres.jsonc:5:25: the archive is the folder itself
                  why: "path" is "config/exports" too
                  fix: name another folder, one in it if you like
                """,
                """
                config/feeds/offres.jsonc:4:30: "take": "new" with "absent": "withdraw"
                  why: each export holds only what is new: everything else would be withdrawn
                  fix: write "absent": "keep", or "take": "newest"
                """,
            ])
    }
}
