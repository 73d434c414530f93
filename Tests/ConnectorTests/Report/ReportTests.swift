import Canonical
import Foundation
import Testing

@testable import Connectors

@Suite struct ReportTests {
    /// The rows of the exit table that are divided by all exits, then those without three situations.
    private func exits(_ report: Report, _ months: Int = 0) -> [String] { report.lines("exits-\(months)") }

    @Test func `story 9: a CDI at 449 hours is outside the rate above 450 hours, and among the durable jobs`() throws {
        var rows = try ReportRows()
        let person = try rows.exit("durable-cdi", starts: "2026-01-05", hours: "449", kind: "ETTI")
        try rows.hire(person, type: "CDI", weekly: "35")
        try rows.exit("autre-chomage", hours: "900")
        #expect(
            exits(try rows.report()).prefix(4) == [
                "toutes les sorties | aucune | 2 | 0 | 1 (50,0 %) | 1 (50,0 %) | 1 (50,0 %) | 1 (50,0 %)",
                "toutes les sorties | 450 h et plus | 1 | 0 | 0 (0,0 %) | 0 (0,0 %) | 0 (0,0 %) | 0 (0,0 %)",
                "toutes les sorties | plus de 450 h | 1 | 0 | 0 (0,0 %) | 0 (0,0 %) | 0 (0,0 %) | 0 (0,0 %)",
                "toutes les sorties | 3 mois consécutifs | 1 | 0 | 0 (0,0 %) | 0 (0,0 %) | 0 (0,0 %) | 0 (0,0 %)",
            ])
        let notes = try rows.report().sections[0].notes
        #expect(
            notes.contains(
                "Présence demandée : plus de 450 h — « Mais pour le calcul de taux de sortie dynamique on prend en compte "
                    + "les plus de 450 heures » (Nord-Pas-de-Calais, comptes rendus ETTI sur les nouvelles modalités de "
                    + "conventionnement)"))
    }

    @Test func `story 10: the rate with and without three situations comes from the same exits, each labelled`() throws
    {
        var rows = try ReportRows()
        for outcome in [
            "durable-cdi", "transition-cdd", "positive-formation", "autre-chomage", "autre-situation", "autre-inactif",
            "autre-sans-nouvelle", "retrait-poursuite",
        ] { try rows.exit(outcome) }
        let report = try rows.report()
        #expect(
            exits(report)[0] == "toutes les sorties | aucune | 7 | 0 | 3 (42,9 %) | 1 (14,3 %) | 1 (14,3 %) | "
                + "0 à 1 (0,0 à 14,3 %)")
        #expect(
            exits(report)[4] == "sans 3 situations | aucune | 4 | 0 | 3 (75,0 %) | 1 (25,0 %) | 1 (25,0 %) | "
                + "0 à 1 (0,0 à 25,0 %)")
        #expect(
            report.sections[0].notes.contains(
                "Sorties prises en compte : sans 3 situations — « retirer de l'assiette de calcul les salariés avec les "
                    + "situations de sortie : autre situation connue, inactif et sans nouvelle » (Nord-Pas-de-Calais, "
                    + "comptes rendus ETTI sur les nouvelles modalités de conventionnement)"))
    }

    @Test func `story 11: the 19 immersions of the UNEP give 12 recruitments, 6 continued, 1 demandeur d'emploi`()
        throws
    {
        var rows = try ReportRows()
        let outcomes =
            Array(repeating: "durable-cdi", count: 4) + Array(repeating: "durable-cdd", count: 6)
            + Array(repeating: "transition-cdd", count: 2) + Array(repeating: "retrait-poursuite", count: 6)
            + ["autre-chomage"]
        for (number, outcome) in outcomes.enumerated() {
            let member = "siae-\(number % 14 + 1)"
            let person = try rows.exit(outcome, of: member)
            try rows.immersion(of: member, person: person, sector: "market", occupation: "Ouvrier paysagiste")
            // What was before the immersion is not what came of it.
            try rows.exit("autre", of: member, person: person, starts: "2024-01-08", on: "2024-12-20")
        }
        #expect(
            try rows.report().lines("immersion-outcomes") == [
                "Recrutements, en tout | 12 (63,2 %)", "CDI de droit commun | 4 (21,1 %)",
                "CDD ou intérim de plus de 6 mois | 6 (31,6 %)", "CDD ou intérim de moins de 6 mois | 2 (10,5 %)",
                "Demandeur d'emploi | 1 (5,3 %)", "Poursuite du parcours dans la structure | 6 (31,6 %)",
            ])
    }

    @Test func `the 31 immersions of La Pose: sectors 15, 9 and 7, occupations 8, 7, 6, 4, 3 and 3`() throws {
        var rows = try ReportRows()
        let sectors =
            Array(repeating: "nonMarket", count: 15) + Array(repeating: "market", count: 9)
            + Array(repeating: "siae", count: 7)
        let jobs = [
            ("Agent d'entretien", 8), ("Agent d'accueil", 7), ("Vente", 6), ("Restauration collective", 4),
            ("Industrie", 3), ("Médico-social", 3),
        ].flatMap { Array(repeating: $0, count: $1) }
        for (number, (sector, job)) in zip(sectors, jobs).enumerated() {
            try rows.immersion(of: "siae-\(number % 5)", person: number + 1, sector: sector, occupation: job)
        }
        let report = try rows.report()
        #expect(
            report.lines("immersions") == [
                "Demandées | 31", "Refusées, annulées ou abandonnées | 0", "Réalisées ou en cours | 31",
            ])
        #expect(
            report.lines("immersion-sectors") == [
                "Secteur non marchand | 15 (48,4 %)", "Secteur marchand | 9 (29,0 %)", "SIAE | 7 (22,6 %)",
            ])
        #expect(
            report.lines("immersion-occupations") == [
                "Agent d'entretien | 8 (25,8 %)", "Agent d'accueil | 7 (22,6 %)", "Vente | 6 (19,4 %)",
                "Restauration collective | 4 (12,9 %)", "Industrie | 3 (9,7 %)", "Médico-social | 3 (9,7 %)",
            ])
        // With a smallest cell the three small ones are hidden, and six of which one structure has two: it would know four.
        #expect(
            try rows.report(smallest: 5).lines("immersion-occupations")
                == [
                    "Agent d'entretien | 8 (25,8 %)", "Agent d'accueil | 7 (22,6 %)", "Industrie | secret",
                    "Médico-social | secret", "Restauration collective | secret", "Vente | secret",
                ])
    }

    @Test func `the 25 of the ARC who were present, of 32 prepared, stand in six situations at 6 months`() throws {
        var rows = try ReportRows()
        let situations = [
            ("durable-cdi", 3), ("durable-cdd", 5), ("transition-cdd", 7), ("positive-formation", 5),
            ("autre-chomage", 4), ("autre-situation", 1),
        ].flatMap { Array(repeating: $0, count: $1) }
        for number in 0..<32 {
            let known = number < situations.count ? [(6, situations[number])] : []
            try rows.exit("autre-chomage", of: "siae-\(number % 5)", followUps: known)
        }
        let report = try rows.report()
        #expect(
            report.lines("situations") == [
                "Toutes | Sorties | 32 | 0 | 25 | 0",
                "Emploi durable | CDI de droit commun | 0 | 0 | 3 | 0",
                "Emploi durable | CDD ou intérim de plus de 6 mois | 0 | 0 | 5 | 0",
                "Emploi de transition | CDD ou intérim de moins de 6 mois | 0 | 0 | 7 | 0",
                "Sorties positives | Formation | 0 | 0 | 5 | 0",
                "Autres sorties | Demandeur d'emploi | 32 | 0 | 4 | 0",
                "Autres sorties | Autre situation connue | 0 | 0 | 1 | 0",
                "Non connue | Situation non connue | 0 | 32 | 7 | 32",
            ])
        // At 3 months nobody was asked; at 6 months the 7 who were not are said, and not divided by.
        #expect(exits(report, 3) == [])
        #expect(
            report.sections[0].notes[0]
                == "Taux de sortie 3 mois après la sortie : non connu, aucun suivi à 3 mois n'est dans les données.")
        #expect(
            exits(report, 6)[0]
                == "toutes les sorties | aucune | 25 | 7 | 20 (80,0 %) | 8 (32,0 %) | 3 à 8 (12,0 à 32,0 %) | "
                + "0 à 3 (0,0 à 12,0 %)")
    }

    @Test func `hours count from all contracts of a stay, and are not known when one of them lacks them`() throws {
        var rows = try ReportRows()
        // 300 and 200 hours in one stay; an earlier stay of 2024 does not count.
        try rows.exit("autre-chomage", person: 1, starts: "2024-01-08", on: "2024-06-28", hours: "700")
        try rows.exit(nil, person: 1, starts: "2025-09-01", on: "2025-12-31", hours: "300")
        try rows.exit("durable-cdi", person: 1, starts: "2026-01-01", hours: "200")
        // 100 hours are known, those of another contract are not.
        try rows.exit(nil, person: 2, starts: "2025-09-01", on: "2025-12-31", hours: nil)
        try rows.exit("durable-cdi", person: 2, starts: "2026-01-05", hours: "100")
        // 460 are known: whatever the other contract has, it is enough.
        try rows.exit(nil, person: 3, starts: "2025-12-01", on: "2025-12-31", hours: nil)
        try rows.exit("durable-cdi", person: 3, starts: "2026-01-31", hours: "460")
        let lines = exits(try rows.report()).map { $0.split(separator: " | ").prefix(4).joined(separator: " | ") }
        #expect(
            lines.prefix(4) == [
                "toutes les sorties | aucune | 3 | 0", "toutes les sorties | 450 h et plus | 2 | 1",
                "toutes les sorties | plus de 450 h | 2 | 1",
                // Of the second two contracts follow each other but for four days, of the third but for thirty.
                "toutes les sorties | 3 mois consécutifs | 1 | 0",
            ])
    }

    @Test
    func `a contract of which two exports tell parts is one, with the hours of the one and the exit of the other`()
        throws
    {
        var rows = try ReportRows()
        try rows.exit("durable-cdi", person: 1, hours: nil)
        try rows.add(
            .pathway,
            #"{"key":"H-1","person":{"id":"\#(ReportRows.person(1))"},"siaeKind":"ACI","contract":{"type":"DDI","#
                + #""starts":"2025-06-02"},"hours":{"done":460,"asOf":"2026-02-27"}}"#, of: "siae-1", feed: "hours")
        let line = exits(try rows.report())[1].split(separator: " | ").prefix(4).joined(separator: " | ")
        #expect(line == "toutes les sorties | 450 h et plus | 1 | 0")
    }

    @Test(arguments: [
        // Six months to the day are six months or more, not more than six; a CDI has no end.
        ("CDD", "2026-08-31", "0 (0,0 %)"), ("CDD", "2026-09-01", "1 (100,0 %)"), ("CDI", nil, "1 (100,0 %)"),
    ])
    func `a CDD of exactly six months is durable by one definition only`(
        _ type: String, _ ends: String?, _ strict: String
    ) throws {
        var rows = try ReportRows()
        let person = try rows.exit("durable-cdd")
        try rows.hire(person, type: type, from: "2026-03-01", to: ends)
        let figures = exits(try rows.report())[0].split(separator: " | ").map(String.init)
        #expect(figures[5] == "1 (100,0 %)")
        #expect(figures[6] == strict)
    }

    @Test func `an exit of which the contract is not known is told as a range, never guessed`() throws {
        var rows = try ReportRows()
        try rows.exit("durable-cdd")
        try rows.exit("durable-cdi")
        let person = try rows.exit("durable-cdi")
        try rows.hire(person, type: "CDI", weekly: "24")
        #expect(
            exits(try rows.report())[0] == "toutes les sorties | aucune | 3 | 0 | 3 (100,0 %) | 3 (100,0 %) | "
                + "2 à 3 (66,7 à 100,0 %) | 0 à 1 (0,0 à 33,3 %)")
    }

    @Test func `a structure sees its own figures whole, and nobody else's`() throws {
        var rows = try ReportRows()
        for outcome in ["durable-cdi", "autre-chomage"] { try rows.exit(outcome, of: "siae-1") }
        for _ in 0..<9 { try rows.exit("autre-chomage", of: "siae-2") }
        let own = try rows.report(smallest: 5, member: ("siae-1", "Le Ruisseau"))
        #expect(own.lines("exits-0")[0].hasPrefix("toutes les sorties | aucune | 2 | 0 | 1 (50,0 %)"))
        let text = ReportText.text(own)
        #expect(text.hasPrefix("Le Ruisseau : indicateurs de la structure\n"))
        #expect(
            text.contains("Chiffres propres à la structure, petits effectifs compris : à ne pas diffuser tels quels.\n")
        )
        // Of all together: whoever has nine would find out the two by subtraction.
        #expect(try rows.report(smallest: 5).lines("exits-0")[0].hasPrefix("toutes les sorties | aucune | secret | "))
    }

    @Test func `what comes from one structure only is not told as the collective's`() throws {
        var rows = try ReportRows()
        for _ in 0..<9 { try rows.exit("autre-chomage") }
        let section = try rows.report(smallest: 5).sections[0]
        #expect(section.tables.isEmpty)
        #expect(section.notes == ["Ces données viennent d'une seule structure : elles ne sont données qu'à elle."])
    }

    @Test func `answers and their delays, the last answer being the state`() throws {
        var rows = try ReportRows()
        for number in 1...4 {
            try rows.add(
                .referral,
                #"{"key":"R\#(number)","type":"\#(number == 4 ? "immersion" : "creAction")"\#(number == 4 ? "" : #","action":"pmsmp""#),"#
                    + #""addressedTo":"cre-limagne-allier","requested":"2026-03-02","answerBy":"2026-03-12","#
                    + #""person":{"id":"\#(ReportRows.person(number))"}}"#, of: "siae-1")
        }
        func answer(_ key: String, _ referral: Int, _ rest: String, on day: String) throws {
            try rows.add(
                .response,
                #"{"key":"\#(key)",\#(rest),"about":{"kind":"referral","key":"R\#(referral)","source":"feed-of-siae-1"},"#
                    + #""addressedTo":"siae-1","answered":"\#(day)T10:00:00Z"}"#, of: "cre")
        }
        try answer("a", 1, #""answer":"infoNeeded","question":"Quand ?""#, on: "2026-03-05")
        try answer("b", 1, #""answer":"accepted""#, on: "2026-03-20")
        try answer("c", 2, #""answer":"declined","reason":"not_mobile""#, on: "2026-03-22")
        let report = try rows.report()
        #expect(
            report.lines("answers") == [
                "Toutes | 4 | 2 (50,0 %) | 1 (25,0 %) | 1 (25,0 %) | 0 (0,0 %) | 3 | 20",
                "Action de la CRE | 3 | 2 (66,7 %) | 1 (33,3 %) | 1 (33,3 %) | 0 (0,0 %) | 2 | 20",
                "Immersion | 1 | 0 (0,0 %) | 0 (0,0 %) | 0 (0,0 %) | 0 (0,0 %) | 1 | non connu",
            ])
        #expect(report.lines("refusals") == ["Candidat non mobile | 1 (100,0 %)"])
    }

    @Test func `periods are years, quarters or days, and exits count at their day`() throws {
        var rows = try ReportRows()
        for day in ["2025-12-31", "2026-01-01", "2026-03-31", "2026-04-01"] { try rows.exit("autre-chomage", on: day) }
        func count(_ period: ReportPeriod?) throws -> String {
            let report = Report(
                rows.facts, of: rows.collective, in: try #require(period), member: rows.collective.members[0],
                made: try #require(CivilDate(year: 2026, month: 5, day: 1)))
            return "\(report.lines("situations").count) \(ReportText.subtitle(report))"
        }
        #expect(
            try count(ReportPeriod(year: 2026, quarter: 1))
                == "1 Période : du 1er janvier 2026 au 31 mars 2026. Établi le 1er mai 2026.")
        let period = try #require(ReportPeriod(year: 2026, quarter: 1))
        #expect(period.from == "2026-01-01" && period.to == "2026-03-31")
        #expect(ReportPeriod(year: 2024, quarter: 1)?.days.count == 91)
        #expect(try rows.report().lines("situations")[0] == "Toutes | Sorties | 3 | 0 | 0 | 0")
    }
}
