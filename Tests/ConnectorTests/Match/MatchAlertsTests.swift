import Canonical
import Testing

@testable import Connectors

@Suite struct MatchAlertsTests {
    private static func day(_ day: Int) -> CivilDate {
        CivilDate(daysSince1970: MatchRows.today.daysSince1970 + day)
    }

    /// The alerts of a day, given those that stood before.
    private func alerts(
        _ rows: MatchRows, _ day: Int = 0, perDay: Int = 10, standing: [RaisedAlert] = []
    ) -> [RaisedAlert] {
        let today = Self.day(day)
        let matcher = rows.facts.matcher(for: rows.collective, on: today.daysSince1970)
        return MatchAlerts(matcher, rows.collective, perDay: perDay).alerts(on: today, standing: standing.map(\.key))
    }

    private func text(_ alert: RaisedAlert, _ codes: Codes) throws -> String {
        var bytes: [UInt8] = []
        CanonicalJSON.append(try alert.entity(codes).get(), withIdentity: true, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `a match is one alert for the structure and one for the CRE, with reasons and no name`() throws {
        var rows = try MatchRows()
        try rows.offer("O1", #","expires":"2026-03-20""#)
        try rows.referral(
            "R1",
            #","mobility":{"radius":20},"referent":{"name":"Odile Marsac"},"constraints":"pas avant 8 h 30","consent":{"given":"2026-02-01","by":"Odile Marsac","purpose":"contact"},"identity":{"firstName":"Solveig","lastName":"Béralda"}"#
        )
        let found = alerts(rows)
        #expect(found.map(\.addressedTo).sorted() == ["ai", "cre"])
        let cre = try #require(found.first { $0.addressedTo == "cre" })
        let text = try text(cre, rows.collective.codes)
        #expect(
            text.hasSuffix(
                #""severity":"info","addressedTo":"cre","roles":["cre"],"about":{"kind":"referral","key":"R1","source":"ai"},"person":{"id":"650e93c69155c690009387812add86c5"},"since":"2026-03-02","due":"2026-03-20","text":"L'offre O1 · Aide à domicile · Vichy peut répondre à l'orientation R1. Convient : métier, le métier demandé (K1304) ; lieu, 18 km de la structure à vol d'oiseau, rayon de 20 km ; contrat, CDI.","suggestion":"En parler avec la personne, et vérifier : contraintes, « pas avant 8 h 30 »."}"#
            ), "\(text)")
        #expect(!text.contains("Béralda") && !text.contains("Marsac"))
        #expect(cre.key.hasPrefix("match:2026-03-02:") && cre.key.hasSuffix(":cre"))
    }

    @Test func `it is raised once, says the same the next day, and goes when the offer or the referral closes`() throws
    {
        var rows = try MatchRows()
        try rows.offer("O1")
        try rows.referral("R1")
        let first = alerts(rows)
        let next = alerts(rows, 1, standing: first)
        #expect(first.count == 2 && next.map(\.key) == first.map(\.key))
        for (one, other) in zip(first, next) {
            #expect(try text(one, rows.collective.codes) == text(other, rows.collective.codes))
        }
        var withoutOffer = rows
        withoutOffer.facts.remove("offer", source: "etti", key: "O1")
        #expect(alerts(withoutOffer, 1, standing: first).isEmpty)
        rows.facts.remove("referral", source: "ai", key: "R1")
        #expect(alerts(rows, 1, standing: first).isEmpty)
    }

    @Test func `a day brings so many new ones to a reader, the best first, the others on the days after`() throws {
        var rows = try MatchRows()
        for number in 1...5 {
            try rows.offer("O\(number)", rome: number == 5 ? "K1304" : "K1302")
            try rows.referral("R\(number)", person: ReportRows.person(number))
        }
        func keys(_ alerts: [RaisedAlert]) -> Set<String> { Set(alerts.filter { $0.addressedTo == "cre" }.map(\.key)) }
        let first = alerts(rows, perDay: 2)
        #expect(keys(first).count == 2)
        #expect(first.allSatisfy { $0.text.contains("L'offre O5 ") })
        // Later the same day nothing is added, whatever came in.
        try rows.offer("O6")
        #expect(keys(alerts(rows, perDay: 2, standing: first)) == keys(first))
        let second = alerts(rows, 1, perDay: 2, standing: first)
        #expect(keys(second).count == 4 && keys(second).isSuperset(of: keys(first)))
    }

    @Test func `what has something against it is shown by hub match, and raises no alert`() throws {
        var rows = try MatchRows()
        try rows.offer("O1")
        try rows.referral("R1", #","mobility":{"radius":5}"#)
        #expect(rows.keys() == ["O1"] && alerts(rows).isEmpty)
    }
}
