import Canonical

/// The present state of everything that rules look at: created, updated and withdrawn as messages tell.
package struct Facts: Sendable {
    private let fields: [String: FactFields]
    private let kinds: [String: String]
    private var byKind: [String: [Fact]] = [:]
    private var numbers: [Identity: Int] = [:]

    private struct Identity: Hashable {
        let kind: String
        let source: String
        let key: String
    }

    /// No facts but the members themselves; `fields` are what the rules read, by kind.
    init(_ fields: [String: FactFields], _ members: [Member]) {
        self.fields = fields
        kinds = Dictionary(members.map { ($0.id, $0.kind) }, uniquingKeysWith: { first, _ in first })
        if let own = fields[FactShape.member.kind] { byKind[FactShape.member.kind] = members.map(own.fact) }
    }

    /// The facts of a kind, in no particular order.
    func facts(_ kind: String) -> [Fact] { byKind[kind] ?? [] }

    /// How many there are, members aside.
    package var count: Int { numbers.count }

    /// Takes in an entity as it is now.
    package mutating func note(_ entity: Entity, source: String, member: String) {
        let kind = entity.schema.kind
        guard let fact = fields[kind]?.fact(of: entity, source: source, member: member, kinds: kinds) else { return }
        let identity = Identity(kind: kind, source: source, key: fact.key)
        if let number = numbers[identity] {
            byKind[kind]?[number] = fact
        } else {
            numbers[identity] = byKind[kind]?.count ?? 0
            byKind[kind, default: []].append(fact)
        }
    }

    /// Forgets an entity that was withdrawn.
    package mutating func remove(_ kind: String, source: String, key: String) {
        let identity = Identity(kind: kind, source: source, key: key)
        guard let number = numbers.removeValue(forKey: identity), let last = byKind[kind]?.popLast() else { return }
        guard number < byKind[kind]?.count ?? 0 else { return }
        byKind[kind]?[number] = last
        numbers[Identity(kind: kind, source: last.source, key: last.key)] = number
    }

    /// Whether rules read facts of that kind at all.
    package func wants(_ kind: String) -> Bool { fields[kind] != nil }
}
