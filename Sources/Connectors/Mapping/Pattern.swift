import Canonical

/// A regular expression that is matched in time linear in the value's length, whatever it says.
///
/// Letters, `.`, `[…]`, `\d \w \s \b` and their capitals, `^ $`, `( )`, `(?: )`, `|`, `* + ? {n,m}`, each also with `?` to
/// take as little as possible; `(?i)` in front: case does not matter. What needs backtracking (`\1`, `(?=`) is refused.
/// Matching is Pike's: all alternatives go forward together, one character after the other.
struct Pattern: Sendable {
    indirect enum Node: Sendable {
        case one(CharacterSet)
        case assertion(Assertion)
        case sequence([Node])
        case either([Node])
        case many(Node, least: Int, most: Int?, isGreedy: Bool)
        case group(Node)
    }

    enum Assertion: Sendable { case start, end, wordBoundary, noWordBoundary }

    /// Characters by ranges of their scalars.
    struct CharacterSet: Sendable {
        var ranges: [ClosedRange<UInt32>]
        var isNegated = false

        func contains(_ scalar: UInt32) -> Bool { ranges.contains { $0 ~= scalar } != isNegated }
    }

    private enum Instruction: Sendable {
        case one(CharacterSet)
        case assertion(Assertion)
        /// Goes on at both; the first is preferred.
        case fork(Int, Int)
        case jump(Int)
        case open
        case close
        case match
    }

    /// The most instructions of a pattern: repetitions are written out.
    private static let largest = 1_000

    let text: String
    /// How many groups capture.
    let groups: Int
    private let ignoresCase: Bool
    private var program: [Instruction] = []
    /// How many nodes were compiled: repetitions of nothing add no instruction.
    private var compiled = 0

    /// Compiles a pattern.
    init(_ text: String) throws(PatternParser.Fault) {
        self.text = text
        var parser = PatternParser(text)
        let node = try parser.whole()
        groups = parser.groups
        ignoresCase = parser.ignoresCase
        try compile(node)
        program.append(.match)
    }

    private mutating func compile(_ node: Node) throws(PatternParser.Fault) {
        compiled += 1
        guard program.count < Pattern.largest, compiled < 10 * Pattern.largest else {
            throw PatternParser.Fault(index: 0, what: "it is too large: write fewer or smaller repetitions")
        }
        switch node {
        case .one(let set): program.append(.one(set))
        case .assertion(let assertion): program.append(.assertion(assertion))
        case .sequence(let nodes): for node in nodes { try compile(node) }
        case .group(let node):
            program.append(.open)
            try compile(node)
            program.append(.close)
        case .either(let nodes):
            var ends: [Int] = []
            for (index, node) in nodes.enumerated() {
                guard index < nodes.count - 1 else {
                    try compile(node)
                    continue
                }
                let fork = program.count
                program.append(.match)
                try compile(node)
                ends.append(program.count)
                program.append(.match)
                program[fork] = .fork(fork + 1, program.count)
            }
            for end in ends { program[end] = .jump(program.count) }
        case .many(let node, let least, let most, let isGreedy):
            for _ in 0..<least { try compile(node) }
            func fork(_ inside: Int, _ after: Int) -> Instruction {
                isGreedy ? .fork(inside, after) : .fork(after, inside)
            }
            guard let most else {
                let start = program.count
                program.append(.match)
                try compile(node)
                program.append(.jump(start))
                program[start] = fork(start + 1, program.count)
                return
            }
            var forks: [Int] = []
            for _ in least..<max(least, most) {
                forks.append(program.count)
                program.append(.match)
                try compile(node)
            }
            for start in forks { program[start] = fork(start + 1, program.count) }
        }
    }

    /// Whether it occurs in a value.
    func occurs(in value: some Sequence<UInt8>) -> Bool { find(Pattern.scalars(value)) != nil }

    /// What the group caught where the pattern first occurs: empty when the group took no part; nil without a match.
    func capture(in value: [UInt8]) -> [UInt8]? {
        let scalars = Pattern.scalars(value)
        guard let match = find(scalars) else { return nil }
        var text = String.UnicodeScalarView()
        if match.start >= 0, match.end >= match.start { text.append(contentsOf: scalars[match.start..<match.end]) }
        return Array(String(text).utf8)
    }

    private static func scalars(_ value: some Sequence<UInt8>) -> [Unicode.Scalar] {
        Array(String(decoding: Array(value), as: UTF8.self).unicodeScalars)
    }

    /// One way through the program, and what the group caught on it.
    private struct Thread {
        var at: Int
        var start = -1
        var end = -1
    }

    private func find(_ scalars: [Unicode.Scalar]) -> Thread? {
        var threads: [Thread] = []
        var next: [Thread] = []
        var seen = [Int](repeating: -1, count: program.count)
        var found: Thread?
        for index in 0...scalars.count {
            // Later starts come last: what begins first is preferred.
            if found == nil { follow(Thread(at: 0), index, scalars, &seen, &threads) }
            guard !threads.isEmpty else {
                guard found != nil else { continue }
                break
            }
            for thread in threads {
                guard case .one(let set) = program[thread.at] else {
                    // Whoever comes behind is less preferred.
                    found = thread
                    break
                }
                guard index < scalars.count, takes(set, scalars[index].value) else { continue }
                var moved = thread
                moved.at += 1
                follow(moved, index + 1, scalars, &seen, &next)
            }
            swap(&threads, &next)
            next.removeAll(keepingCapacity: true)
        }
        return found
    }

    /// Adds the thread at every instruction that it comes to without taking a character.
    private func follow(
        _ thread: Thread, _ index: Int, _ scalars: [Unicode.Scalar], _ seen: inout [Int], _ threads: inout [Thread]
    ) {
        guard seen[thread.at] != index else { return }
        seen[thread.at] = index
        var moved = thread
        moved.at += 1
        switch program[thread.at] {
        case .one, .match: threads.append(thread)
        case .jump(let target):
            moved.at = target
            follow(moved, index, scalars, &seen, &threads)
        case .fork(let first, let second):
            for target in [first, second] {
                moved.at = target
                follow(moved, index, scalars, &seen, &threads)
            }
        case .open:
            moved.start = index
            follow(moved, index, scalars, &seen, &threads)
        case .close:
            moved.end = index
            follow(moved, index, scalars, &seen, &threads)
        case .assertion(let assertion):
            if holds(assertion, index, scalars) { follow(moved, index, scalars, &seen, &threads) }
        }
    }

    private func holds(_ assertion: Assertion, _ index: Int, _ scalars: [Unicode.Scalar]) -> Bool {
        func isWord(_ index: Int) -> Bool {
            scalars.indices ~= index && PatternParser.word.contains(scalars[index].value)
        }
        switch assertion {
        case .start: return index == 0
        case .end: return index == scalars.count
        case .wordBoundary: return isWord(index - 1) != isWord(index)
        case .noWordBoundary: return isWord(index - 1) == isWord(index)
        }
    }

    private func takes(_ set: CharacterSet, _ scalar: UInt32) -> Bool {
        guard ignoresCase, !set.contains(scalar) else { return set.contains(scalar) }
        // Letters of ASCII and Latin-1, which French is written with, differ by 0x20 from their capitals.
        switch scalar {
        case 0x41...0x5A, 0xC0...0xD6, 0xD8...0xDE: return set.contains(scalar + 0x20)
        case 0x61...0x7A, 0xE0...0xF6, 0xF8...0xFE: return set.contains(scalar - 0x20)
        case 0x152: return set.contains(0x153)
        case 0x153: return set.contains(0x152)
        default: return false
        }
    }
}

extension ConfigReading {
    /// Compiles a pattern that stands in a config; what it says wrong is reported there.
    func pattern(_ text: String, _ place: Place) -> Pattern? {
        do throws(PatternParser.Fault) {
            return try Pattern(text)
        } catch {
            report(
                place, "not a pattern: \(Quote.value(text)): \(error.what)",
                why: error.index > 0 ? "reading stopped at its character \(error.index)" : nil,
                fix: "write \\\\ before a character that stands for itself")
            return nil
        }
    }
}
