import Foundation
import Testing

@testable import Connectors

@Suite struct ReadingProgressTests {
    @Test func `a line shows how much of how much, and how fast, and is never longer than the terminal`() {
        let half = ReadingProgress(records: 1_234_567, bytes: 75_400_000, total: 149_000_000, seconds: 2)
        #expect(
            half.text(width: 100)
                == "██████████░░░░░░░░░░ 50 %  75 MB of 149 MB  1 234 567 records  617 283 a second")
        #expect(half.text(width: 40).count == 39)
        let none = ReadingProgress(records: 0, bytes: 0, total: 0, seconds: 0)
        #expect(none.text(width: 100) == "░░░░░░░░░░░░░░░░░░░░ 0 %  0 kB of 0 kB  0 records  0 a second")
    }

    @Test func `the bar is on a terminal only, and gone at the end`() throws {
        guard let binary = Whole.binary, let python = Whole.python else { return }
        let config = try SmallConfig()
        _ = try config.read()
        let rows = (0..<300_000).map { "\($0);Maçon\n" }.joined()
        let export = try config.scratch.write("long.csv", "ref;poste\n" + rows)
        // The program's standard error is a terminal of its own; what it wrote there is printed.
        let script = """
            import os, pty, subprocess, sys
            ours, theirs = pty.openpty()
            program = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=theirs)
            os.close(theirs)
            seen = b""
            while True:
                try:
                    piece = os.read(ours, 65536)
                except OSError:
                    break
                if not piece:
                    break
                seen += piece
            print(program.wait(), repr(seen.decode()))
            """
        let words = [binary, "preview", config.scratch.path, "offres", export]
        let folder = URL(fileURLWithPath: config.scratch.path)
        let shown = try Program(python, ["-c", script] + words, in: folder, environment: ["PATH": "/usr/bin:/bin"])
            .ended()
        #expect(shown.output.hasPrefix("0 "))
        #expect(shown.output.contains(" records  "))
        #expect(shown.output.hasSuffix("\\r\\x1b[K'\n"))
        let piped = try Program(binary, Array(words.dropFirst()), in: folder, environment: ["PATH": "/usr/bin:/bin"])
            .ended()
        #expect(piped.errors == "")
        #expect(piped.output.hasSuffix("300000 read · 0 rejected · 300000 accepted\n"))
    }
}
