import Canonical
import Foundation

/// Reads a config folder: every problem in every file at once.
package struct CollectiveReader {
    private let reading: ConfigReading
    private let folder: String
    /// Whether pseudonyms are made with the fixed key of samples, so that expected results hold everywhere.
    private let isForSamples: Bool

    /// Reads `folder`; `variables` are the environment's.
    ///
    /// With `isForSamples` secrets are not read and pseudonyms are made with the key of samples: nothing read this way
    /// may be published.
    package static func read(
        _ folder: String, variables: [String: String], isForSamples: Bool = false
    ) throws(ConfigError) -> Collective {
        let folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        let reader = CollectiveReader(
            reading: ConfigReading(folder: folder, variables: variables, readsSecrets: !isForSamples), folder: folder,
            isForSamples: isForSamples)
        let collective = reader.collective()
        guard let collective, reader.reading.problems.isEmpty else {
            throw ConfigError(reader.reading.problems)
        }
        return collective
    }

    private func collective() -> Collective? {
        guard let setting = file("hub.jsonc") else { return nil }
        let settings = Settings(setting, "the collective", reading)
        let id = settings.required("collective", "\"limagne-allier\"")
        let name = settings.required("name", "\"the collective's name\"")
        let departements = settings.texts("departements") ?? []
        for (departement, place) in departements {
            reading.check(departement, .departement, place, "departements", Codes())
        }
        let broker = settings.requiredObject("broker", "{ \"url\": \"amqp://…\" }").flatMap(broker)
        let key = settings.object("pseudonyms").flatMap(pseudonymKey)
        let retention = settings.object("retention").map(retention) ?? Collective.Retention()
        let longest = settings.object("longestContracts").map(longestContracts)
        settings.finish()

        let codes = codes(longest ?? ["DDI": 24])
        let memberFiles = files("members")
        let members = memberFiles.compactMap { id, setting in Member.read(setting, id: id, codes, reading) }
        let feedReader = FeedReader(
            // A member with a problem of its own is a member all the same.
            members: names(in: "members", ending: ".jsonc"), codes: codes, pseudonymKey: key, reading: reading)
        var feeds = files("feeds").compactMap { id, setting in feedReader.read(setting, id: id) }
        for (member, setting) in memberFiles { feeds += ownFeeds(of: member, setting, feedReader, feeds) }
        feeds.sort { $0.id < $1.id }
        guard let id, let name, let broker else { return nil }
        return Collective(
            folder: folder, id: id, name: name, departements: departements.map(\.text), broker: broker,
            pseudonymKey: key,
            retention: retention, members: members, feeds: feeds, codes: codes, fingerprint: reading.fingerprint())
    }

    /// The feeds that stand in a member's own file: a small structure is one file.
    private func ownFeeds(
        of member: String, _ setting: Setting, _ reader: FeedReader, _ others: [Feed]
    ) -> [Feed] {
        guard case .object(let words) = setting.value, let feeds = words.first(where: { $0.word == "feeds" }),
            case .object(let own) = feeds.setting.value
        else { return [] }
        return own.compactMap { feed in
            checkID(feed.word, feed.place, "a feed's name", fix: "rename the feed")
            if let other = others.first(where: { $0.id == feed.word }) {
                reading.report(
                    feed.place, "a second feed \(Quote.value(feed.word))", why: "\(other.place) has that name too",
                    fix: "rename one of them")
            }
            return reader.read(feed.setting, id: feed.word, of: member)
        }
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
        let management = settings.text("management")
        // A password that could not be read has its own problem; the address has none of its own for that.
        let isMissing = password != nil && secret == nil
        guard let address = settings.brokerAddress(password: isMissing ? Secret("unread") : secret), !isMissing else {
            return nil
        }
        return Collective.BrokerSettings(
            address: address, management: management, place: settings.place(of: "url"),
            managementPlace: settings.place(of: "management"))
    }

    private func pseudonymKey(_ settings: Settings) -> HMACKey? {
        defer { settings.finish() }
        let text = settings.required("key", "\"file:…\"")
        if isForSamples { return HMACKey(Array("sample".utf8)) }
        // A key that could not be read is one problem, not one for each mapping that wants it.
        guard let text, let secret = reading.secret(text, settings.place(of: "key")) else { return HMACKey([]) }
        guard secret.reveal.utf8.count >= 32 else {
            reading.report(
                settings.place(of: "key"), "the key for pseudonyms is too short",
                why: "\(secret.reveal.utf8.count) characters; with fewer than 32 the people behind them can be guessed",
                fix: "make a new one: openssl rand -hex 32")
            return HMACKey([])
        }
        return HMACKey(Array(secret.reveal.utf8))
    }

    private func retention(_ settings: Settings) -> Collective.Retention {
        defer { settings.finish() }
        let journal = settings.seconds("journal").map { max(1, $0 / 86_400) }
        let inbox = settings.seconds("inbox").map { max(1, $0 / 86_400) }
        return Collective.Retention(journalDays: journal ?? 365, inboxDays: inbox ?? 60)
    }

    /// Months per contract type.
    private func longestContracts(_ settings: Settings) -> [String: Int] {
        var months: [String: Int] = [:]
        for (type, _) in settings.words { months[type] = settings.whole(type, 1...600) }
        return months
    }

    private func codes(_ longestContracts: [String: Int]) -> Codes {
        let tables = names(in: "codes", ending: ".csv").map { name in
            CodeFile.read("\(folder)/codes/\(name).csv", name: name, reading)
        }
        return Codes(tables, longestContracts: longestContracts)
    }

    private func files(_ subfolder: String) -> [(String, Setting)] {
        for name in names(in: subfolder, ending: "") where !name.hasSuffix(".jsonc") && !name.hasSuffix("~") {
            reading.report(
                Place("\(folder)/\(subfolder)/\(name)"), "this file is not read",
                why: "the files of \(subfolder)/ end in .jsonc", fix: "rename it, or move it elsewhere")
        }
        return configs(subfolder)
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
