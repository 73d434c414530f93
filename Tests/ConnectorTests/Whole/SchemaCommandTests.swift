import Foundation
import Testing

@testable import Canonical
@testable import Connectors

/// The commands about the schema; none of them needs a broker.
@Suite(.enabled(if: Whole.binary != nil, "set HUB_TEST_BINARY: run deploy/test"))
struct SchemaCommandTests {
    private static let person = "0123456789abcdef0123456789abcdef"

    /// Runs the program in the folder of a small config.
    private func hub(_ config: SmallConfig, _ words: String...) throws -> Ended {
        for (name, text) in config.files {
            // What a command wrote stays.
            guard !FileManager.default.fileExists(atPath: "\(config.scratch.path)/\(name)") else { continue }
            try config.scratch.write(name, text)
        }
        return try Program(
            try #require(Whole.binary), words, in: URL(fileURLWithPath: config.scratch.path),
            environment: ["PATH": "/usr/bin:/bin"]
        ).ended()
    }

    @Test func `a result that cannot be written is said, and problems that cannot be told stop nothing`() throws {
        let config = try SmallConfig()
        func shell(_ line: String) throws -> Ended {
            try Program(
                "/bin/sh", ["-c", "\(try #require(Whole.binary)) \(line)"],
                in: URL(fileURLWithPath: config.scratch.path), environment: ["PATH": "/usr/bin:/bin"]
            ).ended()
        }
        let full = "hub: standard output cannot be written\n  why: No space left on device\n"
        #expect(try shell("schema offer > /dev/full") == Ended(code: 69, output: "", errors: full))
        #expect(try shell("schema ofer 2> /dev/full") == Ended(code: 64, output: "", errors: ""))
    }

    @Test func `schema lists the kinds, prints one as its file has it, and knows what was meant`() throws {
        let config = try SmallConfig()
        let kinds = try hub(config, "schema")
        #expect(kinds.code == 0 && kinds.errors == "")
        let lines = kinds.output.split(separator: "\n")
        #expect(lines.map { String($0.prefix { $0 != " " }) } == Schema.all.map(\.kind))
        for kind in Schema.all.map(\.kind) {
            let file = try String(
                contentsOf: Whole.root.appending(path: "config/schemas/\(kind).schema.json"), encoding: .utf8)
            #expect(try hub(config, "schema", kind) == Ended(code: 0, output: file, errors: ""))
        }
        let dictionary = try String(
            contentsOf: Whole.root.appending(path: "config/schemas/dictionary.md"), encoding: .utf8)
        #expect(try hub(config, "schema", "--dictionary") == Ended(code: 0, output: dictionary, errors: ""))
        #expect(
            try hub(config, "schema", "ofer")
                == Ended(
                    code: 64, output: "",
                    errors: """
                        hub schema: unknown kind "ofer"
                          fix: did you mean "offer"?

                        """))
        #expect(
            try hub(config, "schema", "facture").errors == """
                hub schema: unknown kind "facture"
                  fix: the kinds are offer, referral, application, pathway, immersion, response, solicitation, \
                structure, alert, receipt and progress

                """)
    }

    @Test func `validate tells what is wrong, for people and for programs`() throws {
        let config = try SmallConfig()
        let right = #"{"kind":"offer","key":"7","data":{"key":"7","type":"job","title":"t"}}"#
        try config.scratch.write("right.jsonl", "\(right)\n\n\(right)\n")
        #expect(
            try hub(config, "validate", ".", "right.jsonl") == Ended(code: 0, output: "2 right, 0 wrong\n", errors: ""))
        #expect(try hub(config, "validate", ".", "right.jsonl", "--json") == Ended(code: 0, output: "", errors: ""))
        try config.scratch.write(
            "wrong.jsonl",
            """
            \(right)
            {"kind":"offer","key":"8","data":{"key":"8","type":"jop","title":"t"}}
            {"kind":"ofer","data":{}}
            {"kind":"offer"

            """)
        #expect(
            try hub(config, "validate", ".", "wrong.jsonl")
                == Ended(
                    code: 65,
                    output: """
                        wrong.jsonl:2:52: record 2, field "type": unknown word: "jop"
                          why: type: the words here are job, insertionPost, immersion, training, tender, event or mobility
                          fix: did you mean "job"?
                        wrong.jsonl:3: record 3: unknown kind "ofer"
                          why: an entity is a CloudEvent of type siae.<kind>.<event>, or {"kind":…,"key":…,"data":{…}}
                          fix: hub preview --json prints such lines
                        wrong.jsonl:4:16: record 4: no "}"
                          why: a line holds one JSON object
                        1 right, 3 wrong

                        """, errors: ""))
        let json = try hub(config, "validate", ".", "wrong.jsonl", "--json")
        #expect(json.code == 65 && json.errors == "")
        let problems = try json.output.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: String])
        }
        #expect(problems.count == 3)
        #expect(
            problems.first == [
                "where": "wrong.jsonl:2:52: record 2, field \"type\"", "what": "unknown word: \"jop\"",
                "why": "type: the words here are job, insertionPost, immersion, training, tender, event or mobility",
                "fix": "did you mean \"job\"?",
            ])
    }

    @Test func `after codes import, a ROME code that is not in the table is a rejection`() throws {
        var config = try SmallConfig()
        config.files["feeds/offres.jsonc"] = config.files["feeds/offres.jsonc"]?
            .replacing("\"title\": \"poste\"", with: "\"title\": \"poste\",\n    \"occupation.rome\": \"rome\"")
        config.files["export.csv"] = "ref;poste;rome\n1;Agent de tri;K2304\n2;Agent;N9999\n"
        let before = try hub(config, "preview", ".", "offres", "export.csv")
        #expect(before.code == 0, "\(before)")
        config.files["rome-v4.csv"] =
            "\"code_rome\",\"libelle_rome\",\"code_rome_parent\"\n\"K2306\",\"Tri\",\"K2304\"\n"
        #expect(
            try hub(config, "codes", "import", ".", "rome-v4.csv")
                == Ended(
                    code: 0, output: "2 ROME codes written to ./codes/rome.csv, 1 of them older parents\n", errors: ""))
        let after = try hub(config, "preview", ".", "offres", "export.csv")
        #expect(after.code == 65)
        #expect(
            (after.output + after.errors).contains(
                """
                  export.csv:3:9: record 2, field "rome": unknown ROME code: "N9999"
                    why: occupation.rome: it is not in codes/rome.csv (./feeds/offres.jsonc:9:24)
                    fix: correct the export, or import the newest table: hub codes import
                """), "\(after)")
        let other = try hub(config, "codes", "export", ".", "rome-v4.csv")
        #expect(other.code == 64)
        #expect(other.errors.hasPrefix("hub codes: unknown word \"export\"\n"))
        #expect(try hub(config, "codes", "import", ".", "nothing.csv").code != 0)
    }

    @Test(arguments: [
        ("NIR", "a social security number"), ("Nationalité", "nationality or residence"),
        ("contrat_salarie_rqth", "health or disability"), ("SortantDetention", "justice"),
    ]) func `a column that no message may carry cannot be mapped to a referral`(column: String, subject: String) throws
    {
        var config = try SmallConfig()
        config.files["feeds/offres.jsonc"] = #"""
            {
              "member": "aci", "kind": "referral",
              "source": { "directory": { "path": "exports" } },
              "format": { "csv": { "delimiter": ";" } },
              "map": {
                "key": "ref",
                "type": { "const": "immersion" },
                "addressedTo": { "const": "cre" },
                "person.id": { "from": "id", "pseudonym": true },
                "reason": "\#(column)"
              }
            }
            """#
        #expect(
            try config.problems() == [
                """
                config/feeds/offres.jsonc:10:15: "\(column)" must not be mapped
                  why: its name speaks of \(subject), which no message about a person may carry
                  fix: remove it
                """
            ])
        let checked = try hub(config, "check", ".")
        #expect(checked.code == 78)
        #expect(checked.errors.contains("\"\(column)\" must not be mapped"))
    }
}
