import Canonical
import Foundation
import Testing

@testable import Connectors

/// What an admin sees of the past.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct HistoryTests {
    /// 2026-11-19T22:30:00Z: still the 19th in France.
    private static let evening = 1_795_127_400

    /// Gives an installation whose journal holds four changes of three days to a test.
    private func with(_ body: (Installation) throws -> Void) throws {
        try Installation.small { hub in
            try hub.apply()
            let offers = JournalMessages()
            let structures = JournalMessages(feed: "annuaire", kind: "structure")
            try JournalMessages.put(
                [
                    offers.message(.created, "1", at: Self.evening, run: 1),
                    offers.message(.updated, "1", at: Self.evening + 3_600, run: 2),
                    structures.message(.created, "S 1", at: Self.evening + 7_200, run: 1, data: "{}"),
                    offers.message(.withdrawn, "1", at: Self.evening + 86_400 + 3_600, run: 3),
                ], hub.address)
            try body(hub)
        }
    }

    private static let lines = [
        #"2026-11-19T22:30:00Z  offer.created           offres  "1"  from 1.csv#1  id offres-offer-1-1-created"#,
        #"2026-11-19T23:30:00Z  offer.updated           offres  "1"  from 1.csv#2  id offres-offer-1-2-updated"#,
        #"2026-11-20T00:30:00Z  structure.created       annuaire  "S 1"  from 1.csv#1  id annuaire-structure-S 1-1-created"#,
        #"2026-11-20T23:30:00Z  offer.withdrawn         offres  "1"  from 1.csv#3  id offres-offer-1-3-withdrawn"#,
    ]

    private func text(_ numbers: Int...) -> String { numbers.map { Self.lines[$0] + "\n" }.joined() }

    @Test func `history shows every change, or those of a time, a kind, a feed, a key, an id`() throws {
        try with { hub in
            let all = try hub.hub("history", "config")
            #expect(all == Ended(code: 0, output: text(0, 1, 2, 3), errors: "4 changes\n"))
            // The day is that of France, where it begins at 23:00Z; as an end it is whole.
            #expect(try hub.hub("history", "config", "--since", "2026-11-20").output == text(1, 2, 3))
            #expect(try hub.hub("history", "config", "--until", "2026-11-19").output == text(0))
            let day = try hub.hub("history", "config", "--since", "2026-11-20", "--until", "2026-11-20")
            #expect(day.output == text(1, 2))
            let minute = try hub.hub(
                "history", "config", "--since", "2026-11-20T00:30", "--until", "2026-11-19T23:30:00Z")
            #expect(minute == Ended(code: 0, output: text(1), errors: "1 change\n"))
            #expect(try hub.hub("history", "config", "--kind", "structure").output == text(2))
            #expect(try hub.hub("history", "config", "--feed", "offres").output == text(0, 1, 3))
            #expect(try hub.hub("history", "config", "--key", "1", "--count", "2").output == text(0, 1))
            #expect(try hub.hub("history", "config", "--id", "offres-offer-1-2-updated").output == text(1))
        }
    }

    @Test func `as JSON it prints the CloudEvents as they are, which hub explain reads`() throws {
        try with { hub in
            let printed = try hub.hub("history", "config", "--json", "--key", "1", "--count", "1")
            #expect(printed.errors == "")
            #expect(printed.output == (try hub.journal().first?.body ?? "") + "\n")
            try hub.write("one.jsonl", printed.output)
            let explained = try hub.hub("explain", "config", "one.jsonl")
            #expect(explained.output.hasPrefix("offer 1 \"a\"\n  receives  ai "))
        }
    }

    @Test func `nothing found is said, with the name of the feed that may have been meant`() throws {
        try with { hub in
            let nothing = try hub.hub("history", "config", "--key", "77")
            #expect(nothing == Ended(code: 0, output: "", errors: "no such change\n"))
            let slip = try hub.hub("history", "config", "--feed", "ofres")
            #expect(slip.output == "")
            #expect(slip.errors == "no such change; the config has no feed \"ofres\": did you mean \"offres\"?\n")
        }
    }

    @Test func `what makes no sense is refused before the broker is asked`() throws {
        try Installation.small { hub in
            for (words, text) in [
                (
                    ["--since", "hier"],
                    """
                    not a moment: "hier"
                      fix: write --since 2026-11-20, 2026-11-20T14:30 (French time), 2026-11-20T13:30:00Z or "3 days" (ago)
                    """
                ),
                (
                    ["--since", "2026-11-20", "--until", "2026-11-19"],
                    """
                    --until 2026-11-19T22:59:59Z is before --since 2026-11-19T23:00:00Z
                      fix: days and times are those of France; write a Z behind one in UTC
                    """
                ),
                (["--kind", "ofer"], "unknown kind \"ofer\"\n  fix: did you mean \"offer\"?"),
                (["--count", "0"], "not a number of changes: \"0\"\n  fix: write --count 10"),
            ] {
                let ended = try hub.hub(["history", "config"] + words)
                #expect(ended == Ended(code: 64, output: "", errors: "hub history: \(text)\n"))
            }
        }
    }
}
