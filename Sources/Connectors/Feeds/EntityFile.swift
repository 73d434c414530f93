import Canonical

/// Reads canonical entities from a file.
///
/// They are CloudEvents as they lie in an inbox, or the lines of `hub preview --json`:
/// One JSON object a line.
package struct EntityFile {
    private var reader: any RecordReader
    private let path: String
    private let collective: Collective
    private let mappings: [Mapping]

    /// Opens the file.
    package init(_ path: String, _ collective: Collective) throws(Failure) {
        self.path = path
        self.collective = collective
        let place = Place(path)
        var names = ["kind", "type", "source"]
        var numbers: [String: Int] = [:]
        for path in Schema.all.flatMap(\.fields).map({ "data.\($0.path)" }) where numbers[path] == nil {
            numbers[path] = names.count
            names.append(path)
        }
        mappings = Schema.all.map { schema in
            Mapping.identity(schema, names: schema.fields.map { numbers["data.\($0.path)"] ?? 0 })
        }
        reader = try NDJSONFormat(place: place).open(
            Export(path: path), wanting: names.map { SourceName(text: $0, place: place) })
    }

    /// The next entity with the member that published it, if the file tells.
    package mutating func next() throws(Failure) -> Result<(Entity, sender: String?), Rejection>? {
        guard let record = try reader.next() else { return nil }
        return record.flatMap { record in entity(record) }
    }

    private func entity(_ record: Record) -> Result<(Entity, sender: String?), Rejection> {
        let place = Place(path, line: record.line, record: record.number)
        let type = record.text(1)?.split(separator: ".").map(String.init) ?? []
        let kind = record.text(0) ?? (type.count == 3 && type[0] == "siae" ? type[1] : "")
        guard let number = Schema.all.firstIndex(where: { $0.kind == kind }) else {
            return .failure(
                Rejection(problems: [
                    Problem(
                        place, kind.isEmpty ? "no canonical entity" : "unknown kind \(Quote.value(kind))",
                        why:
                            "an entity is a CloudEvent of type siae.<kind>.<event>, or {\"kind\":…,\"key\":…,\"data\":{…}}",
                        fix: "hub preview --json prints such lines")
                ]))
        }
        guard record.text(0) != nil || type.last != Event.withdrawn.rawValue else {
            return .failure(
                Rejection(problems: [
                    Problem(
                        place, "a withdrawal holds a key and nothing else",
                        why: "it goes to those who held the \(kind); who they are cannot be told from it",
                        fix: "explain the message that created it")
                ]))
        }
        let draft = mappings[number].draft(of: record, file: path)
        let feed = record.text(2)?.split(separator: "/").last.map(String.init)
        let sender = feed.flatMap { collective.feed($0)?.member }
        return Schema.all[number].entity(from: draft, codes: collective.codes).map { ($0, sender) }
    }
}
