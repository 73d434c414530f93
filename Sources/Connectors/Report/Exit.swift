import Canonical

/// Somebody who left a structure: the last contract of a stay, with what is known of the whole of it.
///
/// A stay is all contracts of a person in a structure since the person last left it.
struct Exit: Sendable {
    let member: String
    let person: String
    let day: Int
    let outcome: String
    /// Hours done in the contracts of which they are known.
    let hours: Double
    /// Whether they are known of all contracts of the stay.
    let isWhole: Bool
    /// First day of the last contracts that follow each other.
    let present: Int
    let followUps: [(months: Int, outcome: String)]
    /// The hire that the person left for, where an accepted application tells of it.
    let hire: ReportFacts.Hire?

    /// The situation so many months after the exit; nil when nobody asked.
    func outcome(after months: Int) -> String? {
        months == 0 ? outcome : followUps.last { $0.months == months }?.outcome
    }

    /// Days around an exit in which a hire is the one that the person left for.
    private static let hireWindow = -31...62

    /// The exits of every person and structure, and who goes on in the structure, in order of days.
    static func all(in facts: ReportFacts, _ definitions: ExitDefinitions) -> (exits: [Exit], continued: [Exit]) {
        struct Stay: Hashable {
            let member: String
            let person: String
        }
        let stays = Dictionary(grouping: facts.pathways.items) { Stay(member: $0.origin.member, person: $0.person) }
        let hires = Dictionary(grouping: facts.hires.items) { Stay(member: $0.origin.member, person: $0.person) }
        let notExits = Set(definitions.notExits.outcomes)
        var (exits, continued) = ([Exit](), [Exit]())
        for (stay, contracts) in stays {
            guard contracts.contains(where: { $0.exit != nil }) else { continue }
            let contracts = joined(contracts.sorted { ($0.starts, $0.origin.key) < ($1.starts, $1.origin.key) })
            var lastExit = Int.min
            var ended = contracts.filter { $0.exit != nil && $0.outcome != nil }
            ended.sort { ($0.exit ?? 0, $0.starts, $0.origin.key) < ($1.exit ?? 0, $1.starts, $1.origin.key) }
            for (number, contract) in ended.enumerated() {
                guard let day = contract.exit, let outcome = contract.outcome else { continue }
                // Of several contracts that end on one day the latest tells why.
                if number + 1 < ended.count, ended[number + 1].exit == day { continue }
                let own = contracts.filter {
                    $0.starts > lastExit && $0.starts <= day || $0.origin == contract.origin
                }
                let hire = hires[stay]?.filter { hireWindow.contains($0.starts - day) }
                    .min { (abs($0.starts - day), $0.origin.key) < (abs($1.starts - day), $1.origin.key) }
                let exit = Exit(
                    member: stay.member, person: stay.person, day: day, outcome: outcome,
                    hours: own.reduce(0) { $0 + ($1.hours ?? 0) }, isWhole: own.allSatisfy { $0.hours != nil },
                    present: present(own, contract, definitions.gap), followUps: contract.followUps, hire: hire)
                if notExits.contains(outcome) {
                    continued.append(exit)
                } else {
                    exits.append(exit)
                    lastExit = day
                }
            }
        }
        func order(_ a: Exit, _ b: Exit) -> Bool { (a.day, a.member, a.person) < (b.day, b.member, b.person) }
        return (exits.sorted(by: order), continued.sorted(by: order))
    }

    /// The contracts, of which a list of exits, a list of hours and a list of contracts may each tell a part.
    ///
    /// What begins on the same day in exports of different feeds is one contract; in the same export it is two.
    private static func joined(_ contracts: [ReportFacts.Pathway]) -> [ReportFacts.Pathway] {
        var found: [(contract: ReportFacts.Pathway, sources: Set<String>)] = []
        for contract in contracts {
            let source = contract.origin.source
            let same = found.lastIndex { $0.contract.starts == contract.starts && !$0.sources.contains(source) }
            guard let same else {
                found.append((contract, [source]))
                continue
            }
            found[same].contract = found[same].contract.joined(contract)
            found[same].sources.insert(source)
        }
        return found.map(\.contract)
    }

    /// First day of the contracts that follow each other up to the last one.
    private static func present(
        _ contracts: [ReportFacts.Pathway], _ last: ReportFacts.Pathway, _ gap: Int
    ) -> Int {
        var first = last.starts
        for contract in contracts.reversed() where contract.starts < first {
            // A contract of which nobody knows the end lasted until the next.
            let ended = contract.exit ?? contract.ends ?? first
            if ended + gap >= first - 1 { first = contract.starts }
        }
        return first
    }
}

/// Yes, no, or not known: what nobody wrote down is never guessed.
enum Known: Sendable {
    case yes, no, unknown

    init(_ holds: Bool) { self = holds ? .yes : .no }
}

extension ExitDefinitions.Presence {
    func holds(for exit: Exit) -> Known {
        if let hours {
            if exit.isWhole { return Known(hours.holds(exit.hours)) }
            // What is known is the least that it can be.
            switch hours.relation {
            case .above, .atLeast: return hours.holds(exit.hours) ? .yes : .unknown
            case .below, .atMost: return hours.holds(exit.hours) ? .unknown : .no
            case .exactly: return exit.hours > hours.threshold ? .no : .unknown
            }
        }
        return months.map { Known($0.holds(from: exit.present, through: exit.day)) } ?? .yes
    }
}

extension ExitDefinitions.Durable {
    /// Whether the situation is lasting employment; `hire` is what is known of the contract.
    func holds(for outcome: String, _ hire: ReportFacts.Hire?) -> Known {
        if outcomes.contains(outcome) { return .yes }
        if let lasting, lasting.outcomes.contains(outcome) {
            guard let hire else { return .unknown }
            if hire.type == "CDI" { return .yes }
            return hire.ends.map { Known(lasting.months.holds(from: hire.starts, through: $0)) } ?? .unknown
        }
        if fullTime.contains(outcome) {
            // 35 hours a week are the legal full time.
            return hire?.weekly.map { Known($0 >= 35) } ?? .unknown
        }
        return unsure.contains(outcome) ? .unknown : .no
    }
}

extension Comparison {
    /// Compares the months from one day through another, both counted, with the threshold.
    func holds(from first: Int, through last: Int) -> Bool {
        let end = Period(Int(threshold), .month).added(to: first) - 1
        return switch relation {
        case .above: last > end
        case .atLeast: last >= end
        case .below: last < end
        case .atMost: last <= end
        case .exactly: last == end
        }
    }
}
