import Canonical
import Testing

@testable import Connectors

@Suite struct FilterTests {
    /// What a feed with these words makes of NDJSON records: keys and titles, or problems; then what it counted.
    private func run(_ words: String, _ records: String, map: String? = nil) throws -> [String] {
        let map = map ?? #""key": "id", "type": { "const": "job" }, "title": "titre""#
        let config = try SmallConfig([
            "feeds/offres.jsonc":
                "{ \"member\": \"aci\", \"kind\": \"offer\", \"source\": { \"directory\": { \"path\": \"x\" } }, "
                + "\"format\": { \"ndjson\": {} },\n\(words),\n\"map\": {\n\(map) } }"
        ])
        let collective: Collective
        do { collective = try config.read() } catch let error as ConfigError {
            return error.problems.map { $0.description.replacing(config.scratch.path, with: "config") }
        }
        var lines: [String] = []
        var reading = FeedReading(collective.feeds[0], of: collective, since: Snapshot())
        try reading.read([Export(path: try config.scratch.write("export", records))]) { outcome throws(Failure) in
            switch outcome {
            case .entity(let entity, _, _, _, _): lines.append("\(entity.key) \(entity.text("title") ?? "")")
            case .rejection(let rejection):
                lines += rejection.problems.map { $0.description.replacing(config.scratch.path, with: "config") }
            }
        }
        let counts = reading.counts
        return lines + ["\(counts.read) read, \(counts.rejected) rejected, \(counts.skipped) skipped"]
    }

    private let three = """
        {"id":"1","titre":"a","statut":"Ouverte"}
        {"id":"2","titre":"b","statut":"close","test":"oui"}
        {"id":"3","titre":"c"}

        """

    @Test(arguments: [
        (#""only": { "from": "statut", "is": "ouverte" }"#, ["1 a", "3 read, 0 rejected, 2 skipped"]),
        (#""skip": { "from": "statut", "is": "close" }"#, ["1 a", "3 c", "3 read, 0 rejected, 1 skipped"]),
        (
            #""skip": [{ "from": "statut", "present": false }, { "from": "test", "is": "oui" }]"#,
            ["1 a", "3 read, 0 rejected, 2 skipped"]
        ),
        (
            #""only": [{ "from": "statut", "present": true }, { "from": "test", "present": false }]"#,
            ["1 a", "3 read, 0 rejected, 2 skipped"]
        ),
        (
            #""only": { "from": "statut", "present": true }, "skip": { "from": "id", "is": "1" }"#,
            ["2 b", "3 read, 0 rejected, 2 skipped"]
        ),
    ]) func `records that count`(words: String, expected: [String]) throws {
        #expect(try run(words, three) == expected)
    }

    @Test func `a record left out is checked no further, and withdrawn like one that is gone`() throws {
        let records = #"{"id":"1","titre":"","statut":"close"}"# + "\n"
        #expect(try run(#""skip": { "from": "statut", "is": "close" }"#, records) == ["1 read, 0 rejected, 1 skipped"])
    }

    private let posts =
        #""key": "postes[].id", "type": { "const": "job" }, "title": ["postes[].titre", "metier"], "workplace.label": ["postes[].lieu.nom", "ville"]"#

    @Test func `an employer with several posts gives one offer for each`() throws {
        let records = """
            {"metier":"Maçon","ville":"Thiers","postes":[{"id":1,"titre":"a"},null,{"titre":"sans"},{"id":3}]}
            {"metier":"Peintre","postes":[]}
            {"metier":"Seul","postes":{"id":"9"}}

            """
        #expect(
            try run(#""each": "postes[]""#, records, map: posts) == [
                "1 a",
                """
                config/export:1: record 1, field "postes[].id": key is missing
                  why: every offer has one: The identifier under which its source knows the offer. (config/feeds/offres.jsonc:4:8)
                  fix: fill it in the export
                """, "3 Maçon", "9 Seul", "3 read, 1 rejected, 1 skipped",
            ])
    }

    @Test func `filters look at each item`() throws {
        let records = #"{"metier":"m","postes":[{"id":1,"ouvert":true},{"id":2,"ouvert":false},{"id":3}]}"# + "\n"
        #expect(
            try run(#""each": "postes[]", "only": { "from": "postes[].ouvert", "is": "true" }"#, records, map: posts)
                == ["1 m", "1 read, 0 rejected, 2 skipped"])
    }

    @Test func `a list of the record goes to every item, and a list inside an item is refused`() throws {
        let map = posts + #", "skills[].label": "savoirs[]""#
        let records = #"{"metier":"m","savoirs":["x","y"],"postes":[{"id":1},{"id":2}]}"# + "\n"
        #expect(try run(#""each": "postes[]""#, records, map: map) == ["1 m", "2 m", "1 read, 0 rejected, 0 skipped"])
        #expect(
            try run(#""each": "postes[]""#, records, map: posts + #", "skills[].label": "postes[].savoirs[]""#) == [
                """
                config/feeds/offres.jsonc:4:159: "postes[].savoirs[]" walks through a list within a list
                  why: values are numbered by the items of one list
                  fix: name the values of one list
                """
            ])
    }

    @Test func `what names no list`() throws {
        #expect(
            try run(#""each": "postes""#, three) == [
                """
                config/feeds/offres.jsonc:2:9: not a list: "postes"
                  why: "each" names one list of a record, with [] behind it
                  fix: write "postes[]"
                """
            ])
    }
}
