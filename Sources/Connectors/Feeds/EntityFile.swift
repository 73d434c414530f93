import Canonical

/// Reads canonical entities from a file: CloudEvents as they lie in an inbox, or the lines of `hub preview --json`.
///
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
        var names = ["kind", "type", "source"].map { SourceName(text: $0, place: place) }
        var mappings: [Mapping] = []
        for schema in Schema.all {
            // Kinds share paths; a reader is asked for each of them once.
            let numbers = schema.fields.map { field in
                let name = SourceName(text: "data.\(field.path)", place: place)
                if let known = names.firstIndex(of: name) { return known }
                names.append(name)
                return names.count - 1
            }
            mappings.append(Mapping.identity(schema, names: numbers))
        }
        self.mappings = mappings
        reader = try NDJSONFormat(place: place).open(Export(path: path), wanting: names)
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
        if type.last == Event.withdrawn.rawValue {
            return .failure(
                Rejection(problems: [
                    Problem(
                        place, "a withdrawal has no content to explain",
                        why: "it goes to those who hold the entity, whatever their subscriptions say now",
                        fix: "explain the message that published it")
                ]))
        }
        let draft = mappings[number].draft(of: record, file: path)
        let feed = record.text(2)?.split(separator: "/").last.map(String.init)
        let sender = feed.flatMap { collective.feed($0)?.member }
        return Schema.all[number].entity(from: draft, codes: collective.codes).map { ($0, sender) }
    }
}
