import Canonical
import Connectors
import Foundation
import Testing

/// Our verdict on examples and mutants beside that of Python's `jsonschema`, which knows the published schemas only.
@Suite(.enabled(if: ForeignValidator.isThere, "set HUB_TEST_PYTHON to a Python with jsonschema: run deploy/test"))
struct DifferentialTests {
    private static let seed: UInt64 = 20_261_121
    private static let mutantsPerExample = 40

    /// Why the hub refuses what a JSON Schema accepts: what no JSON Schema can say, by the beginning of the problem.
    private static let stricter: [(reason: String, marks: [String])] = [
        ("keys of SIRET and SIREN numbers are not a pattern", ["not a SIRET: its key", "not a SIREN: its key"]),
        (
            "code tables are dated files, not part of a schema",
            ["unknown code", "not a code", "no longer a code", "not yet a code", "unknown ROME code"]
        ),
        ("social security numbers hide anywhere in a text", ["holds what looks like a social security number"]),
        ("days that do not exist are not a pattern", ["not a date"]),
        ("Python's $ also matches before a last line end", ["LINE END"]),
        ("rules over several fields", ["RULE"]),
    ]

    @Test func `a foreign validator gives the same verdict, or the difference has a reason`() throws {
        let cases = try Self.cases()
        #expect(cases.filter(\.isMutant).count >= 2_000)
        let foreign = try ForeignValidator.verdicts(cases.map { ($0.kind, $0.data) })
        var reasons: [String: Int] = [:]
        var normalised: [(kind: String, data: String)] = []
        var rejected = 0
        for (test, isValid) in zip(cases, foreign) {
            let result = try Strict.entity(test.kind, test.data)
            if case .failure = result { rejected += 1 }
            switch (result, isValid) {
            case (.success, true), (.failure, false): continue
            case (.failure(let rejection), true):
                let reason = Self.reason(rejection, test)
                #expect(reason != nil, "the schema accepts, the hub does not: \(test.data)\n\(rejection.problems)")
                reasons[reason ?? "none", default: 0] += 1
            case (.success(let entity), false):
                // The hub takes forms that it can bring to the canonical one; that one the schema must accept.
                var bytes: [UInt8] = []
                CanonicalJSON.append(entity, withIdentity: true, to: &bytes)
                normalised.append((test.kind, String(decoding: bytes, as: UTF8.self)))
                reasons["the hub brings it to canonical form, which the schema accepts", default: 0] += 1
            }
        }
        for (again, isValid) in zip(normalised, try ForeignValidator.verdicts(normalised)) {
            #expect(isValid, "canonical form that the schema refuses: \(again.data)")
        }
        print("differential: \(cases.count) cases, \(rejected) refused by the hub, differences: \(reasons)")
        #expect(rejected > cases.count / 4)
    }

    @Test func `every example is valid for both, and comes out as it went in`() throws {
        let examples = try Self.cases().filter { !$0.isMutant }
        for schema in Schema.all { #expect(examples.count { $0.kind == schema.kind } >= 10) }
        let foreign = try ForeignValidator.verdicts(examples.map { ($0.kind, $0.data) })
        for (example, isValid) in zip(examples, foreign) {
            #expect(isValid, "\(example.data)")
            switch try Strict.entity(example.kind, example.data) {
            case .failure(let rejection):
                Issue.record("\(rejection.problems.map(\.description).joined(separator: "\n"))")
            case .success(let entity):
                var bytes: [UInt8] = []
                CanonicalJSON.append(entity, withIdentity: true, to: &bytes)
                #expect(String(decoding: bytes, as: UTF8.self) == example.data)
            }
        }
    }

    private static func reason(_ rejection: Rejection, _ test: Case) -> String? {
        let rules = Schema.named(test.kind)?.rules.map(\.meaning) ?? []
        for problem in rejection.problems {
            if rules.contains(where: { problem.why?.hasPrefix($0) ?? false }) { return "rules over several fields" }
            if let found = stricter.first(where: { $0.marks.contains { problem.what.hasPrefix($0) } }) {
                return found.reason
            }
        }
        return test.data.contains("\\n\"") ? "Python's $ also matches before a last line end" : nil
    }

    struct Case {
        let kind: String
        let data: String
        let isMutant: Bool
    }

    private static func cases() throws -> [Case] {
        var cases: [Case] = []
        var mutation = Mutation(seed: seed)
        for schema in Schema.all {
            let path = "\(Strict.config)/schemas/examples/\(schema.kind).jsonl"
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
            let objects = try lines.map {
                try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
            }
            let donors = objects.flatMap { object in object.keys.sorted().compactMap { object[$0] } }
            cases += lines.map { Case(kind: schema.kind, data: $0, isMutant: false) }
            for object in objects {
                for _ in 0..<mutantsPerExample {
                    let mutant = try mutation.mutant(of: object, donors: donors)
                    cases.append(Case(kind: schema.kind, data: mutant, isMutant: true))
                }
            }
        }
        return cases
    }
}

/// The hub's own verdict on a canonical object.
enum Strict {
    static let config = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "config").path

    static let collective = Result {
        try CollectiveReader.read(config, variables: [:], isForSamples: true)
    }

    static func entity(_ kind: String, _ data: String) throws -> Result<Entity, Rejection> {
        let schema = try #require(Schema.named(kind))
        return CanonicalReader.entity(schema, Array(data.utf8), codes: try collective.get().codes, file: kind)
    }
}

/// Python's `jsonschema` with the published schemas.
enum ForeignValidator {
    static let python = ProcessInfo.processInfo.environment["HUB_TEST_PYTHON"]
    static var isThere: Bool { python != nil }

    private static let program = """
        import json, sys
        from jsonschema import Draft202012Validator, FormatChecker
        folder = sys.argv[1]
        validators = {}
        for line in sys.stdin:
            kind, data = line.rstrip("\\n").split(" ", 1)
            if kind not in validators:
                schema = json.load(open(f"{folder}/{kind}.schema.json"))
                Draft202012Validator.check_schema(schema)
                validators[kind] = Draft202012Validator(schema, format_checker=FormatChecker(formats=["date"]))
            print(1 if validators[kind].is_valid(json.loads(data)) else 0)
        """

    static func verdicts(_ cases: [(kind: String, data: String)]) throws -> [Bool] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "schemas-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for schema in Schema.all {
            let path = folder.appending(path: "\(schema.kind).schema.json")
            try JSONSchema.text(of: schema).write(to: path, atomically: true, encoding: .utf8)
        }
        let input = folder.appending(path: "cases.txt")
        let lines = cases.map { "\($0.kind) \($0.data)\n" }.joined()
        try lines.write(to: input, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(filePath: try #require(python))
        process.arguments = ["-c", program, folder.path]
        process.standardInput = try FileHandle(forReadingFrom: input)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let verdicts = String(decoding: data, as: UTF8.self).split(separator: "\n").map { $0 == "1" }
        #expect(verdicts.count == cases.count)
        return verdicts
    }
}
