import Canonical

/// The elements around a document's records: which are open, and, until a record was found, which there are.
struct XMLOutline {
    private let wanted: [String]
    /// The names that are open, from the root.
    private var names: [String] = []
    /// How many of them, from the root, are those of the path to the records.
    private var matched = 0
    /// Paths that were seen, in their order; a few are enough to see what was meant.
    private var seen: [String] = []
    private var hasFoundRecord = false
    /// Whether the root was closed.
    private(set) var isWhole = false
    /// Whether the element that should hold the records was there, and whether anything was in it.
    private var sawList = false
    private var sawOther = false

    init(_ wanted: [String]) { self.wanted = wanted }

    var isOpen: Bool { !names.isEmpty }
    var depth: Int { names.count }
    var last: String? { names.last }
    /// `/rss/channel`.
    var path: String { names.map { "/" + $0 }.joined() }

    /// Whether an element of that name, opened here, is a record.
    func isRecord(_ name: String) -> Bool {
        guard wanted.count > 1 else { return wanted.first.map { XMLOutline.matches(name, $0) } ?? false }
        return matched == names.count && matched == wanted.count - 1 && XMLOutline.matches(name, wanted[matched])
    }

    mutating func open(_ name: String) {
        if isInList { sawOther = true }
        if matched == names.count, matched < wanted.count - 1, XMLOutline.matches(name, wanted[matched]) {
            matched += 1
        }
        names.append(name)
        if isInList { sawList = true }
        if seen.count < XMLOutline.mostSeen, !seen.contains(path) { seen.append(path) }
    }

    mutating func close() {
        names.removeLast()
        matched = min(matched, names.count)
        isWhole = names.isEmpty
    }

    /// Whether the element that should hold the records is there and holds nothing: an export of no records.
    var isEmptyList: Bool { sawList && !sawOther }

    private var isInList: Bool {
        wanted.count > 1 ? names.count == wanted.count - 1 && matched == names.count : names.count == 1
    }

    /// The elements that were seen, for a message.
    var shown: String {
        let shown = seen.prefix(XMLOutline.mostShown).joined(separator: ", ")
        return seen.count > XMLOutline.mostShown ? shown + "…" : shown
    }

    /// What was probably meant by the path to the records.
    var suggestion: String? {
        guard let last = wanted.last else { return nil }
        let ends = seen.map { String($0[$0.index(after: $0.lastIndex(of: "/") ?? $0.startIndex)...]) }
        if wanted.count > 1, let index = ends.firstIndex(where: { XMLOutline.matches($0, last) }) {
            return String(seen[index].dropFirst())
        }
        guard let near = Suggestion.nearest(to: last, in: ends), let index = ends.firstIndex(of: near) else {
            return nil
        }
        return wanted.count > 1 ? String(seen[index].dropFirst()) : near
    }

    /// Whether a name of the document is the one that is wanted: without a prefix, elements of any namespace.
    private static func matches(_ name: String, _ wanted: String) -> Bool {
        if name == wanted { return true }
        guard !wanted.contains(":"), let colon = name.firstIndex(of: ":") else { return false }
        return name[name.index(after: colon)...] == wanted
    }

    private static let mostSeen = 40
    private static let mostShown = 8
}
