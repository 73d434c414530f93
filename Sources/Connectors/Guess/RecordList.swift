import Canonical

/// Where the records of a document stand that nobody has described, and the paths in them; XML is looked at as if it were
/// JSON.
enum RecordList {
    /// The list of objects that says most, and the names that lead to it.
    static func list(in document: Setting) -> (path: [String], records: [Setting])? {
        var best: (path: [String], records: [Setting])?
        var most = 0
        func look(_ setting: Setting, _ path: [String]) {
            switch setting.value {
            case .list(let items):
                let objects = items.filter { if case .object = $0.value { true } else { false } }
                // A list of filters may be longer than the list of offers, but it says less of each.
                let size = paths(Array(objects.prefix(20))).count * min(objects.count, 20)
                if objects.count == items.count, size > most { (best, most) = ((path, objects), size) }
            case .object(let members) where path.count < 4:
                for member in members where !member.word.contains(".") { look(member.setting, path + [member.word]) }
            default: break
            }
        }
        look(document, [])
        return best
    }

    /// The paths of all values in records, in the order in which they come.
    static func paths(_ records: [Setting]) -> [String] {
        var paths: [String] = []
        var known: Set<String> = []
        /// Names that hold a list in some record: read as one in all.
        var lists: Set<String> = []
        func look(_ setting: Setting, _ path: String, inList: Bool, _ leaf: (String) -> Void) {
            switch setting.value {
            case .object(let members):
                for member in members where !member.word.contains(".") && !member.word.contains("[") {
                    look(member.setting, path.isEmpty ? member.word : "\(path).\(member.word)", inList: inList, leaf)
                }
            case .list(let items):
                lists.insert(path)
                // A list within a list has no path.
                guard !inList else { return }
                for item in items { look(item, "\(path)[]", inList: true, leaf) }
            case .null: break
            default: leaf(path)
            }
        }
        for record in records { look(record, "", inList: false) { if known.insert($0).inserted { paths.append($0) } } }
        // Where one record has a single value and another a list, [] reads both.
        var all: [String] = []
        for path in paths where !lists.contains(path) {
            let list = lists.first { !$0.contains("[]") && path.hasPrefix($0 + ".") }
            let path = list.map { "\($0)[]\(path.dropFirst($0.count))" } ?? path
            if !all.contains(path) { all.append(path) }
        }
        return all
    }
}
