import Testing

@testable import Connectors

@Suite struct ConditionTests {
    private func holds(_ condition: String, _ record: String) throws -> Bool {
        try MappedField.of("description", #"{ "when": \#(condition), "const": "oui" }"#, record: record)
            == #","description":"oui""#
    }

    @Test(arguments: [
        (#"{ "from": "a", "is": "CDI" }"#, #"{"a":"cdi "}"#, true),
        (#"{ "from": "a", "is": "CDI" }"#, #"{"a":"CDD"}"#, false),
        (#"{ "from": "a", "is": ["CDI", "Fermé"] }"#, #"{"a":"FERME"}"#, true),
        (#"{ "from": "a", "is": "x" }"#, "{}", false),
        (#"{ "from": "a", "is": "true" }"#, #"{"a":true}"#, true),
        (#"{ "from": "a", "is": "x" }"#, #"{"a":{"x":1}}"#, false),
        (#"{ "from": "a", "isNot": "CDI" }"#, #"{"a":"CDI"}"#, false),
        (#"{ "from": "a", "isNot": "CDI" }"#, #"{"a":"x"}"#, true),
        (#"{ "from": "a", "isNot": "CDI" }"#, "{}", true), (#"{ "from": "a", "present": true }"#, #"{"a":" "}"#, false),
        (#"{ "from": "a", "present": true }"#, #"{"a":"x"}"#, true),
        (#"{ "from": "a", "present": true }"#, #"{"a":[1]}"#, true),
        (#"{ "from": "a", "present": false }"#, #"{"a":null}"#, true),
        (#"{ "from": "a", "present": false }"#, #"{"a":0}"#, false),
        (#"{ "from": "a", "matches": "^A\\d+$" }"#, #"{"a":"A12"}"#, true),
        (#"{ "from": "a", "matches": "^A\\d+$" }"#, #"{"a":"B"}"#, false),
        (#"{ "from": "a[]", "is": "x" }"#, #"{"a":["y","x"]}"#, true),
        (#"{ "from": "a[]", "isNot": "x" }"#, #"{"a":["y","x"]}"#, false),
        (#"{ "from": ["a", "b"], "is": "x" }"#, #"{"a":"","b":"x"}"#, true),
        (#"{ "from": ["a", "b"], "is": "x" }"#, #"{"a":"y","b":"x"}"#, false),
        (#"{ "from": "a", "isNot": "x", "matches": "." }"#, #"{"a":"y"}"#, true),
        (#"[{ "from": "a", "is": "x" }, { "from": "b", "is": "y" }]"#, #"{"a":"x","b":"y"}"#, true),
        (#"[{ "from": "a", "is": "x" }, { "from": "b", "is": "y" }]"#, #"{"a":"x","b":"z"}"#, false),
    ]) func `when a condition holds`(condition: String, record: String, expected: Bool) throws {
        #expect(try holds(condition, record) == expected)
    }

    @Test(arguments: [
        (
            #"{ "is": "x" }"#,
            """
            config/feeds/offres.jsonc:4:26: "when" needs "from"
              why: it says which column is looked at
              fix: add "from": "column name"
            """
        ),
        (
            #"{ "from": "a" }"#,
            """
            config/feeds/offres.jsonc:4:26: "when" asks for nothing
              why: it takes is, isNot, matches and present
              fix: add "is": "word", or "present": true
            """
        ),
        (
            "[]",
            """
            config/feeds/offres.jsonc:4:26: "when" asks for nothing
              fix: write { "from": "column", "is": "word" }
            """
        ),
        (
            #"{ "from": "a", "matches": "(" }"#,
            #"""
            config/feeds/offres.jsonc:4:52: not a pattern: "(": this ( is not closed
              why: reading stopped at its character 1
              fix: write \\ before a character that stands for itself
            """#
        ),
        (
            #"{ "from": "a", "are": "x", "is": "y" }"#,
            """
            config/feeds/offres.jsonc:4:41: unknown word "are" in "when"
              why: "when" takes from, is, isNot, matches and present
              fix: remove it
            """
        ),
    ]) func `what is no condition`(condition: String, problem: String) throws {
        let text = try MappedField.of("description", #"{ "when": \#(condition), "const": "oui" }"#, record: "{}")
        #expect(text == problem)
    }
}
