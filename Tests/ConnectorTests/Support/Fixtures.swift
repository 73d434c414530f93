import Canonical
import Foundation
import Testing

@testable import Connectors

/// The files beside the tests.
enum Fixtures {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures").path
    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try #require(FileManager.default.contents(atPath: path), "\(path) cannot be read"))
    }
}

/// A folder of its own for one test, deleted afterwards.
final class Scratch {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "hub-test-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file, with the folders that lead to it; returns its path.
    @discardableResult func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = "\(path)/\(name)"
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }

    @discardableResult func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }
}

/// How a test reads an export: the settings of a feed's `"format"`, and the names that a mapping wants.
struct Reading {
    let format: any Format
    let names: [SourceName]

    /// `settings` is what stands behind `"format":`; it is the file `feed.jsonc` in messages.
    init(_ settings: String, names: [String]) throws {
        let reading = ConfigReading(folder: "config", variables: [:])
        let setting = try ConfigText.parse(Array("{ \"format\": \(settings) }".utf8), file: "feed.jsonc")
        let format = Formats.read(Settings(setting, "the feed", reading))
        try #require(reading.problems.isEmpty, "\(reading.problems)")
        self.format = try #require(format)
        self.names = names.enumerated().map { number, name in
            SourceName(text: name, place: Place("feed.jsonc", line: 10 + number, column: 12))
        }
    }

    /// What one read gave: a line per value, and how it ended.
    struct Result: Equatable {
        var records: [String] = []
        var failure: String?
        /// The whole as it stands in a `.records` file.
        var text: String { (records + (failure.map { [$0] } ?? [])).map { $0 + "\n" }.joined() }
    }

    /// Reads a file to its end; messages name it `export`.
    func read(_ path: String, chunk: Int? = nil) -> Result {
        var result = Result()
        var export = Export(path: path)
        if let chunk { export.chunk = chunk }
        func text(_ problem: Problem) -> String { problem.description.replacing(path, with: "export") }
        do throws(Failure) {
            var reader = try format.open(export, wanting: names)
            while let next = try reader.next() {
                switch next {
                case .success(let record): result.records.append(describe(record))
                case .failure(let rejection):
                    let problems = rejection.problems.map(text).joined(separator: "\n")
                    result.records.append("rejected \(rejection.key.map { "\($0) " } ?? "")\(problems)")
                }
                // A reader that never ends would otherwise never fail.
                guard result.records.count < 100_000 else { throw Failure(Problem(Place(path), "endless")) }
            }
        } catch {
            result.failure = "\(error.isTemporary ? "temporary failure" : "failure") \(text(error.problem))"
        }
        return result
    }

    /// `2: a@2:1 "x", b[0]@2:5 "y"`: the record's line, then each value with its item, place and text.
    private func describe(_ record: Record) -> String {
        var values: [String] = []
        for (number, name) in names.enumerated() {
            var next = record.first(number)
            while let value = next {
                var text: [UInt8] = []
                JSONText.append(Array(record.bytes[record.range(value)]).span, to: &text)
                let item = name.text.contains("[]") ? "[\(value.item)]" : ""
                let shown = value.isStructure ? "structure" : String(decoding: text, as: UTF8.self)
                values.append("\(name.text.replacing("[]", with: ""))\(item)@\(value.line):\(value.column) \(shown)")
                next = record.next(after: value)
            }
        }
        return "\(record.number) at \(record.line): \(values.joined(separator: ", "))"
    }
}

extension ExportSource {
    /// What a first visit finds.
    func exports() throws(Failure) -> [Export] { try fetch(Visit(folder: RunFolder(), now: 0))?.exports ?? [] }
}
