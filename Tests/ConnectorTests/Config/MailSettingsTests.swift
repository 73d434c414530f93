import Foundation
import Testing

@testable import Canonical
@testable import Connectors

struct MailSettingsTests {
    private func problems(_ mail: String, delivery: String = #"{ "mail": { "to": "a@example.org" } }"#) throws
        -> [String]
    {
        try SmallConfig([
            "hub.jsonc": #"""
            {
              "collective": "essai", "name": "Essai",
              "broker": { "url": "amqp://hub@127.0.0.1:5672/essai", "password": "p4ssw0rd-of-the-broker" },
              "pseudonyms": { "key": "0123456789abcdef0123456789abcdef" },
              "mail": \#(mail)
            }
            """#,
            "members/cre.jsonc": #"{ "name": "La CRE", "kind": "CRE", "delivery": \#(delivery) }"#,
            "secret": "geheim\n",
        ]).problems()
    }

    @Test(arguments: [
        #"{ "server": "smtps://smtp.example.org", "from": "hub@example.org", "user": "hub", "password": "file:secret" }"#,
        #"{ "server": "smtp://smtp.example.org:25", "from": "hub@example.org", "replyTo": "r@example.org", "ca": "ca.pem" }"#,
        #"{ "server": "smtp://127.0.0.1:25", "from": "hub@example.org", "tls": false }"#,
    ])
    func `what can stand there`(_ mail: String) throws { #expect(try problems(mail) == []) }

    @Test func `what cannot`() throws {
        let found = try problems(
            #"{ "server": "smtp.example.org", "from": "hub", "user": "u", "password": "geheim", "form": "x" }"#)
        #expect(
            found.prefix(4) == [
                """
                config/hub.jsonc:5:23: not the address of a mail server: "smtp.example.org"
                  why: it is smtps:// (TLS at once) or smtp:// (STARTTLS), a host, and a port where it is unusual
                  fix: write "smtps://smtp.example.org"; user and password have words of their own
                """,
                """
                config/hub.jsonc:5:83: "password" is written out
                  why: a config file is no place for a secret
                  fix: write "${NAME}" and set the variable NAME, or "file:secrets/name" and keep it in that file
                """,
                """
                config/hub.jsonc:5:51: not an address of mail: "hub"
                  why: "from" is a name, @ and a domain, in letters of English
                  fix: write "accueil@example.org"
                """,
                """
                config/hub.jsonc:5:93: unknown word "form" in "mail"
                  why: "mail" takes answerKey, server, user, password, ca, tls, from and replyTo
                  fix: did you mean "from"?
                """,
            ])
        #expect(!found.joined().contains("geheim"))
        let short = try problems(
            #"{ "server": "smtps://smtp.example.org", "from": "hub@example.org", "answerKey": "file:secret" }"#)
        #expect(
            short == [
                """
                config/hub.jsonc:5:91: the key for answers is too short
                  why: 6 characters; with fewer than 32 answers can be forged
                  fix: make a new one: openssl rand -hex 32
                """
            ])
    }

    @Test func `TLS is left out on this machine only, and a login has two halves`() throws {
        let far = try problems(#"{ "server": "smtp://smtp.example.org", "from": "h@example.org", "tls": false }"#)
        #expect(
            far.first == #"""
                config/hub.jsonc:5:82: "tls": false does not go with this server
                  why: mails without TLS go to a server on this machine only, without a password and by smtp://
                  fix: remove "tls"
                """#)
        let half = try problems(#"{ "server": "smtp://smtp.example.org", "from": "h@example.org", "user": "u" }"#)
        #expect(half.first?.contains(": a user or a password alone\n  why: a login has both\n") == true, "\(half)")
    }

    @Test func `a member's delivery by mail`() throws {
        let server = #"{ "server": "smtps://smtp.example.org", "from": "hub@example.org" }"#
        #expect(
            try problems(server, delivery: #"{ "mail": { "to": ["a@b@c", "é@example.org"], "digest": ["8:00"] } }"#)
                == [
                    """
                    config/members/cre.jsonc:1:67: not an address of mail: "a@b@c"
                      why: "to" is a name, @ and a domain, in letters of English
                      fix: write "accueil@example.org"
                    """,
                    """
                    config/members/cre.jsonc:1:76: not an address of mail: "é@example.org"
                      why: "to" is a name, @ and a domain, in letters of English
                      fix: write "accueil@example.org"
                    """,
                    """
                    config/members/cre.jsonc:1:106: not a time of day: "8:00"
                      why: "digest" is hours in Paris: "08:00"
                      fix: write "08:00"
                    """,
                ])
        let nothing = try SmallConfig([
            "members/cre.jsonc":
                #"{ "name": "La CRE", "kind": "CRE", "delivery": { "mail": { "to": "a@example.org" } } }"#
        ]).problems()
        #expect(
            nothing == [
                """
                config/members/cre.jsonc:1:58: there is no server to send mails
                  why: hub.jsonc has no "mail", or it is wrong
                  fix: add "mail": { "server": "smtps://…", "from": "…" } to hub.jsonc
                """
            ])
    }
}
