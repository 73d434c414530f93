import Canonical

extension ReportView {
    /// Immersions that were asked for and took place, what for, where, and what came of them.
    func immersionSection() -> Report.Section {
        let title = "Immersions (PMSMP)"
        let all = facts.immersions.items.filter {
            isWanted($0.origin.member) && (period.holds($0.starts) || period.holds($0.submitted))
        }
        var tally = Tally(all.map(\.origin.member))
        if let refusal = refusal(tally) { return Report.Section(title: title, notes: [refusal], tables: []) }
        let isHeld = all.map {
            ["acceptedByValidator", "started", "closed"].contains($0.status) && period.holds($0.starts)
        }
        let asked = tally.count { period.holds(all[$0].submitted) }
        let refused = tally.count {
            period.holds(all[$0].submitted) && ["rejected", "cancelled", "deprecated"].contains(all[$0].status)
        }
        let held = tally.count { isHeld[$0] }
        typealias Row = (label: String, criterion: Tally.Criterion)
        func rows(_ values: [(code: String?, label: String)], _ value: (ReportFacts.Immersion) -> String?) -> [Row] {
            values.map { code, label in (label, tally.count { isHeld[$0] && value(all[$0]) == code }) }
        }
        let objectives = rows(
            [
                ("confirmProject", "Confirmer un projet professionnel"),
                ("startRecruitment", "Initier une démarche de recrutement"),
                ("discoverOccupation", "Découvrir un métier ou un secteur d'activité"),
            ], \.objective)
        let sectors = rows(
            [
                ("nonMarket", "Secteur non marchand"), ("market", "Secteur marchand"), ("siae", "SIAE"),
                (nil, "Non connu"),
            ], \.sector)
        let names = Set(all.indices.filter { isHeld[$0] }.map { all[$0].occupation }).sorted { $0 ?? "" < $1 ?? "" }
        var occupations = rows(names.map { ($0, $0 ?? "Non connu") }, \.occupation)
        let outcomes = self.outcomes(after: all, isHeld)
        let classes = self.outcomes(of: outcomes).map { code, label in
            (label, tally.count { isHeld[$0] && outcomes[$0] == code })
        }
        let recruiting = definitions.exits?.hires ?? []
        let hires = tally.count { isHeld[$0] && recruiting.contains(outcomes[$0] ?? "") }
        let told = tally.told(smallest: smallest)
        // Hidden ones in the order of the alphabet: their order by number would tell of it.
        occupations.sort { (told[$1.criterion] ?? 0, $0.label) < (told[$0.criterion] ?? 0, $1.label) }
        func table(_ id: String, _ title: String, _ head: String, _ rows: [Row]) -> Report.Table {
            Report.Table(
                id: id, title: title, head: [head, "Immersions"],
                rows: rows.filter { tally.counts[$0.criterion] > 0 }.map {
                    Report.Row(labels: [$0.label], figures: [ReportCell.share($0.criterion, of: held).figure(told)])
                })
        }
        let summary = [
            ("Demandées", asked), ("Refusées, annulées ou abandonnées", refused), ("Réalisées ou en cours", held),
        ]
        let tables = [
            Report.Table(
                id: "immersions", title: "Immersions de la période", head: ["État", "Immersions"],
                rows: summary.map {
                    Report.Row(labels: [$0.0], figures: [ReportCell.count($0.1).figure(told)])
                }),
            table("immersion-objectives", "Objectifs", "Objectif", objectives),
            table("immersion-sectors", "Secteurs d'accueil", "Secteur", sectors),
            table("immersion-occupations", "Métiers", "Métier", occupations),
            table("immersion-outcomes", "Suites", "Situation", [("Recrutements, en tout", hires)] + classes),
        ]
        return Report.Section(
            title: title,
            notes: [
                "Une immersion demandée compte à la date de la demande, une immersion réalisée ou en cours à son premier jour.",
                "Suites : la première situation que la structure a notée pour la personne depuis le début de l'immersion, "
                    + "quel qu'en soit l'employeur. « Non connue » : rien n'est noté.",
            ], tables: tables.filter { !$0.rows.isEmpty })
    }

    /// Per immersion, the first exit or continuation of the person in the structure since it began.
    private func outcomes(after all: [ReportFacts.Immersion], _ isHeld: [Bool]) -> [String?] {
        struct Stay: Hashable {
            let member: String
            let person: String
        }
        var wanted: Set<Stay> = []
        for (number, immersion) in all.enumerated() where isHeld[number] {
            wanted.insert(Stay(member: immersion.origin.member, person: immersion.person))
        }
        var exits: [Stay: [(day: Int, outcome: String)]] = [:]
        for pathway in facts.pathways.items {
            let stay = Stay(member: pathway.origin.member, person: pathway.person)
            guard let day = pathway.exit, let outcome = pathway.outcome, wanted.contains(stay) else { continue }
            exits[stay, default: []].append((day, outcome))
        }
        return all.map { immersion in
            guard let starts = immersion.starts else { return nil }
            return exits[Stay(member: immersion.origin.member, person: immersion.person)]?
                .filter { $0.day >= starts }.min { ($0.day, $0.outcome) < ($1.day, $1.outcome) }?.outcome
        }
    }

    /// The outcomes that occur, in the order of the definitions, the unknown one last.
    private func outcomes(of found: [String?]) -> [(code: String?, label: String)] {
        let known = Set(found.compactMap { $0 })
        let order =
            (definitions.exits.map { $0.classes.flatMap(\.outcomes) + $0.notExits.outcomes } ?? [])
            + known.sorted()
        var codes: [String] = []
        for code in order where known.contains(code) && !codes.contains(code) { codes.append(code) }
        return codes.map { ($0, label($0, "exit-outcomes")) } + [(nil, "Non connue")]
    }
}
