import Foundation
import Testing

/// Files that a foreign program writes: Python, with what it has in itself.
enum PythonFiles {
    /// Runs a script in a folder.
    static func run(_ script: String, in scratch: Scratch) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", script]
        process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "python ended with \(process.terminationStatus)")
    }
}
