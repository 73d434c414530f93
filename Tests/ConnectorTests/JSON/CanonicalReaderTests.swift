import Canonical
import Testing

@testable import Connectors

@Suite struct CanonicalReaderTests {
    private static let codes = Codes([
        CodeTable(name: "siae-kinds", codes: [Code(code: "ACI", label: "ACI")]),
        CodeTable(name: "contract-types", codes: [Code(code: "CDI", label: "CDI")]),
    ])

    private func problems(_ text: String, _ kind: String = "offer") throws -> [String] {
        let schema = try #require(Schema.named(kind))
        switch CanonicalReader.entity(schema, Array(text.utf8), codes: Self.codes, file: "data.json") {
        case .success: return []
        case .failure(let rejection): return rejection.problems.map(\.description)
        }
    }

    /// An offer that is right but for what is added to it.
    private func offer(_ members: String) throws -> [String] {
        try problems(#"{"key":"7","type":"job","title":"t",\#(members)}"#)
    }

    @Test func `an object that is right is an entity`() throws {
        #expect(
            try offer(#""positions":2,"accessible":true,"skills":[{"label":"souder"}],"conditions":["bruit"]"#) == [])
        #expect(try problems("  {\n\"key\" : \"7\" , \"type\":\"job\",\"title\":\"t\"}\n ") == [])
    }

    /// What stands there, the field, what is wrong and what to do, for every JSON type where another should stand.
    @Test(arguments: [
        (#""positions":"2""#, "positions", "a text where a number should stand", "write it without quotes"),
        (#""positions":true"#, "positions", "true or false where a number should stand", "write it without quotes"),
        (#""positions":null"#, "positions", "null where a number should stand", "leave the field out"),
        (#""positions":[2]"#, "positions", "a list where a number should stand", "write it without quotes"),
        (#""positions":{"a":2}"#, "positions", "an object where a number should stand", "write it without quotes"),
        (#""description":2"#, "description", "a number where a text should stand", "put it in double quotes"),
        (#""description":-2.5e3"#, "description", "a number where a text should stand", "put it in double quotes"),
        (#""description":false"#, "description", "true or false where a text should stand", "put it in double quotes"),
        (#""description":null"#, "description", "null where a text should stand", "leave the field out"),
        (#""description":"""#, "description", "empty", "leave the field out"),
        (#""accessible":"true""#, "accessible", "a text where true or false should stand", "write it without quotes"),
        (#""accessible":1"#, "accessible", "a number where true or false should stand", "write it without quotes"),
        (#""accessible":null"#, "accessible", "null where true or false should stand", "leave the field out"),
        (#""skills":{}"#, "skills", "an object where a list should stand", "see the kind's JSON Schema"),
        (#""skills":"souder""#, "skills", "a text where a list should stand", "see the kind's JSON Schema"),
        (#""skills":null"#, "skills", "null where a list should stand", "leave the field out"),
        (#""skills":[]"#, "skills", "empty", "leave the field out"),
        (#""skills":["souder"]"#, "skills[]", "a text where an object should stand", "see the kind's JSON Schema"),
        (#""skills":[[]]"#, "skills[]", "a list where an object should stand", "see the kind's JSON Schema"),
        (#""skills":[{}]"#, "skills[]", "empty", "leave the field out"),
        (#""skills":[null]"#, "skills[]", "null where an object should stand", "leave the field out"),
        (#""workplace":{}"#, "workplace", "empty", "leave the field out"),
        (#""workplace":"Thiers""#, "workplace", "a text where an object should stand", "see the kind's JSON Schema"),
        (#""workplace":null"#, "workplace", "null where an object should stand", "leave the field out"),
        (#""conditions":[]"#, "conditions", "empty", "leave the field out"),
        (#""conditions":[1]"#, "conditions[]", "a number where a text should stand", "put it in double quotes"),
        (#""conditions":[null]"#, "conditions[]", "null where a text should stand", "leave the field out"),
        (#""conditions":[""]"#, "conditions[]", "empty", "leave the field out"),
        (#""positions":2,"positions":3"#, "positions", "stands twice", "keep one of them"),
        (#""workplace":{"label":"a","label":"b"}"#, "workplace.label", "stands twice", "keep one of them"),
    ]) func `a value of another shape`(member: String, field: String, what: String, fix: String) throws {
        let problems = try offer(member)
        #expect(problems.count == 1)
        let problem = problems.first ?? ""
        #expect(problem.hasPrefix("data.json:1:"))
        #expect(
            problem.hasSuffix(
                """
                : record 1, field "\(field)": \(what)
                  why: a canonical offer is strict JSON
                  fix: \(fix)
                """), "\(problem)")
    }

    @Test func `a name that is not known, with the one that was meant`() throws {
        #expect(
            try offer(#""salery":{"min":1}"#) == [
                """
                data.json:1:37: record 1, field "salery": unknown field "salery"
                  why: an offer has no such field
                  fix: did you mean "salary"?
                """
            ])
        #expect(
            try offer(#""workplace":{"comune":"63300"}"#) == [
                """
                data.json:1:50: record 1, field "workplace.comune": unknown field "comune"
                  why: workplace has no such field
                  fix: did you mean "commune"?
                """
            ])
        #expect(
            try offer(#""skills":[{"label":"a"},{"label":"b","niveau_acquis":1}]"#) == [
                """
                data.json:1:74: record 1, field "skills[].niveau_acquis": unknown field "niveau_acquis"
                  why: skills[] has no such field
                  fix: leave it out, or see hub schema offer
                """
            ])
    }

    @Test(arguments: [
        ("NIR", "a social security number"), ("nationalite", "nationality or residence"),
        ("isRqth", "health or disability"), ("contrat_salarie_sortant_detention", "justice"),
    ]) func `a name of what no message may carry`(name: String, subject: String) throws {
        #expect(
            try offer("\"\(name)\":\"x\"") == [
                """
                data.json:1:37: record 1, field "\(name)": a field that no message may carry
                  why: its name speaks of \(subject)
                  fix: leave it out
                """
            ])
    }

    @Test func `a number that no message may carry is not shown, as a name or as a value`() throws {
        let number = "185057800608491"
        for members in [
            "\"\(number)\":1", "\"title2\":\"\(number)\"", "\"description\":\"\(number)\"",
            "\"workplace\":{\"\(number)\":1}",
            "\"positions\":\(number)", "\"skills\":\(number)", "\"description\":\(number)", "\"expires\":\"\(number)\"",
        ] {
            let problems = try offer(members)
            #expect(!problems.isEmpty)
            #expect(!problems.joined().contains("006084"), "\(problems)")
        }
        #expect(
            try offer("\"\(number)\":1") == [
                """
                data.json:1:37: record 1: unknown field a value of 15 characters that is not shown
                  why: an offer has no such field
                  fix: leave it out, or see hub schema offer
                """
            ])
    }

    @Test func `all problems at once, each at its line and column`() throws {
        let text = """
            {
              "key": "7",
              "type": "jop",
              "tite": "t",
              "workplace": {
                "postcode": 63300,
                "latitude": 91
              },
              "skills": [
                { "label": "souder", "required": "E" },
                { "required": "F" }
              ]
            }
            """
        #expect(
            try problems(text) == [
                """
                data.json:4:3: record 1, field "tite": unknown field "tite"
                  why: an offer has no such field
                  fix: did you mean "title"?
                """,
                """
                data.json:6:17: record 1, field "workplace.postcode": a number where a text should stand
                  why: a canonical offer is strict JSON
                  fix: put it in double quotes
                """,
                """
                data.json:3:11: record 1, field "type": unknown word: "jop"
                  why: type: the words here are job, insertionPost, immersion, training, tender, event or mobility
                  fix: did you mean "job"?
                """,
                """
                data.json:1: record 1, field "title": title is missing
                  why: every offer has one: The job or subject in a few words.
                  fix: add "title"
                """,
                """
                data.json:7:17: record 1, field "workplace.latitude": out of bounds: "91"
                  why: workplace.latitude: it lies between -90 and 90
                  fix: correct the export
                """,
                """
                data.json:11:19: record 1, field "skills[].required": unknown word: "F"
                  why: skills[].required: the words here are E or S
                  fix: did you mean "E"?
                """,
            ])
    }

    @Test func `the item that lacks its label is named by its place`() throws {
        #expect(
            try offer(#""skills":[{"label":"a","required":"E"},{"required":"S"}]"#) == [
                """
                data.json:1:88: record 1, field "skills[].required": skills[].label is missing
                  why: each item of skills has one: What the person should be able to do.
                  fix: add "skills[].label"
                """
            ])
    }

    @Test(arguments: [
        ("", "a value is missing"), ("  \n", "a value is missing"), ("{", "a name is missing"),
        (#"{"key""#, "a colon is missing"), (#"{"key":"#, "a value is missing"),
        (#"{"key":"7"} x"#, #""x" after the end of the object"#),
        (#"{"key":"7"}{"#, #""{" after the end of the object"#),
        (#"{"key":"7",}"#, #"a comma before "}""#), (#"{"key":'7'}"#, #"a number where a text should stand"#),
        (#"{key:"7"}"#, #""k" where a name in quotes should stand"#),
        ("{\"key\":\"7\n\"}", "a control character (0x0A) in a text"),
        (#"{"key":"7"#, "a text without its closing quote"),
        (#"{"key":"\ud800"}"#, "half a surrogate pair in a text"), (#"{} // fin"#, "a comment"),
    ]) func `what is no JSON`(text: String, what: String) throws {
        let problems = try problems(text)
        #expect(problems.count >= 1)
        #expect(problems.contains { $0.contains(what) } || text.contains("'"), "\(problems)")
    }

    @Test(arguments: ["[]", "\"x\"", "null", "true"])
    func `what is JSON, but no object`(text: String) throws {
        let problems = try problems(text)
        #expect(problems.first?.contains("where an object should stand") == true, "\(problems)")
        #expect(problems.contains { $0.contains("key is missing") })
    }

    @Test(arguments: [
        ("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]"),
    ]) func `ten thousand levels are a problem, not a crash`(open: String, close: String) throws {
        let deep = String(repeating: open, count: 10_000) + "1" + String(repeating: close, count: 10_000)
        for text in [
            deep, "{\"key\":\(deep)}", "{\"inconnu\":\(deep)}", "{\"skills\":[\(deep)]}", "{\"skills\":\(deep)}",
            "{\"workplace\":\(deep)}", String(repeating: open, count: 100_000),
        ] {
            #expect(try !problems(text).isEmpty)
        }
    }
}
