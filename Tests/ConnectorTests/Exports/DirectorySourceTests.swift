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

    @Test(arguments: [
        ("export.csv", "*.csv", true), ("export.csv", "*", true), ("", "*", true), ("export.csv", "export.csv", true),
        ("export.csv", "export", false), ("export.csv", "*.CSV", false), ("a1.csv", "a?.csv", true),
        ("a12.csv", "a?.csv", false), ("été.csv", "?t?.csv", true), ("aXbXc", "*X*X*", true), ("aXbc", "*X*X*", false),
        ("aaa", "a*a", true), ("a", "a*a", false), ("", "?", false), ("a.b", "a.b*", true), ("axb", "a.b", false),
    ]) func `file name patterns`(name: String, pattern: String, matches: Bool) {
        #expect(Glob.matches(name, pattern) == matches)
    }
}
