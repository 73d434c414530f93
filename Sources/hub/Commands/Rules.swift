import Canonical
import Connectors
import Foundation

/// `hub rules CONFIG FILE… --at DAY`: which alerts would stand on a day; nothing is published.
struct Rules: Command {
    static let name = "rules"
    static let summary = "Show which alerts stand on a day, from the journal or from files. Publishes nothing."
    static let words = ["CONFIG", "FILE?"]
    static let options = [
        Option(name: "--at", value: "DAY", meaning: "the day, yyyy-MM-dd; today without it"),
        Option(name: "--from", value: "MEMBER", meaning: "the member that the file's entities come from"),
        Option(name: "--list", meaning: "show the rules themselves"),
        Option.json,
    ]

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() throws -> ExitCode {
        let isFromFile = arguments.words.count > 1
        let collective = try arguments.collective(forSamples: isFromFile || arguments.has("--list"))
        guard !arguments.has("--list") else {
            try list(collective)
            return .done
        }
        let day = try arguments.day("--at", such: "2026-03-01") ?? arguments.today
        let engine = RuleEngine(collective.rules, collective.members)
        var facts = engine.noFacts()
        var isRejected = false
        if isFromFile {
            isRejected = try read(arguments.words[1], collective, into: &facts)
        } else {
            var journal = JournalFacts(of: collective)
            try journal.read(at: Int(Date().timeIntervalSince1970))
            facts = journal.facts
        }
        let alerts = engine.alerts(facts, on: day)
        if arguments.has("--json") {
            var lines: [UInt8] = []
            for alert in alerts {
                guard let entity = told(alert, collective.codes) else { continue }
                lines += RecordLine.bytes(entity)
                lines.append(0x0A)
            }
            Console.write(lines)
        } else {
            for alert in alerts { show(alert) }
            let members = Set(alerts.map(\.addressedTo)).count
            Console.print(
                "\(Texts.count(alerts.count, "alert")) on \(day), to \(Texts.count(members, "member")), "
                    + "from \(Texts.count(facts.count, "entity"))")
        }
        return isRejected ? .rejected : .done
    }

    private func told(_ alert: RaisedAlert, _ codes: Codes) -> Entity? {
        switch alert.entity(codes) {
        case .success(let entity): return entity
        case .failure(let rejection):
            Console.complain(rejection.problems)
            return nil
        }
    }

    /// Whether a line was refused.
    private func read(_ path: String, _ collective: Collective, into facts: inout Facts) throws -> Bool {
        let from = try arguments.value("--from").map { try arguments.member($0, in: collective).id }
        return try arguments.read(path, collective) { entity, sender in
            let member = from ?? sender ?? ""
            facts.note(entity, source: member, member: member)
        }
    }

    private func show(_ alert: RaisedAlert) {
        Console.print(
            "\(alert.severity) \(alert.rule)  \(alert.aboutKind) \(alert.aboutKey)  to \(alert.addressedTo) "
                + "(\(alert.roles.joined(separator: ", ")))")
        let words = Dictionary(alert.words, uniquingKeysWith: { first, _ in first })
        let until = words["until"].flatMap { $0.isEmpty ? nil : " until \($0)" } ?? ""
        Console.print("    since \(words["since"] ?? "")\(until)")
        Console.print("    \(alert.text)\n    → \(alert.suggestion)")
    }

    private func list(_ collective: Collective) throws {
        if arguments.has("--json") {
            for rule in collective.rules.rules {
                try Console.printJSON(["rule": rule.id, "wording": rule.wording, "source": rule.source])
            }
            return
        }
        for rule in collective.rules.rules {
            Console.print("\(rule.id)\n    « \(rule.wording) »\n    \(rule.source)")
        }
        for rule in collective.rules.off { Console.print("\(rule)\n    off (\(collective.folder)/hub.jsonc)") }
    }
}
