import Foundation
import Testing

@testable import Connectors

/// The program as people have it, and a foreign AMQP client: `HUB_TEST_BINARY` and `HUB_TEST_PYTHON` (with pika).
enum Whole {
    static let binary = ProcessInfo.processInfo.environment["HUB_TEST_BINARY"]
    static let python = ProcessInfo.processInfo.environment["HUB_TEST_PYTHON"]
    static var isThere: Bool { TestBroker.isThere && binary != nil && python != nil }

    /// The root of the source tree.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    static let fixtures = root.appending(path: "Tests/ConnectorTests/Fixtures")

    /// Waits until something holds, asking again and again; false when it does not in time.
    static func comesTrue(within seconds: Double = 20, _ holds: () throws -> Bool) rethrows -> Bool {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < deadline {
            if try holds() { return true }
            usleep(2_000)
        }
        return try holds()
    }
}

/// A program that was started, with its output in files: nothing can fill a pipe, and both streams can be read any time.
final class Program {
    let process = Process()
    private let folder: URL

    init(
        _ path: String, _ words: [String], in folder: URL, environment: [String: String]
    ) throws {
        self.folder = folder.appending(path: "output-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: false)
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = words
        process.currentDirectoryURL = folder
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try file("stdout")
        process.standardError = try file("stderr")
        try process.run()
    }

    var output: String { text("stdout") }
    var errors: String { text("stderr") }

    /// Ends the program at once, as a power cut would.
    func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Sends the program a signal.
    func signal(_ number: Int32) { Glibc.kill(process.processIdentifier, number) }

    /// Whether the program has a file open whose path ends so.
    func hasOpen(_ ending: String) -> Bool {
        let folder = "/proc/\(process.processIdentifier)/fd"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.contains {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)"))?.hasSuffix(ending) == true
        }
    }

    /// Asks the program to end, as an init system does; nil when it takes longer than ten seconds.
    func terminated() -> Ended? {
        signal(SIGTERM)
        guard Whole.comesTrue(within: 10, { !process.isRunning }) else {
            kill()
            return nil
        }
        return ended()
    }

    /// Waits for its end.
    func ended() -> Ended {
        process.waitUntilExit()
        return Ended(code: process.terminationStatus, output: output, errors: errors)
    }

    private func file(_ name: String) throws -> FileHandle {
        let path = folder.appending(path: name).path
        try Data().write(to: URL(fileURLWithPath: path))
        return try #require(FileHandle(forWritingAtPath: path))
    }

    private func text(_ name: String) -> String {
        String(
            decoding: FileManager.default.contents(atPath: folder.appending(path: name).path) ?? Data(), as: UTF8.self)
    }
}

/// What a program that ended left behind.
struct Ended: Equatable {
    let code: Int32
    let output: String
    let errors: String
}
