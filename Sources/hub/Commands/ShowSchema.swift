import Canonical
import Connectors
import Foundation

/// `hub schema [KIND]`: the canonical schema as JSON Schema, or as a dictionary for people.
struct ShowSchema: Command {
    static let name = "schema"
    static let summary = "Print the JSON Schema of a kind, or the data dictionary of all."
    static let words = ["KIND?"]
    static let options = [
        Option(name: "--dictionary", meaning: "print the dictionary of every kind, in Markdown"),
        Option(name: "--write", value: "FOLDER", meaning: "write every schema and the dictionary into a folder"),
    ]

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() throws -> ExitCode {
        if let folder = arguments.value("--write") {
            try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for (name, text) in Published.files { try Published.write(text, to: "\(folder)/\(name)") }
            return .done
        }
        if arguments.has("--dictionary") {
            Console.write(DataDictionary.text)
            return .done
        }
        guard let kind = arguments.words.first else {
            for schema in Schema.all { Console.print("\(schema.kind.padded(12))  \(schema.meaning)") }
            return .done
        }
        guard let schema = Schema.named(kind) else {
            throw UsageError(unknown: kind, "kind", among: Schema.all.map(\.kind))
        }
        Console.write(JSONSchema.text(of: schema))
        return .done
    }
}

/// The files under `config/schemas/`: written by `hub schema --write`, compared by a test.
enum Published {
    static var files: [(name: String, text: String)] {
        Schema.all.map { ("\($0.kind).schema.json", JSONSchema.text(of: $0)) } + [
            ("dictionary.md", DataDictionary.text)
        ]
    }

    static func write(_ text: String, to path: String) throws(Failure) {
        do {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            throw Failure(
                Problem(
                    Place(path), "the file cannot be written", why: error.localizedDescription, fix: "check the folder")
            )
        }
    }
}
