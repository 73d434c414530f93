import Canonical
import Foundation
import Testing

@testable import Connectors

/// Redirections, repeats, tokens: against a server that does what it should not.
@Suite(.enabled(if: WebServer.isThere, "nginx and python3 are missing: run deploy/install --test"))
struct HTTPSessionTests {
    private let time = QuickTime()
    private static let range = #""pages": { "range": { "size": 5 } }"#
    private let secret = "the-secret-of-the-client"

    private func token(_ server: WebServer) -> String {
        """
        "login": { "oauth2": {
          "url": "http://127.0.0.1:\(server.port)/token?realm=%2Fpartenaire",
          "id": "the-client", "secret": "${FT_SECRET}", "scope": "api_offresdemploiv2 o2dsoffre"
        } }
        """
    }

    private func offers(_ server: WebServer, _ words: String) throws -> WebVisit {
        let web = try WebVisit(
            "{ \"url\": \"http://127.0.0.1:\(server.port)/offers/search\",\n\(words) }",
            variables: ["FT_SECRET": secret],
            web: time.web)
        #expect(web.problems == [])
        return web
    }

    private func file(_ server: WebServer, _ name: String, _ words: String = #""retries": 3"#) throws -> WebVisit {
        try WebVisit(
            "{ \"url\": \"http://127.0.0.1:\(server.port)/file/\(name)\", \(words) }", variables: ["S": secret],
            web: time.web)
    }

    // MARK: - POST

    private func query(_ server: WebServer, _ words: String, folder: String = "config") throws -> WebVisit {
        try WebVisit(
            "{ \"url\": \"http://127.0.0.1:\(server.port)/number\", \"pages\": { \"number\": { \"records\": \"results\" } },\n"
                + "\(words) }",
            variables: ["S": secret], folder: folder, web: time.web)
    }

    @Test func `a body may hold variables and secret files, which are repeated nowhere`() throws {
        let scratch = try Scratch()
        try scratch.write("secrets/code", "the-code-of-the-member\n")
        let words = #""method": "post", "body": { "cle": "${S}", "code": "file:secrets/code" }"#
        let server = try WebServer.double(
            "{ \"offers\": 3, \"asks\": { \"cle\": \"\(secret)\", \"code\": \"the-code-of-the-member\" } }")
        let web = try query(server, words, folder: scratch.path)
        #expect(web.problems == [])
        let result = try web.visit()
        #expect(result.ids.count == 3)
        #expect(try web.visit(cursor: result.cursor).isNothingNew)
        var dumped = ""
        dump(web.source, to: &dumped)
        #expect(!dumped.contains(secret) && !dumped.contains("the-code"))
        #expect(result.cursor?.contains(secret) == false)

        let other = try WebServer.double(#"{ "asks": {} }"#)
        let refused = try query(other, words, folder: scratch.path).visit()
        #expect(
            refused.failure == """
                http://127.0.0.1:\(other.port)/number: the server answered 400: \
                "unknown: {\\"cle\\":\\"••••\\",\\"code\\":\\"••••\\"}"
                  why: the feed asks for it at feed.jsonc:1:32
                  fix: correct "url", "query", "body" or "headers" there
                """)
    }

    @Test func `another body is another query, even where the answer is the same`() throws {
        let server = try WebServer.double(#"{ "asks": { "a": "1" } }"#)
        let cursor = try query(server, #""method": "post", "body": { "a": "1" }"#).visit().cursor
        let address = try #require(HTTPAddress("http://127.0.0.1:\(server.port)/number"))
        let other = try query(server, #""method": "post", "body": { "a": "2" }"#).source.manners.body
        let one = try query(server, #""method": "post", "body": { "a": "1" }"#).source.manners.body
        #expect(WebCursor(try #require(cursor), of: address, asked: one) != nil)
        #expect(WebCursor(try #require(cursor), of: address, asked: other) == nil)
        #expect(WebCursor(try #require(cursor), of: address) == nil)
    }

    @Test func `a POST is asked again as a GET is: it is a query, and changes nothing`() throws {
        let server = try WebServer.double(
            #"{ "offers": 12, "asks": {}, "broken": { "1": "502", "3": "silence" }, "throttle": 5 }"#)
        let result = try query(server, #""method": "post", "body": {}"#).visit()
        #expect(result.ids.count == 12)
        #expect(try server.asked().count > 4)
    }

    @Test func `a method that the server does not know`() throws {
        let server = try WebServer.double()
        let refused = try query(server, #""method": "post""#).visit().failure
        #expect(refused?.contains("the server answered 405: \"Méthode « POST » non autorisée.\"") == true)
        #expect(refused?.hasSuffix("\n  fix: remove \"method\": \"post\" there") == true)
        let other = try WebServer.double(#"{ "asks": {} }"#)
        let unasked = try query(other, #""retries": 1"#).visit().failure
        #expect(unasked?.hasSuffix("\n  fix: add \"method\": \"post\" there") == true)
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `a POST goes on by 307 and 308, to the same server only`(status: Int) throws {
        let there = try WebServer.double()
        let here = try WebServer.double()
        let post = #""method": "post", "body": { "cle": "${S}" }"#
        let near = try file(here, "\(status)", post).visit()
        let why = "why: a query that is sent with POST is sent on by 307 and 308, to the same server only"
        if status < 307 {
            #expect(near.failure?.contains(why) == true)
            #expect(try here.asked().count == 1)
        } else {
            #expect(near.texts == ["ref;dept;poste;postes\n1;03;a;1\n2;03;b;1\n"])
            let asked = try here.asked().map { "\($0.method) \($0.path)" }
            #expect(asked == ["POST /file/\(status)", "POST /file/export.csv"])
        }
        let away = try file(here, "\(status)?to=http://127.0.0.1:\(there.port)/file/export.csv", post).visit()
        #expect(away.failure?.contains(why) == true)
        #expect(try there.asked().isEmpty)
    }

    @Test func `what is wrong with a body`() throws {
        #expect(
            try WebVisit(#"{ "url": "https://a.example/x", "body": { "a": 1 } }"#).problems == [
                """
                feed.jsonc:1:63: "body" without "method": "post"
                  why: a GET has none
                  fix: add "method": "post", or write it under "query"
                """
            ])
        #expect(
            try WebVisit(#"{ "url": "https://a.example/x", "method": "post", "body": "a" }"#).problems == [
                """
                feed.jsonc:1:81: the text "a" for "body"
                  why: "body" is an object or a list, which is sent as JSON
                """
            ])
        #expect(
            try WebVisit(
                #"{ "url": "http://a.example/x", "method": "post", "body": { "a": ["${S}", "file:none"] } }"#,
                variables: ["S": secret]
            ).problems == [
                """
                feed.jsonc:1:96: the secret file "config/none" cannot be read
                  why: no such file
                  fix: write there what the source's owner gave you, readable for the hub's user only: config/none
                """,
                """
                feed.jsonc:1:80: secrets for an address that is not encrypted
                  why: whoever stands between could read them
                  fix: write https:// in "url", or "unencrypted": "accept" inside your own network
                """,
            ])
    }

    @Test func `a token may stand behind another word than Bearer`() throws {
        let server = try WebServer.double()
        let login = #""login": { "bearer": { "scheme": "Token", "token": "${S}" } }"#
        #expect(try file(server, "export.csv", login).visit().failure == nil)
        #expect(try server.asked()[0].headers["Authorization"] == "Token \(secret)")
        #expect(
            try file(server, "x", login.replacing("Token\"", with: "Token \"")).problems == [
                """
                feed.jsonc:1:\(93 + "\(server.port)".count): not a scheme: "Token "
                  why: it is the one word in front of the token in the header Authorization
                  fix: write "scheme": "Token", and the token under "token"
                """
            ])
    }

    // MARK: - Redirections

    @Test func `a redirection is followed, to another host without the login and the headers`() throws {
        let there = try WebServer.double()
        let here = try WebServer.double("{ \"away\": \"http://127.0.0.1:\(there.port)\" }")
        let words =
            #""login": { "bearer": { "token": "${S}" } }, "headers": { "Accept": "text/csv", "X-Client": "${S}" }"#
        let near = try file(here, "near", words).visit()
        #expect(near.texts == ["ref;dept;poste;postes\n1;03;a;1\n2;03;b;1\n"])
        #expect(try here.asked().map(\.path) == ["/file/near", "/file/export.csv"])
        #expect(try here.asked().allSatisfy { $0.headers["Authorization"] == "Bearer \(secret)" })

        let away = try file(here, "away", words).visit()
        #expect(away.texts == near.texts)
        #expect(away.names == ["http://127.0.0.1:\(here.port)/file/away"])
        let asked = try there.asked()
        #expect(asked.map(\.path) == ["/file/export.csv?signature=hidden"])
        #expect(asked.first.map { Set($0.headers.keys) } == ["Host", "User-Agent", "Accept", "Accept-Encoding"])
        #expect(asked.first?.headers["Accept"] == "text/csv")
    }

    @Test func `neither do a password and a key travel to another host`() throws {
        let there = try WebServer.double()
        let here = try WebServer.double("{ \"away\": \"http://127.0.0.1:\(there.port)\" }")
        for login in [
            #"{ "basic": { "user": "u", "password": "${S}" } }"#,
            #"{ "key": { "header": "X-Api-Key", "value": "${S}" } }"#,
            #"{ "key": { "query": "key", "value": "${S}" } }"#,
        ] { #expect(try file(here, "away", "\"login\": \(login)").visit().failure == nil) }
        #expect(try here.asked()[0].headers["Authorization"] == "Basic dTp0aGUtc2VjcmV0LW9mLXRoZS1jbGllbnQ=")
        #expect(try here.asked()[1].headers["X-Api-Key"] == secret)
        #expect(try here.asked()[2].path == "/file/away?key=\(secret)")
        for asked in try there.asked() {
            #expect(Set(asked.headers.keys) == ["Host", "User-Agent", "Accept", "Accept-Encoding"])
            #expect(asked.path == "/file/export.csv?signature=hidden")
        }
    }

    @Test func `redirections that are not wanted, or never end, are failures`() throws {
        let there = try WebServer.double()
        let here = try WebServer.double("{ \"away\": \"http://localhost:\(there.port)\" }")
        let url = "http://127.0.0.1:\(here.port)/file"
        let refused = try file(here, "away", #""redirects": "same-host""#).visit()
        #expect(
            refused.failure?.split(separator: "\n").first.map(String.init)
                == "\(url)/away: the server redirects to http://localhost:\(there.port)/file/export.csv")
        #expect(refused.failure?.contains("why: \"redirects\" is \"same-host\" (feed.jsonc:1:") == true)
        #expect(refused.cause == .config)
        #expect(try file(here, "near", #""redirects": "same-host""#).visit().failure == nil)
        #expect(try file(here, "near", #""redirects": "refuse""#).visit().cause == .config)
        #expect(
            try file(here, "round").visit().failure == """
                \(url)/round: the server redirects more than 5 times in a row
                  fix: correct "url" at feed.jsonc:1:32
                """)
        #expect(try there.asked().isEmpty)
    }

    // MARK: - Repeats

    @Test func `a server that is busy is asked again, later and later, and then given up`() throws {
        let server = try WebServer.double()
        let result = try file(server, "status?is=503&says=back%20soon").visit()
        #expect(
            result.failure == """
                http://127.0.0.1:\(server.port)/file/status: the server answered 503: "back soon"
                  why: asked 4 times
                  fix: run again
                """)
        #expect(result.cause == .unreachable)
        #expect(try server.asked().count == 4)
        // The jitter of the tests is always the whole of 1, 2 and 4 seconds.
        #expect(time.waits.filter { $0 > 0.11 }.reduce(0, +).rounded() == 7)
    }

    @Test func `nobody there is asked again too`() throws {
        let web = try WebVisit(#"{ "url": "http://127.0.0.1:9/x", "retries": 1 }"#, web: time.web)
        let result = try web.visit()
        #expect(
            result.failure?.hasPrefix("http://127.0.0.1:9/x: no answer: Failed to connect to 127.0.0.1 port 9") == true)
        #expect(result.failure?.hasSuffix("\n  why: asked 2 times\n  fix: run again") == true)
        #expect(result.cause == .unreachable)
    }

    @Test(arguments: [
        (400, "\"query\" or \"headers\" there"), (403, "add \"login\" there"), (404, "correct \"url\" there"),
    ])
    func `what the server will never answer is not asked again`(status: Int, fix: String) throws {
        let server = try WebServer.double()
        let result = try file(server, "status?is=\(status)&says=non").visit()
        #expect(
            result.failure?.contains("the server answered \(status): \"non\"\n  why: the feed asks for it at ") == true)
        #expect(result.failure?.hasSuffix(fix) == true)
        #expect(result.cause == .config)
        #expect(try server.asked().count == 1)
    }

    @Test func `Retry-After is heeded, within bounds`() throws {
        let server = try WebServer.double(#"{ "offers": 12, "throttle": 2, "retryAfter": "7" }"#)
        let result = try offers(server, Self.range).visit()
        #expect(result.ids.count == 12)
        // Three pages, the 2nd and the 4th request were refused; 7 seconds and the jitter of one each.
        #expect(try server.asked().count == 5)
        #expect(time.waits.reduce(0, +).rounded() >= 16)

        let patient = try WebServer.double(#"{ "throttle": 1, "retryAfter": "3600" }"#)
        let refused = try offers(patient, Self.range).visit()
        #expect(
            refused.failure == """
                http://127.0.0.1:\(patient.port)/offers/search: the server answered 429: "Trop de requêtes."
                  why: it asks to be left alone for 3600 s
                  fix: run again
                """)
        #expect(refused.cause == .unreachable)
        #expect(try patient.asked().count == 1)
    }

    @Test func `a page that breaks off once is asked for again`() throws {
        for broken in ["cut", "cut in chunks", "silence", "502"] {
            let server = try WebServer.double("{ \"offers\": 12, \"broken\": { \"2\": \"\(broken)\" } }")
            let result = try offers(server, Self.range).visit()
            #expect(result.ids == (0..<12).map { String(format: "%06d", $0) }, "\(broken)")
            #expect(try server.asked().count == 4)
        }
    }

    @Test func `the whole visit has an end`() throws {
        let server = try WebServer.double(#"{ "throttle": 1, "retryAfter": "200" }"#)
        let result = try offers(server, Self.range + #", "deadline": "5 minutes""#).visit()
        #expect(try server.asked().count == 2)
        #expect(result.cause == .unreachable)
    }

    @Test func `requests keep their distance`() throws {
        let server = try WebServer.double(#"{ "offers": 12 }"#)
        _ = try offers(server, Self.range + #", "rate": "30/min""#).visit()
        #expect(time.waits.reduce(0, +).rounded() == 4)
    }

    // MARK: - Tokens

    @Test func `a token is fetched once, used by all visits of the process, and renewed before its end`() throws {
        let server = try WebServer.double(
            "{ \"offers\": 12, \"login\": true, \"secret\": \"\(secret)\", \"life\": 100 }")
        let web = try offers(server, token(server) + ",\n" + Self.range)
        #expect(try web.visit().ids.count == 12)
        #expect(try web.visit().ids.count == 12)
        let asked = try server.asked()
        #expect(asked.filter { $0.method == "POST" }.map(\.path) == ["/token?realm=%2Fpartenaire"])
        #expect(asked.dropFirst().allSatisfy { $0.headers["Authorization"] == "Bearer a-token-of-the-double-1" })

        time.web.pace.pass(91)
        #expect(try web.visit().ids.count == 12)
        #expect(try server.asked().filter { $0.method == "POST" }.count == 2)
    }

    @Test func `a token that ends before its time is renewed once, in the middle of the pages`() throws {
        let server = try WebServer.double("{ \"offers\": 12, \"login\": true, \"secret\": \"\(secret)\", \"uses\": 2 }")
        let result = try offers(server, token(server) + ",\n" + Self.range).visit()
        #expect(result.ids == (0..<12).map { String(format: "%06d", $0) })
        #expect(
            try server.asked().map { $0.headers["Authorization"]?.suffix(1) ?? "token" }
                == ["token", "1", "1", "1", "token", "2"])
    }

    @Test func `a login that is refused is the config's fault, and shows no secret`() throws {
        let server = try WebServer.double(#"{ "login": true, "secret": "another" }"#)
        let result = try offers(server, token(server) + ",\n" + Self.range).visit()
        #expect(
            result.failure == """
                http://127.0.0.1:\(server.port)/token: no token: the server answered 400: "no such client: ••••"
                  why: the feed logs in there (feed.jsonc:2:22)
                  fix: correct "id", "secret" or "scope" there
                """)
        #expect(result.cause == .config)

        let strict = try WebServer.double("{ \"login\": true, \"secret\": \"\(secret)\", \"life\": 0 }")
        let refused = try offers(strict, token(strict) + ",\n" + Self.range).visit()
        #expect(
            refused.failure == """
                http://127.0.0.1:\(strict.port)/offers/search: the server answered 401: "Jeton expiré ou invalide."
                  why: the feed asks for it at feed.jsonc:1:32
                  fix: correct "login" at feed.jsonc:2:10
                """)
        #expect(try strict.asked().map(\.method) == ["POST", "GET", "POST", "GET"])
    }

    @Test func `what a server repeats of the login is not shown`() throws {
        let server = try WebServer.double()
        for login in [
            #"{ "bearer": { "token": "${S}" } }"#, #"{ "key": { "header": "X-Api-Key", "value": "${S}" } }"#,
            #"{ "key": { "query": "key", "value": "${S}" } }"#, #"{ "basic": { "user": "u", "password": "${S}" } }"#,
        ] {
            let failure = try #require(try file(server, "greedy", "\"login\": \(login)").visit().failure)
            #expect(failure.contains("the server answered 403: \"refused: "))
            #expect(!failure.contains("secret-of") && !failure.contains("dTp0aGUtc2VjcmV0"), "\(failure)")
        }
    }
}
