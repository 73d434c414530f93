import Canonical
import Foundation
import Testing

@testable import Connectors

/// Files from nginx, and from a server that misbehaves.
@Suite(.enabled(if: WebServer.isThere, "nginx and python3 are missing: run deploy/install --test"))
struct HTTPSourceTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.write("files/export.csv", "ref;poste\n1;a\n")
    }

    @Test func `a file that did not change is not sent again: ETag`() throws {
        let server = try WebServer.nginx("", files: scratch)
        let web = try WebVisit("{ \"url\": \"http://127.0.0.1:\(server.port)/export.csv\" }")
        #expect(web.problems == [])
        let first = try web.visit()
        #expect(first.texts == ["ref;poste\n1;a\n"])
        #expect(first.names == ["http://127.0.0.1:\(server.port)/export.csv"])
        let cursor = try #require(first.cursor)
        #expect(cursor.contains("\"etag\""))
        #expect(try web.visit(cursor: cursor).isNothingNew)

        try scratch.write("files/export.csv", "ref;poste\n1;a\n2;b\n")
        let second = try web.visit(cursor: cursor)
        #expect(second.texts == ["ref;poste\n1;a\n2;b\n"])
        #expect(second.cursor != cursor)
    }

    @Test func `without ETag the date tells, and without both the bytes do`() throws {
        let dated = try WebServer.nginx("etag off;", files: scratch)
        let web = try WebVisit("{ \"url\": \"http://127.0.0.1:\(dated.port)/export.csv\" }")
        let cursor = try #require(try web.visit().cursor)
        #expect(!cursor.contains("etag") && cursor.contains("modified"))
        #expect(try web.visit(cursor: cursor).isNothingNew)
        dated.stop()

        let bare = try WebServer.nginx("etag off; add_header Last-Modified ''; if_modified_since off;", files: scratch)
        let other = try WebVisit("{ \"url\": \"http://127.0.0.1:\(bare.port)/export.csv\" }")
        let digest = try #require(try other.visit().cursor)
        #expect(!digest.contains("etag") && !digest.contains("modified"))
        #expect(try other.visit(cursor: digest).isNothingNew)
        // Another address: what the last one said does not hold.
        #expect(try other.visit(cursor: cursor).texts == ["ref;poste\n1;a\n"])
    }

    @Test(arguments: ["gzip", "brotli"]) func `a compressed answer is read as it is meant`(kind: String) throws {
        let text = "ref;poste\n" + (1...5_000).map { "\($0);agent d'entretien\n" }.joined()
        try scratch.write("files/export.csv", text)
        let server = try WebServer.nginx(
            kind == "gzip" ? "gzip on; gzip_types text/csv;" : "brotli on; brotli_types text/csv;", files: scratch)
        let url = "http://127.0.0.1:\(server.port)/export.csv"
        let response = try HTTPClient().send(HTTPRequest("GET", url))
        #expect(response.header("Content-Encoding") == (kind == "gzip" ? "gzip" : "br"))
        #expect(try WebVisit("{ \"url\": \"\(url)\" }").visit().texts == [text])
    }

    @Test func `a login by user and password; a wrong one is the config's fault and is not shown`() throws {
        try scratch.write("users", "hub:{PLAIN}right-password-of-nginx\n")
        try scratch.write("secrets/right", "right-password-of-nginx\n")
        let server = try WebServer.nginx(
            "auth_basic \"exports\"; auth_basic_user_file \(scratch.path)/users;", files: scratch)
        let url = "http://127.0.0.1:\(server.port)/export.csv"
        let login = #""login": { "basic": { "user": "hub", "password": "#
        let right = try WebVisit("{ \"url\": \"\(url)\",\n\(login)\"file:secrets/right\" } } }", folder: scratch.path)
        #expect(try right.visit().texts == ["ref;poste\n1;a\n"])
        let wrong = try WebVisit(
            "{ \"url\": \"\(url)\",\n\(login)\"${P}\" } } }", variables: ["P": "wrong-password-of-nginx"])
        let refused = try wrong.visit()
        #expect(
            refused.failure == """
                \(url): the server answered 401
                  why: the feed asks for it at feed.jsonc:1:32
                  fix: correct "login" at feed.jsonc:2:10
                """)
        #expect(refused.cause == .config)
    }

    @Test func `a certificate is checked, and an authority of one's own can be named`() throws {
        try authority()
        let server = try WebServer.nginx(
            "ssl_certificate \(scratch.path)/server.pem; ssl_certificate_key \(scratch.path)/server.key;",
            files: scratch, tls: true)
        let url = "https://127.0.0.1:\(server.port)/export.csv"
        let trusting = try WebVisit("{ \"url\": \"\(url)\", \"ca\": \"ca.pem\" }", folder: scratch.path)
        #expect(trusting.problems == [])
        #expect(try trusting.visit().texts == ["ref;poste\n1;a\n"])

        let doubting = try WebVisit("{ \"url\": \"\(url)\" }").visit()
        #expect(
            doubting.failure == """
                \(url): no answer: SSL certificate problem: unable to get local issuer certificate
                  why: the feed asks there (feed.jsonc:1:32)
                  fix: name the authority's certificate with "ca", or correct "url"
                """)
        #expect(doubting.cause == .config)
        let other = try WebVisit(
            "{ \"url\": \"https://localhost:\(server.port)/export.csv\", \"ca\": \"ca.pem\" }", folder: scratch.path)
        #expect(
            try other.visit().failure?.contains("no alternative certificate subject name matches") == true)
    }

    /// An authority, and a certificate of it for 127.0.0.1.
    private func authority() throws {
        try scratch.write("names", "subjectAltName=IP:127.0.0.1\n")
        let path = scratch.path
        for words in [
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=essai "
                + "-addext basicConstraints=critical,CA:TRUE -keyout \(path)/ca.key -out \(path)/ca.pem",
            "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=server -keyout \(path)/server.key "
                + "-out \(path)/server.csr",
            "x509 -req -in \(path)/server.csr -CA \(path)/ca.pem -CAkey \(path)/ca.key -CAcreateserial -days 2 "
                + "-extfile \(path)/names -out \(path)/server.pem",
        ] { _ = try #require(try TestBroker.run("openssl", words.split(separator: " ").map(String.init))) }
    }

    // MARK: - What is not whole

    @Test func `a file that is cut is a failure, however often it is asked for`() throws {
        let time = QuickTime()
        let server = try WebServer.double()
        let url = "http://127.0.0.1:\(server.port)/file/cut"
        let result = try WebVisit("{ \"url\": \"\(url)\", \"retries\": 2 }", web: time.web).visit()
        #expect(
            result.failure == """
                \(url): the answer is cut short: transfer closed with 10 bytes remaining to read
                  why: asked 3 times
                  fix: run again
                """)
        #expect(result.cause == .unreachable)
        #expect(try server.asked().count == 3)
    }

    @Test func `a server that dies in the middle of a large file`() throws {
        try scratch.write("files/export.csv", String(repeating: "ref;poste\n", count: 200_000))
        let server = try WebServer.nginx("limit_rate 200k;", files: scratch)
        let web = try WebVisit(
            "{ \"url\": \"http://127.0.0.1:\(server.port)/export.csv\", \"retries\": 0, \"timeout\": \"5 seconds\" }")
        let result = try web.visit(tick: { server.stop() })
        #expect(result.cause == .unreachable)
        #expect(result.failure?.contains(": the answer is cut short: ") == true, "\(result)")
    }

    @Test func `an answer that does not tell where it ends is refused, unless the config accepts it`() throws {
        let server = try WebServer.double()
        let url = "http://127.0.0.1:\(server.port)/file/endless"
        let result = try WebVisit("{ \"url\": \"\(url)\" }").visit()
        #expect(
            result.failure == """
                \(url): the answer does not tell where it ends
                  why: it has neither Content-Length nor chunks: one that is cut would look whole
                  fix: let the server send one of them; or add "unmeasured": "accept" at feed.jsonc:1:23 if the format shows a \
                cut by itself, as JSON does
                """)
        #expect(result.cause == .data)
        let accepting = try WebVisit("{ \"url\": \"\(url)\", \"unmeasured\": \"accept\" }")
        #expect(try accepting.visit().texts == ["ref;dept;poste;postes\n1;03;a;1\n2;03;b;1\n"])
    }

    @Test func `no content is no export, and a part was not asked for`() throws {
        let server = try WebServer.double()
        for (status, why) in [
            (204, "200 is a file that is there"), (206, "206 is a part of it, and no part was asked for"),
        ] {
            let url = "http://127.0.0.1:\(server.port)/file/status?is=\(status)"
            #expect(
                try WebVisit("{ \"url\": \"\(url)\" }").visit().failure == """
                    http://127.0.0.1:\(server.port)/file/status: the server answered \(status), not the file
                      why: \(why)
                      fix: correct "url" at feed.jsonc:1:32; an API that answers in pages needs "pages"
                    """)
        }
    }

    @Test func `a size limit holds for what is unpacked`() throws {
        let server = try WebServer.double()
        let url = "http://127.0.0.1:\(server.port)/file/large"
        let small = try WebVisit("{ \"url\": \"\(url)\",\n\"size\": \"2 MB\" }").visit()
        #expect(
            small.failure == """
                \(url): the answer is larger than 2000000 bytes
                  why: one answer may have 2000000 bytes (feed.jsonc:2:9)
                  fix: raise "size" there if the export is right
                """)
        #expect(small.cause == .data)
        let total = try WebVisit("{ \"url\": \"\(url)\", \"total\": \"3 MB\" }").visit()
        #expect(
            total.failure?.contains("why: all answers of a run together may have 3000000 bytes (feed.jsonc:1:") == true)
        #expect(
            try WebVisit("{ \"url\": \"\(url)\", \"size\": \"5 MB\" }").visit().texts.first?.utf8.count == 5_000_000)
    }

    @Test func `a server that falls silent is given up, and the run's other connections are served meanwhile`() throws {
        let server = try WebServer.double()
        let url = "http://127.0.0.1:\(server.port)/file/silent"
        var ticks = 0
        let result = try WebVisit("{ \"url\": \"\(url)\", \"timeout\": \"2 seconds\", \"retries\": 0 }")
            .visit(tick: { ticks += 1 })
        #expect(result.failure?.hasPrefix("\(url): the answer is cut short: Operation too slow.") == true, "\(result)")
        #expect(result.cause == .unreachable)
        #expect(ticks >= 1)
    }

    @Test func `a run that loses its broker stops downloading and asks nobody again`() throws {
        let server = try WebServer.double()
        let web = try WebVisit("{ \"url\": \"http://127.0.0.1:\(server.port)/file/silent\" }")
        let lost = Failure(Problem(Place("broker"), "gone"), .unreachable)
        let result = try web.visit(tick: { () throws(Failure) in throw lost })
        #expect(result.failure == "broker: gone")
        #expect(try server.asked().count == 1)
    }

    // MARK: - The config

    @Test func `every problem of the config is said`() throws {
        let web = try WebVisit(
            """
            {
              "url": "http://user:hidden@exports.example/a?key=hidden",
              "query": { "a": [1] },
              "headers": { "Authorization": "Bearer hidden", "Range": "1" },
              "login": { "bearer": { "token": "hidden" } },
              "pages": { "number": { "size": 3, "limit": 4 } },
              "windows": { "from": "a", "to": "b", "back": "1 day" },
              "rate": "10", "size": "1 TB", "redirects": "samehost", "ca": "nowhere.pem", "retry": 3
            }
            """)
        #expect(
            web.problems == [
                """
                feed.jsonc:2:10: a login in "url"
                  why: addresses stand in messages and logs
                  fix: write it under "login": { "basic": { "user": "…", "password": "file:…" } }
                """,
                """
                feed.jsonc:3:19: no value for "a"
                  why: "query" holds texts and numbers
                  fix: write "a": "…"
                """,
                """
                feed.jsonc:4:14: the header "Authorization" in "headers"
                  why: a config file is no place for a secret
                  fix: write it under "login"
                """,
                """
                feed.jsonc:4:14: the header "Range" in "headers"
                  why: the hub sets it
                  fix: remove it
                """,
                """
                feed.jsonc:8:46: unknown value "samehost" for "redirects"
                  why: "redirects" is follow, same-host or refuse
                  fix: did you mean "same-host"?
                """,
                """
                feed.jsonc:5:12: a login for an address that is not encrypted
                  why: whoever stands between could read it
                  fix: write https:// in "url", or "unencrypted": "accept" inside your own network
                """,
                """
                feed.jsonc:5:35: "token" is written out
                  why: a config file is no place for a secret
                  fix: write "${NAME}" and set the variable NAME, or "file:secrets/name" and keep it in that file
                """,
                """
                feed.jsonc:8:11: not a rate: "10"
                  why: "rate" is a number of requests a second, minute or hour
                  fix: write "10/s", "120/min" or "500/h"
                """,
                """
                feed.jsonc:8:25: not a size: "1 TB"
                  why: "size" is a number and KB, MB or GB
                  fix: write "512 MB"
                """,
                """
                feed.jsonc:8:64: the file of certificates "config/nowhere.pem" cannot be read
                  fix: put the authority's certificate there (PEM), or correct "ca"
                """,
                """
                feed.jsonc:6:34: "size" without "sizeParameter"
                  why: the API is told how many records a page shall have by both
                  fix: write "size": 100, "sizeParameter": "per_page", or neither
                """,
                """
                feed.jsonc:6:46: "limit" without "total"
                  why: how many records there are must be known to compare it
                  fix: add "total": the path of the number of all records
                """,
                """
                feed.jsonc:8:79: unknown word "retry" in "http"
                  why: "http" takes url, query, headers, unmeasured, redirects, unencrypted, login, method, body, rate, timeout, \
                deadline, size, total, retries, ca, pages and windows
                  fix: remove it
                """,
            ])
    }

    @Test func `the README's example is right`() throws {
        let page = try String(decoding: Fixtures.bytes("\(Fixtures.repository)/README.md"), as: UTF8.self)
        let example = try #require(page.components(separatedBy: "```json\n\"source\": { \"http\": ").dropFirst().first)
        let words = try #require(example.components(separatedBy: " }\n```").first)
        try scratch.write("secrets/ft", "s")
        let web = try WebVisit(words, variables: ["FT_ID": "i"], folder: scratch.path)
        #expect(web.problems == [])
        #expect(web.source.pages?.limit == 3_150)
        #expect(web.source.address?.text.hasSuffix("/offres/search?departement=03&natureContrat=I1") == true)
    }

    @Test func `logins that say too little, and windows without pages`() throws {
        func problems(_ words: String) throws -> [String] {
            try WebVisit("{ \"url\": \"https://h/\",\n\(words) }", variables: ["S": "s"]).problems
                .map { String($0.split(separator: "\n")[0]) }
        }
        #expect(
            try problems(#""login": { "key": { "value": "${S}" } }"#) == [
                "feed.jsonc:2:19: neither \"header\" and \"query\" in \"key\""
            ])
        #expect(try problems(#""login": { "oauth2": { "url": "http://h/token", "scope": "a" } }"#).count == 3)
        #expect(
            try problems(#""login": { "basic": {}, "bearer": {} }"#) == ["feed.jsonc:2:10: \"login\" holds 2 words"])
        #expect(
            try problems(#""windows": { "from": "a", "to": "b", "back": "1 day" }"#) == [
                "feed.jsonc:2:12: \"windows\" without \"pages\""
            ])
        #expect(try problems(#""pages": { "pages": {} }"#) == ["feed.jsonc:2:12: unknown pages \"pages\""])
        #expect(
            try WebVisit(#"{ "url": "exports.example/a?k=hidden" }"#).problems == [
                """
                feed.jsonc:1:32: not a web address: "exports.example/a"
                  why: "url" is an address that begins with http:// or https://
                  fix: write "https://host/path"; words behind ? belong into "query"
                """
            ])
    }
}
