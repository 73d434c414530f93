import Canonical
import Foundation
import Testing

@testable import Connectors

/// What the reader says about what it found; that it reads rightly is shown by `Fixtures/formats/csv`.
@Suite struct CSVSnifferTests {
    private struct Found: Equatable {
        var findings: [String]
        var seen: [String]
    }

    /// Reads to the end: the footer, and an encoding that only shows far down, are found late.
    private func look(_ bytes: [UInt8], _ words: String = "", names: [String]) throws -> Found {
        let scratch = try Scratch()
        let reading = try Reading("{ \"csv\": {\(words)} }", names: names)
        var reader = try reading.format.open(Export(path: scratch.write("export", bytes)), wanting: reading.names)
        while try reader.next() != nil {}
        return Found(findings: reader.findings, seen: reader.seen)
    }

    private func look(_ text: String, _ words: String = "", names: [String]) throws -> Found {
        try look(Array(text.utf8), words, names: names)
    }

    @Test func `what was found by looking is told, with what speaks for it`() throws {
        let text = "Export du 3 mars\n\nréf;nom;montant\n1;\"x;y\";2,5\n2;z;3,5\n3;w\nTotal;;6\n"
        #expect(
            try look(text, "\"footer\": \"Total\"", names: ["réf", "nom"])
                == Found(
                    findings: [
                        "encoding UTF-8 (so reads byte 0xC3 at 3:2)", "delimiter \";\" (2 of 3 rows have 3 fields)",
                        "quote \"\\\"\" (1 of 8 fields stand in it)",
                        "header on line 3 (the first line with all columns that the feed reads)",
                        "footer of 1 row left out",
                    ], seen: ["réf", "nom", "montant"]))
    }

    @Test func `what the config pins is no finding`() throws {
        let words = #""encoding": "utf-8", "delimiter": ";", "quote": "\"", "preamble": 1"#
        #expect(
            try look("été\na;b\n\"1\";2\n", words, names: ["a"]) == Found(findings: [], seen: ["a", "b"]))
    }

    @Test func `the encoding that shows first far down is settled there`() throws {
        let rows = Array(String(repeating: "1;abc\n", count: 100_000).utf8)
        let text = Array("a;b\n".utf8) + rows + Array("2;".utf8) + [0xE9] + Array("t\n".utf8)
        let found = try look(text, names: ["a", "b"])
        #expect(
            found.findings
                == [
                    "delimiter \";\" (10922 of the first 10922 rows have 2 fields)",
                    "encoding Windows-1252 (byte 0xE9 at 100002:3 is not UTF-8)",
                ].sorted { $0 > $1 })
    }

    @Test(arguments: [
        ("\u{FEFF}a\n1\n", String.Encoding.utf8, "encoding UTF-8 (it starts with the mark of it)"),
        ("\u{FEFF}a\n1\n", .utf16LittleEndian, "encoding UTF-16LE (it starts with the mark of it)"),
        ("a\n1\n", .utf16BigEndian, "encoding UTF-16BE (nearly every second byte is zero)"),
    ]) func `the encoding is told by its mark or by its zeros`(
        text: String, encoding: String.Encoding, finding: String
    ) throws {
        let bytes = [UInt8](try #require(text.data(using: encoding)))
        #expect(try look(bytes, names: ["a"]).findings == [finding, "one column, so no delimiter"])
    }

    @Test(arguments: [
        ("sep=;\na;b\n1;2\n", "delimiter \";\" (the first line says sep=)"),
        ("a\tb\n", "delimiter \"\\t\" (the header has 2 fields)"),
        ("a|b\n1|'x'\n2|'y'\n'3'|z\n", "delimiter \"|\" (3 of 3 rows have 2 fields)"),
    ]) func `the delimiter is told with its reason`(text: String, finding: String) throws {
        #expect(try look(text, names: ["a", "b"]).findings.first == finding)
    }

    @Test func `files without wanted names are read by how their rows are divided`() throws {
        let found = try look("Titre\n\nnom;montant\nx;1,5\ny;2,5\nz;3\n", names: [])
        #expect(found.seen == ["nom", "montant"])
        #expect(found.findings.last == "header on line 3 (the first line that looks like one)")
    }

    @Test(arguments: [
        (#""encoding": "utf-9""#, "did you mean \"utf-8\"?"),
        (#""encoding": "macroman""#, "leave it out: the hub looks at the file and says what it finds"),
    ]) func `an encoding that nobody knows is refused`(word: String, fix: String) throws {
        #expect(
            try problems(word) == [
                """
                feed.jsonc:1:36: unknown value \(word.dropFirst(12)) for "encoding"
                  why: "encoding" is auto, utf-8, utf-16, utf-16le, utf-16be, iso-8859-1, iso-8859-15 or windows-1252
                  fix: \(fix)
                """
            ])
    }

    @Test(arguments: [
        (
            #""footer": true"#,
            "feed.jsonc:1:34: true for \"footer\"\n  why: \"footer\" is a number of rows, or how they begin: \"Total\""
        ),
        (
            #""footer": """#,
            "feed.jsonc:1:34: the text \"\" for \"footer\"\n  why: \"footer\" is a number of rows, or how they begin: \"Total\""
        ),
        (
            #""preamble": -1"#,
            "feed.jsonc:1:36: the number -1 for \"preamble\"\n  why: \"preamble\" is a whole number from 0 to 1000"
        ),
    ]) func `words of the wrong shape are refused`(word: String, problem: String) throws {
        #expect(try problems(word) == [problem])
    }

    @Test func `names of encodings are taken as people write them`() {
        let names = ["UTF8", "utf-8-sig", "Latin1", "latin-9", "CP1252", "ANSI", "UTF-16LE", "iso8859-15", "koi8"]
        #expect(
            names.map(Encoding.init(named:)) == [
                .utf8, .utf8, .latin1, .latin9, .windows1252, .windows1252, .utf16LE, .latin9, nil,
            ])
    }

    private func problems(_ words: String) throws -> [String] {
        let config = ConfigReading(folder: "config", variables: [:])
        let setting = try ConfigText.parse(Array("{ \"format\": { \"csv\": { \(words) } } }".utf8), file: "feed.jsonc")
        _ = Formats.read(Settings(setting, "the feed", config))
        return config.problems.map(\.description)
    }
}
