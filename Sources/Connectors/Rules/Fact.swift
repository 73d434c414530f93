import Canonical

/// What rules know of one entity: the values of the fields that some rule reads.
struct Fact: Sendable {
    /// The feed or member that published it.
    let source: String
    /// The member that it comes from; empty when nobody knows.
    let member: String
    let key: String
    /// In the order of ``FactFields/wanted``.
    let values: [FactValue]
}

/// One value of a fact.
enum FactValue: Sendable, Hashable {
    case none
    /// Days since 1970.
    case day(Int)
    case number(Double)
    case word(String)
    case list([FactValue])

    /// The text of a word; nil for anything else.
    var word: String? {
        if case .word(let word) = self { word } else { nil }
    }

    var isNone: Bool { self == .none }

    /// Whether it, or one of its items, passes.
    func has(_ passes: (FactValue) -> Bool) -> Bool {
        switch self {
        case .none: return false
        case .list(let items):
            for item in items where passes(item) { return true }
            return false
        default: return passes(self)
        }
    }
}

/// The fields of one kind that rules read, in the order in which they asked.
struct FactFields: Sendable {
    let shape: FactShape
    private(set) var wanted: [Int] = []

    init(_ shape: FactShape) { self.shape = shape }

    /// Where facts of the kind hold this field.
    mutating func slot(of field: Int) -> Int {
        if let slot = wanted.firstIndex(of: field) { return slot }
        wanted.append(field)
        return wanted.count - 1
    }

    /// What rules know of an entity; `kinds` are those of the members.
    func fact(of entity: Entity, source: String, member: String, kinds: [String: String]) -> Fact {
        let values = wanted.map { field -> FactValue in
            guard field >= shape.ownCount else { return value(entity.draft, field) }
            return derived(field, member, addressee: entity.text("addressedTo"), kinds)
        }
        return Fact(source: source, member: member, key: entity.key, values: values)
    }

    /// What rules know of a member.
    func fact(of member: Member) -> Fact {
        let values = wanted.map { field -> FactValue in
            switch shape.fields[field].path {
            case "departement": member.departement.map(FactValue.word) ?? .none
            case "paidUntil": member.paidUntil.map { .day($0.daysSince1970) } ?? .none
            case "member.kind": .word(member.kind)
            default: .word(member.id)
            }
        }
        return Fact(source: member.id, member: member.id, key: member.id, values: values)
    }

    private func derived(
        _ field: Int, _ member: String, addressee: String?, _ kinds: [String: String]
    ) -> FactValue {
        switch shape.fields[field].path {
        case "member": member.isEmpty ? .none : .word(member)
        case "member.kind": kinds[member].map(FactValue.word) ?? .none
        default: addressee.flatMap { kinds[$0] }.map(FactValue.word) ?? .none
        }
    }

    private func value(_ draft: Draft, _ field: Int) -> FactValue {
        let count = draft.count(of: field)
        guard count > 0 else { return .none }
        guard shape.fields[field].isList else { return value(draft, field, 0) }
        return .list((0..<count).map { value(draft, field, $0) })
    }

    private func value(_ draft: Draft, _ field: Int, _ index: Int) -> FactValue {
        switch shape.fields[field].type {
        case .date, .moment:
            let day = draft.withBytes(of: field, index) { $0.count < 10 ? nil : CivilDate($0.extracting(0..<10)) }
            return (day ?? nil).map { .day($0.daysSince1970) } ?? .none
        case .number, .integer: return draft.text(field, index).flatMap(Double.init).map { .number($0) } ?? .none
        default: return draft.text(field, index).map { .word($0) } ?? .none
        }
    }
}
