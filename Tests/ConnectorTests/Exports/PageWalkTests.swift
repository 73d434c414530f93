import Canonical
import Foundation
import Testing

@testable import Connectors

/// Pages of an API that is like France Travail's, and of others; what is missing is a failure.
@Suite(.enabled(if: WebServer.isThere, "nginx and python3 are missing: run deploy/install --test"))
struct PageWalkTests {
    private func web(_ server: WebServer, _ path: String, _ words: String) throws -> WebVisit {
        let web = try WebVisit("{ \"url\": \"http://127.0.0.1:\(server.port)/\(path)\",\n\(words) }")
        #expect(web.problems == [])
        return web
    }

    private func ids(_ count: Int) -> [String] { (0..<count).map { String(format: "%06d", $0) } }

    private func range(_ server: WebServer, _ more: String = "") throws -> WebVisit {
        try web(server, "offers/search", "\"pages\": { \"range\": { \"size\": 5\(more) } }, \"retries\": 1")
    }

    // MARK: - Ranges

    @Test(arguments: [1, 5, 6, 10, 12]) func `ranges are read to the total`(count: Int) throws {
        let server = try WebServer.double("{ \"offers\": \(count) }")
        let result = try range(server, #", "records": "resultats""#).visit()
        #expect(result.failure == nil)
        #expect(result.ids == ids(count))
        #expect(result.names.first == "http://127.0.0.1:\(server.port)/offers/search (range 0-4)")
        #expect(result.names.count == (count + 4) / 5)
    }

    @Test func `no content is an empty export, which is not nothing new`() throws {
        let server = try WebServer.double(#"{ "offers": 0 }"#)
        let result = try range(server).visit()
        #expect(result.texts == [] && !result.isNothingNew && result.failure == nil)
        #expect(try range(server).visit(cursor: result.cursor).isNothingNew)
    }

    @Test func `pages that are all as they were are nothing new`() throws {
        let server = try WebServer.double(#"{ "offers": 12 }"#)
        let first = try range(server).visit()
        #expect(try range(server).visit(cursor: first.cursor).isNothingNew)
        let other = try WebServer.double(#"{ "offers": 13 }"#)
        #expect(try range(other).visit(cursor: first.cursor).ids.count == 13)
    }

    @Test(arguments: [
        ("nothing", "range 5-9): no content here, though there are 12 records"),
        ("short", "range 5-9): 4 records came, and \"offres 5-9/12\" promises 5"),
        ("no range", "range 5-9): the answer has no Content-Range, so that its place among the others is unknown"),
        ("wrong range", "range 5-9): range 5-9 was asked for, and \"offres 0-4/12\" came"),
    ]) func `a page that is not what was asked for is a failure`(broken: String, what: String) throws {
        let server = try WebServer.double("{ \"offers\": 12, \"broken\": { \"2\": \"\(broken)\" } }")
        let result = try range(server, #", "records": "resultats""#).visit()
        #expect(
            result.failure == """
                http://127.0.0.1:\(server.port)/offers/search (\(what)
                  why: the feed reads every page (feed.jsonc:2:21); nothing was published
                  fix: run again; if it stays so, correct "pages" there
                """)
        #expect(result.cause == .data)
    }

    @Test func `a page of half a document is a failure, at its place`() throws {
        let server = try WebServer.double(#"{ "offers": 12, "broken": { "2": "half" } }"#)
        let result = try web(server, "next", #""pages": { "next": { "path": "links.next" } }"#).visit()
        #expect(result.cause == .data)
        #expect(result.failure?.hasPrefix("http://127.0.0.1:\(server.port)/next (page 2):1:") == true)
        #expect(result.failure?.contains(": the page ends here: ") == true)
        #expect(result.failure?.contains("\n  why: the page is not whole JSON; nothing was published\n") == true)
    }

    @Test func `a total that grows is read to its end`() throws {
        let server = try WebServer.double(#"{ "offers": 12, "moves": { "3": 4 } }"#)
        #expect(try range(server).visit().ids == ids(16))
    }

    @Test func `when the list shrinks, what slid to the front is read again`() throws {
        let server = try WebServer.double(#"{ "offers": 23, "moves": { "3": -2 } }"#)
        let result = try range(server).visit()
        #expect(Set(result.ids) == Set(ids(21)))
        #expect(
            result.names.map { $0.split(separator: " ").last ?? "" } == [
                "0-4)", "5-9)", "10-14)", "8-12)", "13-17)", "18-22)",
            ])
    }

    @Test func `the API's own words say what it does not want`() throws {
        let server = try WebServer.double(#"{ "offers": 400, "limit": 300 }"#)
        let result = try web(server, "offers/search", #""pages": { "range": { "size": 150 } }"#).visit()
        #expect(
            result.failure == """
                http://127.0.0.1:\(server.port)/offers/search: the server answered 400: "La position de début doit être \
                inférieure ou égale à 150."
                  why: the feed asks for it at feed.jsonc:1:32
                  fix: correct "url", "query" or "headers" there
                """)
    }

    @Test func `more than the API pages through needs windows`() throws {
        let server = try WebServer.double(#"{ "offers": 21 }"#)
        let result = try range(server, #", "limit": 20"#).visit()
        #expect(
            result.failure == """
                http://127.0.0.1:\(server.port)/offers/search: the query has 21 records, too many to page through
                  why: the API gives 20 at most (feed.jsonc:2:43)
                  fix: narrow "query", or add "windows" to split it by dates
                """)
        #expect(result.cause == .config)
        #expect(try server.asked().count == 1)
    }

    // MARK: - Windows

    private static let windows =
        #""windows": { "from": "minCreationDate", "to": "maxCreationDate", "back": "30 days" }"#

    @Test func `a query that is too large is split until each window fits, and nothing falls between`() throws {
        let server = try WebServer.double(#"{ "offers": 4000, "from": 1789000000, "step": 200 }"#)
        let result = try web(
            server, "offers/search",
            #""pages": { "range": { "size": 150, "limit": 1000, "records": "resultats" } }, "#
                + Self.windows + #", "query": { "departement": "03" }, "rate": "1000/s""#
        ).visit()
        #expect(result.failure == nil)
        #expect(Set(result.ids) == Set(ids(4_000)))
        #expect(result.ids.count == 4_000)
        let asked = try server.asked()
        #expect(asked.allSatisfy { $0.path.contains("departement=03&minCreationDate=2026-") })
        #expect(result.names.first?.contains(" to 2026-") == true, "\(result.names)")
        #expect(!result.names.contains { $0.contains("departement") })
    }

    @Test func `what the server's clock says is now, whatever this machine's does`() throws {
        for difference in [-7_200, -61, 61, 7_200] {
            // The last offer is as old as the server's day.
            let server = try WebServer.double(
                #"{ "offers": 40, "from": 1789999590, "step": 10, "time": 1790000000 }"#)
            let result = try web(
                server, "offers/search",
                #""pages": { "range": { "size": 20, "limit": 30 } }, "#
                    + #""windows": { "from": "minCreationDate", "to": "maxCreationDate", "back": "1 hour" }, "#
                    + #""rate": "1000/s""#
            ).visit(now: 1_790_000_000 + difference)
            #expect(result.failure == nil)
            #expect(Set(result.ids) == Set(ids(40)), "\(difference)")
        }
    }

    @Test func `one second with too many records is said`() throws {
        let server = try WebServer.double(#"{ "offers": 30, "from": 1789999000, "step": 0 }"#)
        let result = try web(
            server, "offers/search",
            #""pages": { "range": { "size": 5, "limit": 20 } }, "# + Self.windows + #", "rate": "1000/s""#
        ).visit()
        #expect(
            result.failure == """
                http://127.0.0.1:\(server.port)/offers/search: 30 records within one second, 2026-09-21T13:56:40Z, too many to \
                page through
                  why: the API gives 20 at most (feed.jsonc:2:43), and a window cannot be shorter (feed.jsonc:2:62)
                  fix: narrow "query"
                """)
        #expect(result.cause == .config)
    }

    @Test func `windows that together hold less than the whole are a failure`() throws {
        let server = try WebServer.double(#"{ "offers": 40, "from": 1789900000, "step": 2000, "gap": [7, 30] }"#)
        let web = try web(
            server, "offers/search",
            #""pages": { "range": { "size": 20, "limit": 39 } }, "# + Self.windows + #", "rate": "1000/s""#)
        let result = try web.visit()
        #expect(
            result.failure == """
                http://127.0.0.1:\(server.port)/offers/search: the windows hold 38 records together, the whole query 40
                  why: windows adjoin, so that nothing falls between them (feed.jsonc:2:63)
                  fix: run again; if it stays so, "from", "to" or "format" there do not do what they should
                """)
        #expect(result.cause == .data)
    }

    @Test func `what is withdrawn while the windows are read is missing rightly`() throws {
        let server = try WebServer.double(
            #"{ "offers": 40, "from": 1789900000, "step": 2000, "moves": { "2": -3 } }"#)
        let result = try web(
            server, "offers/search",
            #""pages": { "range": { "size": 20, "limit": 39 } }, "# + Self.windows + #", "rate": "1000/s""#
        ).visit()
        #expect(result.failure == nil)
        #expect(Set(result.ids) == Set(ids(37)))
    }

    // MARK: - Other ways to page

    @Test(arguments: [
        ("number", #""number": { "records": "results" }"#),
        ("number", #""number": { "records": "results", "total": "meta.total", "size": 3, "sizeParameter": "size" }"#),
        ("offset", #""offset": { "records": "results" }"#),
        ("next", #""next": { "path": "links.next" }"#),
        ("next", #""next": { "path": "links.next", "records": "results", "total": "meta.total" }"#),
        ("link", #""link": {}"#), ("cursor", #""cursor": { "path": "meta.cursor", "parameter": "after" }"#),
    ]) func `every way to page comes to its end`(path: String, pages: String) throws {
        for count in [0, 1, 3, 4, 8, 9] {
            let server = try WebServer.double("{ \"offers\": \(count) }")
            let result = try web(server, path, "\"pages\": { \(pages) }").visit()
            #expect(result.failure == nil)
            #expect(result.ids == ids(count), "\(count)")
        }
    }

    @Test(arguments: [
        (
            "number", #""number": { "records": "results" }"#, "same",
            "page 2): this page is the one before it, byte for byte"
        ),
        (
            "number", #""number": { "records": "results", "total": "meta.total" }"#, "empty",
            "page 2): the pages end after 4 records, though there are 12"
        ),
        ("next", #""next": { "path": "links.next" }"#, "circle", "page 4): the pages go in a circle"),
        (
            "next", #""next": { "path": "links.next" }"#, "elsewhere",
            "page 2): the next page stands on another server: http://elsewhere.example/next"
        ),
        (
            "next", #""next": { "path": "links.next", "total": "meta.total", "records": "results" }"#, "nothing",
            "page 2): the pages end after 4 records, though there are 12"
        ),
        (
            "cursor", #""cursor": { "path": "meta.cursor", "parameter": "after", "records": "offers" }"#, "",
            "page 1): no list of records at \"offers\""
        ),
        ("number", #""number": {}"#, "", "page 1): no list of records"),
        ("offset", #""offset": { "records": "results", "total": "total" }"#, "", "page 1): no number at \"total\""),
    ]) func `pages that lead nowhere are a failure`(path: String, pages: String, broken: String, what: String) throws {
        let server = try WebServer.double("{ \"offers\": 12, \"broken\": { \"2\": \"\(broken)\" } }")
        let result = try web(server, path, "\"pages\": { \(pages) }").visit()
        #expect(
            result.failure?.split(separator: "\n").first.map(String.init)
                == "http://127.0.0.1:\(server.port)/\(path) (\(what)")
        #expect(result.cause == .data)
    }

    @Test(arguments: [
        ("offers/search", #""range": { "size": 5, "records": "resultats" }"#),
        ("number", #""number": { "records": "results", "total": "meta.total" }"#),
        ("next", #""next": { "path": "links.next", "records": "results", "total": "meta.total" }"#),
        ("cursor", #""cursor": { "path": "meta.cursor", "parameter": "after" }"#),
    ]) func `a query that is sent with POST is sent with every page`(path: String, pages: String) throws {
        let server = try WebServer.double(
            #"{ "offers": 12, "asks": { "zones": ["03", "63"], "ouvert": true, "km": 30, "depuis": null } }"#)
        let words = #""method": "post", "body": { "zones": ["03", "63"], "ouvert": true, "km": 30, "depuis": null }"#
        let result = try web(server, path, "\(words), \"pages\": { \(pages) }").visit()
        #expect(result.failure == nil)
        #expect(result.ids == ids(12))
        let asked = try server.asked()
        #expect(asked.count == 3)
        #expect(asked.allSatisfy { $0.method == "POST" && $0.headers["Content-Type"] == "application/json" })
        #expect(
            asked.allSatisfy { $0.body == #"{"zones":["03","63"],"ouvert":true,"km":30,"depuis":null}"# })
        #expect(Set(asked.map(\.path)).count == 3)
    }

    @Test func `a limit holds for every way to page whose total is known`() throws {
        let server = try WebServer.double(#"{ "offers": 12 }"#)
        let pages = #""pages": { "offset": { "records": "results", "total": "meta.total", "limit": 10 } }"#
        #expect(
            try web(server, "offset", pages).visit().failure?.contains("has 12 records, too many to page through")
                == true)
    }

    @Test(arguments: [
        ("offres 0-149/9981", ContentRange("offres 0-149/9981")), ("offres 0-149/*", nil), ("*/9981", nil),
        ("0-1/2", nil),
        ("items 5-4/9", nil), ("items -1-4/9", nil), ("", nil),
    ]) func `content ranges`(text: String, range: ContentRange?) {
        #expect(ContentRange(text) == range)
        if let range { #expect((range.first, range.last, range.total) == (0, 149, 9_981)) }
    }
}
