import Canonical
import Dispatch
import Synchronization

extension Translation {
    /// What one of several small exports gave, such as a page of an API.
    private struct Page: Sendable {
        var lines: [UInt8] = []
        var rejections: [Rejection] = []
        var counts = Counts()
        var failure: Failure?
    }

    /// Which exports are read side by side.
    enum Pages {
        /// Bytes of an export that is a page, so that a few of them and what comes of them fit into memory.
        static let largest = 1 << 20
        /// How many are read before what they gave is handed on.
        static let together = 16

        static func areThese(_ exports: [Export]) -> Bool {
            exports.count > 1 && exports.allSatisfy { $0.size <= largest }
        }
    }

    /// Reads pages side by side, as many as there are processors; what they give comes in their order.
    mutating func readPages(
        _ exports: [Export], lines give: (borrowing [UInt8]) -> Void, _ rejection: (Rejection) -> Void
    ) throws(Failure) {
        var rest = exports[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(Pages.together))
            rest = rest.dropFirst(batch.count)
            for page in Translation.pages(batch, feed, collective) {
                give(page.lines)
                page.rejections.forEach(rejection)
                counts.add(page.counts)
                if let failure = page.failure { throw failure }
            }
        }
    }

    private static func pages(_ exports: [Export], _ feed: Feed, _ collective: Collective) -> [Page] {
        let pages = Mutex([Page](repeating: Page(), count: exports.count))
        DispatchQueue.concurrentPerform(iterations: exports.count) { number in
            let page = page(exports[number], feed, collective)
            pages.withLock { $0[number] = page }
        }
        return pages.withLock { $0 }
    }

    private static func page(_ export: Export, _ feed: Feed, _ collective: Collective) -> Page {
        var page = Page()
        var lines: [UInt8] = []
        var rejections: [Rejection] = []
        var translation = Translation(feed, of: collective)
        do throws(Failure) {
            try translation.read([export], lines: { lines += $0 }, rejection: { rejections.append($0) })
        } catch {
            page.failure = error
        }
        (page.lines, page.rejections, page.counts) = (lines, rejections, translation.counts)
        return page
    }
}

extension Translation.Counts {
    fileprivate mutating func add(_ other: Self) {
        read += other.read
        written += other.written
        rejected += other.rejected
        skipped += other.skipped
    }
}
