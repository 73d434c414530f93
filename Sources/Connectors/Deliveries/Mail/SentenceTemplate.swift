import Canonical

/// A sentence of the hub with gaps, and its French: `the row has {n} fields → la ligne compte {n} champs`.
///
/// The name of a gap says what fits into it (``Gap``); digits behind it tell two of a kind from each other. The French leaves
/// out what it does not name.
struct SentenceTemplate: Sendable {
    /// What stands before, between and behind the gaps.
    let fixed: [String]
    private let gaps: [(name: String, takes: Gap)]
    /// Texts and names of gaps in turn.
    private let french: [String]

    /// The templates of a table, a line each; spaces before French signs become no-break spaces.
    static func table(_ lines: String) -> [SentenceTemplate] {
        lines.split(separator: "\n").compactMap { line in
            guard let arrow = line.firstRange(of: " → ") else { return nil }
            var french = String(line[arrow.upperBound...])
            for sign in [":", ";", "?", "!", "»", "%"] { french = french.replacing(" \(sign)", with: "\u{A0}\(sign)") }
            return SentenceTemplate(line[..<arrow.lowerBound], french.replacing("« ", with: "«\u{A0}")[...])
        }
    }

    private init(_ english: Substring, _ french: Substring) {
        let pieces = SentenceTemplate.pieces(english)
        fixed = pieces.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
        gaps = pieces.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map { ($0.element, Gap($0.element)) }
        self.french = SentenceTemplate.pieces(french)
    }

    /// Texts and names in turn, beginning and ending with a text.
    private static func pieces(_ text: Substring) -> [String] {
        var pieces: [String] = []
        var (piece, rest) = ("", text)
        while let open = rest.firstIndex(of: "{") {
            let behind = rest[rest.index(after: open)...]
            let name = behind.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
            // What is no gap is JSON that somebody is to write.
            guard !name.isEmpty, behind[name.endIndex...].first == "}" else {
                piece += rest[...open]
                rest = behind
                continue
            }
            pieces += [piece + rest[..<open], String(name)]
            (piece, rest) = ("", behind[name.endIndex...].dropFirst())
        }
        return pieces + [piece + rest]
    }

    /// The sentence itself, where nothing in it differs from case to case.
    var whole: (english: String, french: String)? { gaps.isEmpty ? (fixed[0], french[0]) : nil }

    /// The first word of all its sentences; nil where they begin with a gap.
    var firstWord: Substring? { fixed[0].contains(" ") ? fixed[0].prefix { $0 != " " } : nil }

    /// The French of a sentence that fits; `translate` knows that of the sentences within it.
    func french(of english: String, by translate: (String) -> String?) -> String? {
        guard english.hasPrefix(fixed[0]) else { return nil }
        var filled: [String: String] = [:]
        guard fill(0, english.dropFirst(fixed[0].count), &filled, translate) else { return nil }
        return french.enumerated().map { $0.offset.isMultiple(of: 2) ? $0.element : filled[$0.element] ?? "" }.joined()
    }

    /// Fills the gaps from one on with the rest of a sentence, each with as little as fits.
    private func fill(
        _ number: Int, _ rest: Substring, _ filled: inout [String: String], _ translate: (String) -> String?
    ) -> Bool {
        guard number < gaps.count else { return rest.isEmpty }
        let (behind, isLast) = (fixed[number + 1], number + 1 == gaps.count)
        var ends = rest.dropFirst()
        while true {
            let end = isLast && behind.isEmpty ? rest.endIndex..<rest.endIndex : ends.firstRange(of: behind)
            guard let end, end.lowerBound > rest.startIndex else { return false }
            // Looked at from the end: what follows is cheap to refuse, a sentence within is not.
            if fill(number + 1, rest[end.upperBound...], &filled, translate),
                let forms = gaps[number].takes.forms(of: String(rest[..<end.lowerBound]), gaps[number].name, translate)
            {
                filled.merge(forms) { _, new in new }
                return true
            }
            guard end.lowerBound < rest.endIndex else { return false }
            ends = rest[rest.index(after: end.lowerBound)...]
        }
    }
}
