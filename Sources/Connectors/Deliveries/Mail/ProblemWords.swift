import Canonical

/// Says in French what receipts say about problems, for whoever reads them in mails and tables; programs read the English.
///
/// Its tables hold the hub's sentences, each with its French in one line. A sentence that is in none of them stays as it is.
enum ProblemWords {
    /// What people read for a field of a receipt; nil when it tells nothing about a problem.
    static func french(_ value: String, of path: String) -> String? {
        switch path {
        case "problems[].where": place(value)
        case "problems[].what", "problems[].why", "problems[].fix": french(value)
        default: nil
        }
    }

    /// The French of a sentence, or the sentence itself.
    static func french(_ english: String) -> String { translation(of: english) ?? english }

    /// Sentences within one that are looked at: the hub's own have some thirty, what a stranger made up may have any number.
    private static let most = 300
    /// Bytes of the longest text of a receipt, and some.
    private static let longest = 4_000

    /// The French of a sentence; nil where the tables do not know all of it.
    static func translation(of english: String) -> String? {
        guard english.utf8.count <= longest else { return nil }
        // Sentences are made of sentences, and each is tried in many places.
        var known: [String: String?] = [:]
        func translate(_ english: String) -> String? {
            if let french = known[english] { return french }
            guard known.count < most else { return nil }
            let french = find(english, translate)
            known[english] = .some(french)
            return french
        }
        return translate(english)
    }

    /// `export.csv:3:1: record 2, field "Date"` becomes `export.csv:3:1 : enregistrement 2, champ « Date »`.
    static func place(_ english: String) -> String {
        for template in places { if let french = template.french(of: english, by: { _ in nil }) { return french } }
        return english
    }

    /// The French name of a field, with the schema's behind it; nil when it cannot be a field.
    static func field(_ path: String) -> String? {
        guard path.allSatisfy({ $0.isASCII && $0.isLetter || ".[]".contains($0) }) else { return nil }
        return names[path].map { "«\u{A0}\($0)\u{A0}» (\(path))" } ?? "«\u{A0}\(path)\u{A0}»"
    }

    private static func find(_ english: String, _ translate: (String) -> String?) -> String? {
        if let french = whole[english] { return french }
        for template in [ends, byFirstWord[english.prefix { $0 != " " }] ?? [], others, beginnings].joined() {
            if let french = template.french(of: english, by: translate) { return french }
        }
        return nil
    }

    /// Every template; of two that fit, the one that says more itself counts.
    static let all = (answers + records + types + rules + files + json + messages).sorted {
        $0.fixed.joined().count > $1.fixed.joined().count
    }

    private static let whole = Dictionary(all.compactMap(\.whole), uniquingKeysWith: { first, _ in first })
    private static let byFirstWord = Dictionary(
        grouping: all.filter { $0.whole == nil && $0.firstWord != nil }, by: { $0.firstWord ?? "" })
    private static let others = all.filter { $0.whole == nil && $0.firstWord == nil }

    /// The fields that every kind calls alike.
    private static let names: [String: String] = {
        let fields = Dictionary(grouping: Schema.all.flatMap(\.fields), by: \.path)
        return fields.compactMapValues { Set($0.map(\.french)).count == 1 ? $0.first?.french : nil }
    }()

    private static let places = SentenceTemplate.table(
        """
        {text}: record {n}, field "{text2}" → {text} : enregistrement {n}, champ « {text2} »
        {text}: record {n} → {text} : enregistrement {n}
        {text}: field "{text2}" → {text} : champ « {text2} »
        """)

    /// Sentences that end with the line of the config which says so, with a mail's date, or with another sentence.
    private static let ends = SentenceTemplate.table(
        """
        {sentence} ({place}) → {sentence} ({place})
        {sentence}, sent {value} → {sentence} (courriel envoyé : {value})
        {sentence}; {sentence2} → {sentence} ; {sentence2}
        """)

    /// What a value is not, with the value; of which field a sentence speaks.
    private static let beginnings = SentenceTemplate.table(
        """
        {sentence}: {value} → {sentence} : {value}
        {field}: {sentence} → {field} : {sentence}
        """)
}
