import Canonical

@testable import Connectors

/// Members and offers by chance, the same ones for the same seed.
struct RandomCollective {
    private var random: SplitMix
    /// Where the communes lie that members and offers are in.
    let communes: Communes
    private let codes = Codes([
        CodeTable(name: "contract-types", codes: contracts.map { Code(code: $0, label: $0) }),
        CodeTable(name: "siae-kinds", codes: kinds.map { Code(code: $0, label: $0) }),
        CodeTable(name: "qualifications", codes: qualifications.map { Code(code: $0, label: $0) }),
    ])

    private static let types = ["job", "insertionPost", "immersion", "mobility"]
    private static let kinds = ["ACI", "AI", "EI", "ETTI", "GEIQ"]
    private static let contracts = ["CDI", "CDD", "MIS", "DDI", "SAI"]
    private static let qualifications = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "X"]
    private static let letters = Array("ABCDEFGHIJKLMN")
    private static let schedules = ["Travail de nuit", "2x8", "Horaires normaux", "Samedi", "Travail en soirée"]

    /// With `departements` of them, each with twenty communes on a grid of its own.
    init(seed: UInt64, departements: ClosedRange<Int> = 1...19) {
        random = SplitMix(state: seed)
        var points: [String: Point] = [:]
        for departement in departements {
            for commune in 1...20 where commune % 7 != 0 {
                points[RandomCollective.commune(departement, commune)] = Point(
                    latitude: 42 + Double(departement) * 0.3 + Double(commune % 5) * 0.07,
                    longitude: Double(departement % 5) + Double(commune / 5) * 0.11)
            }
        }
        communes = Communes(points)
        self.departements = departements
    }

    private let departements: ClosedRange<Int>

    private static func commune(_ departement: Int, _ number: Int) -> String {
        "\("0\(departement)".suffix(2))\("000\(number)".suffix(3))"
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func commune() -> String {
        RandomCollective.commune(Int.random(in: departements, using: &random), Int.random(in: 1...20, using: &random))
    }

    private mutating func one(_ values: [String]) -> String { values.randomElement(using: &random) ?? "" }

    private mutating func some(_ values: [String], _ count: Int) -> [String] {
        (0..<count).map { _ in one(values) }
    }

    private mutating func rome() -> String {
        let letter = RandomCollective.letters.randomElement(using: &random) ?? "K"
        return "\(letter)\(1000 + Int.random(in: 0..<60, using: &random) * 37)"
    }

    private mutating func zone() -> Zone {
        let commune = commune()
        if chance(20), let middle = communes.point(of: commune) {
            return .around(
                Zone.Circle(commune: commune, middle: middle, kilometres: Double.random(in: 1...90, using: &random)))
        }
        if chance(30) { return .departement(String(commune.prefix(2))) }
        if chance(10) { return .named("zone", [.commune(commune), .departement(String(self.commune().prefix(2)))]) }
        return .commune(commune)
    }

    /// Members, one in a hundred without a subscription, one in two hundred a CRE; each of ten terms or so.
    mutating func members(_ count: Int, everyWord: Bool = false) -> [Member] {
        (0..<count).map { number in
            let isCRE = number % 200 == 17
            return Member(
                id: "m-\(number)", name: "m", kind: isCRE ? "CRE" : one(RandomCollective.kinds), siret: nil,
                departement: nil, hasSignedCharter: chance(70),
                subscription: isCRE || number % 100 == 3 ? nil : subscription(number, everyWord), amqpPassword: nil,
                place: Place("members/m-\(number).jsonc"))
        }
    }

    private mutating func subscription(_ number: Int, _ everyWord: Bool) -> Subscription {
        let place = Place("members/m-\(number).jsonc", line: 5, column: 9)
        func term<Value>(_ value: Value) -> Subscription.Term<Value> { Subscription.Term(value: value, place: place) }
        let wanted = some(RandomCollective.types, 2)
        let zones = (0..<3).map { _ in zone() }
        let prefixes = (0..<3).map { _ in String(rome().prefix(Int.random(in: 1...5, using: &random))) }
        let contracts = some(RandomCollective.contracts, 2)
        func has(_ percent: Int, _ random: inout SplitMix) -> Bool {
            everyWord || Int.random(in: 0..<100, using: &random) < percent
        }
        return Subscription(
            types: has(70, &random) ? term(wanted) : nil, zones: has(80, &random) ? term(zones) : nil,
            rome: has(70, &random) ? term(prefixes) : nil,
            occupations: !everyWord && chance(20) ? term(["\(Int.random(in: 10_000...10_009, using: &random))"]) : nil,
            contracts: has(50, &random) ? term(contracts) : nil,
            siaeKinds: !everyWord && chance(10) ? term(some(RandomCollective.kinds, 3)) : nil,
            minimumHours: !everyWord && chance(20) ? term(Double(Int.random(in: 10...35, using: &random))) : nil,
            fullTime: !everyWord && chance(10) ? term(chance(50)) : nil,
            schedules: !everyWord && chance(15)
                ? term(Subscription.Schedules(with: chance(50) ? [.init("horaires")] : [], without: [.init("NUIT")]))
                : nil,
            highestQualification: !everyWord && chance(20) ? term(one(RandomCollective.qualifications)) : nil,
            place: place)
    }

    /// An offer that says most of what subscriptions ask for.
    mutating func offer(_ number: Int) throws -> Entity {
        let schema = Schema.offer
        var values: [(path: String, texts: [String])] = [
            ("key", ["\(number)"]), ("type", [chance(3) ? "insertionPost" : chance(80) ? "job" : one(["immersion"])]),
        ]
        let distribution = chance(80) ? "all" : one(["concerned", "charter"])
        values.append(("distribution", [distribution]))
        if distribution == "concerned" {
            values.append(("siaeKinds[]", Array(Set(some(RandomCollective.kinds, 2))).sorted()))
        }
        values.append(("title", ["t"]))
        if chance(90) { values.append(("occupation.rome", [rome()])) }
        if chance(20) { values.append(("occupation.ogr", ["\(Int.random(in: 10_000...10_009, using: &random))"])) }
        if chance(20) { values.append(("employer.siaeKind", [one(RandomCollective.kinds)])) }
        let commune = commune()
        if chance(80) {
            values.append(("workplace.commune", [commune]))
        } else if chance(50) {
            values.append(("workplace.departement", [String(commune.prefix(2))]))
        }
        if chance(30) {
            values.append(("workplace.latitude", ["\(Double.random(in: 42...48, using: &random))"]))
            values.append(("workplace.longitude", ["\(Double.random(in: 0...5, using: &random))"]))
        }
        if chance(90) { values.append(("contract.type", [one(RandomCollective.contracts)])) }
        if chance(60) { values.append(("hours.weekly", ["\(Int.random(in: 5...39, using: &random))"])) }
        if chance(20) { values.append(("hours.fullTime", [chance(50) ? "true" : "false"])) }
        if chance(30) { values.append(("hours.schedules[]", [one(RandomCollective.schedules)])) }
        if chance(40) { values.append(("qualification.code", [one(RandomCollective.qualifications)])) }
        var draft = Draft(schema, place: Place("offers"), origin: .none(schema))
        for (path, texts) in values {
            guard let field = schema.number(of: path) else { continue }
            for (item, text) in texts.enumerated() {
                draft.append(Array(text.utf8).span, to: field, item: item, line: 1, column: 1)
            }
        }
        return try schema.entity(from: draft, codes: codes).get()
    }
}
