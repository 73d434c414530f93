import Canonical

/// Reads zones: codes, names, circles.
struct ZoneReader {
    private let reading: ConfigReading
    private let codes: Codes
    private let communes: Communes
    private var named: [String: [Zone]] = [:]

    /// `named` are the zones of `hub.jsonc`, which may hold anything but each other.
    init(_ named: Settings?, _ codes: Codes, _ communes: Communes, _ reading: ConfigReading) {
        self.reading = reading
        self.codes = codes
        self.communes = communes
        guard let named else { return }
        var zones: [String: [Zone]] = [:]
        for (name, place) in named.words {
            guard let setting = named.setting(name) else { continue }
            zones[name] = self.zones(setting, name) ?? []
            if name.first.map({ !$0.isLetter }) ?? true || region(name) != nil {
                reading.report(
                    place, "\(Quote.value(name)) cannot name a zone",
                    why: "a zone's name begins with a letter and is not a région's", fix: "choose another name")
            }
        }
        self.named = zones
    }

    /// A list of zones, or a single one.
    func zones(_ setting: Setting, _ word: String) -> [Zone]? {
        guard case .list(let items) = setting.value else { return zone(setting, word).map { [$0] } }
        return items.compactMap { zone($0, word) }
    }

    private func zone(_ setting: Setting, _ word: String) -> Zone? {
        switch setting.value {
        case .text(let text): reading.filled(text, setting.place).flatMap { zone($0, setting.place, word) }
        case .object: circle(Settings(setting, "a zone", reading))
        default:
            Settings(Setting(place: setting.place, value: .object([])), word, reading)
                .wrong(setting, word, "codes, names and { \"around\": \"03310\", \"km\": 20 }")
        }
    }

    private func zone(_ text: String, _ place: Place, _ word: String) -> Zone? {
        if text.first?.isNumber ?? true {
            let isCommune = text.utf8.count == 5
            let type = isCommune ? FieldType.commune : .departement
            if let wrong = type.problem(with: text, codes) {
                reading.report(text, wrong, place, word)
                return nil
            }
            return isCommune ? .commune(text) : .departement(text)
        }
        if let zones = named[text] { return .named(text, zones) }
        if let region = region(text) { return region }
        let names = named.keys.sorted()
        let regions = codes.table("regions")?.codes.map(\.label) ?? []
        let own = names.isEmpty ? "" : ", a zone of hub.jsonc (\(Quote.list(names, "or")))"
        reading.report(
            place, "unknown zone \(Quote.value(text))",
            why: "\(word): a zone is the code of a département, the INSEE code of a commune, the name of a région"
                + "\(own) or { \"around\": \"03310\", \"km\": 20 }",
            fix: Suggestion.nearest(to: text, in: names + regions).map { "did you mean \(Quote.value($0))?" }
                ?? "correct it, or name its communes under \"zones\" in hub.jsonc")
        return nil
    }

    private func region(_ text: String) -> Zone? {
        guard let region = codes.table("regions")?.code(meaning: Array(text.utf8).span) else { return nil }
        let departements = Departements.all.filter { Departements.region(of: $0) == region.code }
        return .named(region.label, departements.map(Zone.departement))
    }

    private func circle(_ settings: Settings) -> Zone? {
        defer { settings.finish() }
        let commune = settings.required("around", "\"03310\"")
        let kilometres = settings.number("km", 1...500)
        if !settings.has("km") {
            reading.report(
                settings.place, "\"km\" is missing", why: "a zone around a commune needs it", fix: "add \"km\": 20")
        }
        guard let commune, let kilometres else { return nil }
        let place = settings.place(of: "around")
        if let wrong = FieldType.commune.problem(with: commune, codes) {
            reading.report(commune, wrong, place, "around")
            return nil
        }
        guard let middle = communes.point(of: commune) else {
            reading.report(
                place, "nobody knows where \(Quote.value(commune)) lies",
                why: communes.isEmpty
                    ? "there is no table codes/communes.csv" : "it is not in codes/communes.csv",
                fix: "add it there, or import the open-data table: hub codes import \(reading.folder) FILE")
            return nil
        }
        return .around(Zone.Circle(commune: commune, middle: middle, kilometres: kilometres))
    }
}
