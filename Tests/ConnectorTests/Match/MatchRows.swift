import Canonical

@testable import Connectors

/// Invented offers and referrals: a CRE, an AI at Gannat that sends, an EI at Vichy, an ETTI that publishes.
struct MatchRows {
    let collective: Collective
    var facts = MatchFacts()
    static let person = "650e93c69155c690009387812add86c5"
    /// 2026-03-02.
    static let today = CivilDate(daysSince1970: 20_514)

    init(_ changes: [String: String?] = [:]) throws {
        let codes = ["contract-types", "siae-kinds", "communes", "refusal-reasons", "exit-outcomes", "measures"]
        var files: [String: String?] = [
            "feeds/offres.jsonc": nil, "members/aci.jsonc": nil,
            "members/ai.jsonc": #"""
            {
              "name": "Les Mains", "kind": "AI", "departement": "03", "commune": "03118",
              "subscription": { "types": ["job", "insertionPost", "immersion"], "zones": ["03"] }
            }
            """#,
            "members/ei.jsonc": #"""
            {
              "name": "Le Lavoir", "kind": "EI", "departement": "03", "commune": "03310",
              "subscription": { "types": ["job"], "zones": ["03310"] }
            }
            """#,
            "members/etti.jsonc": #"{ "name": "La Lanterne", "kind": "ETTI", "departement": "63" }"#,
        ]
        for name in codes {
            let bytes = try Fixtures.bytes("\(Fixtures.repository)/config/codes/\(name).csv")
            files["codes/\(name).csv"] = String(decoding: bytes, as: UTF8.self)
        }
        for (name, text) in changes { files[name] = text }
        collective = try SmallConfig(files).read()
    }

    mutating func add(_ schema: Schema, _ data: String, of member: String) throws {
        let entity = try CanonicalReader.entity(
            schema, Array(data.utf8), codes: collective.codes, file: "rows"
        ).get()
        facts.note(entity, source: member, member: member)
    }

    /// A job at Vichy in K1304 unless something else is said; `more` begins with a comma.
    mutating func offer(
        _ key: String, type: String = "job", rome: String? = "K1304", commune: String = "03310",
        contract: String? = "CDI", _ more: String = "", of member: String = "etti"
    ) throws {
        let occupation = rome.map { #","occupation":{"rome":"\#($0)"}"# } ?? ""
        let terms = contract.map { #","contract":{"type":"\#($0)"}"# } ?? ""
        try add(
            .offer,
            #"{"key":"\#(key)","type":"\#(type)","title":"Aide à domicile"\#(occupation),"workplace":{"label":"Vichy","commune":"\#(commune)"}\#(terms)\#(more)}"#,
            of: member)
    }

    /// Prospecting for a job in K1304, asked of the CRE by the AI; `more` begins with a comma.
    mutating func referral(
        _ key: String = "R1", type: String = #""creAction","action":"jobProspecting""#, rome: String = "K1304",
        to: String = "cre", person: String = person, _ more: String = #","mobility":{"radius":20}"#,
        of member: String = "ai"
    ) throws {
        try add(
            .referral,
            #"{"key":"\#(key)","type":\#(type),"addressedTo":"\#(to)","requested":"2026-02-16","person":{"id":"\#(person)"},"occupations":[{"rome":"\#(rome)","label":"Aide à domicile"}]\#(more)}"#,
            of: member)
    }

    func list(_ reader: String = "cre", key: String? = nil) -> MatchList? {
        collective.member(reader).map { MatchList(facts, of: collective, reader: $0, key: key, on: Self.today) }
    }

    /// The keys of what is proposed to a reader for its first referral, or for one offer.
    func keys(_ reader: String = "cre", key: String? = nil) -> [String] {
        list(reader, key: key)?.groups.first.map { group in
            group.proposals.matches.map {
                if case .offer = group.subject { $0.referral.key } else { $0.offer.key }
            }
        } ?? []
    }

    /// The findings of the first proposal: `métier fits le métier demandé (K1304)`.
    func findings(_ criterion: Match.Criterion? = nil) -> [String] {
        list()?.groups.first?.proposals.matches.first?.findings
            .filter { finding in criterion.map { $0 == finding.criterion } ?? true }
            .map { "\($0.criterion.rawValue) \($0.fit) \($0.text)" } ?? []
    }
}
