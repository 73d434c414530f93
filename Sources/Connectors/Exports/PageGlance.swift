import Canonical
import Foundation

/// What a page of JSON says about itself, as far as the config asks for it.
struct PageGlance {
    private(set) var records: Int?
    private(set) var total: Int?
    private(set) var next: String?

    init(_ page: PageWalk.Page, _ pages: HTTPPages) throws(Failure) {
        var paths: [String] = []
        let list = pages.countsRecords ? pages.records ?? "" : nil
        if let list { paths.append(list) }
        if let total = pages.total { paths.append(total) }
        var path: String?
        if case .next(let next) = pages.style { path = next }
        if case .cursor(let next, _) = pages.style { path = next }
        if let path { paths.append(path) }
        guard !paths.isEmpty, !page.isNothing else { return }
        let values = try PageGlance.values(paths, in: page)

        if let list {
            guard case .list(let count) = values[list] else {
                throw Failure(
                    Problem(
                        Place(page.name), "no list of records\(list.isEmpty ? "" : " at \(Quote.value(list))")",
                        why: "pages are counted by their records (\(pages.place.position))",
                        fix: "correct \"records\" there"))
            }
            records = count
        }
        if let wanted = pages.total {
            guard case .number(let number) = values[wanted], let number = Int(number) else {
                throw Failure(
                    Problem(
                        Place(page.name), "no number at \(Quote.value(wanted))",
                        why: "it is the number of all records (\(pages.place.position))", fix: "correct \"total\" there"
                    ))
            }
            total = number
        }
        switch path.flatMap({ values[$0] }) {
        case .text(let text) where !text.isEmpty: next = text
        case .number(let number): next = number
        default: next = nil
        }
    }

    private static func values(
        _ paths: [String], in page: PageWalk.Page
    ) throws(Failure) -> [String: JSONPick.Value] {
        // Mapped, not read: a page may be large, and only some numbers of it are wanted.
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: page.path), options: .alwaysMapped) else {
            throw Failure(Problem(Place(page.path), "the page cannot be read back"), isTemporary: true)
        }
        let result = data.withUnsafeBytes { raw -> Result<[String: JSONPick.Value], Failure> in
            let bytes = raw.assumingMemoryBound(to: UInt8.self)
            do throws(JSONScanner.Fault) {
                return .success(try JSONPick.read(paths, in: bytes))
            } catch {
                let before = bytes[..<min(error.index, bytes.count)]
                let line = before.reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
                let column = before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
                let what = error.isIncomplete ? "the page ends here: \(error.what)" : error.what
                return .failure(
                    Failure(
                        Problem(
                            Place(page.name, line: line, column: column), what,
                            why: error.why ?? "the page is not whole JSON; nothing was published",
                            fix: error.fix ?? "run again")))
            }
        }
        return try result.get()
    }
}

extension ContentRange {
    /// Nil when the page has no such header.
    init?(of page: PageWalk.Page) throws(Failure) {
        guard let text = page.response.header("Content-Range") else { return nil }
        guard let range = ContentRange(text) else {
            throw Failure(
                Problem(
                    Place(page.name), "a Content-Range that cannot be read: \(Quote.value(text))",
                    why: "it is written as \"offres 0-149/9981\""))
        }
        self = range
    }
}
