import Canonical
import Testing

@testable import Connectors

@Suite struct MappingTests {
    /// What a word makes of one cell, as canonical JSON of the field alone.
    private func field(_ path: String, _ rule: String, header: String, _ row: String) throws -> [String] {
        let start = #"{"key":"1","type":"job","title":"t""#
        return try SmallConfig.draft(
            "\"key\": { \"const\": \"1\" }, \"type\": { \"const\": \"job\" }, \"title\": { \"const\": \"t\" },\n\"\(path)\": \(rule)",
            "\(header)\n\(row)\n"
        ).map { $0.hasPrefix(start) ? String($0.dropFirst(start.count).dropLast()) : $0 }
    }

    @Test(arguments: [
        ("\"a\"", "x;y", #","description":"x""#), ("\"a\"", "  x\u{A0} ;y", #","description":"x""#),
        ("\"a\"", " ;y", ""),
        (#"{ "from": ["a", "b"] }"#, "x;y", #","description":"x""#),
        (#"{ "from": ["a", "b"] }"#, " ;y", #","description":"y""#),
        (#"{ "from": ["a", "b"], "default": "z" }"#, ";", #","description":"z""#),
        (#"{ "from": "a", "default": "z" }"#, "x;y", #","description":"x""#),
        (#"{ "from": "a", "trim": false }"#, " x ;y", #","description":" x ""#),
        (#"{ "join": ["a", "b"], "with": ", " }"#, "x;y", #","description":"x, y""#),
        (#"{ "join": ["a", "b"], "with": ", " }"#, " ; y ", #","description":"y""#),
        (#"{ "join": ["b", "a"] }"#, "x;y", #","description":"y x""#), (#"{ "join": ["a", "b"] }"#, ";", ""),
        (#"{ "join": ["a", "b"], "default": "z" }"#, ";", #","description":"z""#),
        (#"{ "const": "c" }"#, "x;y", #","description":"c""#),
        (#"{ "from": "a", "split": " - ", "part": 1 }"#, "63 - Thiers;", #","description":"63""#),
        (#"{ "from": "a", "split": " - ", "part": 2 }"#, "63 - Le Bourg - Thiers;", #","description":"Le Bourg""#),
        (#"{ "from": "a", "split": " - ", "part": 3 }"#, "63 - Thiers;", ""),
        (#"{ "from": "a", "split": "/", "part": 2 }"#, "a//b;", ""),
        (#"{ "from": "a", "split": ";", "part": 1, "codes": { "Oui": "yes" } }"#, "oui;", #","description":"yes""#),
    ]) func `where a value comes from`(rule: String, row: String, expected: String) throws {
        #expect(try field("description", rule, header: "a;b", row) == [expected])
    }

    @Test func `split makes a list, and what is empty in between keeps its place`() throws {
        let map = #"""
            "key": "k", "type": { "const": "training" }, "addressedTo": { "const": "cre" }, "person.id": "p",
            "occupations[].rome": { "from": "rome", "split": "," }, "occupations[].label": { "from": "label", "split": "," }
            """#
        let person = "0123456789abcdef0123456789abcdef"
        #expect(
            try SmallConfig.draft(
                map, kind: "referral", "k;p;rome;label\n1;\(person);\"K1304, ,A1201\";\" a,b ,\"\n")
                == [
                    #"{"key":"1","type":"training","addressedTo":"cre","person":{"id":"0123456789abcdef0123456789abcdef"},"#
                        + #""occupations":[{"rome":"K1304","label":"a"},{"label":"b"},{"rome":"A1201"}]}"#
                ])
    }

    @Test(arguments: [
        ("26,50", #","hours":{"weekly":26.5}"#), ("26.5", #","hours":{"weekly":26.5}"#),
        ("35", #","hours":{"weekly":35}"#),
    ]) func `a decimal comma`(text: String, expected: String) throws {
        #expect(try field("hours.weekly", #"{ "from": "a", "decimal": "," }"#, header: "a", text) == [expected])
    }

    @Test func `a number with two commas is none`() throws {
        let lines = try field("hours.weekly", #"{ "from": "a", "decimal": "," }"#, header: "a", "1,234,5")
        #expect(
            lines == [
                """
                config/export:2:1: record 1, field "a": not a number: "1,234,5"
                  why: hours.weekly: numbers are written with digits and a decimal point (config/feeds/offres.jsonc:4:17)
                  fix: correct the export, or add "decimal": "," to its mapping when it writes a comma
                """
            ])
    }

    @Test(arguments: [
        (#""contract-types""#, "CDDI", #","contract":{"type":"DDI"}"#),
        (#""contract-types""#, "ddi", #","contract":{"type":"DDI"}"#),
        (#""contract-types""#, "contrat a duree indeterminee", #","contract":{"type":"CDI"}"#),
        (#"{ "Contrat long": "CDI", "Oui": "DDI" }"#, "CONTRAT LONG", #","contract":{"type":"CDI"}"#),
    ]) func `codes of a table or of a list in the mapping`(codes: String, text: String, expected: String) throws {
        #expect(try field("contract.type", "{ \"from\": \"a\", \"codes\": \(codes) }", header: "a", text) == [expected])
    }

    @Test func `a word that no code means`() throws {
        #expect(
            try field("contract.type", #"{ "from": "a", "codes": "contract-types" }"#, header: "a", "CDDX") == [
                """
                config/export:2:1: record 1, field "a": unknown code: "CDDX"
                  why: contract.type takes the codes of codes/contract-types.csv (config/feeds/offres.jsonc:4:18)
                  fix: did you mean "CDDI"?
                """
            ])
        #expect(
            try field(
                "accessible", #"{ "from": "a", "codes": { "Oui": "true", "Non": "false" } }"#, header: "a", "peut-être")
                == [
                    """
                    config/export:2:1: record 1, field "a": unknown code: "peut-être"
                      why: accessible takes the codes of the list here (config/feeds/offres.jsonc:4:15)
                      fix: correct the export, or add the word to the list here
                    """
                ])
    }

    @Test func `a list in the mapping turns true and false round`() throws {
        let map = #"""
            "key": "k", "type": { "const": "job" }, "title": { "const": "t" },
            "hours.fullTime": { "from": "part", "codes": { "true": "false", "false": "true" } }
            """#
        #expect(
            try SmallConfig.draft(
                map, format: #"{ "json": {} }"#, #"[{"k":1,"part":true},{"k":2,"part":false},{"k":3}]"#)
                == [
                    #"{"key":"1","type":"job","title":"t","hours":{"fullTime":false}}"#,
                    #"{"key":"2","type":"job","title":"t","hours":{"fullTime":true}}"#,
                    #"{"key":"3","type":"job","title":"t"}"#,
                ])
    }

    /// Expected values: Python's `hmac.new(key, b"aci\nMatricule 7", "sha256").hexdigest()[:32]`.
    @Test(arguments: [
        ("Matricule 7", "04fc02fa3b5965a6be8cb2391e312920"), (" Zoé 12 ", "b2b09695692e0c9111442a4bd4892cca"),
    ]) func `a pseudonym is the first half of a keyed hash of member and number`(text: String, expected: String) throws
    {
        #expect(
            try field("contact.name", #"{ "from": "a", "pseudonym": true }"#, header: "a", text) == [
                ",\"contact\":{\"name\":\"\(expected)\"}"
            ])
    }

    @Test func `a pseudonym of several columns`() throws {
        #expect(
            try field("contact.name", #"{ "template": "{a} {b}", "pseudonym": true }"#, header: "a;b", "Matricule;7")
                == [
                    ",\"contact\":{\"name\":\"04fc02fa3b5965a6be8cb2391e312920\"}"
                ])
    }

    @Test func `joined columns, one of which may be empty, name nobody`() throws {
        #expect(
            try field(
                "contact.name", #"{ "join": ["nom", "né le"], "pseudonym": true }"#, header: "nom;né le", "Corvet;")
                == [
                    """
                    config/feeds/offres.jsonc:4:27: "join" with "pseudonym"
                      why: where one of the columns is empty, two people could have one pseudonym
                      fix: write "template": "{nom}|{né le}", which gives nothing unless all columns have a value
                    """
                ])
        #expect(
            try field(
                "contact.name", #"{ "template": "{nom}|{né le}", "pseudonym": true }"#, header: "nom;né le", "Corvet;")
                == [""])
    }

    @Test func `a value is quoted as the export has it, and as the words before made it`() throws {
        #expect(
            try field(
                "starts", #"{ "from": "a", "replace": { "-": "/" }, "date": "dd/MM/yyyy" }"#, header: "a", "31-02-2026")
                == [
                    """
                    config/export:2:1: record 1, field "a": not a date: "31-02-2026"
                      why: starts is read as dd/MM/yyyy (config/feeds/offres.jsonc:4:11); February 2026 has 28 days; \
                    the words before made it "31/02/2026"
                      fix: correct the export, or change "date" there
                    """
                ])
        #expect(
            try field(
                "contract.type", #"{ "from": "a", "split": ",", "part": 2, "codes": "contract-types" }"#, header: "a",
                "CDI, cdx"
            )
            .first?.contains(#": unknown code: "CDI, cdx""#) == true)
    }

    @Test func `what is wrong is told with the config line, and all at once`() throws {
        let map = #"""
            "key": "k", "type": { "const": "job" }, "title": "t",
            "published": { "from": "d", "date": ["dd/MM/yyyy HH:mm", "dd/MM/yyyy"] },
            "positions": "n"
            """#
        #expect(
            try SmallConfig.draft(map, "k;t;d;n\n1;;31/02/2026;un\n") == [
                """
                config/export:2: record 1, field "t": title is missing
                  why: every offer has one: The job or subject in a few words. (config/feeds/offres.jsonc:3:50)
                  fix: fill it in the export
                """,
                """
                config/export:2:15: record 1, field "n": not a whole number: "un"
                  why: positions: a count is written with digits only (config/feeds/offres.jsonc:5:14)
                  fix: correct the export
                """,
                """
                config/export:2:4: record 1, field "d": not a date: "31/02/2026"
                  why: published is read as dd/MM/yyyy HH:mm or dd/MM/yyyy (config/feeds/offres.jsonc:4:14); February 2026 has 28 days
                  fix: correct the export, or change "date" there
                """,
            ])
    }

    @Test func `what a person is called is never quoted by a mapping either`() throws {
        let map = #"""
            "key": "k", "type": { "const": "training" }, "addressedTo": { "const": "cre" }, "person.id": "p",
            "consent.given": { "const": "2026-01-02" }, "identity.phone": { "from": "tel", "codes": { "a": "3949" } },
            "identity.lastName": { "from": "nom", "date": "dd/MM/yyyy" },
            "consent.by": { "const": "CIP" }, "consent.purpose": { "const": "orientation" }
            """#
        let problems = try SmallConfig.draft(
            map, kind: "referral", "k;p;tel;nom\n1;0123456789abcdef0123456789abcdef;0639980000;Durand\n")
        #expect(
            problems == [
                """
                config/export:2:47: record 1, field "nom": not a date: a personal value of 6 characters
                  why: identity.lastName is read as dd/MM/yyyy (config/feeds/offres.jsonc:5:22)
                  fix: correct the export, or change "date" there
                """,
                """
                config/export:2:36: record 1, field "tel": unknown code: a personal value of 10 characters
                  why: identity.phone takes the codes of the list here (config/feeds/offres.jsonc:4:63)
                  fix: correct the export, or add the word to the list here
                """,
            ])
    }

    @Test(arguments: [
        (#""a""#, #"{"k":1,"a":{"b":1}}"#, "1:12"), (#"{ "join": ["c", "a"] }"#, #"{"k":1,"c":"x","a":["y"]}"#, "1:20"),
        (#""a.b""#, #"{"k":1,"a":[{"b":1}]}"#, "1:12"),
        (#""a.b""#, #"{"k":1,"a":"Riom"}"#, "1:12"),
    ]) func `an object or a list where a value is wanted, a value where the path goes on`(
        rule: String, record: String, place: String
    ) throws {
        let map =
            "\"key\": \"k\", \"type\": { \"const\": \"job\" }, \"title\": { \"const\": \"t\" },\n\"description\": \(rule)"
        let problems = try SmallConfig.draft(map, format: #"{ "ndjson": {} }"#, record + "\n")
        let name = rule.contains("join") ? "c + a" : String(rule.dropFirst().dropLast())
        #expect(
            problems == [
                """
                config/export:\(place): record 1, field "\(name)": what stands here does not fit the path
                  why: description is mapped at config/feeds/offres.jsonc:4:16
                  fix: name a value inside it, walk through a list with [], or end the path here
                """
            ])
    }
}
