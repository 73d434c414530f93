/// What no message may carry about a person, by the words that exports name it with.
///
/// Social security numbers, nationality and residence, health and disability, benefits that disclose them, justice, faith.
/// The kinds have no field for any of it; this list keeps it from coming in under another field's name.
public enum Sensitive {
    /// What a column or field of that name is about, or nil when nothing in it is sensitive.
    public static func subject(of name: String) -> String? {
        let words = words(of: name).map(stem)
        let joined = " \(words.joined(separator: " ")) "
        return marks.first { $0.marks.contains { joined.contains(" \($0) ") } }?.subject
    }

    /// Whether a text holds what looks like a social security number.
    public static func hasNumber(in text: String) -> Bool { Nir.isIn(text) }

    private static let marks = written.map { subject, names in
        (
            subject: subject,
            marks: names.map { $0.split(separator: " ").map { stem(String($0)) }.joined(separator: " ") }
        )
    }

    /// A word without the endings of the plural and the feminine: "handicapées" and "handicapé" are one.
    private static func stem(_ word: String) -> String {
        let singular = word.hasSuffix("s") && word.count > 3 ? word.dropLast() : word[...]
        return String(singular.hasSuffix("ee") || singular.hasSuffix("ue") ? singular.dropLast() : singular)
    }

    private static let written: [(String, [String])] = [
        (
            "a social security number",
            ["nir", "nia", "ntt", "nir13", "secu", "securite sociale", "numero ss", "n ss", "insee personne"]
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
        for character in CodeTable.folded(name, keepingCase: true) {
            let isWord = character.isLetter || character.isNumber
            if !isWord || character.isUppercase && word.last?.isLowercase == true {
                if !word.isEmpty { words.append(word.lowercased()) }
                word = ""
            } else if character.isLowercase, word.count > 1, word.allSatisfy(\.isUppercase), let first = word.popLast()
            {
                // `AAHDepuis`: the last capital begins the next word.
                words.append(word.lowercased())
                word = String(first)
            }
            if isWord { word.append(character) }
        }
        if !word.isEmpty { words.append(word.lowercased()) }
        return words
    }
}
