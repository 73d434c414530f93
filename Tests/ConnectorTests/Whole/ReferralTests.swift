import Foundation
import Testing

@testable import Connectors

/// Who is told a person's name: the addressee, and nobody else.
@Suite(.enabled(if: Whole.isThere, "set HUB_TEST_BROKER: run deploy/test"))
struct ReferralTests {
    private static let feed = """
        {
          "member": "ai",
          "kind": "referral",
          "source": { "directory": { "path": "referrals" } },
          "format": { "ndjson": {} },
          "map": {
            "key": "ref",
            "type": { "const": "creAction" },
            "action": { "const": "pmsmp" },
            "addressedTo": "pour",
            "requested": { "const": "2026-05-04" },
            "person.id": { "from": "personne", "pseudonym": true },
            "referent.name": "referente",
            "consent.given": { "const": "2026-05-02" },
            "consent.by": { "const": "Solène" },
            "consent.purpose": { "const": "Contact" },
            "identity.lastName": "nom",
            "identity.phone": "tel"
          }
        }
        """

    private func line(_ ref: String, to member: String, referent: String = "Barnabé") -> String {
        #"{"ref":"\#(ref)","pour":"\#(member)","personne":"P-\#(ref)","referente":"\#(referent)","#
            + #""nom":"Béralda-\#(ref)","tel":"06 39 98 33 41"}"# + "\n"
    }

    @Test func `a name goes to the addressee only, and a change or a withdrawal of it too`() throws {
        try Installation.small { hub in
            try hub.write("config/feeds/offres.jsonc", Self.feed)
            try hub.write("config/referrals/1.ndjson", line("R1", to: "cre") + line("R2", to: "ei"))
            try hub.apply()
            #expect(try hub.hub("run", "config", "--once").code == 0)

            let (cre, ei) = (try hub.inbox("cre"), try hub.inbox("ei"))
            #expect(cre.map(\.change) == ["created R1"])
            #expect(ei.map(\.change) == ["created R2"])
            #expect((cre + ei).allSatisfy { $0.wrong.isEmpty && $0.exchange == "private" })
            #expect(cre.first?.body.contains(#""identity":{"lastName":"Béralda-R1","phone":"+33639983341"}"#) == true)
            #expect(cre.first?.body.contains("P-R1") == false)
            #expect(ei.first?.body.contains("Béralda-R1") == false)
            #expect(try hub.depth("inbox.ai") == 0)
            #expect(try hub.depth("inbox.aci") == 0)

            try hub.write("config/referrals/1.ndjson", line("R1", to: "cre", referent: "Solène"))
            #expect(try hub.hub("run", "config", "--once").code == 0)
            let updated = try hub.inbox("cre")
            #expect(updated.map(\.change) == ["updated R1"])
            #expect(updated.first?.id != cre.first?.id)
            let withdrawn = try hub.inbox("ei")
            #expect(withdrawn.map(\.change) == ["withdrawn R2"])
            #expect(withdrawn.first?.body.hasSuffix(#""data":{"key":"R2"}}"#) == true)

            // Addressed to somebody else: who had it is told that it is gone, not where it went.
            try hub.write("config/referrals/1.ndjson", line("R1", to: "ei", referent: "Solène"))
            #expect(try hub.hub("run", "config", "--once").code == 0)
            #expect(try hub.inbox("cre").map(\.change) == ["withdrawn R1"])
            #expect(try hub.inbox("ei").map(\.change) == ["updated R1"])

            let journal = try hub.journal()
            #expect(
                journal.map(\.change).sorted() == [
                    "created R1", "created R2", "updated R1", "updated R1", "withdrawn R2",
                ])
            for word in ["Béralda", "06 39 98", "+3363998"] {
                #expect(!journal.contains { $0.body.contains(word) }, "\(word)")
            }
            #expect(journal.contains { $0.id == cre.first?.id })
        }
    }

    @Test func `a referral to nobody is a rejection that shows who there is, and no name`() throws {
        try Installation.small { hub in
            try hub.write("config/feeds/offres.jsonc", Self.feed)
            try hub.write("config/referrals/1.ndjson", line("R1", to: "cre") + line("R2", to: "cer"))
            try hub.apply()
            let run = try hub.hub("run", "config", "--once")
            #expect(run.code == 65)
            #expect(run.output.contains("2 read · 1 rejected · 1 created · 0 updated · 0 withdrawn\n"))
            #expect(
                run.output.hasSuffix(
                    """

                    the first rejection (feed offres; all of them: hub preview config offres config/referrals/1.ndjson):
                      config/referrals/1.ndjson:2:20: record 2, field "pour": unknown addressee: "cer"
                        why: addressedTo: a referral goes to a member: aci, ai, cre or ei (config/feeds/offres.jsonc:10:20)
                        fix: did you mean "cre"?

                    """))
            #expect(!run.output.contains("Béralda"))
            #expect(try hub.inbox("cre").map(\.change) == ["created R1"])
        }
    }
}
