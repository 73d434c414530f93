import Canonical

/// What an XML document seems to be: which of its elements is a record, and what stands in it.
enum XMLGuess {
    /// Tags and texts that are looked at; a long document's beginning is like its rest.
    private static let events = 200_000

    static func shape(of export: Export) throws(Failure) -> ExportShape {
        let document = try document(export)
        let path: [String]
        let records: [Setting]
        let reason: String
        if let list = RecordList.list(in: document) {
            (path, records) = list
            reason =
                "of the elements that are repeated \(Config.quoted(local(path.last ?? ""))) says most: \(records.count) of them "
                + "were looked at"
        } else if let only = only(document) {
            (path, records) = (only.path, [only.record])
            reason = "no element is repeated, so it is one record, or another element is the record"
        } else {
            throw Failure(
                Problem(
                    Place(export.name), "no records in it", why: "a record is an element with others in it",
                    fix: "look for another export"))
        }
        let record = path.map(local).joined(separator: "/")
        let prefix = path.last.map { $0.prefix { $0 != ":" } + ":" } ?? ""
        var names: [String] = []
        for path in RecordList.paths(Array(records.prefix(200))) {
            // A name without a prefix is right whichever one the next document has.
            let parts = path.split(separator: ".").filter { $0 != "text()" || path == "text()" }
            let name = parts.map { $0.hasPrefix(prefix) ? $0.dropFirst(prefix.count) : $0 }.joined(separator: ".")
            if !names.contains(name) { names.append(name) }
        }
        return ExportShape(
            format: "{ \"xml\": { \"record\": \(Config.quoted(record)) } }", reasons: [reason], names: names)
    }

    private static func local(_ name: String) -> String { String(name.split(separator: ":").last ?? "") }

    /// The first element below which there is more than one, for a document of one record.
    private static func only(_ document: Setting) -> (path: [String], record: Setting)? {
        var (path, current): ([String], Setting) = ([], document)
        while case .object(let members) = current.value {
            guard members.count == 1 else { return members.isEmpty ? nil : (path, current) }
            path.append(members[0].word)
            current = members[0].setting
        }
        return nil
    }

    // MARK: - The document as JSON would say it

    /// An element that is open.
    private struct Open {
        let name: String
        var attributes: [String] = []
        var names: [String] = []
        var elements: [String: [Setting]] = [:]
        var hasText = false

        mutating func add(_ name: String, _ setting: Setting) {
            if elements[name] == nil { names.append(name) }
            elements[name, default: []].append(setting)
        }

        /// Attributes are members; elements within a text mark words of it.
        func setting(_ place: Place) -> Setting {
            let text = Setting(place: place, value: .text(""))
            var members = attributes.map { Setting.Member(word: "@\($0)", place: place, setting: text) }
            if hasText {
                guard !members.isEmpty else { return text }
                members.append(Setting.Member(word: "text()", place: place, setting: text))
                return Setting(place: place, value: .object(members))
            }
            for name in names {
                let all = elements[name] ?? []
                let one = all.count == 1 ? all[0] : Setting(place: place, value: .list(all))
                members.append(Setting.Member(word: name, place: place, setting: one))
            }
            return Setting(place: place, value: .object(members))
        }
    }

    /// Names and structure of the document's beginning, without any value.
    private static func document(_ export: Export) throws(Failure) -> Setting {
        let place = Place(export.name)
        var open = [Open(name: "")]
        do throws(Failure) {
            var events = try XMLEvents(export)
            for _ in 0..<XMLGuess.events {
                guard let event = try events.next() else { break }
                switch event {
                case .start(let name, let attributes):
                    let names = attributes.keys.filter { !$0.hasPrefix("xmlns") }.sorted()
                    open.append(Open(name: name, attributes: names))
                case .text(let text):
                    if text.contains(where: { !$0.isWhitespace }) { open[open.count - 1].hasText = true }
                case .end: close(&open, place)
                }
            }
        } catch {
            var problem = error.problem
            problem.why = "what starts with < is read as XML"
            throw Failure(problem)
        }
        while open.count > 1 { close(&open, place) }
        return open[0].setting(place)
    }

    private static func close(_ open: inout [Open], _ place: Place) {
        guard open.count > 1, let element = open.popLast() else { return }
        open[open.count - 1].add(element.name, element.setting(place))
    }
}
