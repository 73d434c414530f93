/// What no message may carry about a person, by the words that exports name it with.
///
/// Social security numbers, nationality and residence, health and disability, benefits that disclose them, justice, faith.
/// The kinds have no field for any of it; this list keeps it from coming in under another field's name.
public enum Sensitive {
    /// What a column or field of that name is about, or nil when nothing in it is sensitive.
    public static func subject(of name: String) -> String? {
        let words = words(of: name)
        for (subject, marks) in marks {
            for mark in marks
            where mark.contains(" ") ? words.joined(separator: " ").contains(mark) : words.contains(mark) {
                return subject
            }
        }
        return nil
    }

    private static let marks: [(String, [String])] = [
        (
            "a social security number",
            ["nir", "nia", "ntt", "nir13", "secu", "securite sociale", "numero ss", "insee personne"]
        ),
        ("nationality or residence", ["nationalite", "nationality", "sejour", "refugie", "refugee", "titre sejour"]),
        (
            "health or disability",
            [
                "sante", "health", "medical", "medicale", "maladie", "handicap", "handicape", "rqth", "oeth", "boeth",
                "aah",
                "grossesse", "addiction", "psychique", "invalidite", "isrqth",
            ]
        ),
        (
            "justice",
            ["casier", "judiciaire", "justice", "detention", "detenu", "incarceration", "ecrou", "prison", "spip"]
        ),
        ("child protection", ["ase", "pjj"]),
        ("faith, opinion or origin", ["religion", "syndicat", "ethnie", "origine ethnique"]),
    ]

    /// The words of a name: `contrat_salarie_rqth`, `isRqth` and "Bénéficiaire RQTH" all hold `rqth`.
    private static func words(of name: String) -> [String] {
        var words: [String] = []
        var word = ""
        var wasLower = false
        for character in CodeTable.folded(name, keepingCase: true) {
            let isWord = character.isLetter || character.isNumber
            if !isWord || wasLower && character.isUppercase {
                if !word.isEmpty { words.append(word.lowercased()) }
                word = ""
            }
            if isWord { word.append(character) }
            wasLower = character.isLowercase
        }
        if !word.isEmpty { words.append(word.lowercased()) }
        return words
    }
}
