import Canonical
import Foundation
import Testing

@testable import Connectors

@Suite struct ExtendsTests {
    private static let base = #"""
        {
          "kind": "offer",
          "source": { "directory": { "path": "exports", "match": "*.csv" } },
          "format": { "csv": { "delimiter": ";" } },
          "every": "1 day",
          "map": {
            "key": "ref",
            "type": { "const": "job" },
            "title": "poste",
            "starts": { "from": "début", "date": "dd/MM/yyyy" },
            "contract.type": { "join": ["contrat", "durée"], "with": " ", "codes": "contract-types" }
          }
        }
        """#

    private func config(_ feed: String, _ catalogue: [String: String] = ["offres": base]) throws -> SmallConfig {
        var files: [String: String?] = ["feeds/offres.jsonc": feed]
        for (name, text) in catalogue { files["catalogue/\(name).jsonc"] = text }
        return try SmallConfig(files)
    }

    /// What the first line of an export with these columns becomes.
    private func draft(_ feed: String, _ export: String, _ base: String = base) throws -> [String] {
        let config = try config(feed, ["offres": base])
        let collective = try config.read()
        let path = try config.scratch.write("export", export)
        var lines: [String] = []
        var reading = FeedReading(collective.feeds[0], of: collective, since: Snapshot())
        try reading.read([Export(path: path)]) { outcome throws(Failure) in
            lines.append(
                String(decoding: RecordLine.bytes(outcome, folder: collective.folder), as: UTF8.self))
        }
        return lines
    }

    @Test func `a feed that says only who sends it is read with everything that its base says`() throws {
        let config = try config(#"{ "extends": "catalogue/offres", "member": "aci" }"#)
        let feed = try #require(try config.read().feeds.first)
        #expect(feed.id == "offres" && feed.member == "aci" && feed.every == 86_400)
        #expect(feed.place.file.hasSuffix("/feeds/offres.jsonc"))
        #expect(try #require(feed.source as? DirectorySource).choice.match == "*.csv")
    }

    @Test func `what a feed says replaces its base's word, objects are merged, null removes`() throws {
        let feed = #"""
            {
              "extends": "catalogue/offres", "member": "aci",
              "source": { "directory": { "path": "ailleurs" } },
              "format": { "csv": { "delimiter": "|" } },
              "every": null,
              "map": {
                "title": "intitulé",
                "starts": { "from": "le" },
                "contract.type": { "from": "type" },
                "description": "texte"
              }
            }
            """#
        let config = try config(feed)
        let read = try #require(try config.read().feeds.first)
        #expect(read.every == 900)
        let source = try #require(read.source as? DirectorySource)
        #expect(source.path.hasSuffix("/ailleurs") && source.choice.match == "*.csv")
        #expect(
            try draft(feed, "ref|intitulé|le|type|texte\n1|Maçon|31/12/2026|CDDI|Un mur\n") == [
                #"{"kind":"offer","key":"1","data":{"key":"1","type":"job","title":"Maçon","description":"Un mur","#
                    + #""contract":{"type":"DDI"},"starts":"2026-12-31"}}"#
            ])
    }

    @Test func `const replaces a whole rule, another format the base's`() throws {
        let feed = #"""
            {
              "extends": "catalogue/offres", "member": "aci", "format": { "ndjson": {} },
              "map": { "contract.type": { "const": "CDI" }, "starts": null }
            }
            """#
        #expect(
            try draft(feed, #"{"ref":1,"poste":"Maçon","début":"gibberish"}"# + "\n") == [
                #"{"kind":"offer","key":"1","data":{"key":"1","type":"job","title":"Maçon","contract":{"type":"CDI"}}}"#
            ])
    }

    @Test func `"else": null stays in a rule; a condition replaces its base's whole`() throws {
        let feed = #"""
            {
              "extends": "catalogue/offres", "member": "aci", "only": { "from": "contrat", "is": "CDI" },
              "map": { "starts": { "else": null }, "contract.type": { "template": "{contrat}" } }
            }
            """#
        let only = #""only": { "from": "poste", "isNot": "Maçon" },"#
        let base = Self.base.replacing(#""every""#, with: only + #" "every""#)
        #expect(
            try draft(feed, "ref;poste;début;contrat;durée\n1;Maçon;bientôt;CDI;\n2;Peintre;;CDD;\n", base) == [
                #"{"kind":"offer","key":"1","data":{"key":"1","type":"job","title":"Maçon","contract":{"type":"CDI"}}}"#
            ])
    }

    @Test func `another login or another way to page replaces the base's, another secret only that`() throws {
        let base = Self.base.replacing(
            #""directory": { "path": "exports", "match": "*.csv" }"#,
            with: #"""
                "http": {
                  "url": "https://a.example/x", "query": { "a": "1" }, "method": "post", "body": { "b": { "c": 1 } },
                  "login": { "bearer": { "scheme": "Token", "token": "${ONE}" } }, "pages": { "link": {} }
                }
                """#)
        func source(_ own: String) throws -> HTTPSource {
            let feed = #"{ "extends": "catalogue/offres", "member": "aci", "source": { "http": { \#(own) } } }"#
            var config = try config(feed, ["offres": base])
            config.files["secrets/two"] = "two\n"
            let collective = try config.read(variables: ["ONE": "one"])
            return try #require(collective.feeds.first?.source as? HTTPSource)
        }
        func body(_ source: HTTPSource) -> String? {
            source.manners.body.map { String(decoding: $0.bytes, as: UTF8.self) }
        }

        let more = try source(
            #""query": { "departement": "63" }, "login": { "bearer": { "token": "file:secrets/two" } }"#)
        #expect(more.address?.text == "https://a.example/x?a=1&departement=63")
        #expect(more.manners.login?.secrets == ["two"])
        guard case .bearer(_, scheme: "Token") = more.manners.login else {
            Issue.record("\(more.manners)")
            return
        }
        #expect(body(more) == #"{"b":{"c":1}}"#)
        let other = try source(
            #""login": { "basic": { "user": "u", "password": "${ONE}" } }, "pages": { "next": { "path": "next" } }, "body": {}"#
        )
        guard case .basic = other.manners.login, case .next = other.pages?.style else {
            Issue.record("\(other.manners)")
            return
        }
        #expect(body(other) == "{}")
        #expect(try source(#""method": null, "body": null"#).manners.body == nil)
    }

    @Test func `feeds in a member's own file extend as well`() throws {
        var config = try config(#"{ "extends": "catalogue/offres", "member": "aci" }"#)
        config.files["members/cre.jsonc"] = #"""
            { "name": "La CRE", "kind": "CRE", "feeds": { "siennes": { "extends": "catalogue/offres" } } }
            """#
        let feeds = try config.read().feeds
        #expect(feeds.map { "\($0.id) \($0.member)" } == ["offres aci", "siennes cre"])
    }

    @Test func `bases extend bases; each file says what differs`() throws {
        let config = try config(
            #"{ "extends": "catalogue/hier", "member": "aci", "every": "2 days" }"#,
            [
                "offres": Self.base,
                "hier": #"{ "extends": "catalogue/offres", "every": "3 days", "withdrawals": { "limit": "7 %" } }"#,
            ])
        let feed = try #require(try config.read().feeds.first)
        #expect(feed.every == 172_800 && feed.withdrawalLimit == 7)
        #expect(feed.withdrawalPlace.file.hasSuffix("/catalogue/hier.jsonc"))
    }

    @Test func `problems point at the line that is wrong, in the feed or in its base, and stand there once`() throws {
        var config = try config(
            #"""
            { "extends": "catalogue/offres", "member": "aci",
              "map": { "titel": "intitulé", "starts": { "date": "dd/mm/yyyy" } } }
            """#,
            ["offres": Self.base.replacing("\"every\": \"1 day\"", with: "\"every\": \"1 dya\"")])
        config.files["feeds/autres.jsonc"] = #"{ "extends": "catalogue/offres", "member": "aci" }"#
        #expect(
            try config.problems() == [
                """
                config/catalogue/offres.jsonc:5:12: not a stretch of time: "1 dya"
                  why: "every" is a number and seconds, minutes, hours or days
                  fix: write "15 minutes"
                """,
                """
                config/feeds/offres.jsonc:2:54: not a date pattern: "dd/mm/yyyy"
                  why: a pattern names a day with dd (or d), MM (or M, MMMM) and yyyy, and perhaps HH, mm, ss, X
                  fix: write "dd/MM/yyyy": mm are minutes
                """,
                """
                config/feeds/offres.jsonc:2:12: unknown field "titel"
                  why: offer has no such field
                  fix: did you mean "title"?
                """,
            ])
    }

    @Test func `what a feed and its base both lack is said of the feed`() throws {
        let config = try config(
            #"{ "extends": "catalogue/offres", "member": "aci", "source": null, "map": { "title": null } }"#)
        #expect(
            try config.problems() == [
                """
                config/feeds/offres.jsonc:1:1: "source" is missing
                  why: the feed needs it
                  fix: add "source": { "directory": { "path": "…", "match": "*.csv" } }
                """,
                """
                config/feeds/offres.jsonc:1:74: "title" is not mapped
                  why: every offer has one: The job or subject in a few words.
                  fix: add "title": "column name"
                """,
            ])
    }

    @Test func `null for a word that the base does not have is a slip`() throws {
        let config = try config(
            #"{ "extends": "catalogue/offres", "member": "aci", "map": { "start": null, "ends": null } }"#)
        #expect(
            try config.problems() == [
                """
                config/feeds/offres.jsonc:1:60: nothing to remove: "start"
                  why: null removes a word of what the feed extends; catalogue/offres has no such word here
                  fix: did you mean "starts"?
                """,
                """
                config/feeds/offres.jsonc:1:75: nothing to remove: "ends"
                  why: null removes a word of what the feed extends; catalogue/offres has no such word here
                  fix: remove it
                """,
            ])
    }

    @Test func `a base that does not exist`() throws {
        func problem(_ name: String, _ catalogue: [String: String]) throws -> [String] {
            try config("{ \"extends\": \(name), \"member\": \"aci\" }", catalogue).problems()
        }
        let two = ["offres": Self.base, "parcours": Self.base]
        #expect(
            try problem("\"catalogue/ofres\"", two) == [
                """
                config/feeds/offres.jsonc:1:14: there is no "catalogue/ofres" to extend
                  why: a feed extends a file of catalogue/: catalogue/offres or catalogue/parcours
                  fix: did you mean "catalogue/offres"?
                """
            ])
        for slip in ["parcours", "catalogue/parcours.jsonc", "../config/catalogue/parcour.jsonc"] {
            #expect(
                try problem("\"\(slip)\"", two) == [
                    """
                    config/feeds/offres.jsonc:1:14: there is no "\(slip)" to extend
                      why: a feed extends a file of catalogue/: catalogue/offres or catalogue/parcours
                      fix: did you mean "catalogue/parcours"?
                    """
                ])
        }
        #expect(
            try problem("\"catalogue/offres\"", [:]) == [
                """
                config/feeds/offres.jsonc:1:14: there is no "catalogue/offres" to extend
                  why: a feed extends a file of catalogue/, and there is none
                  fix: name one of them
                """
            ])
        #expect(
            try problem("[\"catalogue/offres\"]", two) == [
                """
                config/feeds/offres.jsonc:1:14: a list for "extends"
                  why: "extends" names one file of catalogue/
                  fix: write "extends": "catalogue/…"
                """
            ])
    }

    @Test func `a circle is shown`() throws {
        let config = try config(
            #"{ "extends": "catalogue/a", "member": "aci" }"#,
            [
                "a": #"{ "extends": "catalogue/b" }"#, "b": #"{ "extends": "catalogue/c" }"#,
                "c": #"{ "extends": "catalogue/b" }"#,
            ])
        #expect(
            try config.problems() == [
                """
                config/catalogue/c.jsonc:1:14: "catalogue/b" extends itself
                  why: catalogue/b → catalogue/c → catalogue/b
                  fix: remove one "extends" of the circle
                """
            ])
    }

    @Test func `a base that cannot be read is one problem, however many feeds extend it`() throws {
        var config = try config(
            #"{ "extends": "catalogue/offres", "member": "aci" }"#, ["offres": "{ \"kind\": offer }"])
        config.files["feeds/autres.jsonc"] = #"{ "extends": "catalogue/offres", "member": "aci" }"#
        #expect(
            try config.problems() == [
                """
                config/catalogue/offres.jsonc:1:11: "o" where a value should stand
                  why: config files are JSON with comments
                  fix: put texts in double quotes
                """
            ])
    }

    @Test func `a file of the catalogue is no feed`() throws {
        let config = try SmallConfig(["catalogue/offres.jsonc": Self.base, "catalogue/bad.jsonc": "{}"])
        #expect(try config.read().feeds.map(\.id) == ["offres"])
    }
}
