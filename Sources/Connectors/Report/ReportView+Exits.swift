import Canonical

extension ReportView {
    /// Exits, dynamic ones and lasting employment, every variant beside the others.
    func exitSection() -> Report.Section {
        let title = "Sorties et emploi durable"
        guard let definitions = definitions.exits else {
            let note = "Aucune définition : le fichier reports/exits.jsonc manque dans la configuration."
            return Report.Section(title: title, notes: [note], tables: [])
        }
        let found = Exit.all(in: facts, definitions)
        let exits = found.exits.filter { period.holds($0.day) && isWanted($0.member) }
        let continued = found.continued.filter { period.holds($0.day) && isWanted($0.member) }
        var tally = Tally((exits + continued).map(\.member))
        if let refusal = refusal(tally) { return Report.Section(title: title, notes: [refusal], tables: []) }
        // Where nobody was asked there is nothing to divide.
        let horizons = definitions.horizons.filter { months in exits.contains { $0.outcome(after: months) != nil } }
        let rates = horizons.map { self.rates($0, exits, definitions, &tally) }
        let situations = self.situations(exits, continued, definitions, &tally)
        let told = tally.told(smallest: smallest)
        func figures(_ rows: [(labels: [String], cells: [ReportCell])]) -> [Report.Row] {
            rows.map { Report.Row(labels: $0.labels, figures: $0.cells.map { $0.figure(told) }) }
        }
        let head =
            ["Sorties prises en compte", "Présence demandée", "Assiette", "Non connues", "Sorties dynamiques"]
            + definitions.durables.map { "Durables : \($0.wording.label)" }
        var tables = zip(horizons, rates).map { months, rows in
            Report.Table(
                id: "exits-\(months)",
                title: months == 0 ? "Taux de sortie à la sortie" : "Taux de sortie \(months) mois après la sortie",
                head: head, rows: figures(rows))
        }
        tables.append(
            Report.Table(
                id: "situations", title: "Situations",
                head: ["Classe", "Situation"]
                    + definitions.horizons.map { $0 == 0 ? "À la sortie" : "À \($0) mois" },
                rows: figures(situations)))
        return Report.Section(
            title: title, notes: silence(definitions.horizons.filter { !horizons.contains($0) }) + notes(definitions),
            tables: tables)
    }

    private typealias Row = (labels: [String], cells: [ReportCell])

    /// One row a base and presence.
    private func rates(
        _ months: Int, _ exits: [Exit], _ definitions: ExitDefinitions, _ tally: inout Tally
    ) -> [Row] {
        let outcomes = exits.map { $0.outcome(after: months) }
        let count = exits.count
        return definitions.bases.flatMap { base in
            definitions.presences.map { presence in
                let present = exits.map { base.without.contains($0.outcome) ? .no : presence.holds(for: $0) }
                let counted = tally.count { $0 < count && present[$0] == .yes && outcomes[$0] != nil }
                let unknown = tally.count {
                    $0 < count && (present[$0] == .unknown || present[$0] == .yes && outcomes[$0] == nil)
                }
                let isCounted = (0..<count).map { present[$0] == .yes && outcomes[$0] != nil }
                let dynamic = tally.count {
                    $0 < count && isCounted[$0] && definitions.dynamic.contains(outcomes[$0] ?? "")
                }
                let durables = definitions.durables.map { durable -> ReportCell in
                    let holds = exits.indices.map { number -> Known in
                        guard isCounted[number], let outcome = outcomes[number] else { return .no }
                        return durable.holds(for: outcome, months == 0 ? exits[number].hire : nil)
                    }
                    let least = tally.count { $0 < count && holds[$0] == .yes }
                    let most = tally.count { $0 < count && holds[$0] != .no }
                    return .between(least, most, of: counted)
                }
                let cells: [ReportCell] =
                    [.count(counted), .count(unknown), .share(dynamic, of: counted)] + durables
                return ([base.wording.label, presence.wording.label], cells)
            }
        }
    }

    /// One row a situation, one column a horizon.
    private func situations(
        _ exits: [Exit], _ continued: [Exit], _ definitions: ExitDefinitions, _ tally: inout Tally
    ) -> [Row] {
        let outcomes = definitions.horizons.map { months in exits.map { $0.outcome(after: months) } }
        var rows: [Row] = []
        rows.append(
            (
                ["Toutes", "Sorties"],
                outcomes.map { known in .count(tally.count { $0 < exits.count && known[$0] != nil }) }
            ))
        for group in definitions.classes {
            for code in group.outcomes {
                let cells = outcomes.map { known in
                    ReportCell.count(tally.count { $0 < exits.count && known[$0] == code })
                }
                rows.append(([group.label, label(code, "exit-outcomes")], cells))
            }
        }
        let unknown = outcomes.map { known in ReportCell.count(tally.count { $0 < exits.count && known[$0] == nil }) }
        rows.append((["Non connue", "Situation non connue"], unknown))
        for code in definitions.notExits.outcomes {
            let cell = ReportCell.count(
                tally.count { $0 >= exits.count && continued[$0 - exits.count].outcome == code })
            rows.append(
                (
                    [definitions.notExits.label, label(code, "exit-outcomes")],
                    [cell] + definitions.horizons.dropFirst().map { _ in .unknown }
                ))
        }
        return rows.filter { row in
            // A situation that nobody is in would be a line of zeros.
            row.cells.contains { if case .count(let criterion) = $0 { tally.counts[criterion] > 0 } else { false } }
                || row.labels[0] == "Toutes"
        }
    }

    private func silence(_ horizons: [Int]) -> [String] {
        horizons.map {
            $0 == 0
                ? "Aucune sortie dans la période."
                : "Taux de sortie \($0) mois après la sortie : non connu, aucun suivi à \($0) mois n'est dans les données."
        }
    }

    private func notes(_ definitions: ExitDefinitions) -> [String] {
        func told(_ wording: ExitDefinitions.Wording) -> String {
            let quote = wording.wording.map { " — « \($0) »" } ?? ""
            return wording.label + quote + (wording.source.map { " (\($0))" } ?? "")
        }
        var notes = [
            "Aucune de ces définitions n'est présentée comme l'officielle : chacune est celle du texte cité, et la "
                + "configuration peut les changer.",
            "Une sortie est le dernier contrat d'une personne dans une structure ; elle compte à sa date. Ne sont pas des "
                + "sorties : "
                + definitions.notExits.outcomes.map { label($0, "exit-outcomes") }.joined(separator: ", ") + ".",
            "Sortie dynamique : "
                + definitions.classes.filter(\.isDynamic).map(\.label).joined(separator: ", ")
                + ". Un emploi qui n'est pas durable selon une définition reste une sortie dynamique : le taux de sortie "
                + "dynamique ne dépend donc pas de la définition de l'emploi durable.",
        ]
        notes += definitions.bases.map { "Sorties prises en compte : \(told($0.wording))" }
        notes += definitions.presences.map { "Présence demandée : \(told($0.wording))" }
        notes += definitions.durables.map { "Emploi durable : \(told($0.wording))" }
        notes.append(
            "Non connues : les heures ou la situation ne sont pas dans les données ; elles ne sont ni comptées ni devinées. "
                + "« 4 à 7 » : 4 sont sûrs, 3 autres ne peuvent être tranchés, parce que ni la durée ni le temps de travail "
                + "du contrat ne sont connus.")
        return notes
    }
}
