import Canonical

/// A structure or CRE of the collective; has an inbox.
package struct Member: Sendable {
    /// Its config file's name without the ending; names its inbox.
    package let id: String
    package let name: String
    /// Kind of structure (code table `siae-kinds`), or `CRE`.
    package let kind: String
    package let siret: String?
    package let departement: String?
    /// The INSEE code of the commune that it is in.
    package var commune: String?
    /// Whether it signed the collective's charter.
    package let hasSignedCharter: Bool
    package let subscription: Subscription?
    /// The password of its own broker user, when its software speaks AMQP.
    package let amqpPassword: Secret?
    /// The last day for which its dues to the collective are paid, where the config says so.
    package var paidUntil: CivilDate?
    /// Where the hub hands its inbox over, when its software speaks no AMQP.
    package var delivery: (any Destination)?
    /// Its config file.
    package let place: Place
    /// Where its password stands.
    package var passwordPlace: Place?

    /// Whether it is the collective's chargé·e de relations entreprises, who receives what the others receive.
    package var isCRE: Bool { kind == "CRE" }

    static func read(
        _ setting: Setting, id: String, _ codes: Codes, _ zones: ZoneReader, _ reading: ConfigReading
    ) -> Member? {
        let settings = Settings(setting, "the member", reading)
        defer { settings.finish() }
        let name = settings.required("name", "\"the structure's name\"")
        let kind = settings.required("kind", "\"ACI\"")
        let siret = settings.text("siret")
        let departement = settings.text("departement")
        let commune = settings.text("commune")
        let charter = settings.flag("charter") ?? false
        let paidUntil = settings.text("paidUntil")
        let subscription = settings.object("subscription").map { Subscription.read($0, codes, zones) }
        // Read by FeedReader, after every member is known.
        _ = settings.setting("feeds")
        let amqp = settings.object("amqp")
        let password = amqp?.required("password", "\"file:…\"")
        amqp?.finish()
        let delivery = Destinations.read(settings, of: id)
        let secret = password.flatMap { reading.secret($0, amqp?.place(of: "password") ?? setting.place) }
        reading.check(siret, .siret, settings.place(of: "siret"), "siret", codes)
        reading.check(departement, .departement, settings.place(of: "departement"), "departement", codes)
        reading.check(commune, .commune, settings.place(of: "commune"), "commune", codes)
        reading.check(paidUntil, .date, settings.place(of: "paidUntil"), "paidUntil", codes)
        if let kind, kind != "CRE" {
            reading.check(kind, .code(table: "siae-kinds"), settings.place(of: "kind"), "kind", codes)
        }
        guard let name, let kind else { return nil }
        return Member(
            id: id, name: name, kind: kind, siret: siret, departement: departement, commune: commune,
            hasSignedCharter: charter,
            subscription: subscription, amqpPassword: secret,
            paidUntil: paidUntil.flatMap { CivilDate(Array($0.utf8).span) }, delivery: delivery,
            place: Place(setting.place.file), passwordPlace: amqp?.place(of: "password"))
    }

    /// Members know each other's names: with one password each could log in as the other.
    static func reportShared(_ members: [Member], _ reading: ConfigReading) {
        var owners: [Secret: String] = [:]
        for member in members {
            guard let password = member.amqpPassword, let place = member.passwordPlace,
                let other = owners.updateValue(member.id, forKey: password)
            else { continue }
            reading.report(
                place, "the password of \(member.id) is that of \(other) too",
                why: "each could log in as the other, and read its messages",
                fix: "give it one of its own: openssl rand -hex 32 > a new file")
        }
    }
}

extension ConfigReading {
    /// Reports a value that a canonical type refuses; the type's advice is about exports, where these values mostly stand.
    func report(_ text: String, _ wrong: (what: String, why: String, fix: String), _ place: Place, _ word: String) {
        report(
            place, "\(wrong.what): \(Quote.value(text))", why: "\(word): \(wrong.why)",
            fix: wrong.fix.hasPrefix("correct the export") ? "correct it" : wrong.fix)
    }

    /// Checks a value of the config by the canonical type that it has.
    func check(_ text: String?, _ type: FieldType, _ place: Place, _ word: String, _ codes: Codes) {
        guard let text, let wrong = type.problem(with: text, codes) else { return }
        report(text, wrong, place, word)
    }
}
