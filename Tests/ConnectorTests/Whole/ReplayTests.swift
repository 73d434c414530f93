import Canonical
import Foundation
import Testing

@testable import Connectors

/// What one member gets again, and that nobody else gets anything.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct ReplayTests {
    private static let noon = 1_795_176_000
    private static let day = 86_400

    private func run(_ hub: Installation, _ rows: [String]) throws {
        try hub.write("config/exports/1.csv", Offers.file(rows))
        #expect(try hub.hub("run", "config", "--once").code == 0)
    }

    /// What was received, without how it came: by which exchange, under which key.
    private func content(_ received: [Received]) -> Set<String> { Set(received.map { "\($0.id) \($0.body)" }) }

    /// A hub whose journal holds what a test put there.
    private func with(_ messages: [Message], _ body: (Installation) throws -> Void) throws {
        try Installation.small { hub in
            try hub.apply()
            try JournalMessages.put(messages, hub.address)
            try body(hub)
        }
    }

    @Test func `a member that lost its inbox gets the last states again, twice the same, and nobody else anything`()
        throws
    {
        try Installation.small { hub in
            try hub.apply()
            try run(hub, ["1;03;a", "2;03;b", "3;03;c", "4;63;d", "5;03;e"])
            // 1 changes, 2 goes, 3 moves away, 4 comes, 5 stays.
            try run(hub, ["1;03;another", "3;63;c", "4;03;d", "5;03;e"])
            let lost = try hub.inbox("ai")
            #expect(lost.count == 8)
            _ = (try hub.inbox("ei"), try hub.inbox("cre"))
            let (before, checkpoint) = (try hub.journal(), try hub.hub("status", "config").output)

            let dry = try hub.hub("replay", "config", "ai", "--since", "1 hour", "--dry-run")
            #expect(dry.code == 0)
            #expect(dry.output.hasPrefix("inbox ai: 5 messages would be sent again, for changes since 20"))
            #expect(try hub.depth("inbox.ai") == 0)

            let sent = try hub.hub("replay", "config", "ai", "--since", "1 hour")
            #expect(sent.code == 0 && sent.errors == "")
            #expect(sent.output.hasPrefix("inbox ai: 5 messages sent again, for changes since 20"))
            let counts = "Z  (L'AI)\n    offer: 1 created · 2 updated · 2 withdrawn\n"
            #expect(sent.output.hasSuffix(counts))
            let again = try hub.inbox("ai")
            #expect(
                again.map(\.change).sorted() == ["created 5", "updated 1", "updated 4", "withdrawn 2", "withdrawn 3"])
            #expect(again.allSatisfy { $0.wrong.isEmpty && $0.exchange == "" && $0.routingKey == "inbox.ai" })
            // 4 came to it as an update like to everybody; the withdrawal of 3 is not in the journal, and yet the same.
            #expect(content(again).isSubset(of: content(lost)))
            #expect(!before.contains { $0.change == "withdrawn 3" })

            // "1 hour" is a second later by now.
            #expect(try hub.hub("replay", "config", "ai", "--since", "1 hour").output.hasSuffix(counts))
            #expect(content(try hub.inbox("ai")) == content(again))

            for member in ["aci", "ei", "cre"] { #expect(try hub.depth("inbox.\(member)") == 0) }
            #expect(try hub.journal() == before)
            #expect(try hub.hub("status", "config").output == checkpoint)
            #expect(try hub.hub("run", "config", "--once").output.contains("nothing new: nothing published"))
        }
    }

    @Test func `a member that joins can be filled at once, and otherwise by the next run`() throws {
        try Installation.small { hub in
            try hub.apply()
            try run(hub, ["1;03;a", "2;15;b"])
            let first = try hub.journal()
            let member = #"{ "name": "Neuve", "kind": "EI", "subscription": { "zones": ["15"] } }"#
            try hub.write("config/members/neuve.jsonc", member)
            try hub.apply()
            let filled = try hub.hub("replay", "config", "neuve", "--since", "1 hour", "--json")
            let json = try JSONSerialization.jsonObject(with: Data(filled.output.utf8)) as? [String: Any]
            #expect(
                json?["sent"] as? [String: [String: Int]] == ["offer": ["created": 1, "updated": 0, "withdrawn": 0]])
            #expect(content(try hub.received("inbox.neuve")).isSubset(of: content(first)))
            // The run does not know of the replay, and sends what it always sends to who joins.
            #expect(try hub.hub("run", "config", "--once").code == 0)
            #expect(try hub.received("inbox.neuve").map(\.change) == ["created 2"])
        }
    }

    @Test func `a window decides what is sent; what came before it tells what the member may hold`() throws {
        let offers = JournalMessages()
        let since = "2026-11-18"
        let messages = [
            // Before the window.
            offers.message(.created, "gone", at: Self.noon - 9 * Self.day, run: 1),
            offers.message(.created, "gone-elsewhere", "63", at: Self.noon - 9 * Self.day, run: 1),
            offers.message(.created, "moved", at: Self.noon - 9 * Self.day, run: 1),
            offers.message(.created, "untouched", at: Self.noon - 9 * Self.day, run: 1),
            // Within it.
            offers.message(.withdrawn, "gone", at: Self.noon - Self.day, run: 2),
            offers.message(.withdrawn, "gone-elsewhere", at: Self.noon - Self.day, run: 2),
            offers.message(.withdrawn, "unknown", at: Self.noon - Self.day, run: 2),
            offers.message(.updated, "moved", "63", at: Self.noon - Self.day, run: 2),
            offers.message(.created, "back", at: Self.noon - Self.day, run: 2),
            offers.message(.created, "later", at: Self.noon - Self.day, run: 2),
            offers.message(.withdrawn, "back", at: Self.noon - Self.day + 60, run: 3),
            offers.message(.created, "back", at: Self.noon - Self.day + 120, run: 4),
            // A run that was killed repeats with the same id.
            offers.message(.created, "back", at: Self.noon - Self.day + 120, run: 4),
            // After it, where there is an end.
            offers.message(.updated, "later", at: Self.noon, run: 5),
        ]
        try with(messages) { hub in
            let all = try hub.hub("replay", "config", "ai", "--since", since)
            #expect(
                all.output == """
                    inbox ai: 4 messages sent again, for changes since 2026-11-17T23:00:00Z  (L'AI)
                        offer: 1 created · 1 updated · 2 withdrawn

                    """)
            #expect(
                try hub.inbox("ai").map(\.change) == [
                    "withdrawn gone", "withdrawn moved", "created back", "updated later",
                ])
            let ended = try hub.hub("replay", "config", "ai", "--since", since, "--until", "2026-11-19")
            #expect(
                ended.output == """
                    inbox ai: 3 messages sent again, for changes since 2026-11-17T23:00:00Z  (L'AI)
                        offer: 1 created · 0 updated · 2 withdrawn
                        1 changed again after --until: left out, an older state is of no use

                    """)
            #expect(try hub.inbox("ai").map(\.id).contains("offres-offer-back-4-created"))
            let none = try hub.hub("replay", "config", "ai", "--since", since, "--kind", "referral")
            #expect(none.output.hasPrefix("inbox ai: 0 messages sent again"))
            #expect(try hub.hub("replay", "config", "aci", "--since", since).output.hasPrefix("inbox aci: 0 messages"))
        }
    }

    private func referral(_ key: String, to member: String) -> String {
        #"{"key":"\#(key)","type":"creAction","action":"pmsmp","addressedTo":"\#(member)","requested":"2026-05-04","#
            + #""person":{"id":"\#(String(repeating: "0f", count: 16))"},"referent":{"name":"Solène"},"#
            + #""consent":{"given":"2026-05-02","by":"Solène","purpose":"Contact"}}"#
    }

    @Test func `referrals go to their addressee only, without identity, and that is said`() throws {
        let messages = JournalMessages(kind: "referral")
        let time = Self.noon - Self.day
        try with([
            messages.message(.created, "R1", at: time, data: referral("R1", to: "ei")),
            messages.message(.created, "R2", at: time, data: referral("R2", to: "cre")),
            messages.message(.created, "R3", at: time, data: referral("R3", to: "ei")),
            messages.message(.created, "R4", at: time, data: referral("R4", to: "ei")),
            messages.message(.withdrawn, "R2", at: time + 60, run: 2),
            messages.message(.withdrawn, "R3", at: time + 60, run: 2),
            messages.message(.withdrawn, "R9", at: time + 60, run: 2),
            // Addressed to somebody else now: who had it is told that it is gone.
            messages.message(.updated, "R4", at: time + 60, run: 2, data: referral("R4", to: "cre")),
        ]) { hub in
            let sent = try hub.hub("replay", "config", "ei", "--since", "2026-11-18")
            #expect(
                sent
                    == Ended(
                        code: 0,
                        output: """
                            inbox ei: 3 messages sent again, for changes since 2026-11-17T23:00:00Z  (L'EI)
                                referral: 1 created · 0 updated · 2 withdrawn
                                1 referral without identity: the journal keeps none
                                  fix: a feed sends one whole when its record changes, or comes back after a run without it;
                                  hub run --again sends nothing that is unchanged

                            """, errors: ""))
            #expect(try hub.inbox("ei").map(\.change) == ["created R1", "withdrawn R3", "withdrawn R4"])
            for member in ["aci", "ai", "cre"] { #expect(try hub.depth("inbox.\(member)") == 0) }
        }
    }

    @Test func `what cannot be sent is counted and explained, and the rest is sent`() throws {
        let (offers, gone) = (JournalMessages(), JournalMessages(feed: "ancien"))
        let time = Self.noon - Self.day
        try with([
            offers.message(.created, "1", at: time, data: #"{"key":"1","type":"job","salaire":3}"#),
            offers.message(.created, "2", at: time, data: #"{"key":"2","type":"stage","title":"a"}"#),
            offers.message(.created, "3", at: time),
            gone.message(.created, "4", at: time),
        ]) { hub in
            let sent = try hub.hub("replay", "config", "ai", "--since", "2026-11-18")
            #expect(sent.code == 65)
            #expect(sent.output.hasSuffix("(L'AI)\n    offer: 1 created · 0 updated · 0 withdrawn\n"))
            #expect(
                sent.errors == """
                    journal: not sent, for today's schema refuses them: 2, the first is offer "1" of feed offres
                      why: salaire: unknown field "salaire"; an offer has no such field
                      fix: let the feed publish them anew: correct its export or its mapping
                    journal: not sent, for they came from feed ancien: 1
                      why: the config does not have it any more: nobody would ever withdraw them
                      fix: if it has another name now, let it publish them under that name: a feed does in its next run

                    """)
            #expect(try hub.inbox("ai").map(\.change) == ["created 3"])
        }
    }

    @Test func `nothing is sent to whom nobody knows, without an inbox, without a moment, or beside a running feed`()
        throws
    {
        try Installation.small { hub in
            try hub.apply()
            let unknown = try hub.hub("replay", "config", "eii", "--since", "1 day")
            let who = "hub replay: unknown member \"eii\"\n  fix: did you mean \"ei\"?\n"
            #expect(unknown == Ended(code: 64, output: "", errors: who))
            let endless = try hub.hub("replay", "config", "ei")
            let when = "hub replay: --since is missing\n  fix: say from when on, rather too early: --since \"3 days\"\n"
            #expect(endless == Ended(code: 64, output: "", errors: when))

            let connection = try BrokerConnection(hub.address, name: "test")
            let lease = try Lease(feed: "offres", on: connection)
            let busy = try hub.hub("replay", "config", "ei", "--since", "1 day")
            let text = """
                inbox.ei: feed offres is running now; nothing was sent
                  why: what it publishes meanwhile would reach ei before an older state of the same
                  fix: try again when it has ended

                """
            #expect(busy == Ended(code: 69, output: "", errors: text))
            #expect(try hub.hub("replay", "config", "ei", "--since", "1 day", "--dry-run").code == 0)
            try lease.release()
            connection.close()

            try hub.client("delete", "inbox.ei")
            let missing = try hub.hub("replay", "config", "ei", "--since", "1 day")
            let inbox = "inbox.ei: the inbox does not exist\n  why: nothing was sent\n  fix: run hub apply config\n"
            #expect(missing == Ended(code: 78, output: "", errors: inbox))
        }
    }
}
