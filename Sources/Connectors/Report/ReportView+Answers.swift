import Canonical

extension ReportView {
    /// What became of referrals, and how long an answer took.
    func answerSection() -> Report.Section {
        let title = "Réponses aux orientations"
        let all = facts.referrals.items.filter { isWanted($0.origin.member) && period.holds($0.requested) }
        var tally = Tally(all.map(\.origin.member))
        if let refusal = refusal(tally) { return Report.Section(title: title, notes: [refusal], tables: []) }
        let answers = self.answers(to: all)
        let delays = zip(all, answers).map { referral, answers in
            answers.first.map { max(0, $0.answered - (referral.requested ?? $0.answered)) }
        }
        let types = [
            ("creAction", "Action de la CRE"), ("interSIAE", "Entre SIAE"), ("prescriber", "Par un prescripteur"),
            ("immersion", "Immersion"), ("training", "Formation"), ("mobility", "Mobilité"),
        ]
        var rows: [(String, [ReportCell])] = []
        for (type, label) in [(nil, "Toutes")] + types.map({ (Optional($0.0), $0.1) }) {
            let isOf = all.map { type == nil || $0.type == type }
            let sent = tally.count { isOf[$0] }
            guard tally.counts[sent] > 0 || type == nil else { continue }
            let answered = tally.count { isOf[$0] && delays[$0] != nil }
            func last(_ answer: String) -> Tally.Criterion {
                tally.count { isOf[$0] && answers[$0].last?.answer == answer }
            }
            let (accepted, declined, open) = (last("accepted"), last("declined"), last("infoNeeded"))
            let late = tally.count {
                guard isOf[$0], let due = all[$0].answerBy else { return false }
                return (answers[$0].first?.answered ?? made) > due
            }
            rows.append(
                (
                    label,
                    [
                        .count(sent), .share(answered, of: sent), .share(accepted, of: sent),
                        .share(declined, of: sent),
                        .share(open, of: sent), .count(late),
                        .middle(tally.things(answered).compactMap { delays[$0] }, answered),
                    ]
                ))
        }
        let declined = tally.count { answers[$0].last?.answer == "declined" }
        let found = Set(answers.compactMap { $0.last?.reason })
        let reasons = (codes.table("refusal-reasons")?.codes.map(\.code) ?? found.sorted()).filter(found.contains).map {
            code in (label(code, "refusal-reasons"), tally.count { answers[$0].last?.reason == code })
        }
        let told = tally.told(smallest: smallest)
        var tables = [
            Report.Table(
                id: "answers", title: "Orientations et réponses",
                head: [
                    "Type", "Envoyées", "Avec réponse", "Acceptées", "Refusées", "Question posée", "En retard",
                    "Délai médian (jours)",
                ],
                rows: rows.map { Report.Row(labels: [$0.0], figures: $0.1.map { $0.figure(told) }) })
        ]
        if !reasons.isEmpty {
            tables.append(
                Report.Table(
                    id: "refusals", title: "Motifs de refus", head: ["Motif", "Refus"],
                    rows: reasons.map {
                        Report.Row(labels: [$0.0], figures: [ReportCell.share($0.1, of: declined).figure(told)])
                    }))
        }
        return Report.Section(
            title: title,
            notes: [
                "Une orientation compte à la date de la demande ; sans date elle n'est pas comptée. Le délai va de la demande à "
                    + "la première réponse, en jours de calendrier ; l'état est celui de la dernière réponse.",
                "En retard : sans réponse au jour dit, ou avec une réponse donnée plus tard.",
            ], tables: tables)
    }

    /// Per referral the answers to it, the first first.
    private func answers(to referrals: [ReportFacts.Referral]) -> [[ReportFacts.Response]] {
        let byKey = Dictionary(grouping: facts.responses.items, by: \.aboutKey)
        return referrals.map { referral in
            (byKey[referral.origin.key] ?? []).filter { response in
                // An answer that does not say whose request it answers is that of the member that it goes to.
                response.aboutSource.map { ReadEnvelope.publisher(of: $0) == referral.origin.source }
                    ?? (response.addressedTo == referral.origin.member)
            }.sorted { ($0.answered, $0.origin.key) < ($1.answered, $1.origin.key) }
        }
    }
}
