import Canonical
import Connectors
import Foundation

/// `hub referrals CONFIG`: how far each referral has come, from the journal; nothing about persons.
struct Referrals: Command {
    static let name = "referrals"
    static let summary = "Show how far each referral has come: sent, answered, planned. Nothing about persons."
    static let words = ["CONFIG"]
    static let options = [
        Option(name: "--member", value: "MEMBER", meaning: "what this member asked, or is asked, only"), Option.json,
    ]

    private let arguments: Arguments

    init(_ arguments: Arguments) { self.arguments = arguments }

    func run() throws -> ExitCode {
        let collective = try arguments.collective()
        let member = try arguments.value("--member").map { try arguments.member($0, in: collective).id }
        var correspondence = Correspondence(of: collective)
        try correspondence.read(at: Int(Date().timeIntervalSince1970))
        let states = correspondence.states.filter { member == nil || $0.asker == member || $0.addressee == member }
        guard !arguments.has("--json") else {
            for state in states { try Console.printJSON(state) }
            return .done
        }
        for state in states { show(state) }
        Console.print(Texts.count(states.count, "referral"))
        return .done
    }

    private func show(_ state: ReferralState) {
        var dates = ["sent \(state.sent)"]
        if let received = state.received { dates.append("received \(received)") }
        if let answered = state.answered { dates.append("answered \(answered)") }
        var text =
            "\(state.state.rawValue)  \(Quote.value(state.key)) of \(state.source)  \(state.request)  "
            + "\(state.asker) -> \(state.addressee)\n    \(dates.joined(separator: ", "))"
        if let reason = state.reason { text += "\n    because \(reason)" }
        if [.planned, .active, .closed].contains(state.state) {
            let agreed = zip(["counsellor", "CRE", "person"], state.agreed).map { "\($0) \($1 ?? "not yet")" }
            text +=
                "\n    \(state.done) of \(Texts.count(state.steps, "step")) done; agreed: \(agreed.joined(separator: ", "))"
        }
        Console.print(text)
    }
}
