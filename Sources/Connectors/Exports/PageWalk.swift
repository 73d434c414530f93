import Canonical
import Foundation

/// Reads the pages of a query, one after the other, into files.
///
/// The pages are one export, in order. A walk that does not come to its end is a failure: what is missing would count as
/// withdrawn.
final class PageWalk {
    /// How a query ended.
    enum Outcome {
        /// The total is nil where the API does not tell it.
        case read(total: Int?)
        /// The API does not page through so many.
        case tooMany(total: Int)
    }

    /// A page that came.
    struct Page {
        let response: HTTPResponse
        let address: HTTPAddress
        let name: String
        let path: String
        let digest: String
        /// Whether the server said that there is nothing: 204, with an empty body.
        var isNothing: Bool { response.status == 204 }
    }

    let pages: HTTPPages
    let session: HTTPSession
    let source: HTTPSource
    private let address: HTTPAddress
    private let folder: RunFolder
    private(set) var exports: [Export] = []
    private var digests: [String] = []
    private var asked = 0

    init(
        _ pages: HTTPPages, at address: HTTPAddress, _ session: HTTPSession, into folder: RunFolder, source: HTTPSource
    ) {
        self.pages = pages
        self.address = address
        self.session = session
        self.folder = folder
        self.source = source
    }

    /// A digest of all pages.
    var digest: String { Digest.hex(Digest.sha256(Array(digests.joined(separator: "\n").utf8))) }

    /// Reads the query as it stands in the config.
    func whole() throws(Failure) {
        guard case .tooMany(let total) = try walk([], "") else { return }
        throw Failure(
            Problem(
                Place(address.shown), "the query has \(total) records, too many to page through",
                why: "the API gives \(pages.limit ?? 0) at most (\(pages.limitPlace.position))",
                fix: "narrow \"query\", or add \"windows\" to split it by dates"), .config)
    }

    /// Reads the query window by window; one that has too many records is halved until each half fits.
    func all(of windows: DateWindows) throws(Failure) {
        var whole = windows.whole(until: session.now)
        var waiting = [whole]
        var wanted: Int?
        var read: Int? = 0
        while let window = waiting.popLast() {
            let outcome = try walk(windows.query(window), note(window, windows))
            // The first answer tells the server's time: a window that ends before it would withdraw what is new.
            let right = windows.whole(until: session.now)
            guard whole == right else {
                (exports, digests) = ([], [])
                (whole, waiting) = (right, [right])
                continue
            }
            switch outcome {
            case .read(let total): read = read.flatMap { read in total.map { read + $0 } }
            case .tooMany(let total):
                if window == whole { wanted = total }
                guard let (first, second) = window.halves else {
                    throw Failure(
                        Problem(
                            Place(address.shown),
                            "\(total) records within one second, \(windows.text(window.start)), too many to page through",
                            why:
                                "the API gives \(pages.limit ?? 0) at most (\(pages.limitPlace.position)), and a window "
                                + "cannot be shorter (\(windows.place.position))",
                            fix: "narrow \"query\""), .config)
                }
                waiting += [second, first]
            }
        }
        guard let wanted, let read, read < wanted else { return }
        // What is withdrawn meanwhile is missing rightly; anything more fell between the windows.
        let left = try total(of: windows.query(whole))
        guard read < min(wanted, left) else { return }
        throw Failure(
            Problem(
                Place(address.shown), "the windows hold \(read) records together, the whole query \(left)",
                why: "windows adjoin, so that nothing falls between them (\(windows.place.position))",
                fix: "run again; if it stays so, \"from\", \"to\" or \"format\" there do not do what they should"))
    }

    private func note(_ window: DateWindows.Window, _ windows: DateWindows) -> String {
        "\(windows.text(window.start)) to \(windows.text(window.end)), "
    }

    private func walk(_ query: [(name: String, value: String)], _ note: String) throws(Failure) -> Outcome {
        let before = exports.count
        let outcome =
            switch pages.style {
            case .range(let parameter, let size): try ranges(query, note, parameter, size)
            default: try numbered(query, note)
            }
        if case .tooMany = outcome {
            exports.removeSubrange(before...)
            digests.removeSubrange(before...)
        }
        return outcome
    }

    private func total(of query: [(name: String, value: String)]) throws(Failure) -> Int {
        let page: Page
        switch pages.style {
        case .range(let parameter, let size):
            page = try ask(address.adding(query + [(parameter, "0-\(size - 1)")]), "all")
            return page.isNothing ? 0 : try ContentRange(of: page)?.total ?? 0
        default:
            page = try ask(address.adding(query + firstWords), "all")
            return try PageGlance(page, pages).total ?? 0
        }
    }

    // MARK: - Pages by range

    private func ranges(
        _ query: [(name: String, value: String)], _ note: String, _ parameter: String, _ size: Int
    ) throws(Failure) -> Outcome {
        var first = 0
        var total: Int?
        var steps = 0
        while true {
            let last = min(first + size, pages.limit ?? .max) - 1
            let page = try ask(
                address.adding(query + [(parameter, "\(first)-\(last)")]), "\(note)range \(first)-\(last)")
            guard !page.isNothing else {
                guard let total, first < total else { return .read(total: total ?? 0) }
                throw broken(page, "no content here, though there are \(total) records")
            }
            guard let range = try ContentRange(of: page) else {
                guard first == 0, page.response.status == 200 else {
                    throw broken(page, "the answer has no Content-Range, so that its place among the others is unknown")
                }
                // 200 instead of 206: everything there is.
                keep(page)
                return .read(total: try PageGlance(page, pages).records)
            }
            guard range.first == first, range.last <= last, range.last < range.total else {
                throw broken(page, "range \(first)-\(last) was asked for, and \(Quote.value(range.text)) came")
            }
            let glance = try PageGlance(page, pages)
            if let records = glance.records, records != range.last - range.first + 1 {
                throw broken(
                    page, "\(records) records came, and \(Quote.value(range.text)) promises \(range.last - first + 1)")
            }
            if let limit = pages.limit, range.total > limit { return .tooMany(total: range.total) }
            keep(page)
            // What goes while we page moves what is behind it to the front: read that much again.
            let gone = max(0, (total ?? range.total) - range.total)
            total = range.total
            first = max(0, gone > 0 ? first - gone : range.last + 1)
            guard first < range.total else { return .read(total: range.total) }
            steps += 1
            guard steps <= range.total * 3 / max(1, range.last - range.first + 1) + 20 else {
                throw broken(page, "the list moves faster than it can be read")
            }
        }
    }

    // MARK: - Pages one after the other

    private func numbered(_ query: [(name: String, value: String)], _ note: String) throws(Failure) -> Outcome {
        var next: HTTPAddress? = address.adding(query + firstWords)
        var seen: Set<HTTPAddress> = []
        var (number, read, most) = (0, 0, 0)
        var total: Int?
        while let current = next {
            number += 1
            guard seen.insert(current).inserted else {
                throw Failure(
                    Problem(
                        Place("\(current.shown) (\(note)page \(number))"), "the pages go in a circle",
                        why: "this address was read before", fix: "correct \"pages\" at \(pages.place.position)"))
            }
            let page = try ask(current, "\(note)page \(number)")
            guard page.response.status != 206 else { throw broken(page, "the server answered 206, a part of the page") }
            let glance = try PageGlance(page, pages)
            total = glance.total ?? total
            if let limit = pages.limit, let total, total > limit { return .tooMany(total: total) }
            let records = glance.records ?? 0
            if records > 0 || !page.isNothing && !pages.countsRecords {
                guard digests.last != page.digest || seen.count == 1 else {
                    throw broken(page, "this page is the one before it, byte for byte")
                }
                keep(page)
            }
            read += records
            next = try following(page, glance, query, read: read, number: number)
            if pages.endsByCount, total.map({ read >= $0 }) ?? (records < most) || records == 0 { next = nil }
            most = max(most, records)
            if next == nil, let total, pages.countsRecords, read < total {
                throw broken(page, "the pages end after \(read) records, though there are \(total)")
            }
        }
        return .read(total: pages.countsRecords ? read : total)
    }

    /// What the first page is asked with.
    private var firstWords: [(name: String, value: String)] {
        switch pages.style {
        case .number(let parameter, let first, let size), .offset(let parameter, let first, let size):
            [(parameter, "\(first)")] + (size.map { [($0.parameter, "\($0.count)")] } ?? [])
        default: []
        }
    }

    /// The address of the page behind this one; nil when this one was the last.
    private func following(
        _ page: Page, _ glance: PageGlance, _ query: [(name: String, value: String)], read: Int, number: Int
    ) throws(Failure) -> HTTPAddress? {
        func sized(_ size: HTTPPages.Size?) -> [(name: String, value: String)] {
            size.map { [($0.parameter, "\($0.count)")] } ?? []
        }
        switch pages.style {
        case .range: return nil
        case .number(let parameter, let first, let size):
            return address.adding(query + [(parameter, "\(first + number)")] + sized(size))
        case .offset(let parameter, let first, let size):
            return address.adding(query + [(parameter, "\(first + read)")] + sized(size))
        case .cursor(_, let parameter):
            return glance.next.map { address.adding(query + [(parameter, $0)]) }
        case .next: return try glance.next.map { link throws(Failure) in try target(link, of: page) }
        case .link:
            return try LinkHeader.target("next", in: page.response.headers)
                .map { link throws(Failure) in try target(link, of: page) }
        }
    }

    /// Where a link to the next page leads: to the source's own server, for the login goes with it.
    private func target(_ link: String, of page: Page) throws(Failure) -> HTTPAddress {
        guard var target = page.address.following(link) else {
            throw broken(page, "the next page's address is none: \(Quote.value(HTTPRequest.shown(link)))")
        }
        // An API behind a gateway often does not know that it is reached by https.
        if page.address.scheme == "https", target.scheme == "http", target.host == page.address.host,
            let path = target.text.dropFirst(7).firstIndex(of: "/"),
            let same = page.address.following(String(target.text[path...]))
        {
            target = same
        }
        guard target.origin == source.manners.origin else {
            throw broken(page, "the next page stands on another server: \(target.shown)")
        }
        return target
    }

    // MARK: - One page

    private func ask(_ address: HTTPAddress, _ note: String) throws(Failure) -> Page {
        asked += 1
        let path = "\(folder.path)/page-\(asked)"
        let response = try session.fetch(address, into: path)
        try source.check(response, address)
        return Page(
            response: response, address: address, name: "\(address.shown) (\(note))", path: path,
            digest: try FileDigest.hex(of: path))
    }

    private func keep(_ page: Page) {
        exports.append(Export(path: page.path, name: page.name))
        digests.append(page.digest)
    }

    private func broken(_ page: Page, _ what: String) -> Failure {
        Failure(
            Problem(
                Place(page.name), what,
                why: "the feed reads every page (\(pages.place.position)); nothing was published",
                fix: "run again; if it stays so, correct \"pages\" there"))
    }
}
