import Canonical

/// The names that a mapping reads, numbered in the order in which they are first named.
struct SourceNames {
    /// The list whose items become entities of their own, such as `postes[]`.
    let each: String?
    private(set) var all: [SourceName] = []
    private let reading: ConfigReading

    init(each: (text: String, place: Place)?, _ reading: ConfigReading) {
        self.each = each?.text
        self.reading = reading
        if let each { all.append(SourceName(text: each.text, place: each.place)) }
    }

    /// Whether a name is inside the list whose items become entities.
    func isInEach(_ name: String) -> Bool { each.map { name == $0 || name.hasPrefix($0 + ".") } ?? false }

    /// Whether a name gives several values to one entity.
    func isList(_ name: String) -> Bool {
        name.contains("[]") && !(isInEach(name) && !name.dropFirst(each?.count ?? 0).contains("[]"))
    }

    func isList(_ number: Int) -> Bool { isList(all[number].text) }

    mutating func number(of name: String, _ place: Place) -> Int {
        if name.split(separator: "[]", omittingEmptySubsequences: false).count > 2 {
            reading.report(
                place, "\(Quote.value(name)) walks through a list within a list",
                why: "values are numbered by the items of one list", fix: "name the values of one list")
        }
        if let known = all.firstIndex(where: { $0.text == name }) { return known }
        all.append(SourceName(text: name, place: place))
        return all.count - 1
    }

    /// A name of an export is a list or it is none.
    func checkLists() {
        var firsts: [String: (isList: Bool, place: Place)] = [:]
        for name in all {
            var path = ""
            for part in name.text.split(separator: ".", omittingEmptySubsequences: false) {
                let isList = part.hasSuffix("[]")
                path += (path.isEmpty ? "" : ".") + (isList ? part.dropLast(2) : part)
                if let first = firsts[path], first.isList != isList {
                    reading.report(
                        name.place, "\(Quote.value(path)) is read \(isList ? "with" : "without") [] here",
                        why: "it is read \(first.isList ? "with" : "without") [] at \(first.place.position)",
                        fix: "write it the same way; with [] a single value counts as a list of one")
                    break
                }
                if firsts[path] == nil { firsts[path] = (isList, name.place) }
            }
        }
    }
}
