import Canonical

/// Which occupations are near which.
///
/// Those whose codes begin with the same letter and two digits (the ROME's *domaine professionnel*), and those that the table
/// `codes/rome-mobility.csv` names: a line a code, its neighbours as aliases.
struct RomeNeighbours: Sendable {
    static let table = "rome-mobility"

    /// By code; the table need not name both ways.
    private let named: [String: Set<String>]

    init(_ codes: Codes = Codes()) {
        var named: [String: Set<String>] = [:]
        for code in codes.table(RomeNeighbours.table)?.codes ?? [] {
            for alias in code.aliases {
                named[code.code, default: []].insert(alias)
                named[alias, default: []].insert(code.code)
            }
        }
        self.named = named
    }

    /// The letter and two digits that a domain's codes begin with.
    static func domain(_ code: String) -> String { String(code.prefix(3)) }

    /// The codes outside its own domain that the table names.
    func named(_ code: String) -> Set<String> { named[code] ?? [] }

    enum Nearness: Int, Sendable, Comparable {
        case same, named, domain

        static func < (a: Nearness, b: Nearness) -> Bool { a.rawValue < b.rawValue }
    }

    /// How near two occupations are; nil when they are not.
    func nearness(_ one: String, _ other: String) -> Nearness? {
        if one == other { return .same }
        if named(one).contains(other) { return .named }
        return RomeNeighbours.domain(one) == RomeNeighbours.domain(other) ? .domain : nil
    }
}
