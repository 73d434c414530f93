import Canonical

/// What the mails of a collective need of its config: who sends them, how things are called, and what closes answer codes.
package struct Mailroom: Sendable {
    /// The collective's id and name.
    let id: String
    let name: String
    /// Nil when hub.jsonc has no `"mail"`.
    let server: MailServer?
    /// Closes and opens the codes of answers; nil when hub.jsonc names no key to make it from.
    let seal: SealingKey?
    let codes: Codes
    /// The names of members by their ids.
    let members: [String: String]
    /// The member of each feed.
    let owners: [String: String]

    /// The member whose message has that source, a relative URI: `/collective/feeds/ID` or `/collective/members/ID`.
    func sender(of source: String) -> String? {
        let parts = source.split(separator: "/")
        guard parts.count >= 2, let id = parts.last.map(String.init) else { return nil }
        switch parts[parts.count - 2] {
        case "members": return id
        case "feeds": return owners[id]
        default: return nil
        }
    }

    /// The member whose feed that is, or who that is itself; nil when the config knows neither.
    func member(publishing id: String) -> String? {
        let id = id.split(separator: "/").last.map(String.init) ?? id
        return owners[id] ?? (members[id] == nil ? nil : id)
    }

    /// The name of a member as letters write it.
    func name(of member: String) -> String { members[member] ?? member }

    var fields: FieldText { FieldText(codes: codes, members: members) }
}
