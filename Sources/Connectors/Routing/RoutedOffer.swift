import Canonical

/// What routing reads of an offer, and compares with one member's subscription.
struct RoutedOffer {
    let type: String
    let distribution: String
    let kinds: [String]
    let rome: String?
    let occupation: String?
    let contract: String?
    let place: Whereabouts
    private let employer: String?
    private let hours: Double?
    private let isFullTime: Bool?
    private let qualification: String?
    /// What it says about working time, as ``Subscription/Schedules`` looks into it.
    private let schedules: [String]

    init(_ entity: Entity, _ communes: Communes) {
        type = entity.text("type") ?? ""
        distribution = entity.text("distribution") ?? "all"
        kinds = entity.texts("siaeKinds[]")
        rome = entity.text("occupation.rome")
        occupation = entity.text("occupation.ogr")
        contract = entity.text("contract.type")
        place = Whereabouts(entity, communes)
        employer = entity.text("employer.siaeKind")
        let weekly = entity.text("hours.weekly").flatMap(Double.init)
        let stated = entity.text("hours.fullTime").map { $0 == "true" }
        // 35 hours a week are the legal full time.
        isFullTime = stated ?? weekly.map { $0 >= 35 }
        hours = weekly ?? (stated == true ? 35 : nil)
        qualification = entity.text("qualification.code")
        schedules = entity.texts("hours.schedules[]") + (entity.text("hours.label").map { [$0] } ?? [])
    }

    /// Whether it goes to every member, whatever their subscriptions say.
    var isForAll: Bool { distribution == "all" && type == "insertionPost" }

    func reason(for member: Member) -> Reason {
        if isForAll { return .insertionPost }
        guard let subscription = member.subscription else { return .noSubscription(member.place) }
        if distribution == "concerned", !kinds.contains(member.kind) {
            return .kindNotConcerned(member.kind, member.place)
        }
        if distribution == "charter", !member.hasSignedCharter { return .charterNotSigned(member.place) }
        var matches: [String] = []
        if let refusal = choice(subscription, &matches) ?? limit(subscription, &matches) { return refusal }
        return .subscribed(matches, subscription.place)
    }

    /// The first of the words that choose which does not choose this offer.
    private func choice(_ subscription: Subscription, _ matches: inout [String]) -> Reason? {
        if let types = subscription.types {
            guard types.value.contains(type) else { return .term("types", value: type, types.place) }
            matches.append(type)
        }
        if let zones = subscription.zones {
            guard let zone = zones.value.first(where: { $0.holds(place) }) else { return refusal(zones) }
            matches.append(zone.label)
        }
        let (trades, jobs) = (subscription.rome, subscription.occupations)
        if trades != nil || jobs != nil {
            if let prefix = trades?.value.first(where: { rome?.hasPrefix($0) ?? false }) {
                matches.append(prefix)
            } else if let occupation, jobs?.value.contains(occupation) ?? false {
                matches.append(occupation)
            } else if let trades {
                return .term("rome", value: rome, trades.place)
            } else if let jobs {
                return .term("occupations", value: occupation, jobs.place)
            }
        }
        if let contracts = subscription.contracts {
            guard let contract, contracts.value.contains(contract) else {
                return .term("contracts", value: contract, contracts.place)
            }
            matches.append(contract)
        }
        return nil
    }

    private func refusal(_ zones: Subscription.Term<[Zone]>) -> Reason {
        let stated = place.communes.first ?? place.departement
        if place.point == nil, let stated, zones.value.contains(where: \.hasCircles) {
            return .distanceUnknown(stated, zones.place)
        }
        return .term("zones", value: stated ?? place.point.map { "\($0.latitude), \($0.longitude)" }, zones.place)
    }

    /// The first limit that this offer says it is beyond.
    private func limit(_ subscription: Subscription, _ matches: inout [String]) -> Reason? {
        if let kinds = subscription.siaeKinds, let employer {
            guard kinds.value.contains(employer) else { return .term("siaeKinds", value: employer, kinds.place) }
            matches.append("post at \(employer)")
        }
        if let least = subscription.minimumHours, let hours {
            guard hours >= least.value else {
                return .beyond(
                    "\(Zone.plain(hours)) hours a week are fewer than its minimumHours \(Zone.plain(least.value))",
                    least.place)
            }
            matches.append("\(Zone.plain(least.value)) hours or more")
        }
        if let wanted = subscription.fullTime, let isFullTime {
            guard wanted.value == isFullTime else {
                return .beyond(
                    "the offer is \(isFullTime ? "full" : "part") time, its fullTime is \(wanted.value)", wanted.place)
            }
            matches.append(isFullTime ? "full time" : "part time")
        }
        if let highest = subscription.highestQualification, let qualification,
            let rank = Qualification.rank(of: qualification), let most = Qualification.rank(of: highest.value)
        {
            guard rank <= most else {
                return .beyond(
                    "the qualification \(Quote.value(qualification)) is above its highestQualification "
                        + Quote.value(highest.value), highest.place)
            }
            matches.append("qualification up to \(highest.value)")
        }
        return subscription.schedules.flatMap { schedule($0, &matches) }
    }

    private func schedule(
        _ schedules: Subscription.Term<Subscription.Schedules>, _ matches: inout [String]
    ) -> Reason? {
        let folded = self.schedules.map(Subscription.Schedules.folded)
        for word in schedules.value.without {
            guard let text = folded.firstIndex(where: { $0.contains(word.folded) }) else { continue }
            return .beyond(
                "\(Quote.value(self.schedules[text])) holds \(Quote.value(word.text)), which its schedules are without",
                schedules.place)
        }
        guard !schedules.value.with.isEmpty, !folded.isEmpty else { return nil }
        guard let word = schedules.value.with.first(where: { word in folded.contains { $0.contains(word.folded) } })
        else {
            return .term("schedules", value: self.schedules[0], schedules.place)
        }
        matches.append(word.text)
        return nil
    }
}

/// How France Travail's nine qualifications follow each other, from unskilled worker to executive.
enum Qualification {
    /// Workers and employees have ladders side by side: 5 is as high as 2, 6 as 3; X, not stated, is nowhere.
    private static let ranks = ["1": 1, "2": 2, "5": 2, "3": 3, "6": 3, "4": 4, "7": 5, "8": 6, "9": 7]

    static func rank(of code: String) -> Int? { ranks[code] }
}
