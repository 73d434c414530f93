/// Finds the word that somebody probably meant.
public enum Suggestion {
    /// The closest of `words` to `typed`, or nil when none is close enough to be a slip of the keyboard.
    ///
    /// Distance is Damerau-Levenshtein without case; a third of the word's length may differ, one letter at least.
    public static func nearest(to typed: String, in words: some Sequence<String>) -> String? {
        // A word that was only begun means the shortest one that goes on like it.
        let start = typed.lowercased()
        if start.count >= 3,
            let longer = words.filter({ $0.lowercased().hasPrefix(start) }).min(by: { $0.count < $1.count })
        {
            return longer
        }
        let wanted = Array(typed.lowercased().unicodeScalars)
        let limit = max(1, wanted.count / 3)
        var best: (word: String, distance: Int)?
        for word in words {
            let distance = distance(wanted, Array(word.lowercased().unicodeScalars))
            if distance <= limit, distance < best?.distance ?? Int.max { best = (word, distance) }
        }
        return best?.word
    }

    /// Number of letters to insert, remove, change or swap to come from one word to the other.
    static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        guard !a.isEmpty else { return b.count }
        guard !b.isEmpty else { return a.count }
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in 1...a.count {
            var row = [i] + Array(repeating: 0, count: b.count)
            for j in 1...b.count {
                let change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                row[j] = min(last[j] + 1, row[j - 1] + 1, change)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    row[j] = min(row[j], beforeLast[j - 2] + 1)
                }
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
