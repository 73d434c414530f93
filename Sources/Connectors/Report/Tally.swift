/// Counts of things by many criteria, told so that no small number can be read from them or reckoned out of them.
///
/// A count of 1 to one below the smallest cell is hidden. So is what would give it away: a count that, added to or
/// subtracted from others that are told, gives a hidden one, or a small difference of two that overlap ("450 hours or more"
/// and "more than 450 hours" differ by the few who have 450). What a structure could find out by subtracting its own
/// figures counts as small too.
struct Tally {
    /// A set of the things: the number of a criterion.
    typealias Criterion = Int

    /// The member that each thing is of.
    private let owners: [Int]
    /// Per criterion, a bit a thing.
    private var sets: [[UInt64]] = []
    private(set) var counts: [Int] = []

    /// Things of these members.
    init(_ members: [String]) {
        let numbers = Dictionary(Set(members).enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        owners = members.map { numbers[$0] ?? 0 }
    }

    /// How many members the things are of.
    var members: Int { Set(owners).count }

    /// Counts the things whose number passes.
    mutating func count(where passes: (Int) -> Bool) -> Criterion {
        var set = [UInt64](repeating: 0, count: (owners.count + 63) / 64)
        var count = 0
        for thing in owners.indices where passes(thing) {
            set[thing / 64] |= 1 << UInt64(thing % 64)
            count += 1
        }
        sets.append(set)
        counts.append(count)
        return sets.count - 1
    }

    /// The things of a criterion, in order.
    func things(_ criterion: Criterion) -> [Int] {
        owners.indices.filter { sets[criterion][$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
    }

    /// Per criterion its count, or nil where it must not be told.
    ///
    /// Where one of two must be hidden, what was counted first is told.
    func told(smallest: Int) -> [Int?] {
        guard smallest > 1 else { return counts }
        let atoms = Atoms(self, sets, owners)
        var system = Span()
        var isSmall: [Bool] = []
        var secrets: Set<[UInt64]> = []
        for number in sets.indices {
            let set = atoms.sets[number]
            isSmall.append(atoms.isSmall(set, below: smallest))
            if isSmall[number] { secrets.insert(set) }
            for other in 0..<number {
                if let rest = Tally.difference(set, atoms.sets[other]), atoms.isSmall(rest, below: smallest) {
                    secrets.insert(rest)
                }
            }
        }
        system.hide(secrets.sorted { $0.lexicographicallyPrecedes($1) }.map { atoms.vector($0) })
        return sets.indices.map { number in
            guard counts[number] > 0 else { return 0 }
            guard !isSmall[number] else { return nil }
            return system.tell(atoms.vector(atoms.sets[number])) ? counts[number] : nil
        }
    }

    /// What is in the larger of two sets only; nil when neither holds the other.
    private static func difference(_ a: [UInt64], _ b: [UInt64]) -> [UInt64]? {
        var (onlyA, onlyB) = (false, false)
        for (one, other) in zip(a, b) {
            onlyA = onlyA || one & ~other != 0
            onlyB = onlyB || other & ~one != 0
            if onlyA && onlyB { return nil }
        }
        return zip(a, b).map { $0 ^ $1 }
    }
}

/// Things that no criterion tells apart, taken together.
private struct Atoms {
    /// Per criterion, a bit an atom.
    private(set) var sets: [[UInt64]]
    /// Per atom, how many things each member has in it.
    private var counts: [[Int: Int]] = []

    init(_ tally: Tally, _ sets: [[UInt64]], _ owners: [Int]) {
        var numbers: [[UInt64]: Int] = [:]
        var signatures: [[UInt64]] = []
        for thing in owners.indices {
            var signature = [UInt64](repeating: 0, count: (sets.count + 63) / 64)
            for number in sets.indices where sets[number][thing / 64] >> UInt64(thing % 64) & 1 == 1 {
                signature[number / 64] |= 1 << UInt64(number % 64)
            }
            let atom = numbers[signature] ?? numbers.count
            if atom == numbers.count {
                numbers[signature] = atom
                signatures.append(signature)
                counts.append([:])
            }
            counts[atom][owners[thing], default: 0] += 1
        }
        self.sets = sets.indices.map { number in
            var set = [UInt64](repeating: 0, count: (signatures.count + 63) / 64)
            for (atom, signature) in signatures.enumerated()
            where signature[number / 64] >> UInt64(number % 64) & 1 == 1 {
                set[atom / 64] |= 1 << UInt64(atom % 64)
            }
            return set
        }
    }

    /// Whether it holds a few things only, or a few beside those of one member.
    func isSmall(_ set: [UInt64], below smallest: Int) -> Bool {
        var whole = 0
        var own: [Int: Int] = [:]
        for atom in counts.indices where set[atom / 64] >> UInt64(atom % 64) & 1 == 1 {
            for (member, count) in counts[atom] {
                whole += count
                own[member, default: 0] += count
            }
        }
        return whole > 0 && (whole < smallest || own.values.contains { whole - $0 > 0 && whole - $0 < smallest })
    }

    func vector(_ set: [UInt64]) -> [UInt32] {
        counts.indices.map { UInt32(truncatingIfNeeded: set[$0 / 64] >> UInt64($0 % 64) & 1) }
    }
}

/// What can be reckoned from the counts that are told: their linear combinations, modulo a prime.
private struct Span {
    private static let prime: UInt64 = 2_147_483_647

    private var rows: [(pivot: Int, row: [UInt32])] = []
    /// What must stay out of reach, reduced by what is told.
    private var hidden: [[UInt32]] = []

    mutating func hide(_ vectors: [[UInt32]]) { hidden = vectors }

    /// Tells one more count, unless a hidden one could be reckoned then.
    mutating func tell(_ vector: [UInt32]) -> Bool {
        var row = vector
        for (pivot, known) in rows { Span.subtract(known, from: &row, at: pivot) }
        // What follows from what is told already tells nothing new.
        guard let pivot = row.firstIndex(where: { $0 != 0 }) else { return true }
        let inverse = Span.power(UInt64(row[pivot]), Span.prime - 2)
        for index in row.indices { row[index] = UInt32(UInt64(row[index]) * inverse % Span.prime) }
        var reduced = hidden
        for number in reduced.indices {
            Span.subtract(row, from: &reduced[number], at: pivot)
            if reduced[number].allSatisfy({ $0 == 0 }) { return false }
        }
        hidden = reduced
        rows.append((pivot, row))
        return true
    }

    private static func subtract(_ row: [UInt32], from other: inout [UInt32], at pivot: Int) {
        let factor = UInt64(other[pivot])
        guard factor != 0 else { return }
        for index in row.indices where row[index] != 0 {
            other[index] = UInt32((UInt64(other[index]) + (prime - factor) * UInt64(row[index])) % prime)
        }
    }

    private static func power(_ base: UInt64, _ exponent: UInt64) -> UInt64 {
        var (result, base, exponent) = (UInt64(1), base % prime, exponent)
        while exponent > 0 {
            if exponent & 1 == 1 { result = result * base % prime }
            base = base * base % prime
            exponent >>= 1
        }
        return result
    }
}
