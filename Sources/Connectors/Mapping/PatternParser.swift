/// Reads the text of a pattern.
struct PatternParser {
    struct Fault: Error, Equatable {
        /// The character, from 1; 0 when it is about the whole.
        let index: Int
        let what: String
    }

    static let digit = Pattern.CharacterSet(ranges: [0x30...0x39])
    /// ASCII's letters, digits and underscore, and the letters with accents of Latin-1, œ and Œ.
    static let word = Pattern.CharacterSet(
        ranges: [
            0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0xFF, 0x152...0x153,
        ])
    static let space = Pattern.CharacterSet(ranges: [0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x202F...0x202F])

    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var depth = 0
    private(set) var groups = 0
    private(set) var ignoresCase = false

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    mutating func whole() throws(Fault) -> Pattern.Node {
        if scalars.starts(with: "(?i)".unicodeScalars) {
            ignoresCase = true
            index = 4
        }
        let node = try either()
        guard index == scalars.count else { throw fault("this ) closes nothing") }
        return node
    }

    private func fault(_ what: String) -> Fault { Fault(index: index + 1, what: what) }

    private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        index += 1
        return true
    }

    private mutating func either() throws(Fault) -> Pattern.Node {
        guard depth < 50 else { throw fault("its groups are too deep") }
        depth += 1
        defer { depth -= 1 }
        var nodes = [try sequence()]
        while take("|") { nodes.append(try sequence()) }
        return nodes.count == 1 ? nodes[0] : .either(nodes)
    }

    private mutating func sequence() throws(Fault) -> Pattern.Node {
        var nodes: [Pattern.Node] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            let node = try one()
            nodes.append(try repeated(node))
        }
        return .sequence(nodes)
    }

    private mutating func repeated(_ node: Pattern.Node) throws(Fault) -> Pattern.Node {
        var (least, most): (Int, Int?)
        if take("*") {
            (least, most) = (0, nil)
        } else if take("+") {
            (least, most) = (1, nil)
        } else if take("?") {
            (least, most) = (0, 1)
        } else if take("{") {
            guard let first = number() else { throw fault("a number must follow {") }
            (least, most) = (first, first)
            if take(",") { most = number() }
            guard take("}") else { throw fault("} is missing") }
            guard most.map({ $0 >= least }) ?? true else { throw fault("the second number is below the first") }
        } else {
            return node
        }
        let isGreedy = !take("?")
        if let scalar = next, "*+?{".unicodeScalars.contains(scalar) {
            throw fault("a repetition of a repetition")
        }
        return .many(node, least: least, most: most, isGreedy: isGreedy)
    }

    private mutating func number() -> Int? {
        var number: Int?
        while let scalar = next, 0x30...0x39 ~= scalar.value, (number ?? 0) < 1_000 {
            number = (number ?? 0) * 10 + Int(scalar.value - 0x30)
            index += 1
        }
        return number
    }

    private mutating func one() throws(Fault) -> Pattern.Node {
        guard let scalar = next else { throw fault("something is missing") }
        switch scalar {
        case "*", "+", "?", "{": throw fault("\(scalar) has nothing to repeat")
        case "(": return try group()
        case "[": return .one(try characters())
        case "\\": return try escape()
        default: index += 1
        }
        switch scalar {
        case "^": return .assertion(.start)
        case "$": return .assertion(.end)
        case ".": return .one(Pattern.CharacterSet(ranges: [0x0A...0x0A], isNegated: true))
        default: return .one(Pattern.CharacterSet(ranges: [scalar.value...scalar.value]))
        }
    }

    private mutating func group() throws(Fault) -> Pattern.Node {
        let start = index
        index += 1
        var captures = true
        if take("?") {
            guard take(":") else { throw fault("only (?: and, in front of everything, (?i) may begin with (?") }
            captures = false
        } else {
            groups += 1
        }
        let node = try either()
        guard take(")") else { throw Fault(index: start + 1, what: "this ( is not closed") }
        return captures ? .group(node) : node
    }

    private mutating func escape() throws(Fault) -> Pattern.Node {
        index += 1
        guard let scalar = next else { throw fault("a character must follow \\") }
        switch scalar {
        case "b", "B":
            index += 1
            return .assertion(scalar == "b" ? .wordBoundary : .noWordBoundary)
        default: return .one(try escaped())
        }
    }

    /// What stands behind a `\`.
    private mutating func escaped() throws(Fault) -> Pattern.CharacterSet {
        guard let scalar = next else { throw fault("a character must follow \\") }
        let classes: [Unicode.Scalar: Pattern.CharacterSet] = [
            "d": PatternParser.digit, "w": PatternParser.word, "s": PatternParser.space,
        ]
        let controls: [Unicode.Scalar: UInt32] = ["n": 0x0A, "r": 0x0D, "t": 0x09]
        let small = Unicode.Scalar(scalar.value | 0x20) ?? scalar
        if var set = classes[small] {
            set.isNegated = small != scalar
            index += 1
            return set
        }
        if let control = controls[scalar] {
            index += 1
            return Pattern.CharacterSet(ranges: [control...control])
        }
        guard !(0x30...0x39 ~= scalar.value), !(0x61...0x7A ~= scalar.value | 0x20) else {
            throw fault("\\\(scalar) is not known here")
        }
        index += 1
        return Pattern.CharacterSet(ranges: [scalar.value...scalar.value])
    }

    /// `[a-zé]`, `[^,;]`, with `\d \w \s` inside.
    private mutating func characters() throws(Fault) -> Pattern.CharacterSet {
        let start = index
        index += 1
        var set = Pattern.CharacterSet(ranges: [])
        set.isNegated = take("^")
        var isFirst = true
        while let scalar = next, scalar != "]" || isFirst {
            isFirst = false
            var item = Pattern.CharacterSet(ranges: [scalar.value...scalar.value])
            index += 1
            if scalar == "\\" { item = try escaped() }
            guard !item.isNegated else { throw fault("a class in capitals inside [ ]") }
            if next == "-", index + 1 < scalars.count, scalars[index + 1] != "]", let low = item.ranges.first,
                item.ranges.count == 1, low.count == 1
            {
                index += 1
                var high = scalars[index].value
                index += 1
                if high == 0x5C { high = try escaped().ranges.first?.lowerBound ?? high }
                guard low.lowerBound <= high else { throw fault("a range from high to low") }
                item.ranges = [low.lowerBound...high]
            }
            set.ranges += item.ranges
        }
        guard take("]") else { throw Fault(index: start + 1, what: "this [ is not closed") }
        return set
    }
}
