import Testing

@testable import Connectors

/// What an admin writes about deliveries, and what is said about mistakes.
struct DestinationsTests {
    private let secret = ["WEBHOOK": "0123456789abcdef0123456789abcdef"]

    private func problems(_ delivery: String, _ more: [String: String?] = [:]) throws -> [String] {
        let member = #"{ "name": "La CRE", "kind": "CRE", "delivery": \#(delivery) }"#
        return try SmallConfig(["members/cre.jsonc": member].merging(more) { $1 }).problems(variables: secret)
    }

    @Test func `a webhook and a folder are all that a member needs`() throws {
        let files = [
            "members/cre.jsonc": #"{ "name": "La CRE", "kind": "CRE", "delivery": { "files": { "folder": "cre" } } }"#
        ]
        let config = try SmallConfig(files)
        let collective = try config.read()
        let delivery = try #require(collective.member("cre")?.delivery as? FilesDestination)
        #expect(delivery.label == "files in \(config.scratch.path)/cre")
        #expect(delivery.formats.map { $0.word } == ["csv", "json", "ics", "atom"])
        let hook =
            #"{ "webhook": { "url": "https://exemple.invalid/h?k=geheim", "secret": "${WEBHOOK}", "timeout": "5 seconds" } }"#
        let webhook =
            try SmallConfig(["members/cre.jsonc": #"{ "name": "La CRE", "kind": "CRE", "delivery": \#(hook) }"#])
            .read(variables: secret).member("cre")?.delivery as? WebhookDestination
        #expect(webhook?.label == "webhook https://exemple.invalid:443")
        #expect(webhook?.timeout == 5)
    }

    @Test func `a member has one destination, and its words are known`() throws {
        #expect(
            try problems(#"{ "files": { "folder": "a" }, "webhook": {} }"#) == [
                """
                config/members/cre.jsonc:1:48: "delivery" holds 2 words
                  why: it names exactly one of its kinds
                  fix: write one of mail, webhook or files
                """
            ])
        #expect(
            try problems(#"{ "webhok": {} }"#) == [
                """
                config/members/cre.jsonc:1:50: unknown delivery "webhok"
                  why: "delivery" is mail, webhook or files
                  fix: did you mean "webhook"?
                """
            ])
        #expect(
            try problems(#"{ "files": { "folder": "a", "formats": ["csv", "xslx"], "hour": 8 } }"#) == [
                """
                config/members/cre.jsonc:1:95: unknown format "xslx"
                  why: "formats" are csv, json, ics and atom
                  fix: choose some of them
                """,
                """
                config/members/cre.jsonc:1:104: unknown word "hour" in "files"
                  why: "files" takes folder and formats
                  fix: remove it
                """,
            ])
        #expect(
            try problems(#"{ "files": { "formats": [] } }"#) == [
                """
                config/members/cre.jsonc:1:59: "folder" is missing
                  why: "files" needs it
                  fix: add "folder": "/srv/siae/cre"
                """,
                """
                config/members/cre.jsonc:1:72: "formats" is empty
                  why: nothing would be written
                  fix: name some of csv, json, ics and atom, or leave "formats" out for all of them
                """,
            ])
    }

    @Test func `a webhook's address is encrypted and holds no login, its secret is no word of the config`() throws {
        #expect(
            try problems(#"{ "webhook": { "url": "http://exemple.invalid/", "secret": "geheim" } }"#) == [
                """
                config/members/cre.jsonc:1:70: an address that is not encrypted: "http://exemple.invalid:80"
                  why: the messages of an inbox name people; whoever stands between could read them
                  fix: write https://
                """,
                """
                config/members/cre.jsonc:1:107: "secret" is written out
                  why: a config file is no place for a secret
                  fix: write "${NAME}" and set the variable NAME, or "file:secrets/name" and keep it in that file
                """,
            ])
        #expect(
            try problems(#"{ "webhook": { "url": "https://a:b@exemple.invalid/", "secret": "${WEBHOOK}" } }"#) == [
                """
                config/members/cre.jsonc:1:70: a login in "url"
                  why: addresses stand in messages and logs
                  fix: write "token": { "header": "Authorization", "value": "file:…" }
                """
            ])
        #expect(
            try problems(
                #"{ "webhook": { "url": "http://127.0.0.1:1/", "secret": "file:s", "headers": { "webhook-id": "1", "Authorization": "x" } } }"#,
                ["s": "short\n"]) == [
                    """
                    config/members/cre.jsonc:1:124: the header "webhook-id" in "headers"
                      why: the hub sets it
                      fix: remove it
                    """,
                    """
                    config/members/cre.jsonc:1:124: the header "Authorization" in "headers"
                      why: a config file is no place for a secret
                      fix: write it under "token": { "header": "…", "value": "file:…" }
                    """,
                    """
                    config/members/cre.jsonc:1:103: the secret of the webhook is too short
                      why: 5 characters; with fewer than 24 it can be guessed
                      fix: make a new one: openssl rand -hex 32, and give it to whoever runs the receiver
                    """,
                ])
        #expect(
            try problems(
                #"{ "webhook": { "url": "http://[::1]:1/", "secret": "file:s" } }"#,
                ["s": "whsec_no base64 at all, this\n"])
                == [
                    """
                    config/members/cre.jsonc:1:99: the secret of the webhook begins with whsec_, and what follows is no base64
                      fix: copy it whole, or make another one: openssl rand -hex 32
                    """
                ])
    }

    @Test func `two members never share a folder`() throws {
        let other = #"{ "name": "L'EI", "kind": "EI", "delivery": { "files": { "folder": "./boite/" } } }"#
        #expect(
            try problems(#"{ "files": { "folder": "boite" } }"#, ["members/ei.jsonc": other]).map {
                $0.replacing(#/"[^"]*\/hub-test-[^"]*"/#, with: "…")
            } == [
                """
                config/members/ei.jsonc:1:56: the folder "config/./boite/" is that of cre already
                  why: each would read what is meant for the other
                  fix: name another folder
                """
            ])
    }

    @Test func `where a member's messages go is no business of feeds`() throws {
        let before = try SmallConfig().read()
        let member = #"{ "name": "La CRE", "kind": "CRE", "delivery": { "files": { "folder": "cre" } } }"#
        let after = try SmallConfig(["members/cre.jsonc": member]).read()
        #expect(before.feeds[0].fingerprint == after.feeds[0].fingerprint)
        #expect(before.topology != after.topology)
    }

    @Test func `looking at a config needs no secret of a webhook`() throws {
        let member =
            #"{ "name": "C", "kind": "CRE", "delivery": { "webhook": { "url": "https://a/", "secret": "file:none" } } }"#
        #expect(try SmallConfig(["members/cre.jsonc": member]).read(isForSamples: true).member("cre")?.delivery != nil)
    }
}
