import Canonical
import Foundation
import Testing

@testable import Connectors

/// Programs that misbehave: fake ones, in a folder that is searched first.
@Suite struct ToolTests {
    private let scratch: Scratch
    private let export: Export

    init() throws {
        scratch = try Scratch()
        export = Export(path: try scratch.write("in.csv", "ref;a\n"), name: "exports/in.csv")
    }

    private func run(
        _ script: String, seconds: Int = 30, memory: String = "512 MB", _ tick: () throws(Failure) -> Void = {}
    ) throws -> String {
        // Another program writes it: a file that is open for writing, if only in a child of another test, does not start.
        try scratch.write("script", "#!/bin/sh\n" + script)
        try PythonFiles.run(
            "import os, shutil; os.makedirs('bin', exist_ok=True); shutil.copy('script', 'bin/fake'); os.chmod('bin/fake', 0o755)",
            in: scratch)
        let reading = ConfigReading(folder: "config", variables: [:])
        let text = "{ \"seconds\": \(seconds), \"memory\": \"\(memory)\", \"size\": \"100 KB\" }"
        let settings = Settings(try ConfigText.parse(Array(text.utf8), file: "feed.jsonc"), "the step", reading)
        let tool = Tool(name: "fake", package: "fakes", searchPath: "\(scratch.path)/bin:/usr/bin:/bin")
        let output = "\(scratch.path)/out"
        do throws(Failure) {
            let ending = try tool.run(["-x", "$HOME; rm"], on: export, to: output, DecodeLimits(settings), tick: tick)
            let content = FileManager.default.contents(atPath: output) ?? Data()
            return "\(ending.code) \(ending.message)\n\(String(decoding: content, as: UTF8.self))"
        } catch {
            return "\(error.isTemporary ? "temporary " : "")\(error.problem)"
        }
    }

    @Test func `a program gets its words as they are, an empty environment, the file, and nothing else that is open`()
        throws
    {
        // What dash has open itself: its script as 10, and the folder that it lists as 3.
        let pipe = Pipe()
        let result = try run(
            """
            printf '%s|' "$0" "$@" >&2; cat
            env | sort | grep -v -e ^PWD= -e ^_= -e ^SHLVL=; cat /proc/self/fd/0 | head -c 0; for f in /proc/$$/fd/*; do printf '%s ' "${f##*/}"; done
            exit 3
            """)
        withExtendedLifetime(pipe) {}
        #expect(
            result
                == """
                3 \(scratch.path)/bin/fake|-x|$HOME; rm|
                ref;a
                LANG=C.UTF-8
                PATH=\(scratch.path)/bin:/usr/bin:/bin
                0 1 10 2 3 \("")
                """)
    }

    @Test func `a program that hangs is ended with all that it started`() throws {
        var ticks = 0
        let result = try run("sleep 600 & echo $! > \(scratch.path)/child; sleep 600", seconds: 1) { () in ticks += 1 }
        #expect(
            result == """
                exports/in.csv: fake was ended after 1 s
                  why: it may take that long (feed.jsonc:1:14); nothing of it was published
                  fix: look whether the file opens elsewhere, or allow more: "seconds"
                """)
        #expect(ticks > 10)
        let child = String(decoding: try Fixtures.bytes("\(scratch.path)/child"), as: UTF8.self)
        #expect(Whole.comesTrue { kill(Int32(child.trimmed) ?? 0, 0) != 0 })
    }

    @Test func `a program that computes without end, or writes without end, is ended`() throws {
        #expect(try run("while :; do :; done", seconds: 1).hasPrefix("exports/in.csv: fake was ended after 1 s"))
        let result1 = try run("exec cat /dev/zero")
        #expect(
            result1 == """
                exports/in.csv: more than 100 KB come out of it
                  why: a decoded export may have that size (feed.jsonc:1:46); nothing of it was published
                  fix: if the export is right, allow more: "size"
                """)
    }

    @Test func `a program that takes too much memory fails by itself`() throws {
        #expect(
            try run("exec python3 -c 'x = bytes(400_000_000)'", memory: "200 MB").contains("MemoryError"))
    }

    @Test func `when nobody waits any more the program is ended`() throws {
        let result = try run("echo $$ > \(scratch.path)/child; exec sleep 600") { () throws(Failure) in
            guard FileManager.default.fileExists(atPath: "\(scratch.path)/child") else { return }
            throw Failure(Problem(Place("broker"), "gone"), isTemporary: true)
        }
        #expect(result == "temporary broker: gone")
    }

    @Test func `a program that is not installed names its package`() throws {
        let tool = Tool(name: "xlsx2csv", package: "xlsx2csv", searchPath: "\(scratch.path)/bin")
        #expect(throws: Failure.self) {
            try tool.run([], on: export, to: "\(scratch.path)/out", Self.limits(), tick: {})
        }
        let other = Tool(name: "nothing", package: "some-package", searchPath: "/usr/bin")
        do throws(Failure) {
            _ = try other.run([], on: export, to: "\(scratch.path)/out", Self.limits(), tick: {})
        } catch {
            #expect(error.cause == .config)
            #expect(
                error.problem.description == """
                    nothing: the program is not installed
                      why: a feed's "decode" runs it; nothing was published
                      fix: apt install some-package
                    """)
        }
    }

    private static func limits() -> DecodeLimits {
        let empty = Setting(place: Place("feed.jsonc"), value: .object([]))
        return DecodeLimits(Settings(empty, "the step", ConfigReading(folder: "config", variables: [:])))
    }
}
