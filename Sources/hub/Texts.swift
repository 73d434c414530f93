import Canonical
import Connectors

/// Lines that several commands print.
enum Texts {
    /// `1 message`, `2 messages`.
    static func count(_ count: Int, _ word: String) -> String {
        "\(count) \(count == 1 ? word : plural(word))"
    }

    /// `messages`, `policies`.
    static func plural(_ word: String) -> String { word.hasSuffix("y") ? word.dropLast() + "ies" : word + "s" }

    /// One feed: its id, its kind, whose it is.
    static func feed(_ feed: Feed, _ collective: Collective) -> String {
        "feed \(feed.id)  (\(feed.schema.kind), \(collective.member(feed.member)?.name ?? feed.member))"
    }

    /// What a run of a feed counted.
    static func figures(_ report: FeedReport) -> String {
        let counts = report.counts
        var text =
            "    \(counts.read) read · \(counts.rejected) rejected · \(counts.created) created · "
            + "\(counts.updated) updated · \(counts.withdrawn) withdrawn"
        if counts.skipped > 0 { text += " · \(counts.skipped) skipped" }
        if counts.rerouted > 0 { text += " · \(counts.rerouted) for other members" }
        if counts.unchanged > 0 { text += " · \(counts.unchanged) unchanged" }
        if counts.repeated > 0 { text += " · \(counts.repeated) repeated" }
        if counts.withdrawalsHeld {
            text += "\n    nothing was withdrawn: a rejected record's key could not be read, it might be any of them"
            if let first = report.firstKeyless { text += "\n" + indented(first) }
        }
        if let unreadable = report.unreadable {
            text +=
                "\n    \(count(unreadable, "message")) could not be read and \(unreadable == 1 ? "is a dead letter" : "are dead letters")"
                + " now (hub dead)"
        }
        for finding in report.drift ?? [] {
            let since = finding.since == report.run ? "" : " since run \(finding.since)"
            text += "\n    drift\(since)\n" + indented(finding.problem.description)
        }
        return text
    }

    /// What was taken up of what members published.
    static func figures(_ report: IngressReport) -> String {
        var text =
            "from members\n    \(report.taken) read · \(report.refused) refused · \(report.accepted) accepted · "
            + "\(report.repeated) repeated"
        if report.postponed > 0 { text += " · \(report.postponed) wait for an inbox" }
        if let problem = report.firstProblem { text += "\n" + indented(problem) }
        for member in report.unanswered { text += "\n      \(member) could not be answered: it has no inbox" }
        return text
    }

    /// What waits of what members publish, and whether anybody takes it up.
    static func ingress(_ summary: IngressSummary, _ folder: String) -> String {
        guard let waiting = summary.waiting else {
            return "from members  the queue ingress does not exist\n    fix: hub apply \(folder)"
        }
        guard summary.problem == nil else { return "from members  \(waiting) waiting, cannot be taken up" }
        guard !summary.isRunning else { return "from members  \(waiting) waiting, a hub takes them up" }
        return "from members  \(waiting) waiting, \(summary.published ?? 0) published"
            + (waiting > 0 ? "\n    no hub takes them up; fix: hub run \(folder)" : "")
    }

    /// What stands of what the hub itself tells members; nil when nothing does.
    static func standing(_ state: StandingState) -> String? {
        guard state.problem == nil else { return "\(state.name)  cannot be told" }
        guard !state.isRunning else { return "\(state.name)  a hub looks at them now" }
        guard !state.members.isEmpty else { return nil }
        let members = state.members.sorted { $0.key < $1.key }.map { "\($0.value) told to \($0.key)" }
        return "\(state.name)  \(members.joined(separator: " · "))"
    }

    /// The runs of a feed that failed since the last good one.
    static func failure(_ failure: RunFailure) -> String {
        let times = failure.count == 1 ? "" : ", \(failure.count) times in a row since \(failure.since)"
        return "    failed at \(failure.time)\(times)\n" + indented(failure.problem)
    }

    /// Lines of their own below a feed's figures.
    static func indented(_ text: String) -> String { "      " + text.replacing("\n", with: "\n      ") }

    /// One inbox: what waits, and why it came there.
    static func inbox(_ inbox: InboxState, _ folder: String) -> String {
        guard let waiting = inbox.waiting else {
            return "inbox \(inbox.member): does not exist\n    fix: hub apply \(folder)"
        }
        let held = inbox.reasons.values.reduce(0, +)
        var text = "inbox \(inbox.member): \(waiting) waiting, \(held) held  (\(inbox.name))"
        let reasons = inbox.reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        // A fifth reason takes no more room than a line that says there is one.
        let shown = reasons.count == 5 ? 5 : 4
        for (reason, count) in reasons.prefix(shown) { text += "\n    \(count) because \(reason)" }
        let others = reasons.dropFirst(shown)
        if !others.isEmpty {
            text +=
                "\n    \(others.reduce(0) { $0 + $1.value }) for \(others.count) other reasons (hub explain tells each)"
        }
        return text
    }

    /// How many of its new offers a member got today.
    static func share(_ state: ShareState) -> String {
        let limit = "at most \(count(state.most, "new offer")) a day"
        guard state.problem == nil else { return "share of \(state.member): \(limit), cannot be given" }
        guard let today = state.today, let held = state.held, let waiting = state.waiting else {
            return "share of \(state.member): \(limit), being given now"
        }
        return "share of \(state.member): \(limit), \(today) today, \(held) held, "
            + "\(waiting) \(waiting == 1 ? "waits" : "wait") for another day"
    }

    /// What the hub handed over to a member, what waits, and what is wrong.
    static func delivery(_ state: DeliveryState, _ folder: String) -> String {
        var text = "delivery \(state.member): \(state.destination)\n    "
        guard let waiting = state.waiting else {
            return text + "cannot begin: the queues do not exist\n    fix: hub apply \(folder)"
        }
        if let delivered = state.delivered, let since = state.since {
            text += "\(delivered) delivered since \(since)"
            if let last = state.last { text += ", the last at \(last)" }
            if let refused = state.refused, refused > 0 { text += " · \(refused) refused (hub dead)" }
        } else {
            text += "nothing delivered yet"
        }
        text += " · \(waiting) waiting"
        if let later = state.waitingForHour { text += " · \(later) for the next hour" }
        guard let problem = state.problem else { return text }
        let times = state.failures.map { $0 == 1 ? "" : ", \($0) times in a row" } ?? ""
        text += "\n    \(state.isDead ? "dead" : "failing") since \(state.failingSince ?? "?")\(times)\n"
        text += indented(problem)
        guard state.isDead else { return text }
        return text + "\n    it is tried again when the hub reads its config anew, or by hub run \(folder) --once"
    }

    /// What a look of the hub itself told members.
    static func figures(_ report: StandingReport, of name: String) -> String {
        "\(name)\n    \(report.created) created · \(report.updated) updated · \(report.withdrawn) withdrawn"
    }

    /// What was handed over to a member.
    static func figures(_ report: DeliveryReport) -> String {
        var text = "delivery \(report.member)\n    \(report.delivered) delivered (\(report.destination))"
        if report.refused > 0 { text += " · \(report.refused) refused" }
        if report.postponed > 0 { text += " · \(report.postponed) later" }
        if report.unreadable > 0 { text += " · \(report.unreadable) unreadable" }
        if report.kept > 0 { text += " · \(report.kept) wait for the next hour" }
        if let problem = report.firstProblem { text += "\n" + indented(problem) }
        return text
    }

    /// An inbox that nobody empties.
    static func filling(_ inbox: InboxState, isHandedOver: Bool = false) -> String {
        let reader =
            isHandedOver
            ? "the destination of \(inbox.member) takes messages" : "the program of \(inbox.member) runs and keeps up"
        return """
            attention: the inbox of \(inbox.member) holds \(inbox.waiting ?? 0) of \(inbox.limit) messages; \
            programs that read it: \(inbox.readers)
                when it is full, its oldest messages become dead letters
                fix: see that \(reader)
            """
    }

    /// Dead letters that wait for somebody's decision, with the problem of the first.
    static func deadLetters(_ group: DeadLetterGroup, _ folder: String) -> String {
        let owner = [group.member.map { " of \($0)" }, group.feed.map { " of feed \($0)" }].compactMap { $0 }.joined()
        let words = [group.member.map { " --member \($0)" }, group.feed.map { " --feed \($0)" }].compactMap { $0 }
        return """
            attention: \(count(group.count, "dead letter"))\(owner) (\(group.reason.rawValue)), \
            since \(UTCTime.text(group.since)); the first:
            \(indented(group.problem.description))
                hub dead list \(folder)\(words.joined()) --reason \(group.reason.rawValue)
            """
    }
}
