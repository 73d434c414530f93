import Canonical

/// The ready-made feeds, `catalogue/<name>.jsonc`.
///
/// No member's export is read with them as they are: members extend them. To be checked and tried all the same, each
/// is read as if a neutral member extended it and said nothing more.
package enum Catalogue {
    /// The neutral member whose feeds they are.
    static let member = "structure"

    /// The neutral member, and the CRE that the ready-made feeds address.
    static let members = [neutral(member, kind: "ACI"), neutral("cre", kind: "CRE")]

    private static func neutral(_ id: String, kind: String) -> Member {
        Member(
            id: id, name: id, kind: kind, siret: nil, departement: nil, hasSignedCharter: true, subscription: nil,
            amqpPassword: nil, place: Place(Extends.folder))
    }

    /// Whether an id names a ready-made feed.
    package static func holds(_ id: String) -> Bool { id.hasPrefix("\(Extends.folder)/") }

    /// The folder of a ready-made feed's sample inside the config folder; nil for a member's feed.
    static func samples(of id: String) -> String? {
        holds(id) ? "\(Extends.folder)/samples/\(id.dropFirst(Extends.folder.count + 1))" : nil
    }

    /// The shortest feed that extends `id`; what it lacks is said of the file at `place`.
    static func feed(extending id: String, _ place: Place) -> Setting {
        Setting(place: place, value: .object([member("extends", .text(id), place)]))
    }

    /// The feed with a source, where it leaves that to those who extend it: the folder of its sample.
    static func withSource(_ feed: Setting, of id: String, _ place: Place) -> Setting {
        guard feed.member("source") == nil, case .object(let words) = feed.value else { return feed }
        let path = member("path", .text(samples(of: id) ?? ""), place)
        let directory = member("directory", .object([path]), place)
        return Setting(place: feed.place, value: .object(words + [member("source", .object([directory]), place)]))
    }

    private static func member(_ word: String, _ value: Setting.Value, _ place: Place) -> Setting.Member {
        Setting.Member(word: word, place: place, setting: Setting(place: place, value: value))
    }
}
