import Canonical
import Foundation

/// A file on a web server, or the pages that an API gives.
package struct HTTPSource: ExportSource {
    package static let name = "http"

    /// With the query of the config.
    let address: HTTPAddress?
    let manners: HTTPManners
    let pages: HTTPPages?
    let windows: DateWindows?
    /// Whether an answer counts that does not tell where it ends.
    let takesUnmeasured: Bool
    let place: Place
    var web = WebState.process

    package init(_ settings: Settings) {
        place = settings.place
        let url = settings.required("url", "\"https://…\"")
        let base = url.flatMap { HTTPAddress($0) }
        if let url, base == nil { settings.reportAddress("url", url) }
        if base?.hasLogin == true {
            settings.reading.report(
                settings.place(of: "url"), "a login in \"url\"", why: "addresses stand in messages and logs",
                fix: "write it under \"login\": { \"basic\": { \"user\": \"…\", \"password\": \"file:…\" } }")
        }
        address = base?.adding(settings.values("query"))
        let headers = settings.values("headers")
        HTTPSource.check(headers, settings)
        takesUnmeasured = settings.choice("unmeasured", ["refuse", "accept"]) == "accept"
        let redirects = settings.choice("redirects", HTTPManners.Redirects.allCases.map(\.rawValue))
        manners = HTTPManners(
            origin: base?.origin ?? "", login: HTTPLogin.read(settings, base), headers: headers,
            body: HTTPBody.read(settings, base),
            interval: settings.interval("rate") ?? 0.1, timeout: settings.seconds("timeout") ?? 60,
            deadline: settings.seconds("deadline") ?? 3_600, size: settings.bytes("size") ?? 100_000_000,
            total: settings.bytes("total") ?? 2_000_000_000, retries: settings.whole("retries", 0...20) ?? 5,
            redirects: redirects.flatMap { HTTPManners.Redirects(rawValue: $0) } ?? .follow,
            authority: HTTPSource.authority(settings),
            places: Dictionary(
                uniqueKeysWithValues: ["url", "login", "size", "total", "deadline", "redirects"].map {
                    ($0, settings.place(of: $0))
                }))
        pages = HTTPPages.read(settings)
        windows = settings.object("windows").flatMap { words in
            defer { words.finish() }
            return DateWindows(words)
        }
        if windows != nil, let pages, pages.limit == nil {
            settings.reading.report(
                settings.place(of: "windows"), "\"windows\" without a \"limit\" in \"pages\"",
                why: "a query is split when it has more records than the API pages through",
                fix: "add \"limit\": 3150 to \"pages\", or whatever the API's limit is")
        }
        if windows != nil, settings.words.allSatisfy({ $0.word != "pages" }) {
            settings.reading.report(
                settings.place(of: "windows"), "\"windows\" without \"pages\"",
                why: "a query is split when it has more pages than the API gives", fix: "add \"pages\"")
        }
    }

    /// Headers that the hub sets itself, or that would be a secret in the config, which has a place of its own.
    static func check(
        _ headers: [(name: String, value: String)], _ settings: Settings, own: [String] = [],
        secretsGo: String = "write it under \"login\""
    ) {
        for (name, value) in headers {
            let place = settings.place(of: "headers")
            if ["authorization", "proxy-authorization", "cookie"].contains(name.lowercased()) {
                settings.reading.report(
                    place, "the header \(Quote.value(name)) in \"headers\"",
                    why: "a config file is no place for a secret",
                    fix: secretsGo)
            } else if (["host", "accept-encoding", "range", "content-length"] + own).contains(name.lowercased()) {
                settings.reading.report(
                    place, "the header \(Quote.value(name)) in \"headers\"", why: "the hub sets it", fix: "remove it")
            } else if (name + value).utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) || name.contains(":") {
                settings.reading.report(
                    place, "not a header: \(Quote.value(name))", fix: "write \"Accept\": \"application/json\"")
            }
        }
    }

    static func authority(_ settings: Settings) -> String? {
        guard let path = settings.text("ca").map(settings.reading.path) else { return nil }
        if FileManager.default.contents(atPath: path) == nil {
            settings.reading.report(
                settings.place(of: "ca"), "the file of certificates \(Quote.value(path)) cannot be read",
                fix: "put the authority's certificate there (PEM), or correct \"ca\"")
        }
        return path
    }

    package func fetch(_ visit: Visit) throws(Failure) -> Fetched? {
        guard let address else { return nil }
        let session = HTTPSession(manners, for: visit, web)
        let last = visit.cursor.flatMap { WebCursor($0, of: address, asked: manners.body) }
        guard let pages else { return try file(address, session, visit, last) }

        let walk = PageWalk(pages, at: address, session, into: visit.folder, source: self)
        if let windows {
            try walk.all(of: windows)
        } else {
            try walk.whole()
        }
        let cursor = WebCursor(of: address, asked: manners.body, digest: walk.digest)
        guard cursor.digest != last?.digest else { return nil }
        return Fetched(walk.exports, cursor: cursor.text)
    }

    /// One file, which is not sent again while it is the one of the last visit.
    private func file(
        _ address: HTTPAddress, _ session: HTTPSession, _ visit: Visit, _ last: WebCursor?
    ) throws(Failure) -> Fetched? {
        let path = "\(visit.folder.path)/file"
        // A condition makes a POST an order, not a question.
        let conditions = manners.body == nil ? last?.conditions ?? [] : []
        let response = try session.fetch(address, if: conditions, into: path)
        switch response.status {
        case 304 where !conditions.isEmpty: return nil
        case 200: try check(response, address)
        default:
            throw Failure(
                Problem(
                    Place(address.shown), "the server answered \(response.status), not the file",
                    why: response.status == 206
                        ? "206 is a part of it, and no part was asked for" : "200 is a file that is there",
                    fix: "correct \"url\" at \(manners.position("url")); an API that answers in pages needs \"pages\""))
        }
        let cursor = WebCursor(
            of: address, asked: manners.body, etag: response.header("ETag"), modified: response.header("Last-Modified"),
            digest: try FileDigest.hex(of: path))
        guard cursor.digest != last?.digest else { return nil }
        return Fetched([Export(path: path, name: address.shown)], cursor: cursor.text)
    }

    /// Refuses an answer that a broken connection would have cut without a trace.
    func check(_ response: HTTPResponse, _ address: HTTPAddress) throws(Failure) {
        guard !response.isMeasured, !takesUnmeasured else { return }
        throw Failure(
            Problem(
                Place(address.shown), "the answer does not tell where it ends",
                why: "it has neither Content-Length nor chunks: one that is cut would look whole",
                fix: "let the server send one of them; or add \"unmeasured\": \"accept\" at \(place.position) if the "
                    + "format shows a cut by itself, as JSON does"))
    }
}

extension Settings {
    /// An object of words of the admin's own, such as a query; its values are texts, numbers, true or false.
    func values(_ word: String) -> [(name: String, value: String)] {
        guard let words = object(word) else { return [] }
        let values = words.words.compactMap { name, _ -> (name: String, value: String)? in
            switch words.setting(name)?.value {
            case .text: return words.text(name).map { (name, $0) }
            case .number(let number): return (name, number)
            case .boolean(let flag): return (name, "\(flag)")
            default:
                reading.report(
                    words.place(of: name), "no value for \(Quote.value(name))",
                    why: "\"\(word)\" holds texts and numbers", fix: "write \"\(name)\": \"…\"")
                return nil
            }
        }
        return values
    }
}
