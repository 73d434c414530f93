import Canonical
import Connectors
import Foundation

/// `hub match CONFIG`: which open offers fit which open referrals, for one reader; nothing is published.
struct FindMatches: Command {
    static let name = "match"
    static let summary = "Show which open offers fit the open referrals, with reasons, for the CRE or a member."
    static let words = ["CONFIG", "KEY?"]
    static let options = [
        Option(name: "--member", value: "MEMBER", meaning: "for this member, and what it may see; the CRE without it"),
        Option.json,
    ]

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() throws -> ExitCode {
        let collective = try arguments.collective()
        let reader = try reader(in: collective)
        let key = arguments.words.count > 1 ? arguments.words[1] : nil
        let facts = try MatchFacts.read(of: collective)
        let list = MatchList(facts, of: collective, reader: reader, key: key, on: arguments.today)
        if arguments.has("--json") {
            for match in MatchJSON.all(list) { try Console.printJSON(match) }
        } else if list.isFound {
            Console.write(MatchText.text(list))
        }
        if !list.isFound {
            Console.complain(
                "\(reader.id) has no open offer or referral \(Quote.value(key ?? ""))\n"
                    + "  fix: hub history \(collective.folder) --key \(key ?? "") tells whether it was withdrawn")
        }
        if facts.unfit > 0 {
            Console.complain(
                "\(Texts.count(facts.unfit, "change")) of the journal left out: today's schema refuses them")
        }
        return facts.unfit > 0 ? .rejected : .done
    }

    private func reader(in collective: Collective) throws -> Member {
        if let id = arguments.value("--member") { return try arguments.member(id, in: collective) }
        let cres = collective.members.filter(\.isCRE)
        if let cre = cres.first, cres.count == 1 { return cre }
        throw UsageError(
            what: "the config has \(Texts.count(cres.count, "CRE"))", fix: "name the reader: --member MEMBER")
    }
}
