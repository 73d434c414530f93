import Canonical

/// What the names of columns and members have in common, however they are written.
enum Headers {
    /// The words of a name without case, accents, articles and plurals: `Date d'embauche`, `date_embauche` and
    /// `dateEmbauche` are one.
    static func words(_ name: String) -> [String] {
        var words: [String] = []
        var word = ""
        var last: Character = " "
        for character in CodeTable.plain(name) {
            let isWord = character.isLetter || character.isNumber
            if !isWord || character.isUppercase && last.isLowercase
                || character.isNumber != last.isNumber && last.isNumber
            {
                if !word.isEmpty { words.append(word.lowercased()) }
                word = ""
            }
            if isWord { word.append(character) }
            last = character
        }
        if !word.isEmpty { words.append(word.lowercased()) }
        return words.map { $0.count > 3 && $0.hasSuffix("s") ? String($0.dropLast()) : $0 }
            .filter { !small.contains($0) }
    }

    private static let small: Set<String> = [
        "d", "de", "du", "des", "l", "la", "le", "les", "en", "et", "a", "au", "aux", "of", "the",
    ]
}
