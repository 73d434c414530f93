import Canonical

/// Reads the config file of a feed.
struct FeedReader {
    let members: [String]
    let codes: Codes
    let pseudonymKey: HMACKey?
    /// The words that count for every feed.
    let shared: [UInt8]
    let reading: ConfigReading

    /// Reads a feed; `owner` is the member in whose file it stands, if it stands in one.
    func read(_ setting: Setting, id: String, of owner: String? = nil) -> Feed? {
        let settings = Settings(setting, "the feed", reading)
        defer { settings.finish() }
        let member = owner ?? settings.required("member", "\"the id of the member that it comes from\"")
        // Filled in by Extends, before anything is read.
        _ = settings.setting("extends")
        if owner == nil, let member, !members.contains(member) {
            reading.report(
                settings.place(of: "member"), "unknown member \(Quote.value(member))",
                why: "the members are the files of members/: \(Quote.list(members, "and"))",
                fix: Suggestion.nearest(to: member, in: members).map { "did you mean \(Quote.value($0))?" }
                    ?? "add members/\(member).jsonc")
        }
        if settings.required("kind", "\"offer\"") == nil { return skip(settings) }
        let kind = settings.choice("kind", Schema.all.map(\.kind))
        let source = ExportSources.read(settings)
        let decode = ExportDecoders.read(settings)
        let format = Formats.read(settings)?.of(member ?? "")
        let every = settings.seconds("every") ?? 900
        let absent = settings.choice("absent", ["withdraw", "keep"]) ?? "withdraw"
        if absent == "withdraw", let place = source?.onlyNew {
            reading.report(
                place, "\"take\": \"new\" with \"absent\": \"withdraw\"",
                why: "each export holds only what is new: everything else would be withdrawn",
                fix: "write \"absent\": \"keep\", or \"take\": \"newest\"")
        }
        let withdrawals = settings.object("withdrawals")
        let limit = withdrawals?.percent("limit") ?? 30
        withdrawals?.finish()
        let rejections = settings.object("rejections")
        let rejectionLimit = rejections?.percent("limit") ?? 50
        rejections?.finish()
        let drift = DriftPolicy.read(settings)
        let each = each(settings)
        let (only, skip) = (settings.setting("only"), settings.setting("skip"))
        let withdraw = settings.setting("withdraw")
        let receipts = settings.flag("receipts") ?? false
        guard let schema = kind.flatMap(Schema.named) else {
            _ = settings.setting("map")
            return nil
        }
        guard let map = map(settings, schema) else { return nil }
        var reader = MappingReader(
            schema: schema, codes: codes, member: member ?? "", pseudonymKey: pseudonymKey, each: each,
            reading: reading)
        let mapping = reader.read(map, only: only, skip: skip, withdraw: withdraw)
        for field in schema.fields where field.type == .member {
            if let setting = map.setting(field.path) { checkMember(setting, field) }
        }
        guard let member, let source, let format else { return nil }
        return Feed(
            id: id, member: member, schema: schema, source: source, decode: decode, format: format, mapping: mapping,
            every: every,
            withdrawsAbsent: absent == "withdraw", withdrawalLimit: limit,
            withdrawalPlace: withdrawals?.place(of: "limit") ?? Place(setting.place.file),
            rejectionLimit: rejectionLimit,
            rejectionPlace: rejections?.place(of: "limit") ?? Place(setting.place.file), drift: drift,
            sendsReceipts: receipts,
            place: Place(setting.place.file),
            fingerprint: Digest.hex(Digest.sha256(shared + setting.words())))
    }

    /// Reports a member that the mapping names itself, and that does not exist.
    private func checkMember(_ setting: Setting, _ field: Field) {
        switch setting.value {
        case .list(let rules): for rule in rules { checkMember(rule, field) }
        case .object(let words):
            guard let const = words.first(where: { $0.word == "const" })?.setting, case .text(let text) = const.value,
                let member = reading.filled(text, const.place), !members.contains(member)
            else { return }
            reading.report(
                const.place, "unknown member \(Quote.value(member))",
                why: "\(field.path): the members are the files of members/: \(Quote.list(members, "and"))",
                fix: Suggestion.nearest(to: member, in: members).map { "did you mean \(Quote.value($0))?" }
                    ?? "correct it, or add members/\(member).jsonc")
        default: return
        }
    }

    /// The mapping; of an export in the canonical form every field is read from where the schema has it.
    private func map(_ settings: Settings, _ schema: Schema) -> Settings? {
        guard let setting = settings.setting("map"), case .text("canonical") = setting.value else {
            return settings.requiredObject("map", "{ \"key\": \"column name\" }")
        }
        func text(_ text: String) -> Setting { Setting(place: setting.place, value: .text(text)) }
        func member(_ word: String, _ value: Setting) -> Setting.Member {
            Setting.Member(word: word, place: setting.place, setting: value)
        }
        let rules = schema.fields.map { field in
            guard field.type == .pseudonym else { return member(field.path, text(field.path)) }
            let words = [
                member("from", text(field.path)),
                member("pseudonym", Setting(place: setting.place, value: .boolean(true))),
            ]
            return member(field.path, Setting(place: setting.place, value: .object(words)))
        }
        return Settings(Setting(place: setting.place, value: .object(rules)), "\"map\"", reading)
    }

    /// The list whose items become entities of their own.
    private func each(_ settings: Settings) -> (text: String, place: Place)? {
        guard let text = settings.text("each") else { return nil }
        let place = settings.place(of: "each")
        guard text.hasSuffix("[]"), text.count > 2, !text.dropLast(2).contains("[]") else {
            reading.report(
                place, "not a list: \(Quote.value(text))",
                why: "\"each\" names one list of a record, with [] behind it",
                fix: "write \(Quote.value(text.replacing("[]", with: "") + "[]"))")
            return nil
        }
        return (text, place)
    }

    /// Marks the words that cannot be read as known, so that only what is really wrong is reported.
    private func skip(_ settings: Settings) -> Feed? {
        for word in [
            "source", "decode", "format", "every", "absent", "withdrawals", "rejections", "drift", "each", "only",
            "skip", "withdraw", "receipts", "map",
        ] {
            _ = settings.setting(word)
        }
        return nil
    }
}
