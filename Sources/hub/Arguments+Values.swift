import Canonical
import Connectors
import Foundation

/// Words that several commands read the same way.
extension Arguments {
    /// A member that the person named.
    func member(_ id: String, in collective: Collective) throws(UsageError) -> Member {
        if let member = collective.member(id) { return member }
        throw UsageError(unknown: id, "member", among: collective.members.map(\.id))
    }

    /// The kind after `--kind`.
    func kind() throws(UsageError) -> String? {
        guard let kind = value("--kind") else { return nil }
        let kinds = Schema.all.map(\.kind)
        if kinds.contains(kind) { return kind }
        throw UsageError(unknown: kind, "kind", among: kinds, all: "write \(Quote.list(kinds))")
    }

    /// Gives every entity of a file, with the member that it says it comes from, and tells what is wrong with the other lines.
    ///
    /// Returns whether anything is.
    func read(
        _ path: String, _ collective: Collective, each: (_ entity: Entity, _ sender: String?) throws -> Void
    ) throws -> Bool {
        var isRejected = false
        var file = try EntityFile(path, collective)
        while let next = try file.next() {
            switch next {
            case .success(let (entity, sender)): try each(entity, sender)
            case .failure(let rejection):
                isRejected = true
                Console.complain(rejection.problems)
            }
        }
        return isRejected
    }

    /// The day after an option, as `example` is written.
    func day(_ option: String, such example: String) throws(UsageError) -> CivilDate? {
        guard let text = value(option) else { return nil }
        if let day = CivilDate(Array(text.utf8).span) { return day }
        throw UsageError(what: "not a day: \(Quote.value(text))", fix: "write \(option) \(example)")
    }

    /// Today in France.
    var today: CivilDate { ParisTime.day(of: Int(Date().timeIntervalSince1970) / 60) }

    /// The number after `--count`; without it no end.
    func count(of things: String) throws(UsageError) -> Int {
        guard let text = value("--count") else { return .max }
        if let count = Int(text), count > 0 { return count }
        throw UsageError(what: "not a number of \(things): \(Quote.value(text))", fix: "write --count 10")
    }

    /// What `--kind`, `--since` and `--until` say.
    func window() throws(UsageError) -> JournalFilter {
        var filter = JournalFilter()
        filter.kind = try kind()
        let now = Int(Date().timeIntervalSince1970)
        filter.since = try moment("--since", now)
        filter.until = try moment("--until", now)
        if let since = filter.since, let until = filter.until, until < since {
            throw UsageError(
                what: "--until \(UTCTime.text(until)) is before --since \(UTCTime.text(since))",
                fix: "days and times are those of France; write a Z behind one in UTC")
        }
        return filter
    }

    private func moment(_ option: String, _ now: Int) throws(UsageError) -> Int? {
        guard let text = value(option) else { return nil }
        if let moment = Moment.seconds(text, now: now, isEnd: option == "--until") { return moment }
        throw UsageError(
            what: "not a moment: \(Quote.value(text))",
            fix: "write \(option) 2026-11-20, 2026-11-20T14:30 (French time), 2026-11-20T13:30:00Z or \"3 days\" (ago)")
    }
}

extension Option {
    static let kind = Option(name: "--kind", value: "KIND", meaning: "offers only, referrals only, …")
    static let since = Option(
        name: "--since", value: "WHEN",
        meaning: "from 2026-11-20 (a day in France), 2026-11-20T14:30, 2026-11-20T13:30:00Z or \"3 days\" ago")
    static let until = Option(name: "--until", value: "WHEN", meaning: "to then; a day is included")
}
