import Testing

@testable import Connectors

@Suite struct RuleReaderTests {
    @Test(arguments: [
        (#"{"commune":"Thiers","cp":"63300"}"#, #","description":"Thiers (63300)""#),
        (#"{"commune":"Thiers"}"#, #","description":"Thiers""#),
        (#"{"commune":" ","cp":"63300","autre":"x"}"#, #","description":"x""#), ("{}", #","description":"inconnu""#),
    ]) func `of several rules the first that gives a value counts`(record: String, expected: String) throws {
        let rule = #"[{ "template": "{commune} ({cp})" }, "commune", { "from": "autre" }, { "const": "inconnu" }]"#
        #expect(try MappedField.of("description", rule, record: record) == expected)
    }

    @Test func `a refused value is not replaced by another rule's`() throws {
        let rule = #"[{ "from": "a", "date": "dd/MM/yyyy" }, { "const": "2026-01-01" }]"#
        #expect(
            try MappedField.of("expires", rule, record: #"{"a":"31/02/2026"}"#) == """
                config/export:1:6: record 1, field "a": not a date: "31/02/2026"
                  why: expires is read as dd/MM/yyyy (config/feeds/offres.jsonc:4:13); February 2026 has 28 days
                  fix: correct the export, or change "date" there
                """)
    }

    @Test(arguments: [
        (#"{ "template": "{{x} {a}" }"#, #"{"a":"y"}"#, #","description":"{x} y""#),
        (#"{ "template": "{a}-{b}" }"#, #"{"a":"y"}"#, ""),
        (#"{ "template": "{a.b}{a.b}" }"#, #"{"a":{"b":" y "}}"#, #","description":"yy""#),
    ]) func `templates`(rule: String, record: String, expected: String) throws {
        #expect(try MappedField.of("description", rule, record: record) == expected)
    }

    @Test func `words work in the order in which they stand`() throws {
        #expect(try MappedField.description(#""split": "/", "part": 2, "replace": { "b": "/" }"#, "a/b") == "/")
        #expect(try MappedField.description(#""replace": { "b": "/" }, "split": "/", "part": 3"#, "a/b") == "")
        #expect(try MappedField.description(#""case": "upper", "replace": { "a": "x" }"#, "a") == "A")
    }

    @Test(arguments: [
        (#""capture": "^(\\d+)", "else": null"#, ""), (#""capture": "^(\\d+)", "else": "aucun""#, "aucun"),
        (#""capture": "^(\\d+)", "else": null, "default": "rien""#, "rien"),
    ]) func `what becomes of a value that a word cannot read`(words: String, expected: String) throws {
        #expect(try MappedField.description(words, "abc") == expected)
    }

    @Test(arguments: [
        (
            "starts", #"{ "from": "a", "boolean": true }"#,
            """
            config/feeds/offres.jsonc:4:37: "boolean" gives true or false, "starts" takes a date
              fix: remove "boolean", or map it to another field
            """
        ),
        (
            "contract.type", #"{ "from": "a", "date": "dd/MM/yyyy" }"#,
            """
            config/feeds/offres.jsonc:4:41: "date" gives a date, "contract.type" takes a code of codes/contract-types.csv
              fix: remove "date", or map it to another field
            """
        ),
        (
            "employer.siret", #"{ "from": "a", "pseudonym": true }"#,
            """
            config/feeds/offres.jsonc:4:47: "pseudonym" gives a pseudonym, "employer.siret" takes a SIRET
              fix: remove "pseudonym", or map it to another field
            """
        ),
        (
            "starts", #"{ "from": "a", "decimal": ",", "date": "dd/MM/yyyy" }"#,
            """
            config/feeds/offres.jsonc:4:50: "date" cannot read what "decimal" gives
              why: "decimal" gives a number; words work in the order in which they stand
              fix: remove one of them
            """
        ),
        (
            "contract.type", #"{ "from": "a", "codes": "siae-kinds" }"#,
            """
            config/feeds/offres.jsonc:4:42: no code of codes/siae-kinds.csv fits "contract.type"
              why: "contract.type" takes a code of codes/contract-types.csv
              fix: write "codes": "contract-types"
            """
        ),
        (
            "accessible", #"{ "from": "a", "codes": { "Oui": "true", "Non": "non", "?": "" } }"#,
            """
            config/feeds/offres.jsonc:4:63: neither true nor false: "non"
              why: accessible: yes and no are written true and false
              fix: correct it here
            """
        ),
        (
            "salary.min", #"{ "from": "a", "money": "min" }"#,
            """
            config/feeds/offres.jsonc:4:15: "salary.period" is not mapped
              why: an offer has one when it has salary.min: What one pay is for.
              fix: add "salary.period": "column name"
            """
        ),
        (
            "skills[].code", #""a[].b""#,
            """
            config/feeds/offres.jsonc:4:18: "skills[].label" is not mapped
              why: an offer has one when it has skills: What the person should be able to do.
              fix: add "skills[].label": "column name"
            """
        ),
        (
            "distribution", #"{ "const": "concerned" }"#,
            """
            config/feeds/offres.jsonc:4:17: "siaeKinds[]" is not mapped
              why: an offer has one when distribution is concerned: The kinds of structure that a "concerned" offer is for.
              fix: add "siaeKinds[]": "column name"
            """
        ),
        (
            "description", "[]",
            """
            config/feeds/offres.jsonc:4:16: "description" has no rule
              why: of a list of rules the first that gives a value counts
              fix: write { "from": "column name" }
            """
        ),
        (
            "description", #"{ "from": "a", "else": null }"#,
            """
            config/feeds/offres.jsonc:4:39: "else" without a word that changes values
              why: it says what a value becomes that such a word cannot read
              fix: remove it; "default" is for empty values
            """
        ),
        (
            "positions", #"{ "from": "a", "capture": "(\\d+)", "else": "un" }"#,
            """
            config/feeds/offres.jsonc:4:58: not a whole number: "un"
              why: positions: a count is written with digits only
              fix: correct it here
            """
        ),
        (
            "description", #"{ "template": "commune" }"#,
            """
            config/feeds/offres.jsonc:4:30: not a template: "commune"
              why: names of the export stand in braces
              fix: write "{commune} ({codePostal})"; {{ is a brace
            """
        ),
        (
            "description", #"{ "template": "{a[]}" }"#,
            """
            config/feeds/offres.jsonc:4:30: "a[]" gives several values, "template" takes one of each name
              fix: map it by itself
            config/feeds/offres.jsonc:4:30: "a[]" gives several values, "description" takes one
              fix: name one value, or map it to a list field
            """
        ),
        (
            "description", #"{ "from": "a", "capture": "a" }"#,
            """
            config/feeds/offres.jsonc:4:42: "capture" with 0 groups: "a"
              why: the value becomes what the one group in ( ) catches
              fix: put ( ) around what to keep
            """
        ),
        (
            "description", #"{ "from": "a", "replace": { "": "x", "b": 1 } }"#,
            """
            config/feeds/offres.jsonc:4:44: "replace" of nothing
              why: the word on the left is what is replaced
              fix: write what stands in the export
            config/feeds/offres.jsonc:4:58: the number 1 for "b"
              why: a text is replaced by a text
              fix: put it in double quotes; "" removes it
            """
        ),
    ]) func `what check finds before the first export comes`(path: String, rule: String, problem: String) throws {
        #expect(try MappedField.of(path, rule, record: "{}") == problem)
    }
}
