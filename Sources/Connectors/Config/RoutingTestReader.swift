import Canonical

/// Reads `routing/*.jsonc`: an object of tests, each under the sentence that says what it is about.
struct RoutingTestReader {
    private let members: [String]
    private let feeds: [Feed]
    private let codes: Codes
    private let reading: ConfigReading

    init(members: [String], feeds: [Feed], codes: Codes, _ reading: ConfigReading) {
        self.members = members
        self.feeds = feeds
        self.codes = codes
        self.reading = reading
    }

    func read(_ setting: Setting) -> [RoutingTest] {
        let tests = Settings(setting, "the routing tests", reading)
        return tests.words.compactMap { name, _ in
            tests.object(name, "a routing test").flatMap { test(name, $0) }
        }
    }

    private func test(_ name: String, _ settings: Settings) -> RoutingTest? {
        defer { settings.finish() }
        let given = given(name, settings)
        var sender = settings.text("from")
        if let sender { _ = member(sender, settings.place(of: "from")) }
        if sender == nil, case .record(let feed, _, _)? = given { sender = feed.member }
        guard settings.setting("reaches") != nil else {
            reading.report(
                settings.place, "\"reaches\" is missing", why: "a routing test needs it",
                fix: "add \"reaches\": [\"the ids of those who receive it\"]")
            return nil
        }
        var reaches = settings.texts("reaches") ?? []
        // A new member must not break every test of what goes to all.
        if reaches.count == 1, reaches[0].text == "*" {
            reaches = members.filter { $0 != sender }.map { ($0, reaches[0].place) }
        }
        reaches = reaches.filter { member($0.text, $0.place) }
        guard let given else { return nil }
        return RoutingTest(
            name: name, given: given, sender: sender ?? "", reaches: reaches.map(\.text),
            place: settings.place(of: "reaches"))
    }

    private func member(_ id: String, _ place: Place) -> Bool {
        guard !members.contains(id) else { return true }
        reading.report(
            place, "unknown member \(Quote.value(id))", why: "the members are \(Quote.list(members, "and"))",
            fix: Suggestion.nearest(to: id, in: members).map { "did you mean \(Quote.value($0))?" }
                ?? "choose one of them")
        return false
    }

    private func given(_ name: String, _ settings: Settings) -> RoutingTest.Given? {
        let kind = settings.choice("kind", Schema.all.map(\.kind)) ?? Schema.offer.kind
        let record = settings.object("record", "\"record\"")
        let values = settings.setting("given")
        guard (record == nil) != (values == nil) else {
            reading.report(
                settings.place,
                "\(record == nil ? "neither" : "both") \"given\" \(record == nil ? "nor" : "and") \"record\"",
                why: "a routing test says what is routed: the fields of it, or a record of a feed's sample",
                fix: "write \"given\": { \"type\": \"job\" } or \"record\": { \"feed\": \"id\", \"key\": \"key\" }")
            return nil
        }
        if let record { return self.record(record) }
        guard let values, let schema = Schema.named(kind) else { return nil }
        return entity(values, schema, name).map(RoutingTest.Given.entity)
    }

    private func record(_ settings: Settings) -> RoutingTest.Given? {
        defer { settings.finish() }
        let ids = feeds.map(\.id)
        let id = settings.required("feed", "\"the id of a feed\"")
        let key = settings.required("key", "\"the key of a record\"")
        guard let id, let key else { return nil }
        guard let feed = feeds.first(where: { $0.id == id }) else {
            reading.report(
                settings.place(of: "feed"), "unknown feed \(Quote.value(id))",
                why: "the feeds are \(Quote.list(ids, "and"))",
                fix: Suggestion.nearest(to: id, in: ids).map { "did you mean \(Quote.value($0))?" }
                    ?? "choose one of them")
            return nil
        }
        return .record(feed: feed, key: key, settings.place(of: "key"))
    }

    /// The entity that the fields make; its key and title may be left out.
    private func entity(_ setting: Setting, _ schema: Schema, _ name: String) -> Entity? {
        guard case .object = setting.value else {
            reading.report(
                setting.place, "\(setting.shape) for \"given\"", why: "\"given\" holds fields, as messages do",
                fix: "write { \"type\": \"job\" }")
            return nil
        }
        var values: [FieldValue] = []
        collect(setting, "", 0, schema, &values)
        for (path, text) in [("key", "test"), ("title", name)] {
            guard let field = schema.number(of: path), !values.contains(where: { $0.field == field }) else { continue }
            values.append(FieldValue(field: field, item: 0, text: text, place: setting.place))
        }
        var draft = Draft(schema, place: setting.place, origin: .none(schema))
        for value in values.sorted(by: { ($0.field, $0.item) < ($1.field, $1.item) }) {
            draft.append(
                Array(value.text.utf8).span, to: value.field, item: value.item, line: value.place.line ?? 0,
                column: value.place.column ?? 0)
        }
        switch schema.entity(from: draft, codes: codes) {
        case .success(let entity): return entity
        case .failure(let rejection):
            for problem in rejection.problems {
                // A field's advice is about exports.
                let isOfExport = problem.fix.map { $0.contains("export") || $0.contains("mapping") } ?? false
                reading.report(
                    problem.place, problem.what, why: problem.why, fix: isOfExport ? "correct it here" : problem.fix)
            }
            return nil
        }
    }

    private struct FieldValue {
        let field: Int
        let item: Int
        let text: String
        let place: Place
    }

    private func collect(
        _ setting: Setting, _ path: String, _ item: Int, _ schema: Schema, _ values: inout [FieldValue]
    ) {
        let text: String
        switch setting.value {
        case .object(let members):
            for member in members {
                collect(member.setting, path.isEmpty ? member.word : "\(path).\(member.word)", item, schema, &values)
            }
            return
        case .list(let items):
            for (number, item) in items.enumerated() { collect(item, "\(path)[]", number, schema, &values) }
            return
        case .null: return
        case .text(let given): text = given
        case .number(let given): text = given
        case .boolean(let given): text = "\(given)"
        }
        guard let field = schema.number(of: path) else {
            let paths = schema.fields.map(\.path)
            reading.report(
                setting.place, "unknown field \(Quote.value(path))",
                why: "\(Quote.a(schema.kind)) has no field of that name (hub schema \(schema.kind))",
                fix: Suggestion.nearest(to: path, in: paths).map { "did you mean \(Quote.value($0))?" }
                    ?? "remove it")
            return
        }
        values.append(FieldValue(field: field, item: item, text: text, place: setting.place))
    }
}
