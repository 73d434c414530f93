import Canonical

/// The alerts that tell of new matches: one a pair and reader, raised once, gone when the offer or the referral closes.
///
/// The day on which a pair was told stands in the alert's key, so the checkpoint of the rules knows how many were told today
/// and which stand already; nothing else is remembered.
struct MatchAlerts {
    static let rule = "match"

    private let matcher: Matcher
    private let cres: Set<String>
    private let place: Place
    /// New alerts for one reader on one day.
    private let perDay: Int

    init(_ matcher: Matcher, _ collective: Collective, perDay: Int) {
        self.matcher = matcher
        cres = Set(collective.members.filter(\.isCRE).map(\.id))
        place = Place("\(collective.folder)/hub.jsonc")
        self.perDay = perDay
    }

    /// A pair for one reader.
    private struct Pair: Hashable {
        let digest: String
        let reader: String
    }

    /// The alerts that stand on a day, in order of their keys; `standing` are the keys of all that stood before.
    func alerts(on today: CivilDate, standing: [String]) -> [RaisedAlert] {
        var told: [Pair: String] = [:]
        for key in standing where key.hasPrefix("\(MatchAlerts.rule):") {
            let parts = key.split(separator: ":", maxSplits: 3).map(String.init)
            guard parts.count == 4 else { continue }
            told[Pair(digest: parts[2], reader: parts[3])] = parts[1]
        }
        var alerts: [RaisedAlert] = []
        for (reader, matches) in fitting() {
            var room = perDay - told.count { $0.key.reader == reader && $0.value == "\(today)" }
            var (perReferral, perOffer) = ([[String]: Int](), [[String]: Int]())
            func tell(_ match: Match, _ pair: Pair, _ day: String) {
                perReferral[[match.referral.source, match.referral.key], default: 0] += 1
                perOffer[[match.offer.source, match.offer.key], default: 0] += 1
                alerts.append(alert(match, pair, told: day))
            }
            let pairs = matches.map { ($0, Pair(digest: MatchAlerts.digest($0), reader: reader)) }
            // What was told stands, even where something better came since.
            for (match, pair) in pairs { if let day = told[pair] { tell(match, pair, day) } }
            for (match, pair) in pairs where told[pair] == nil && room > 0 {
                guard perReferral[[match.referral.source, match.referral.key]] ?? 0 < matcher.limits.offers,
                    perOffer[[match.offer.source, match.offer.key]] ?? 0 < matcher.limits.referrals
                else { continue }
                room -= 1
                tell(match, pair, "\(today)")
            }
        }
        return alerts.sorted { $0.key < $1.key }
    }

    /// What fits and has nothing against it, by reader, the best first.
    private func fitting() -> [String: [Match]] {
        var found: [String: [Match]] = [:]
        for referral in matcher.referrals {
            for reader in Set([referral.member, referral.addressedTo]) {
                found[reader, default: []] += matcher.offers(for: referral, reader: reader, most: .max).matches.filter {
                    $0.findings(.against).isEmpty
                }
            }
        }
        return found.mapValues { $0.sorted(by: Match.isBefore) }
    }

    private static func digest(_ match: Match) -> String {
        let digest = SHA256Digest()
        digest.update(
            [match.offer.source, match.offer.key, match.referral.source, match.referral.key].joined(separator: "\n"))
        return Digest.hex(digest.finish().prefix(16))
    }

    private func alert(_ match: Match, _ pair: Pair, told day: String) -> RaisedAlert {
        let isForCRE = cres.contains(pair.reader)
        let (offer, referral) = (match.offer, match.referral)
        let fits = MatchText.reasons(match, .fits)
        let saturated = match.isSaturated && isForCRE ? " Entreprise déjà beaucoup sollicitée." : ""
        let open = MatchText.reasons(match, .toCheck)
        return RaisedAlert(
            key: "\(MatchAlerts.rule):\(day):\(pair.digest):\(pair.reader)", rule: MatchAlerts.rule, severity: "info",
            addressedTo: pair.reader, roles: [isForCRE ? "cre" : "cip"], aboutKind: Schema.referral.kind,
            aboutKey: referral.key, aboutSource: referral.source, person: referral.person, referent: nil,
            figures: RaisedAlert.Figures(
                since: CivilDate(Array(day.utf8).span)?.daysSince1970 ?? 0, until: offer.expires),
            text: MatchAlerts.cut(
                "L'offre \(MatchText.offer(offer)) peut répondre à l'orientation \(referral.key).\(saturated)"
                    + (fits.isEmpty ? "" : " Convient : \(fits).")),
            suggestion: MatchAlerts.cut(
                open.isEmpty ? "En parler avec la personne." : "En parler avec la personne, et vérifier : \(open)."),
            place: place)
    }

    /// What an alert has room for.
    private static func cut(_ text: String) -> String { text.count > 480 ? "\(text.prefix(479))…" : text }
}
