import Canonical
import Foundation
import Testing

@testable import Connectors

/// What decoders make of real files, and what they say about broken ones.
@Suite struct DecodeTests {
    /// Decodes `file` of the scratch folder; gives what came out, its name, or what is said.
    static func decode(_ decode: String, _ file: String, in scratch: Scratch) throws -> String {
        let reading = ConfigReading(folder: "config", variables: [:])
        let setting = try ConfigText.parse(Array("{ \"decode\": \(decode) }".utf8), file: "feed.jsonc")
        let decoders = ExportDecoders.read(Settings(setting, "the feed", reading))
        guard reading.problems.isEmpty else { return reading.problems.map(\.description).joined(separator: "\n") }
        let folder = try RunFolder()
        do throws(Failure) {
            let export = try ExportDecoders.decode(
                Export(path: "\(scratch.path)/\(file)", name: file), by: decoders, in: folder, tick: {})
            let content = FileManager.default.contents(atPath: export.path) ?? Data()
            return "\(export.name)\n\(String(decoding: content, as: UTF8.self))"
        } catch {
            return "\(error.isTemporary ? "temporary " : "")\(error.problem)"
        }
    }

    @Test(arguments: [
        (
            #""rar""#,
            "1:13: unknown decode \"rar\"\n  why: \"decode\" is gz, zip, xlsx or ods\n  fix: choose one of them"
        ),
        (
            #"{ "zip": { "mach": "*" } }"#,
            "1:24: unknown word \"mach\" in \"zip\"\n"
                + "  why: \"zip\" takes match, seconds, memory and size\n  fix: did you mean \"match\"?"
        ),
        (
            #"["zip", "xlsz"]"#,
            "1:21: unknown decode \"xlsz\"\n  why: \"decode\" is gz, zip, xlsx or ods\n  fix: did you mean \"xlsx\"?"
        ),
        (
            #"{ "gz": { "size": "10 Go", "memory": 7 } }"#,
            "1:50: the number 7 for \"memory\"\n  why: \"memory\" is a text in double quotes\n"
                + "feed.jsonc:1:31: not a size: \"10 Go\"\n  why: \"size\" is a number and KB, MB or GB\n  fix: write \"512 MB\""
        ),
        (
            #"{ "gz": {}, "zip": {} }"#,
            "1:13: \"decode\" holds 2 words\n  why: it names exactly one of its kinds\n"
                + "  fix: write one of gz, zip, xlsx or ods"
        ),
    ]) func `words that no decoder knows`(decode: String, said: String) throws {
        let result = try Self.decode(decode, "a", in: Scratch())
        #expect(result == "feed.jsonc:\(said)")
    }

    // MARK: gz

    @Test func `a gzip file gives what was in it`() throws {
        let scratch = try Scratch()
        try PythonFiles.run("import gzip; gzip.open('a.csv.gz','wb').write('réf;é\\n'.encode()*2)", in: scratch)
        #expect(try Self.decode(#""gz""#, "a.csv.gz", in: scratch) == "a.csv.gz\nréf;é\nréf;é\n")
    }

    @Test(arguments: [
        ("d[:40]", "the file cannot be unpacked", 1, "gzip: stdin: unexpected end of file"),
        (
            "d[:-8]+b'\\0'*8", "the file cannot be unpacked", 1,
            "gzip: stdin: invalid compressed data--crc error gzip: stdin:…\" (98 characters)"
        ),
        (
            "d+b'<html>'", "something follows the compressed data", 2,
            "gzip: stdin: decompression OK, trailing garbage ignored"
        ),
        ("b'ref;a'", "the file cannot be unpacked", 1, "gzip: stdin: not in gzip format"),
        ("b''", "the file cannot be unpacked", 1, "gzip: stdin: unexpected end of file"),
    ]) func `a gzip file that is not whole is refused`(bytes: String, what: String, code: Int, said: String) throws {
        let scratch = try Scratch()
        try PythonFiles.run(
            "import gzip; d=gzip.compress(b''.join(b'%d;%x\\n'%(i,i*7919) for i in range(999)));"
                + "open('a.gz','wb').write(\(bytes))", in: scratch)
        let result1 = try Self.decode(#""gz""#, "a.gz", in: scratch)
        #expect(
            result1 == """
                a.gz: \(what)
                  why: gzip ended with code \(code): "\(said.contains("…") ? said : said + "\""); nothing of it was published
                  fix: export it again
                """)
    }

    @Test func `what unpacks to more than the limit is refused`() throws {
        let scratch = try Scratch()
        try PythonFiles.run(
            "import gzip, zipfile; z=bytes(50_000_000); gzip.open('a.gz','wb').write(z);"
                + "zipfile.ZipFile('a.zip','w',zipfile.ZIP_DEFLATED).writestr('a.csv',z)", in: scratch)
        for (word, column) in [("gz", 31), ("zip", 32)] {
            let result2 = try Self.decode(#"{ "\#(word)": { "size": "1 MB" } }"#, "a.\(word)", in: scratch)
            #expect(
                result2 == """
                    a.\(word): more than 1 MB come out of it
                      why: a decoded export may have that size (feed.jsonc:1:\(column)); nothing of it was published
                      fix: if the export is right, allow more: "size"
                    """)
        }
    }

    // MARK: zip

    @Test func `the one file of an archive that matches is read, whatever its name`() throws {
        let scratch = try Scratch()
        try PythonFiles.run(
            """
            import zipfile
            z = zipfile.ZipFile('a.zip', 'w', zipfile.ZIP_DEFLATED)
            for name in ['lisez-moi.txt', 'données/', 'données/[1] offres*.csv', 'données/1 offres.csv', '__MACOSX/b.csv']:
                z.writestr(name, name)
            z.close()
            """, in: scratch)
        #expect(
            try Self.decode(#"{ "zip": { "match": "*[[]*.csv" } }"#, "a.zip", in: scratch).hasPrefix("a.zip: no file"))
        #expect(
            try Self.decode(#"{ "zip": { "match": "*] offres?.csv" } }"#, "a.zip", in: scratch)
                == "a.zip/données/[1] offres*.csv\ndonnées/[1] offres*.csv")
        let result3 = try Self.decode(#"{ "zip": { "match": "*.csv" } }"#, "a.zip", in: scratch)
        #expect(
            result3 == """
                a.zip: 2 files in it are called "*.csv"
                  why: the feed reads one (feed.jsonc:1:33); it holds "lisez-moi.txt", "données/[1] offres*.csv", \
                "données/1 offres.csv", "__MACOSX/b.csv"; nothing of it was published
                  fix: write { "zip": { "match": "…" } } with the name of the one to read
                """)
        let result4 = try Self.decode(#"{ "zip": { "match": "*.xml" } }"#, "a.zip", in: scratch)
        #expect(
            result4 == """
                a.zip: no file in it is called "*.xml"
                  why: the feed reads one (feed.jsonc:1:33); it holds "lisez-moi.txt", "données/[1] offres*.csv", \
                "données/1 offres.csv", "__MACOSX/b.csv"; nothing of it was published
                  fix: write { "zip": { "match": "…" } } with the name of the one to read
                """)
    }

    @Test func `archives that are cut, locked, empty or lead elsewhere are refused`() throws {
        let scratch = try Scratch()
        try PythonFiles.run(
            """
            import zipfile
            def archive(file, names):
                z = zipfile.ZipFile(file, 'w', zipfile.ZIP_DEFLATED)
                for name in names: z.writestr(name, 'ref;a\\n' * 99)
                z.close()
                return bytearray(open(file, 'rb').read())
            whole = archive('a.zip', ['a.csv'])
            archive('evil.zip', ['../evil.csv'])
            archive('root.zip', ['/etc/cron.d/evil'])
            archive('empty.zip', [])
            open('cut.zip', 'wb').write(whole[:60])
            central = whole.index(b'PK\\x01\\x02')
            locked = whole[:]
            locked[6] |= 1
            locked[central + 8] |= 1
            open('locked.zip', 'wb').write(locked)
            broken = whole[:]
            broken[37] ^= 0x55
            open('broken.zip', 'wb').write(broken)
            """, in: scratch)
        #expect(try Self.decode(#""zip""#, "a.zip", in: scratch).hasPrefix("a.zip/a.csv\nref;a\nref;a\n"))
        let result5 = try Self.decode(#""zip""#, "evil.zip", in: scratch)
        #expect(
            result5 == """
                evil.zip: it holds a file that is called "../evil.csv"
                  why: that name leads out of the archive, which no export needs; nothing of it was published
                  fix: ask who made it; then export it again
                """)
        #expect(try Self.decode(#""zip""#, "root.zip", in: scratch).contains("is called \"/etc/cron.d/evil\""))
        let result6 = try Self.decode(#""zip""#, "empty.zip", in: scratch)
        #expect(
            result6 == """
                empty.zip: no file in it is called "*"
                  why: the feed reads one (feed.jsonc:1:13); it holds nothing; nothing of it was published
                  fix: write { "zip": { "match": "…" } } with the name of the one to read
                """)
        let result7 = try Self.decode(#""zip""#, "cut.zip", in: scratch)
        #expect(
            result7 == """
                cut.zip: the file is no whole ZIP archive
                  why: unzip ended with code 9: "[/proc/self/fd/0] End-of-central-directory signature not fou…" \
                (399 characters); nothing of it was published
                  fix: export it again
                """)
        let result8 = try Self.decode(#""zip""#, "locked.zip", in: scratch)
        #expect(
            result8 == """
                locked.zip: "a.csv" needs a password
                  why: unzip ended with code 5: "skipping: a.csv                   unable to get password"; \
                nothing of it was published
                  fix: export it without a password
                """)
        #expect(
            try Self.decode(#""zip""#, "broken.zip", in: scratch).hasPrefix("broken.zip: \"a.csv\" cannot be unpacked"))
    }

    // MARK: several

    @Test func `steps follow each other, and what they make is named by where it came from`() throws {
        let scratch = try Scratch()
        try PythonFiles.run(
            "import gzip, zipfile; z=zipfile.ZipFile('a.zip','w'); z.writestr('b.gz', gzip.compress(gzip.compress(b'x')))",
            in: scratch)
        #expect(try Self.decode(#"["zip", "gz", "gz"]"#, "a.zip", in: scratch) == "a.zip/b.gz\nx")
    }

    @Test func `a feed's records are placed in the file that people know, and nothing is left behind`() throws {
        let config = try SmallConfig([
            "feeds/offres.jsonc": #"""
            { "member": "aci", "kind": "offer", "source": { "directory": { "path": "exports" } },
              "decode": { "zip": { "match": "*.csv" } }, "format": { "csv": { "delimiter": ";" } },
              "map": { "key": "ref", "type": { "const": "job" }, "title": "poste" } }
            """#
        ])
        let collective = try config.read()
        let scratch = config.scratch
        try PythonFiles.run(
            "import zipfile; zipfile.ZipFile('a.zip','w').writestr('offres.csv','ref;poste\\n1;a\\n2;\\n')", in: scratch
        )
        func leftovers() throws -> Set<String> {
            Set(
                try FileManager.default.contentsOfDirectory(atPath: NSTemporaryDirectory()).filter {
                    (try? FileManager.default.contentsOfDirectory(atPath: NSTemporaryDirectory() + $0))?.contains {
                        FileManager.default.contents(atPath: NSTemporaryDirectory() + "\($0)/0") != nil
                    } ?? false
                })
        }
        let before = try leftovers()
        var lines: [String] = []
        var reading = FeedReading(collective.feeds[0], of: collective, since: Snapshot())
        try reading.read([Export(path: "\(scratch.path)/a.zip", name: "a.zip")]) { outcome throws(Failure) in
            switch outcome {
            case .entity(let entity, _, _, _, _): lines.append("\(entity.draft.place)")
            case .rejection(let rejection): lines += rejection.problems.map { "\($0.place)" }
            }
        }
        #expect(lines == ["a.zip/offres.csv:2: record 1", "a.zip/offres.csv:3: record 2, field \"poste\""])
        #expect(try leftovers().subtracting(before) == [])
    }
}
