/// Matches as the CRE, or a structure's counsellor, reads them.
package enum MatchText {
    package static func text(_ list: MatchList) -> String {
        let matched = list.groups.count { !$0.proposals.matches.isEmpty }
        var lines = [
            "Rapprochements pour \(list.reader.name), le \(FrenchText.day(list.day.daysSince1970))"
        ]
        for group in list.groups where !group.proposals.matches.isEmpty {
            lines += ["", heading(group.subject)]
            for (number, match) in group.proposals.matches.enumerated() {
                lines.append("  \(number + 1). \(label(match, in: group.subject))")
                lines += details(match, isForCRE: list.reader.isCRE).map { "     \($0)" }
            }
            if group.proposals.others > 0 { lines.append("  et \(group.proposals.others) autres") }
        }
        lines += [
            "", "Examinées : \(list.groups.count) ; avec une proposition au moins : \(matched).",
            "Un rapprochement n'est pas une candidature : il dit ce que les données permettent de comparer, et rien n'est "
                + "transmis à l'employeur.",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func heading(_ subject: MatchList.Subject) -> String {
        switch subject {
        case .referral(let referral): "Orientation \(self.referral(referral))"
        case .offer(let offer): "Offre \(self.offer(offer))"
        }
    }

    private static func label(_ match: Match, in subject: MatchList.Subject) -> String {
        if case .offer = subject { referral(match.referral) } else { offer(match.offer) }
    }

    /// Key, occupation, structure and the beginning of the pseudonym: what its readers hold already.
    static func referral(_ referral: MatchReferral) -> String {
        ([referral.key] + [referral.label ?? referral.romes.first].compactMap { $0 }
            + ["de \(referral.member)", "personne \(referral.person.prefix(8))"]).joined(separator: " · ")
    }

    static func offer(_ offer: MatchOffer) -> String {
        ([offer.key, offer.title] + [offer.employer, offer.place].compactMap { $0 }).joined(separator: " · ")
    }

    /// The findings of one kind in a row: `métier, le métier demandé (K1304) ; contrat, CDI`.
    static func reasons(_ match: Match, _ fit: Match.Fit) -> String {
        match.findings(fit).map { "\($0.criterion.rawValue), \($0.text)" }.joined(separator: " ; ")
    }

    /// What fits, what is to be checked, what is against it: each on a line, with its reasons.
    static func details(_ match: Match, isForCRE: Bool) -> [String] {
        var lines: [String] = []
        for (fit, word) in [(Match.Fit.fits, "convient"), (.toCheck, "à vérifier"), (.against, "contre")] {
            guard !match.findings(fit).isEmpty else { continue }
            lines.append("\(word) : \(reasons(match, fit))")
        }
        // No structure sees what others ask of whom.
        if match.isSaturated, isForCRE {
            lines.append("entreprise déjà beaucoup sollicitée : ne pas la proposer en premier")
        }
        return lines
    }
}
