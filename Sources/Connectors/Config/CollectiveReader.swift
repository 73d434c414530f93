import Canonical
import Foundation

/// Reads a config folder: every problem in every file at once.
package struct CollectiveReader {
    private let reading: ConfigReading
    private let folder: String
    /// Whether pseudonyms are made with the fixed key of samples, so that expected results hold everywhere.
    private let isForSamples: Bool
    /// Whether the feeds are the ready-made ones of `catalogue/`, and the members those of ``Catalogue``.
    private let isCatalogue: Bool

    /// Reads `folder`; `variables` are the environment's.
    ///
    /// With `isForSamples` secrets are not read and pseudonyms are made with the key of samples: nothing read this way
    /// may be published.
    package static func read(
        _ folder: String, variables: [String: String], isForSamples: Bool = false
    ) throws(ConfigError) -> Collective {
        try read(folder, variables, isForSamples: isForSamples, isCatalogue: false)
    }

    /// Reads the ready-made feeds of `folder`'s catalogue, for samples: each as if a neutral member extended it with
    /// nothing but its name.
    package static func readCatalogue(
        _ folder: String, variables: [String: String]
    ) throws(ConfigError) -> Collective {
        try read(folder, variables, isForSamples: true, isCatalogue: true)
    }

    private static func read(
        _ folder: String, _ variables: [String: String], isForSamples: Bool, isCatalogue: Bool
    ) throws(ConfigError) -> Collective {
        let found = find(folder, variables, isForSamples: isForSamples, isCatalogue: isCatalogue)
        guard let collective = found.collective, found.problems.isEmpty else { throw ConfigError(found.problems) }
        return collective
    }

    /// Reads what can be read of `folder` without its secrets, for somebody who only looks: the feeds that are not wrong,
    /// and every problem of the others.
    package static func readForLooking(
        _ folder: String, variables: [String: String]
    ) -> (collective: Collective?, problems: [Problem]) {
        find(folder, variables, isForSamples: true, isCatalogue: false)
    }

    private static func find(
        _ folder: String, _ variables: [String: String], isForSamples: Bool, isCatalogue: Bool
    ) -> (collective: Collective?, problems: [Problem]) {
        let folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        let reading = ConfigReading(folder: folder, variables: variables, readsSecrets: !isForSamples)
        let reader = CollectiveReader(
            reading: reading, folder: folder, isForSamples: isForSamples, isCatalogue: isCatalogue)
        return (reader.collective(), reading.problems)
    }

    private func collective() -> Collective? {
        guard let setting = file("hub.jsonc") else { return nil }
        let settings = Settings(setting, "the collective", reading)
        let id = settings.required("collective", "\"limagne-allier\"")
        if let id {
            // It names the broker users of its members.
            checkID(id, settings.place(of: "collective"), "\"collective\"", fix: "write it without anything else")
        }
        let name = settings.required("name", "\"the collective's name\"")
        let departements = settings.texts("departements") ?? []
        for (departement, place) in departements {
            reading.check(departement, .departement, place, "departements", Codes())
        }
        let broker = settings.requiredObject("broker", "{ \"url\": \"amqp://…\" }").flatMap(broker)
        let pseudonyms = settings.object("pseudonyms")
        let key = pseudonyms.flatMap(pseudonymKey)
        let retention = settings.object("retention").map(retention) ?? Collective.Retention()
        let longest = settings.object("longestContracts").map(longestContracts)
        let named = settings.object("zones")
        let ruled = settings.setting("rules")
        let mail = settings.object("mail").map { MailSettings.read($0, key) }
        let reported = settings.object("report")
        let matching = Matcher.Limits.read(settings.object("match"), reading)
        settings.finish()

        let codes = codes(longest ?? ["DDI": 24])
        let communes =
            codeFiles.first { $0.name == Communes.file }.map { Communes.read($0.path, reading) } ?? Communes()
        let zones = ZoneReader(named, codes, communes, reading)
        let words = setting.words() + codeFiles.flatMap { reading.content(of: $0.path) ?? [] }
        reading.mailroom = mailroom(id ?? "", name ?? "", mail, key, codes)
        let (members, feeds) = isCatalogue ? catalogue(codes, key) : membersAndFeeds(codes, key, zones, words)
        // Whose a feed is and what a member is decide who is told.
        let owners =
            members.map { "\($0.id) \($0.kind) \($0.paidUntil.map(\.description) ?? "")" }
            + feeds.map { "\($0.id) \($0.member)" }
        // Alerts about matches go by what members want and where they are, too.
        let matched =
            matching.alertsPerDay == nil ? [] : configs("members").flatMap { $1.words(without: ["feeds", "delivery"]) }
        let rules =
            isCatalogue
            ? .none
            : AlertRuleReader.read(
                files("rules"), ruled, codes, reading, words + matched + owners.joined(separator: "\n").utf8)
        let report = ReportDefinitionsReader.read(isCatalogue ? [] : files("reports"), reported, codes, reading)
        let tests = isCatalogue ? [] : routingTests(codes, feeds)
        guard let id, let name, let broker else { return nil }
        return Collective(
            folder: folder, id: id, name: name, departements: departements.map(\.text), broker: broker,
            pseudonymKey: key, pseudonymPlace: pseudonyms?.place(of: "key") ?? setting.place,
            retention: retention, members: members, feeds: feeds, codes: codes, communes: communes,
            routingTests: tests, rules: rules, report: report, matching: matching)
    }

    /// Members and owners of feeds by their plain words: they are not read yet.
    private func mailroom(
        _ id: String, _ name: String, _ mail: MailSettings.Mail?, _ key: HMACKey?, _ codes: Codes
    ) -> Mailroom {
        var (members, owners): ([String: String], [String: String]) = ([:], [:])
        for (member, setting) in configs("members") {
            members[member] = setting.text(of: "name")
            if case .object(let own)? = setting.member("feeds")?.setting.value {
                for feed in own { owners[feed.word] = member }
            }
        }
        for (feed, setting) in configs("feeds") { owners[feed] = setting.text(of: "member") }
        let seal =
            isForSamples ? MailSettings.seal(CollectiveReader.sampleKey) : mail?.seal ?? key.map(MailSettings.seal)
        return Mailroom(
            id: id, name: name, server: mail?.server, seal: seal, codes: codes,
            members: members, owners: owners)
    }

    private func routingTests(_ codes: Codes, _ feeds: [Feed]) -> [RoutingTest] {
        let reader = RoutingTestReader(
            members: names(in: "members", ending: ".jsonc"), feeds: feeds, codes: codes, reading)
        return files("routing").flatMap { reader.read($1) }
    }

    private func membersAndFeeds(
        _ codes: Codes, _ key: HMACKey?, _ zones: ZoneReader, _ words: [UInt8]
    ) -> ([Member], [Feed]) {
        let memberFiles = files("members")
        let members = memberFiles.compactMap { id, setting in Member.read(setting, id: id, codes, zones, reading) }
        FilesDestination.reportShared(members, reading)
        Member.reportShared(members, reading)
        let reader = FeedReader(
            // A member with a problem of its own is a member all the same.
            members: names(in: "members", ending: ".jsonc"), codes: codes, pseudonymKey: key,
            // A member's own feeds are no other feed's business, and where its messages go is none at all.
            shared: memberFiles.reduce(words) { $0 + Array($1.0.utf8) + $1.1.words(without: ["feeds", "delivery"]) },
            reading: reading)
        let extends = extends()
        var feeds = files("feeds").compactMap { id, setting in
            extends.whole(setting, named: "feeds/\(id)").flatMap { reader.read($0, id: id) }
        }
        for (member, setting) in memberFiles { feeds += ownFeeds(of: member, setting, reader, extends, feeds) }
        return (members, feeds.sorted { $0.id < $1.id })
    }

    /// The feeds that stand in a member's own file: a small structure is one file.
    private func ownFeeds(
        of member: String, _ setting: Setting, _ reader: FeedReader, _ extends: Extends, _ others: [Feed]
    ) -> [Feed] {
        guard let feeds = setting.member("feeds"), case .object(let own) = feeds.setting.value else { return [] }
        return own.compactMap { feed in
            checkID(feed.word, feed.place, "a feed's name", fix: "rename the feed")
            if let other = others.first(where: { $0.id == feed.word }) {
                reading.report(
                    feed.place, "a second feed \(Quote.value(feed.word))", why: "\(other.place) has that name too",
                    fix: "rename one of them")
            }
            let whole = extends.whole(feed.setting, named: "members/\(member)")
            return whole.flatMap { reader.read($0, id: feed.word, of: member) }
        }
    }

    private func extends() -> Extends {
        Extends(names(in: Extends.folder, ending: ".jsonc"), reading) { file($0) }
    }

    /// Every file of the catalogue as a feed of the neutral member.
    private func catalogue(_ codes: Codes, _ key: HMACKey?) -> ([Member], [Feed]) {
        let members = Catalogue.members
        let reader = FeedReader(
            members: members.map(\.id), codes: codes, pseudonymKey: key, shared: [], reading: reading)
        let extends = extends()
        reportStrays(Extends.folder, besides: "samples")
        let feeds = names(in: Extends.folder, ending: ".jsonc").compactMap { name in
            let id = "\(Extends.folder)/\(name)"
            let place = Place("\(folder)/\(id).jsonc")
            checkID(name, place, "the file's name", fix: "rename the file")
            return extends.whole(Catalogue.feed(extending: id, place), named: "").flatMap {
                reader.read(Catalogue.withSource($0, of: id, place), id: id, of: Catalogue.member)
            }
        }
        return (members, feeds)
    }

    private func checkID(_ id: String, _ place: Place, _ what: String, fix: String) {
        let isRight = id.utf8.allSatisfy {
            0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 || $0 == UInt8(ascii: "-")
        }
        guard !isRight || id.isEmpty else { return }
        reading.report(
            place, "not an id: \(Quote.value(id))", why: "\(what) is the id: lower-case letters, digits and hyphens",
            fix: fix)
    }

    private func broker(_ settings: Settings) -> Collective.BrokerSettings? {
        defer { settings.finish() }
        let password = settings.text("password")
        let secret = password.flatMap { reading.secret($0, settings.place(of: "password")) }
        let management = settings.texts("management")?.map(\.text) ?? []
        // A password that could not be read has its own problem; the address has none of its own for that.
        let isMissing = password != nil && secret == nil
        guard let address = settings.brokerAddress(password: isMissing ? Secret("unread") : secret), !isMissing else {
            return nil
        }
        return Collective.BrokerSettings(
            address: address, management: management, place: settings.place(of: "url"),
            managementPlace: settings.place(of: "management"))
    }

    private static let sampleKey = HMACKey(Array("sample".utf8))

    private func pseudonymKey(_ settings: Settings) -> HMACKey? {
        defer { settings.finish() }
        let text = settings.required("key", "\"file:…\"")
        if isForSamples { return CollectiveReader.sampleKey }
        // A key that could not be read is one problem, not one for each mapping that wants it.
        guard let text, let secret = reading.secret(text, settings.place(of: "key"), fix: { key(at: $0) }) else {
            return HMACKey([])
        }
        guard secret.reveal.utf8.count >= 32 else {
            reading.report(
                settings.place(of: "key"), "the key for pseudonyms is too short",
                why: "\(secret.reveal.utf8.count) characters; with fewer than 32 the people behind them can be guessed",
                fix: "make a new one: openssl rand -hex 32")
            return HMACKey([])
        }
        return HMACKey(Array(secret.reveal.utf8))
    }

    /// What to do about a key that is missing: whoever simply makes another one renames everybody.
    private func key(at path: String) -> String {
        "restore it from a backup: with another key everyone becomes somebody else; only where the hub never ran: "
            + "openssl rand -hex 32 > \(path)"
    }

    private func retention(_ settings: Settings) -> Collective.Retention {
        defer { settings.finish() }
        func days(_ word: String) -> Int? { settings.seconds(word).map { max(1, $0 / 86_400) } }
        var retention = Collective.Retention()
        retention.journalDays = days("journal") ?? retention.journalDays
        retention.inboxDays = days("inbox") ?? retention.inboxDays
        retention.inboxMessages = settings.whole("inboxMessages", 1...10_000_000) ?? retention.inboxMessages
        retention.deadDays = days("dead") ?? retention.deadDays
        return retention
    }

    /// Months per contract type.
    private func longestContracts(_ settings: Settings) -> [String: Int] {
        var months: [String: Int] = [:]
        for (type, _) in settings.words { months[type] = settings.whole(type, 1...600) }
        return months
    }

    private func codes(_ longestContracts: [String: Int]) -> Codes {
        let tables = codeFiles.filter { $0.name != Communes.file }
        return Codes(tables.map { CodeFile.read($0.path, name: $0.name, reading) }, longestContracts: longestContracts)
    }

    private var codeFiles: [(name: String, path: String)] {
        names(in: "codes", ending: ".csv").map { ($0, "\(folder)/codes/\($0).csv") }
    }

    private func files(_ subfolder: String) -> [(String, Setting)] {
        reportStrays(subfolder)
        return configs(subfolder)
    }

    private func reportStrays(_ subfolder: String, besides known: String? = nil) {
        for name in names(in: subfolder, ending: "")
        where !name.hasSuffix(".jsonc") && !name.hasSuffix("~") && name != known {
            reading.report(
                Place("\(folder)/\(subfolder)/\(name)"), "this file is not read",
                why: "the files of \(subfolder)/ end in .jsonc", fix: "rename it, or move it elsewhere")
        }
    }

    private func configs(_ subfolder: String) -> [(String, Setting)] {
        names(in: subfolder, ending: ".jsonc").compactMap { id in
            checkID(id, Place("\(folder)/\(subfolder)/\(id).jsonc"), "the file's name", fix: "rename the file")
            return file("\(subfolder)/\(id).jsonc").map { (id, $0) }
        }
    }

    private func names(in subfolder: String, ending: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(subfolder)")) ?? []
        return names.filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") }.map { String($0.dropLast(ending.count)) }
            .sorted()
    }

    private func file(_ name: String) -> Setting? {
        let path = "\(folder)/\(name)"
        guard let content = reading.content(of: path) else {
            let exists = FileManager.default.fileExists(atPath: path)
            reading.report(
                Place(path), "the config file cannot be read", why: exists ? "no permission" : "no such file",
                fix: exists ? "let the hub's user read it" : "give the folder that holds hub.jsonc")
            return nil
        }
        do throws(ConfigError) {
            return try ConfigText.parse(content, file: path)
        } catch {
            error.problems.forEach(reading.report)
            return nil
        }
    }
}
