import Canonical
import Testing

@testable import Connectors

/// Who receives what is no offer: those whom its fields name.
@Suite struct AudienceTests {
    private static let person = #""person":{"id":"0123456789abcdef0123456789abcdef"}"#
    private static let reaching =
        "nobody but the journal, which keeps it without identity"

    /// The recipients' reasons, then that of the member `ei` when it receives nothing.
    private func reasons(_ kind: String, _ data: String, from sender: String) throws -> [String] {
        let config = try SmallConfig([
            "members/aci.jsonc": #"{ "name": "a", "kind": "ACI", "siret": "06301012800021" }"#,
            "members/ei.jsonc": #"{ "name": "b", "kind": "EI", "siret": "00301034500019" }"#,
            "members/etti.jsonc": #"{ "name": "c", "kind": "EI" }"#,
        ])
        let collective = try config.read()
        let line = "{\"kind\":\"\(kind)\",\"data\":{\"key\":\"1\",\(data)}}\n"
        var file = try EntityFile(try config.scratch.write("entities", line), collective)
        let entity = try #require(try file.next()).get().0
        let router = Router(collective)
        let all = router.reasons(for: entity, from: sender)
        let found = router.recipients(of: entity, from: sender)
        #expect(found.map(\.member) == all.filter { $0.reason.isToReceive }.map(\.member))
        #expect(found.map(\.reason) == all.map(\.reason).filter(\.isToReceive))
        let other = all.first { $0.member == "etti" && !$0.reason.isToReceive }
        return found.map { "\($0.member): \($0.reason.text)" } + (other.map { ["- \($0.reason.text)"] } ?? [])
    }

    @Test(arguments: [
        // Addressed to a member.
        (
            #""addressedTo":"ei","#, "aci",
            [
                "cre: the CRE follows whom members put forward to each other",
                "ei: this member is asked to take the person",
                "- an application goes to those whom it names only",
            ]
        ),
        // For an offer of a feed, as its id or as messages name it, and of a member.
        (
            #""offer":{"key":"7","source":"offres"},"#, "ei",
            [
                "aci: this member is asked to take the person",
                "cre: the CRE follows whom members put forward to each other",
                "- an application goes to those whom it names only",
            ]
        ),
        (
            #""offer":{"key":"7","source":"/essai/feeds/offres"},"#, "ei",
            [
                "aci: this member is asked to take the person",
                "cre: the CRE follows whom members put forward to each other",
                "- an application goes to those whom it names only",
            ]
        ),
        (
            #""offer":{"key":"7","source":"cre"},"#, "ei",
            ["cre: this member is asked to take the person", "- an application goes to those whom it names only"]
        ),
        (
            #""employer":{"siret":"00301034500019"},"#, "cre",
            ["ei: this member is asked to take the person", "- an application goes to those whom it names only"]
        ),
        // Somebody put forward to the structure that says so: its own business.
        (
            #""employer":{"siret":"00301034500019"},"#, "ei",
            ["- the person is put forward to ei itself, and the application stays there"]
        ),
        // Nobody who is known.
        (
            #""offer":{"key":"7","source":"elsewhere"},"employer":{"siret":"00301056800032"},"#, "aci",
            [
                "- no member is named in its addressedTo, offer.source or employer.siret: an application then reaches "
                    + reaching
            ]
        ),
    ]) func `an application goes to who is asked, and to the CRE`(fields: String, sender: String, expected: [String])
        throws
    {
        let data = fields + #""status":"proposed","sent":"2026-05-02","# + Self.person
        #expect(try reasons("application", data, from: sender) == expected)
    }

    @Test func `an immersion goes to the members whose SIRET it names, not to its sender`() throws {
        let data = #""status":"requested","objective":"confirmProject","submitted":"2026-05-02","# + Self.person
        let named =
            data + #","employer":{"siret":"06301012800021"},"host":{"siret":"00301034500019"}"#
        #expect(
            try reasons("immersion", named, from: "aci") == [
                "ei: its SIRET is the host.siret", "- an immersion goes to those whom it names only",
            ])
        #expect(
            try reasons("immersion", data, from: "cre") == [
                "- no member is named in its host.siret, employer.siret or agency.siret: an immersion then reaches "
                    + Self.reaching
            ])
    }

    @Test func `answers and alerts go to their addressee`() throws {
        let answer =
            #""answer":"accepted","about":{"kind":"referral","key":"7"},"addressedTo":"ei","answered":"2026-05-02""#
        let addressed = [
            "ei: it is addressed to this member, and to nobody else", "- it is addressed to ei only",
        ]
        #expect(try reasons("response", answer, from: "cre") == addressed)
        let alert =
            #""rule":"R01","severity":"warning","addressedTo":"ei","roles":["cip"],"about":{"kind":"pathway","key":"7"},"#
            + #""since":"2026-05-02","text":"Fin de contrat","suggestion":"Préparer la sortie""#
        #expect(try reasons("alert", alert, from: "") == addressed)
    }

    @Test func `solicitations and structures go to everybody else`() throws {
        let contact =
            #""date":"2026-05-02","topic":"job","employer":{"name":"Scierie"},"contact":{"role":"gérante"},"#
            + #""referent":{"name":"Mme Petit"}"#
        #expect(
            try reasons("solicitation", contact, from: "ei") == [
                "aci: a solicitation goes to every member", "cre: a solicitation goes to every member",
                "etti: a solicitation goes to every member",
            ])
        #expect(
            try reasons("structure", #""name":"Le Chantier""#, from: "cre") == [
                "aci: a structure goes to every member", "ei: a structure goes to every member",
                "etti: a structure goes to every member",
            ])
    }
}
