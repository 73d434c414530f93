import Canonical

/// How each criterion is judged. What one side does not say is to be checked, never taken for a yes.
extension Match {
    static func occupation(
        _ offer: MatchOffer, _ referral: MatchReferral, _ neighbours: RomeNeighbours, _ findings: inout [Finding]
    ) -> RomeNeighbours.Nearness? {
        guard let rome = offer.rome else { return nil }
        let near = referral.romes.compactMap { wanted in neighbours.nearness(wanted, rome).map { ($0, wanted) } }
            .min { $0 < $1 }
        guard let (nearness, wanted) = near else { return nil }
        switch nearness {
        case .same:
            findings.append(Finding(criterion: .occupation, fit: .fits, text: "le métier demandé (\(rome))"))
        case .named:
            findings.append(
                Finding(
                    criterion: .occupation, fit: .toCheck,
                    text: "métier proche (\(rome) pour \(wanted), table des mobilités)"))
        case .domain:
            findings.append(
                Finding(
                    criterion: .occupation, fit: .toCheck,
                    text: "métier voisin (\(rome) pour \(wanted), même domaine \(RomeNeighbours.domain(rome)))"))
        }
        return nearness
    }

    static func place(
        _ offer: MatchOffer, _ referral: MatchReferral, _ distance: Double?, _ farthest: Double
    ) -> [Finding] {
        if offer.isRemote { return [Finding(criterion: .place, fit: .fits, text: "à distance")] }
        func finding(_ fit: Fit, _ text: String) -> Finding { Finding(criterion: .place, fit: fit, text: text) }
        var findings: [Finding] = []
        if let distance {
            let far = "\(Int(distance.rounded())) km de la structure à vol d'oiseau"
            if let radius = referral.radius {
                let text = "\(far), rayon de \(FrenchText.number(radius)) km"
                findings.append(finding(distance <= radius ? .fits : .against, text))
            } else if distance > farthest {
                findings.append(finding(.against, "\(far), sans rayon indiqué"))
            } else {
                findings.append(finding(.toCheck, "\(far), sans rayon indiqué"))
            }
        } else if let there = offer.departement, let here = referral.departement, there != here {
            findings.append(finding(.toCheck, "département \(there), structure en \(here) ; distance non connue"))
        } else {
            findings.append(finding(.toCheck, "distance non connue"))
        }
        if let mobility = referral.mobility { findings.append(finding(.toCheck, "mobilité \(quoted(mobility))")) }
        return findings
    }

    static func contract(_ offer: MatchOffer, _ referral: MatchReferral) -> [Finding] {
        func finding(_ fit: Fit, _ text: String) -> [Finding] {
            [Finding(criterion: .contract, fit: fit, text: text)]
        }
        switch offer.type {
        case "insertionPost":
            return switch referral.mayEnter {
            case true: finding(.fits, "éligibilité IAE validée")
            case false: finding(.against, "éligibilité IAE non validée")
            case nil: finding(.toCheck, "éligibilité IAE non indiquée")
            }
        case "job":
            // A job that an immersion can come before is asked for as an immersion.
            guard referral.wants.contains(.job) else {
                return finding(.toCheck, "emploi : l'employeur accepte une immersion")
            }
            if let contract = offer.contract, !referral.contracts.isEmpty {
                return referral.contracts.contains(contract)
                    ? finding(.fits, contract)
                    : finding(.against, "\(contract), souhaité : \(referral.contracts.joined(separator: " ou "))")
            }
            switch offer.contract {
            case "CDI", "CDD": return finding(.fits, offer.contract ?? "")
            case "CPRO", "CAPP": return finding(.toCheck, "contrat en alternance")
            case let contract?: return finding(.toCheck, "contrat \(contract)")
            case nil: return finding(.toCheck, "contrat non indiqué")
            }
        default: return []
        }
    }

    static func hours(_ offer: MatchOffer, _ referral: MatchReferral) -> [Finding] {
        var findings: [Finding] = []
        if let hours = offer.hours, let available = referral.availableHours {
            let text = "\(FrenchText.number(hours)) h par semaine, \(FrenchText.number(available)) h disponibles"
            findings.append(Finding(criterion: .hours, fit: hours <= available ? .fits : .against, text: text))
        }
        if let availability = referral.availability {
            let schedules = offer.schedules.isEmpty ? "non indiqués" : offer.schedules.joined(separator: ", ")
            findings.append(
                Finding(
                    criterion: .hours, fit: .toCheck,
                    text: "disponibilités \(quoted(availability)) ; horaires de l'offre : \(schedules)"))
        }
        return findings
    }

    static func availability(_ offer: MatchOffer, _ referral: MatchReferral) -> [Finding] {
        func finding(_ fit: Fit, _ text: String) -> [Finding] {
            [Finding(criterion: .availability, fit: fit, text: text)]
        }
        guard let from = referral.availableFrom else {
            guard let ends = referral.contractEnds else { return [] }
            if let starts = offer.starts, starts > ends { return [] }
            return finding(.toCheck, "contrat en cours jusqu'au \(FrenchText.day(ends))")
        }
        let free = "libre le \(FrenchText.day(from))"
        guard let starts = offer.starts else { return finding(.toCheck, "\(free), début de l'offre non indiqué") }
        let text = "\(free), début le \(FrenchText.day(starts))"
        // An employer may wait for two weeks; somebody has to ask.
        return finding(from <= starts ? .fits : from - starts <= 14 ? .toCheck : .against, text)
    }

    static func permits(_ offer: MatchOffer, _ referral: MatchReferral) -> [Finding] {
        guard !offer.permits.isEmpty else { return [] }
        let own = Set(referral.permits.map(permit))
        let lacks = (referral.constraints ?? "") + " " + (referral.mobility ?? "")
        let hasNone = ["pas de permis", "sans permis"].contains { folded(lacks).contains($0) }
        return offer.permits.map { wanted, isRequired in
            let kind = isRequired ? "demandé" : "souhaité"
            if own.contains(permit(wanted)) {
                return Finding(criterion: .permits, fit: .fits, text: "permis \(wanted)")
            }
            if hasNone && isRequired && permit(wanted).utf8.count <= 3 {
                return Finding(
                    criterion: .permits, fit: .against, text: "permis \(wanted) demandé, la personne n'en a pas")
            }
            return Finding(criterion: .permits, fit: .toCheck, text: "permis \(wanted) \(kind), non indiqué")
        }
    }

    static func skills(_ offer: MatchOffer, _ referral: MatchReferral) -> [Finding] {
        guard !offer.skills.isEmpty, !referral.skills.isEmpty else { return [] }
        let wanted = offer.skills.map { ($0, folded($0)) }
        let common = referral.skills.filter { own in
            let own = folded(own)
            return wanted.contains { $0.1.contains(own) || own.contains($0.1) }
        }
        guard !common.isEmpty else { return [] }
        return [Finding(criterion: .skills, fit: .fits, text: common.prefix(5).joined(separator: ", "))]
    }

    private static func folded(_ text: String) -> String { CodeTable.plain(text).lowercased() }

    /// `Permis B - Véhicule léger`, `permis B`, `B` are one.
    private static func permit(_ label: String) -> String {
        let words = folded(label).replacing("permis", with: "").split { " -,(".contains($0) }
        return words.first.map(String.init) ?? folded(label)
    }
}
