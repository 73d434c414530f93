import Canonical
import Foundation
import Testing

@testable import Connectors

@Suite struct ConfigTests {
    private func feed(_ text: String) -> [String: String?] { ["feeds/offres.jsonc": text] }

    /// A feed file whose mapping stands on line 2.
    private func map(_ text: String) -> [String: String?] {
        feed(
            #"{ "member": "aci", "kind": "offer", "source": { "directory": { "path": "x" } }, "format": { "json": {} }, "map":"#
                + "\n{ \"key\": \"ref\", \"type\": { \"const\": \"job\" }, \"title\": \"poste\", \(text) } }")
    }

    @Test func `a config that is right is read whole`() throws {
        let collective = try SmallConfig().read()
        #expect(collective.id == "essai")
        #expect(collective.members.map(\.id) == ["aci", "cre"])
        #expect(collective.feeds.map(\.id) == ["offres"])
        #expect(collective.feeds[0].every == 900)
        #expect(collective.feeds[0].withdrawsAbsent)
        #expect(collective.feeds[0].withdrawalLimit == 30)
        #expect(collective.retention.journalDays == 365 && collective.retention.inboxDays == 60)
        #expect(collective.retention.inboxMessages == 100_000 && collective.retention.deadDays == 365)
        #expect(collective.feeds[0].rejectionLimit == 50)
        #expect(collective.member("cre")?.isCRE == true)
        #expect(collective.codes.names == ["contract-types", "siae-kinds"])
    }

    @Test func `a broker's nodes are a list, and TLS has its files`() throws {
        let hub = { (broker: String) in
            [
                "hub.jsonc":
                    #"{ "collective": "essai", "name": "Essai", "broker": { "password": "geheim", \#(broker) } }"#
            ]
        }
        let secure = #""url": ["amqps://hub@a/v", "amqps://hub@b/v"], "ca": "tls/ca.pem""#
        let config = try SmallConfig(hub(secure + #", "certificate": "/c.pem", "key": "/k.pem""#))
        let address = try config.read().broker.address
        #expect("\(address)" == "amqps://hub@a:5671,b:5671/v")
        let folder = config.scratch.path
        #expect(
            address.trust
                == BrokerTrust(authorities: "\(folder)/tls/ca.pem", certificate: "/c.pem", key: "/k.pem"))
        #expect(
            try SmallConfig(hub(secure + #", "key": "/k.pem""#)).problems() == [
                """
                config/hub.jsonc:1:151: "key" stands without "certificate"
                  why: a certificate is of use with its key only
                  fix: add "certificate": "path of the PEM file"
                """
            ])
        #expect(
            try SmallConfig(hub(#""url": "amqp://hub@a/v", "ca": "tls/ca.pem""#)).problems() == [
                """
                config/hub.jsonc:1:108: "ca" is for TLS only
                  why: "url" begins with amqp://
                  fix: write amqps://, or remove it
                """
            ])
    }

    @Test func `a feed's fingerprint is that of all words that count for it, wherever they stand`() throws {
        func fingerprint(_ change: (name: String, old: String, new: String)? = nil) throws -> String {
            var config = try SmallConfig()
            if let change {
                let text = try #require(config.files[change.name])
                try #require(text.contains(change.old), "\(change)")
                config.files[change.name] = text.replacing(change.old, with: change.new)
            }
            return try config.read().feeds[0].fingerprint
        }
        let one = try fingerprint()
        #expect(try fingerprint() == one)
        // What only looks otherwise is no reason to read everything again.
        #expect(try fingerprint(("feeds/offres.jsonc", "{", "// for people\n{ ")) == one)
        for change in [
            ("hub.jsonc", "Essai", "Autre"), ("members/cre.jsonc", "\"CRE\"", "\"EI\""),
            ("feeds/offres.jsonc", "poste", "libelle"), ("codes/siae-kinds.csv", "Atelier", "Ateliers"),
        ] {
            #expect(try fingerprint(change) != one, "\(change) does not count")
        }
        // Another feed, in a file of its own or in its member's.
        var config = try SmallConfig()
        let feed = try #require(config.files["feeds/offres.jsonc"])
        config.files["feeds/autre.jsonc"] = feed
        config.files["members/cre.jsonc"] =
            #"{ "name": "La CRE", "kind": "CRE", "feeds": { "encore": \#(feed.replacing(#""member": "aci", "#, with: "")) } }"#
        let collective = try config.read()
        #expect(collective.feeds.count == 3)
        #expect(collective.feed("offres")?.fingerprint == one)
    }

    @Test func `all problems of all files are told at once`() throws {
        let problems = try SmallConfig([
            "hub.jsonc": #"""
            {
              "collective": "essai", "nmae": "Essai",
              "broker": { "url": "amqp://hub@127.0.0.1:5672/essai", "password": "file:secrets/broker" },
              "departements": ["63", "20"],
              "retention": { "journal": "365 jours" }
            }
            """#,
            "members/aci.jsonc": #"""
            {
              "kind": "ACII", "siret": "73282932000075", "charter": "oui",
              "subscription": { "types": ["jobs"], "zones": ["6", "630000", "2A"], "rome": ["K22", "Z1"], "contracts": ["CDDI"] }
            }
            """#,
            "feeds/offres.jsonc": #"""
            {
              "member": "acii", "kind": "offer", "every": "15",
              "source": { "gopher": {} },
              "format": { "csv": { "delimeter": ";" }, "json": {} },
              "withdrawals": { "limit": "300 %" },
              "map": { "key": "ref", "titel": "poste", "type": { "const": "jop" } }
            }
            """#,
        ]).problems()
        #expect(
            problems == [
                #"""
                config/hub.jsonc:1:1: "name" is missing
                  why: the collective needs it
                  fix: add "name": "the collective's name"
                """#,
                #"""
                config/hub.jsonc:4:26: not a département: "20"
                  why: departements: a département is 01 to 95, 2A, 2B or 971 to 989
                  fix: correct it here
                """#,
                #"""
                config/hub.jsonc:3:69: the secret file "config/secrets/broker" cannot be read
                  why: no such file
                  fix: create it: openssl rand -hex 32 > config/secrets/broker (deploy/quickstart does so for the example)
                """#,
                #"""
                config/hub.jsonc:5:29: not a stretch of time: "365 jours"
                  why: "journal" is a number and seconds, minutes, hours or days
                  fix: write "15 minutes"
                """#,
                #"""
                config/hub.jsonc:2:26: unknown word "nmae" in the collective
                  why: the collective takes collective, name, departements, broker, pseudonyms, retention, longestContracts, zones, rules, mail, report and match
                  fix: did you mean "name"?
                """#,
                #"""
                config/members/aci.jsonc:1:1: "name" is missing
                  why: the member needs it
                  fix: add "name": "the structure's name"
                """#,
                #"""
                config/members/aci.jsonc:2:57: the text "oui" for "charter"
                  why: "charter" is true or false
                """#,
                #"""
                config/members/aci.jsonc:3:31: unknown word: "jobs"
                  why: types: the words here are job, insertionPost, immersion, training, tender, event or mobility
                  fix: did you mean "job"?
                """#,
                #"""
                config/members/aci.jsonc:3:50: not a département: "6"
                  why: zones: a département is 01 to 95, 2A, 2B or 971 to 989
                  fix: correct it here
                """#,
                #"""
                config/members/aci.jsonc:3:55: not a département: "630000"
                  why: zones: a département is 01 to 95, 2A, 2B or 971 to 989
                  fix: correct it here
                """#,
                #"""
                config/members/aci.jsonc:3:88: not a ROME code: "Z1"
                  why: rome: a ROME code is a letter A to N and four digits, such as N1103
                  fix: correct it here
                """#,
                #"""
                config/members/aci.jsonc:3:109: not a code: "CDDI"
                  why: contracts: the code for it in codes/contract-types.csv is "DDI"
                  fix: correct it here
                """#,
                #"""
                config/members/aci.jsonc:2:28: not a SIRET: its key is wrong: "73282932000075"
                  why: siret: a SIRET and its first nine digits satisfy Luhn's formula
                  fix: look for a mistyped digit
                """#,
                #"""
                config/members/aci.jsonc:2:11: unknown code: "ACII"
                  why: kind: it is not in codes/siae-kinds.csv
                  fix: did you mean "ACI"?
                """#,
                #"""
                config/feeds/offres.jsonc:2:13: unknown member "acii"
                  why: the members are the files of members/: aci and cre
                  fix: did you mean "aci"?
                """#,
                #"""
                config/feeds/offres.jsonc:3:15: unknown source "gopher"
                  why: "source" is \#(Quote.list(ExportSources.all.map { $0.name }))
                  fix: choose one of them
                """#,
                #"""
                config/feeds/offres.jsonc:4:13: "format" holds 2 words
                  why: it names exactly one of its kinds
                  fix: write one of \#(Quote.list(Formats.all.map { $0.name }))
                """#,
                #"""
                config/feeds/offres.jsonc:2:47: not a stretch of time: "15"
                  why: "every" is a number and seconds, minutes, hours or days
                  fix: write "15 minutes"
                """#,
                #"""
                config/feeds/offres.jsonc:5:29: not a share: "300 %"
                  why: "limit" is 0 % to 100 %
                  fix: write "30 %"
                """#,
                #"""
                config/feeds/offres.jsonc:6:26: unknown field "titel"
                  why: offer has no such field
                  fix: did you mean "title"?
                """#,
                #"""
                config/feeds/offres.jsonc:6:63: unknown word: "jop"
                  why: type: the words here are job, insertionPost, immersion, training, tender, event or mobility
                  fix: did you mean "job"?
                """#,
                #"""
                config/feeds/offres.jsonc:6:10: "title" is not mapped
                  why: every offer has one: The job or subject in a few words.
                  fix: add "title": "column name"
                """#,
            ])
    }

    @Test(
        arguments: [
            (#"{ "collective": "a" "name": "b" }"#, "1:21", #"a comma or "}" is missing before a quote"#, nil),
            (#"{ "collective": "a", }"#, "1:20", #"a comma before "}""#, "remove the comma"),
            (#"{ "name": "a", "name": "b" }"#, "1:16", #""name" stands twice"#, "keep one of them"),
            (#"{ name: "a" }"#, "1:3", #""n" where a word in quotes should stand"#, #"write "word": value"#),
            (#"{ "name" "a" }"#, "1:10", #"the colon after "name" is missing before a quote"#, nil),
            (#"{ "name": 'a' }"#, "1:11", #""'" where a value should stand"#, "put texts in double quotes"),
            ("{} {}", "1:4", #""{" after the end of the config"#, nil),
            ("{ /* never\n ends", "1:3", "a comment without its end", nil),
            ("// only words", "1:14", "a value is missing", nil),
            ("", "1:1", "a value is missing", nil),
            (
                "{ \"name\": \"é\n\" }", "1:14", "a control character (0x0A) in a text",
                "write it as an escape such as \\n"
            ),
            ("\u{FEFF}{ x }", "1:3", #""x" where a word in quotes should stand"#, #"write "word": value"#),
            (String(repeating: "[", count: 5_000), "1:513", "more than 512 levels", nil),
        ] as [(String, String, String, String?)])
    func `what is no JSON with comments`(text: String, place: String, what: String, fix: String?) throws {
        let error = #expect(throws: ConfigError.self) { try ConfigText.parse(Array(text.utf8), file: "hub.jsonc") }
        #expect(
            error?.problems.map(\.description) == [
                "hub.jsonc:\(place): \(what)\n  why: config files are JSON with comments"
                    + (fix.map { "\n  fix: \($0)" } ?? "")
            ])
    }

    @Test func `comments of both forms may stand everywhere`() throws {
        let text =
            "// a\n/* b\n */ { // \"x\": 1\n \"a\" /**/ : /* * / */ [ 1, // c\n 2 ] , \"u\": \"http://x/*y*/\" } // end"
        let setting = try ConfigText.parse(Array(text.utf8), file: "f")
        guard case .object(let members) = setting.value, case .text(let url) = members[1].setting.value else {
            Issue.record("\(setting.value)")
            return
        }
        #expect(setting.place == Place("f", line: 3, column: 5))
        #expect(members.map(\.word) == ["a", "u"])
        #expect(members[0].place == Place("f", line: 4, column: 2))
        #expect(url == "http://x/*y*/")
    }

    @Test func `a wrong shape is one problem`() throws {
        var problems = try SmallConfig(
            feed(#"{ "member": 7, "kind": "offer", "source": "exports", "format": [], "map": {} }"#)
        ).problems()
        #expect(
            problems == [
                #"""
                config/feeds/offres.jsonc:1:13: the number 7 for "member"
                  why: "member" is a text in double quotes
                """#,
                #"""
                config/feeds/offres.jsonc:1:43: the text "exports" where "source" should stand
                  why: "source" is an object
                  fix: write { "word": value }
                """#,
                #"""
                config/feeds/offres.jsonc:1:64: a list where "format" should stand
                  why: "format" is an object
                  fix: write { "word": value }
                """#,
                #"""
                config/feeds/offres.jsonc:1:75: "key" is not mapped
                  why: every offer has one: The identifier under which its source knows the offer.
                  fix: add "key": "column name"
                """#,
                #"""
                config/feeds/offres.jsonc:1:75: "type" is not mapped
                  why: every offer has one: What is offered.
                  fix: add "type": "column name"
                """#,
                #"""
                config/feeds/offres.jsonc:1:75: "title" is not mapped
                  why: every offer has one: The job or subject in a few words.
                  fix: add "title": "column name"
                """#,
            ])
        problems = try SmallConfig(["members/aci.jsonc": "[]"]).problems()
        #expect(
            problems == [
                #"""
                config/members/aci.jsonc:1:1: a list where the member should stand
                  why: the member is an object
                  fix: write { "word": value }
                """#
            ])
    }

    @Test func `words that a feed does not have`() throws {
        let problems = try SmallConfig(
            feed(#"{ "kind": "ofer", "formats": 1, "source": { "directory": { "pth": "x", "take": "last" } } }"#)
        ).problems()
        #expect(
            problems == [
                #"""
                config/feeds/offres.jsonc:1:1: "member" is missing
                  why: the feed needs it
                  fix: add "member": "the id of the member that it comes from"
                """#,
                #"""
                config/feeds/offres.jsonc:1:11: unknown value "ofer" for "kind"
                  why: "kind" is offer, referral, application, pathway, immersion, response, solicitation, structure, alert, receipt or progress
                  fix: did you mean "offer"?
                """#,
                #"""
                config/feeds/offres.jsonc:1:58: "path" is missing
                  why: "directory" needs it
                  fix: add "path": "exports"
                """#,
                #"""
                config/feeds/offres.jsonc:1:80: unknown value "last" for "take"
                  why: "take" is newest, all or new
                  fix: choose one of them
                """#,
                #"""
                config/feeds/offres.jsonc:1:60: unknown word "pth" in "directory"
                  why: "directory" takes path, match, take, whole and after
                  fix: did you mean "path"?
                """#,
                #"""
                config/feeds/offres.jsonc:1:1: "format" is missing
                  why: the feed needs it
                  fix: add "format": { "csv": { "delimiter": ";" } }
                """#,
                #"""
                config/feeds/offres.jsonc:1:19: unknown word "formats" in the feed
                  why: the feed takes member, extends, kind, source, decode, format, every, absent, withdrawals, rejections, drift, each, only, skip, withdraw, receipts and map
                  fix: did you mean "format"?
                """#,
            ])
    }

    @Test(
        arguments: [
            (
                #""description": ‸{ "from": "a", "join": ["b"] }"#,
                #"the mapping of "description" needs exactly one of from, join, template and const"#,
                "they say where the value comes from", #"write { "from": "column name" }"#
            ),
            (#""description": { "from": ‸[] }"#, #""from" names nothing"#, nil, "write the name of a column or member"),
            (#""description": { "from": "a", "with": ‸" " }"#, #""with" without "join""#, nil, "remove it"),
            (
                #""skills[].label": { "join": [‸"a[]", "b"] }"#,
                #""a[]" gives several values, "join" takes one of each name"#,
                nil, "map it by itself"
            ),
            (
                #""description": ‸"a[]""#, #""a[]" gives several values, "description" takes one"#, nil,
                "name one value, or map it to a list field"
            ),
            (
                #""skills[].label": ‸"a[].b[]""#, #""a[].b[]" walks through a list within a list"#,
                "values are numbered by the items of one list", "name the values of one list"
            ),
            (
                #""skills[].label": "a[].b", "skills[].code": ‸"a.c""#, #""a" is read without [] here"#,
                "it is read with [] at config/feeds/offres.jsonc:2:81",
                "write it the same way; with [] a single value counts as a list of one"
            ),
            (
                #""skills[].label": { "from": "a[]", "split": ‸"," }"#, #""split" cuts the values of a list again"#,
                #""skills[].label" has one value for each item of the list"#, #"keep one with "part": 1"#
            ),
            (
                #""description": { "from": "a", "split": ‸"," }"#,
                #""split" gives several values, "description" takes one"#,
                nil, #"say which with "part": 1"#
            ),
            (
                #""description": { "from": "a", "split": ‸"", "part": 1 }"#, #""split" is empty"#,
                #""split" is what stands between two values"#, #"write ",""#
            ),
            (#""description": { "from": "a", "part": ‸1 }"#, #""part" without "split""#, nil, "say where to split"),
            (
                #""skills[].label": { "from": "a", "split": ",", "part": ‸0 }"#, #"the number 0 for "part""#,
                #""part" is a whole number from 1 to 99"#, nil
            ),
            (
                #""starts": { "from": "a", "date": ‸"dd/mm/yyyy" }"#, #"not a date pattern: "dd/mm/yyyy""#,
                "a pattern names a day with dd (or d), MM (or M, MMMM) and yyyy, and perhaps HH, mm, ss, X",
                #"write "dd/MM/yyyy": mm are minutes"#
            ),
            (
                #""hours.weekly": { "from": "a", "decimal": ‸",," }"#, #"",," for "decimal""#,
                #""decimal" is one character"#, #"write ",""#
            ),
            (
                #""contract.type": { "from": "a", "codes": ‸"contract-type" }"#,
                #"there is no code table "contract-type""#,
                "the tables are the files of codes/: contract-types and siae-kinds", #"did you mean "contract-types"?"#
            ),
            (
                #""contract.type": { "from": "a", "codes": { "x": ‸1 } }"#, #"the number 1 for "x""#,
                "a code is a text", "put it in double quotes"
            ),
            (
                #""contract.type": { "from": "a", "codes": ‸7 }"#, #"the number 7 for "codes""#,
                #""codes" is a table's name, or an object of "word": "code""#, nil
            ),
            (
                #""contract.type": { "from": "a", "default": ‸"CDDI" }"#, #"not a code: "CDDI""#,
                #"contract.type: the code for it in codes/contract-types.csv is "DDI""#, "correct it here"
            ),
            (
                #""contract.type": { "from": "a", ‸"dflt": "CDI" }"#,
                #"unknown word "dflt" in the mapping of "contract.type""#,
                #"the mapping of "contract.type" takes from, join, with, template, const, when, trim, html, collapse, case, replace, capture, part, split, date, decimal, money, hours, boolean, codes, departement, pseudonym, truncate, else and default"#,
                "remove it"
            ),
            (
                #""contract.type": ‸7"#, #"the number 7 where the mapping of "contract.type" should stand"#,
                #"the mapping of "contract.type" is an object"#, #"write { "word": value }"#
            ),
        ] as [(String, String, String?, String?)])
    func `what cannot stand in a mapping`(text: String, what: String, why: String?, fix: String?) throws {
        // The mark stands where the problem is.
        let files = map(text)
        let line = try #require(files["feeds/offres.jsonc"]??.split(separator: "\n").last)
        let column = try #require(line.range(of: "‸").map { line[..<$0.lowerBound].utf8.count + 1 })
        let problems = try SmallConfig(files.mapValues { $0?.replacing("‸", with: "") }).problems()
        #expect(
            problems == [
                "config/feeds/offres.jsonc:2:\(column): \(what)\(why.map { "\n  why: \($0)" } ?? "")"
                    + "\(fix.map { "\n  fix: \($0)" } ?? "")"
            ])
    }

    @Test func `variables come from the environment or have a default`() throws {
        var config = try SmallConfig()
        config.files["members/cre.jsonc"] = #"{ "name": "${NAME} ${KIND:-x}-${EMPTY:-}", "kind": "${KIND:-CRE}" }"#
        let collective = try config.read(variables: ["NAME": "La CRE", "EMPTY": ""])
        #expect(collective.member("cre")?.name == "La CRE x-")
        #expect(collective.member("cre")?.kind == "CRE")
        var problems = try config.problems()
        #expect(
            problems == [
                #"""
                config/members/cre.jsonc:1:11: the environment variable NAME is not set
                  why: "${NAME} ${KIND:-x}-${EMPTY:-}" names it
                  fix: set it, or write a default: ${NAME:-default}
                """#
            ])
        config.files["members/cre.jsonc"] = #"{ "name": "${NAME", "kind": "CRE" }"#
        problems = try config.problems()
        #expect(
            problems == [
                #"""
                config/members/cre.jsonc:1:11: "${" without "}" in "${NAME"
                  fix: write ${NAME} or ${NAME:-default}
                """#
            ])
    }

    @Test func `secrets come from the first line of a file`() throws {
        let problems = try SmallConfig([
            "members/aci.jsonc": #"{ "name": "a", "kind": "ACI", "amqp": { "password": "file:s" } }"#, "s": "\n",
        ]).problems()
        #expect(
            problems == [
                #"""
                config/members/aci.jsonc:1:53: the secret file "config/s" is empty
                  fix: openssl rand -hex 32 > config/s
                """#
            ])
        let read = try SmallConfig([
            "members/aci.jsonc": #"{ "name": "a", "kind": "ACI", "amqp": { "password": "file:s" } }"#,
            "s": "one\r\ntwo\n",
        ]).read()
        #expect(read.member("aci")?.amqpPassword?.reveal == "one")
    }

    @Test func `a key that is too short is one problem, whoever wants it`() throws {
        var config = try SmallConfig()
        config.files["hub.jsonc"] = config.files["hub.jsonc"]?.replacing(
            "0123456789abcdef0123456789abcdef", with: "short")
        config.files["feeds/offres.jsonc"] = config.files["feeds/offres.jsonc"]?.replacing(
            "\"ref\"", with: #"{ "from": "ref", "pseudonym": true }"#)
        var problems = try config.problems()
        #expect(
            problems == [
                #"""
                config/hub.jsonc:4:26: the key for pseudonyms is too short
                  why: 5 characters; with fewer than 32 the people behind them can be guessed
                  fix: make a new one: openssl rand -hex 32
                """#
            ])
        config.files["hub.jsonc"] = #"{ "collective": "e", "name": "E", "broker": { "url": "amqp://h:p@h/e" } }"#
        problems = try config.problems()
        #expect(
            problems == [
                #"""
                config/feeds/offres.jsonc:6:42: there is no key for pseudonyms
                  why: hub.jsonc names none
                  fix: add "pseudonyms": { "key": "file:…" } there
                """#
            ])
    }

    @Test func `no description shows a secret`() throws {
        let collective = try SmallConfig().read()
        var dumped = ""
        dump(collective, to: &dumped)
        for text in [dumped, String(reflecting: collective), "\(collective)", "\(collective.members)"] {
            // The last one is bytes of the key as numbers: "89ab".
            for secret in ["p4ssw0rd", "0123456789abcdef", "56, 57, 97, 98"] {
                #expect(text.contains(secret) == false)
            }
        }
        let shown = "\(collective.member("aci")?.amqpPassword as Any)"
        #expect(shown.contains("••••"))
    }

    @Test func `files and folders that are not there`() throws {
        var problems = try SmallConfig(["hub.jsonc": nil]).problems()
        #expect(
            problems == [
                """
                config/hub.jsonc: the config file cannot be read
                  why: no such file
                  fix: give the folder that holds hub.jsonc
                """
            ])
        problems = try SmallConfig(["members/Mon ACI.jsonc": #"{ "name": "a", "kind": "ACI" }"#]).problems()
        #expect(
            problems == [
                #"""
                config/members/Mon ACI.jsonc: not an id: "Mon ACI"
                  why: the file's name is the id: lower-case letters, digits and hyphens
                  fix: rename the file
                """#
            ])
    }

    @Test func `a stretch of time that no clock can hold is none`() throws {
        let problems = try SmallConfig(
            feed(
                #"{ "member": "aci", "kind": "offer", "every": "99999999999999999 days", "source": { "directory": { "path": "x" } }, "format": { "json": {} }, "map": { "key": "a", "type": "b", "title": "c" } }"#
            )
        ).problems()
        #expect(
            problems == [
                #"""
                config/feeds/offres.jsonc:1:46: not a stretch of time: "99999999999999999 days"
                  why: "every" is a number and seconds, minutes, hours or days
                  fix: write "15 minutes"
                """#
            ])
    }
}

@Suite struct CodeFileTests {
    private func problems(in table: String) throws -> [String] { try SmallConfig(["codes/t.csv": table]).problems() }

    @Test func `a table is read with labels, aliases and days, its last line end may be missing`() throws {
        let collective = try SmallConfig([
            "codes/t.csv":
                "code;label;aliases;from;until;source\nA;\"Un; deux\";x|y z;2020-01-01;;INSEE\nB;;;;2021-12-31;"
        ]).read()
        let table = try #require(collective.codes.table("t"))
        #expect(table.codes.map(\.code) == ["A", "B"])
        #expect(table.codes[0].label == "Un; deux")
        #expect(table.codes[0].aliases == ["x", "y z"])
        #expect(table.codes[0].from?.description == "2020-01-01")
        #expect(table.codes[1].until?.description == "2021-12-31")
        #expect(table.codes[0].source == "INSEE")
    }

    @Test func `what is wrong in a table`() throws {
        var problems = try self.problems(in: "code,label,aliases,from,until,source\nA,,,,,\n")
        #expect(
            problems == [
                """
                config/codes/t.csv:1: the columns "code", "label", "aliases", "from", "until" and "source" are not in the header
                  why: a code table starts with the line code;label;aliases;from;until;source, in UTF-8
                  fix: correct the table
                """
            ])
        problems = try self.problems(in: "code;label;aliases;from;until;source\n;x;;01/01/2020;;\nA;b\n")
        #expect(
            problems == [
                """
                config/codes/t.csv:2: record 1, field "code": the code is missing
                  why: every line of a code table has one
                """,
                """
                config/codes/t.csv:2: record 1, field "from": not a date: "01/01/2020"
                  why: code tables write yyyy-MM-dd
                """,
                """
                config/codes/t.csv:3:1: record 2: the row has 2 fields, the header 6
                  why: fields are separated by ";" (config/codes/t.csv)
                  fix: complete the row, or look for a line end inside a field without quotes
                """,
            ])
    }
}
