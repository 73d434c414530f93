import Testing

@testable import Canonical

/// A record that is right, what to change in it, and what is then wrong.
struct RuleCase: CustomTestStringConvertible, Sendable {
    let kind: String
    let changes: [(String, String)]
    /// Empty when the record stays right.
    let problem: String

    init(_ kind: String, _ changes: [(String, String)], _ problem: String = "") {
        self.kind = kind
        self.changes = changes
        self.problem = problem
    }

    var testDescription: String { "\(kind): \(changes.map { "\($0) \($1)" }.joined(separator: ", "))" }
}

@Suite struct RulesTests {
    private static let person = "0123456789abcdef0123456789abcdef"
    private static let siret = "73282932000074"

    /// The least that each kind wants.
    private static let least: [String: [(String, String)]] = [
        "offer": [("key", "7"), ("type", "job"), ("title", "t")],
        "referral": [("key", "7"), ("type", "immersion"), ("addressedTo", "cre"), ("person.id", person)],
        "application": [("key", "7"), ("status", "proposed"), ("sent", "2026-03-01"), ("person.id", person)],
        "pathway": [
            ("key", "7"), ("person.id", person), ("siaeKind", "ACI"), ("contract.type", "CDI"),
            ("contract.starts", "2026-01-01"),
        ],
        "immersion": [
            ("key", "7"), ("status", "requested"), ("person.id", person), ("objective", "confirmProject"),
            ("submitted", "2026-03-01"),
        ],
        "response": [
            ("key", "7"), ("answer", "accepted"), ("about.kind", "offer"), ("about.key", "8"),
            ("answered", "2026-03-01"),
        ],
        "solicitation": [
            ("key", "7"), ("date", "2026-03-01"), ("topic", "job"), ("employer.name", "e"), ("contact.role", "c"),
            ("referent.name", "r"),
        ],
        "structure": [("key", "7"), ("name", "n")],
        "alert": [
            ("key", "7"), ("rule", "r"), ("severity", "info"), ("addressedTo", "aci"), ("roles[]", "cip"),
            ("about.kind", "offer"), ("about.key", "8"), ("since", "2026-03-01"), ("text", "t"), ("suggestion", "s"),
        ],
        "receipt": [
            ("key", "7"), ("status", "accepted"), ("addressedTo", "aci"), ("message", person),
            ("received", "2026-03-01"), ("accepted", "1"), ("refused", "0"),
        ],
        "progress": [
            ("key", "f/7"), ("addressedTo", "aci"), ("about.key", "7"), ("about.source", "f"), ("asked", "cre"),
            ("state", "sent"), ("sent", "2026-03-01"),
        ],
    ]

    private static let codes = Codes([
        CodeTable(
            name: "contract-types", codes: [Code(code: "CDI", label: "CDI"), Code(code: "DDI", label: "CDDI")]),
        CodeTable(name: "siae-kinds", codes: [Code(code: "ACI", label: "ACI")]),
        CodeTable(name: "exit-outcomes", codes: [Code(code: "durable", label: "Emploi durable")]),
        CodeTable(name: "refusal-reasons", codes: [Code(code: "other", label: "Autre")]),
        CodeTable(name: "prescriber-kinds", codes: [Code(code: "ML", label: "Mission locale")]),
    ])

    /// What, why and fix of every problem of the least record with these changes; a change replaces what it names.
    private func problems(
        _ kind: String, _ changes: [(String, String)], codes: Codes = codes, items: [Int] = []
    ) throws -> [String] {
        let schema = try #require(Schema.named(kind))
        let kept = (Self.least[kind] ?? []).filter { least in !changes.contains { $0.0 == least.0 } }
        var draft = Draft(schema, place: Place("f", record: 1), origin: .none(schema))
        var counts: [String: Int] = [:]
        for (path, text) in kept + changes where text != "" {
            let number = try #require(schema.number(of: path), "\(path)")
            let item = counts[path, default: 0]
            counts[path] = item + 1
            guard text != "—" else { continue }
            draft.append(Array(text.utf8).span, to: number, item: item, line: 1, column: 1)
        }
        guard case .failure(let rejection) = schema.entity(from: draft, codes: codes) else { return [] }
        return rejection.problems.map { "\($0.what)\nwhy: \($0.why ?? "")\nfix: \($0.fix ?? "")" }
    }

    @Test(arguments: Schema.all.map(\.kind))
    func `the least that a kind wants is right, and each part of it is wanted`(kind: String) throws {
        #expect(try problems(kind, []) == [])
        let schema = try #require(Schema.named(kind))
        for (path, _) in Self.least[kind] ?? [] where path != "message" {
            let field = try #require(schema.number(of: path).map { schema.fields[$0] })
            #expect(
                try problems(kind, [(path, "")]) == [
                    """
                    \(path) is missing
                    why: every \(kind) has one: \(field.meaning)
                    fix: add "\(path)"
                    """
                ])
        }
    }

    @Test(arguments: [
        RuleCase("offer", [("starts", "2026-03-02"), ("ends", "2026-03-02")]),
        RuleCase("offer", [("starts", "2026-03-02T18:00:00Z"), ("ends", "2026-03-02T08:00:00Z")]),
        RuleCase(
            "offer", [("starts", "2026-03-02T08:00:00+01:00"), ("ends", "2026-03-01")],
            """
            ends is 2026-03-01, before starts 2026-03-02
            why: an offer ends on or after the day it begins
            fix: correct one of the two dates in the export
            """),
        RuleCase("offer", [("published", "2026-03-02T08:00:00Z"), ("expires", "2026-03-02")]),
        RuleCase(
            "offer", [("published", "2026-03-02"), ("expires", "2026-03-01")],
            """
            expires is 2026-03-01, before published 2026-03-02
            why: an offer can be answered on the day it is published at least
            fix: correct one of the two dates in the export
            """),
        RuleCase("offer", [("salary.min", "1800"), ("salary.max", "1800.00"), ("salary.period", "month")]),
        RuleCase("offer", [("salary.min", "900"), ("salary.max", "1800"), ("salary.period", "month")]),
        RuleCase(
            "offer", [("salary.min", "1800.5"), ("salary.max", "900"), ("salary.period", "month")],
            """
            salary.max is 900, below salary.min 1800.5
            why: the highest pay is not below the lowest
            fix: correct one of the two in the export
            """),
        RuleCase(
            "offer", [("salary.min", "1800")],
            """
            salary.period is missing
            why: an offer has one when it has salary.min: What one pay is for.
            fix: add "salary.period"
            """),
        RuleCase("offer", [("workplace.postcode", "63300"), ("workplace.departement", "63")]),
        RuleCase("offer", [("workplace.postcode", "63300"), ("workplace.commune", "03185")]),
        RuleCase("offer", [("workplace.postcode", "20000"), ("workplace.commune", "2A004")]),
        RuleCase("offer", [("workplace.postcode", "98000"), ("workplace.departement", "06")]),
        RuleCase("offer", [("workplace.postcode", "97133"), ("workplace.departement", "977")]),
        RuleCase(
            "offer", [("workplace.postcode", "63300"), ("workplace.departement", "75")],
            """
            workplace.postcode is 63300, the département is 75
            why: a postcode lies in its département, or in the next one
            fix: correct one of the two in the export
            """),
        RuleCase(
            "structure", [("workplace.postcode", "63300"), ("workplace.commune", "13055")],
            """
            workplace.postcode is 63300, the département is 13
            why: a postcode lies in its département, or in the next one
            fix: correct one of the two in the export
            """),
        RuleCase(
            "solicitation", [("workplace.postcode", "63300"), ("workplace.commune", "13055")],
            """
            workplace.postcode is 63300, the département is 13
            why: a postcode lies in its département, or in the next one
            fix: correct one of the two in the export
            """),
        RuleCase("solicitation", [("date", "2026-03-02T09:00:00Z"), ("next", "2026-03-02")]),
        RuleCase(
            "solicitation", [("date", "2026-03-02"), ("next", "2026-03-01")],
            """
            next is 2026-03-01, before date 2026-03-02
            why: the next contact comes after this one
            fix: correct one of the two dates in the export
            """),
        RuleCase(
            "solicitation", [("outcome", "callBack")],
            """
            next is missing
            why: a solicitation has one when outcome is callBack: When the company is to be contacted again.
            fix: add "next"
            """),
        RuleCase("referral", [("contract.starts", "2026-03-02"), ("contract.ends", "2026-03-02")]),
        RuleCase(
            "referral", [("contract.starts", "2026-03-02"), ("contract.ends", "2026-03-01")],
            """
            contract.ends is 2026-03-01, before contract.starts 2026-03-02
            why: a contract ends on or after its first day
            fix: correct one of the two dates in the export
            """),
        RuleCase(
            "referral", [("requested", "2026-03-02"), ("answerBy", "2026-03-01")],
            """
            answerBy is 2026-03-01, before requested 2026-03-02
            why: an answer is due on or after the day of the request
            fix: correct one of the two dates in the export
            """),
        RuleCase(
            "referral", [("immersion.starts", "2026-03-02"), ("immersion.ends", "2026-03-01")],
            """
            immersion.ends is 2026-03-01, before immersion.starts 2026-03-02
            why: an immersion ends on or after its first day
            fix: correct one of the two dates in the export
            """),
        RuleCase(
            "referral", [("consent.given", "2026-03-02"), ("consent.until", "2026-03-01")],
            """
            consent.until is 2026-03-01, before consent.given 2026-03-02
            why: a consent ends on or after the day it is given
            fix: correct one of the two dates in the export
            """),
        RuleCase(
            "referral", [("type", "creAction")],
            """
            action is missing
            why: a referral has one when type is creAction: Which of the CRE's seven actions is asked for.
            fix: add "action"
            """),
        RuleCase(
            "referral", [("type", "prescriber")],
            """
            prescriber.kind is missing
            why: a referral has one when type is prescriber: What kind of body sends the person; a kind that tells \
            about the person is "Autre".
            fix: add "prescriber.kind"
            """),
        RuleCase(
            "referral", [("offer.key", "8")],
            """
            offer.source is missing
            why: a referral has one when it has offer: The feed or member that publishes that offer.
            fix: add "offer.source"
            """),
        RuleCase(
            "application", [("consent.given", "2026-03-02"), ("consent.until", "2026-03-01")],
            """
            consent.until is 2026-03-01, before consent.given 2026-03-02
            why: a consent ends on or after the day it is given
            fix: correct one of the two dates in the export
            """),
        RuleCase(
            "application", [("sent", "2026-03-02T08:00:00Z"), ("changed", "2026-03-01")],
            """
            changed is 2026-03-01, before sent 2026-03-02
            why: an application changes on or after the day it is sent
            fix: correct one of the two dates in the export
            """),
        RuleCase(
            "application", [("approval.starts", "2026-03-02"), ("approval.ends", "2026-03-01")],
            """
            approval.ends is 2026-03-01, before approval.starts 2026-03-02
            why: an approval ends on or after its first day
            fix: correct one of the two dates in the export
            """),
        RuleCase("application", [("sender.kind", "prescriber"), ("referent.name", "R")]),
        RuleCase("application", [("sender.kind", "jobSeeker")]),
        RuleCase(
            "application", [("sender.kind", "jobSeeker"), ("referent.email", "r@exemple.fr")],
            """
            a referent is given, sender.kind is "jobSeeker": the name would be the person's own
            why: an application that the person sends has no referent
            fix: map the sender's name and e-mail only where the sender is a prescriber or an employer
            """),
        RuleCase("application", [("status", "rejected"), ("reason", "other")]),
        RuleCase(
            "application", [("status", "rejected")],
            """
            reason is missing
            why: an application has one when status is rejected: Why the person was not taken.
            fix: add "reason"
            """),
        RuleCase(
            "application", [("status", "accepted")],
            """
            contract.starts is missing
            why: an application has one when status is accepted: First day of the contract.
            fix: add "contract.starts"
            """),
        RuleCase(
            "application", [("feedback.date", "2026-03-01")],
            """
            feedback.by is missing
            why: an application has one when it has feedback: Who told the person.
            fix: add "feedback.by"
            """),
        RuleCase("pathway", [("exit.date", "2026-01-01"), ("exit.outcome", "durable")]),
        RuleCase(
            "pathway", [("exit.date", "2025-12-31"), ("exit.outcome", "durable")],
            """
            exit.date is 2025-12-31, before contract.starts 2026-01-01
            why: a person leaves on or after the first day of the contract
            fix: correct one of the two dates in the export
            """),
        RuleCase(
            "pathway", [("exit.date", "2026-05-01")],
            """
            exit.outcome is missing
            why: a pathway has one when it has exit.date: What the person left for.
            fix: add "exit.outcome"
            """),
        RuleCase(
            "pathway", [("trainings[].hours", "35")],
            """
            trainings[].title is missing
            why: a pathway has one when it has trainings: A training during the contract.
            fix: add "trainings[].title"
            """),
        RuleCase("offer", [("skills[].label", "a"), ("skills[].label", "b"), ("skills[].required", "E")]),
        RuleCase(
            "offer",
            [("skills[].label", "a"), ("skills[].label", "—"), ("skills[].required", "E"), ("skills[].required", "S")],
            """
            skills[].label is missing
            why: each item of skills has one: What the person should be able to do.
            fix: add "skills[].label"
            """),
        RuleCase("immersion", [("starts", "2026-03-02"), ("ends", "2026-03-02")]),
        RuleCase(
            "immersion", [("starts", "2026-03-02"), ("ends", "2026-03-01")],
            """
            ends is 2026-03-01, before starts 2026-03-02
            why: an immersion ends on or after its first day
            fix: correct one of the two dates in the export
            """),
        RuleCase(
            "immersion", [("approved", "2026-03-02"), ("validated", "2026-03-01")],
            """
            validated is 2026-03-01, before approved 2026-03-02
            why: an immersion is validated on or after its approval
            fix: correct one of the two dates in the export
            """),
        RuleCase(
            "immersion",
            [
                ("starts", "2026-03-02"), ("ends", "2026-03-06"), ("schedule[].date", "2026-03-02"),
                ("schedule[].date", "2026-03-06"), ("schedule[].start", "08:00"), ("schedule[].start", "08:00"),
                ("schedule[].end", "12:00"), ("schedule[].end", "12:00"),
            ]),
        RuleCase(
            "immersion",
            [
                ("starts", "2026-03-02"), ("ends", "2026-03-06"), ("schedule[].date", "2026-03-02"),
                ("schedule[].date", "2026-03-07"), ("schedule[].start", "08:00"), ("schedule[].start", "08:00"),
                ("schedule[].end", "12:00"), ("schedule[].end", "12:00"),
            ],
            """
            schedule[].date is 2026-03-07, outside 2026-03-02 to 2026-03-06
            why: a day of the schedule lies in the immersion
            fix: correct the day, or the first or last day of the immersion
            """),
        RuleCase(
            "immersion", [("status", "hostFound")],
            """
            host.name is missing
            why: an immersion has one when status is hostFound: Who receives the person.
            fix: add "host.name"
            """),
        RuleCase(
            "immersion", [("status", "rejected")],
            """
            statusReason is missing
            why: an immersion has one when status is rejected: Why it was rejected, cancelled or given up.
            fix: add "statusReason"
            """),
        RuleCase(
            "response", [("answer", "declined")],
            """
            reason is missing
            why: a response has one when answer is declined: Why it is declined.
            fix: add "reason"
            """),
        RuleCase("response", [("steps[].label", "a"), ("steps[].by", "cre")]),
        RuleCase(
            "response", [("steps[].label", "a"), ("steps[].label", "b"), ("steps[].by", "cre")],
            """
            steps[].by is missing
            why: each item of steps has one: Who takes the step.
            fix: add "steps[].by"
            """),
        RuleCase("alert", [("due", "2026-03-01")]),
        RuleCase(
            "alert", [("due", "2026-02-28")],
            """
            due is 2026-02-28, before since 2026-03-01
            why: an alert can be acted on from its first day at least
            fix: correct one of the two dates in the export
            """),
        RuleCase("receipt", [("message", ""), ("feed", "f"), ("run", "1")]),
        RuleCase(
            "receipt", [("message", "")],
            """
            neither feed nor message is given
            why: a receipt names a feed or a message
            fix: name the feed that read it, or the message
            """),
        RuleCase("receipt", [("refused", "00")]),
        RuleCase(
            "receipt", [("refused", "2")],
            """
            refused is 2, status is "accepted"
            why: a receipt with all records accepted has none refused
            fix: write status "partial" or "refused"
            """),
        RuleCase(
            "receipt", [("finished", "2026-02-28")],
            """
            finished is 2026-02-28, before received 2026-03-01
            why: a run is finished on or after the day it began
            fix: correct one of the two dates in the export
            """),
        RuleCase("progress", [("received", "2026-03-01")]),
        RuleCase(
            "progress", [("received", "2026-02-28")],
            """
            received is 2026-02-28, before sent 2026-03-01
            why: a referral is received on or after the day it is sent
            fix: correct one of the two dates in the export
            """),
    ]) func `a rule lets pass what keeps it, and says what breaks it`(test: RuleCase) throws {
        #expect(try problems(test.kind, test.changes) == (test.problem.isEmpty ? [] : [test.problem]))
    }

    @Test(arguments: ["pathway", "application"])
    func `a CDDI lasts 24 months at most, to the day`(kind: String) throws {
        func contract(_ type: String, _ starts: String, _ ends: String, _ codes: Codes = Self.codes) throws -> [String]
        {
            try problems(
                kind, [("contract.type", type), ("contract.starts", starts), ("contract.ends", ends)], codes: codes)
        }
        #expect(try contract("DDI", "2026-01-01", "2027-12-31") == [])
        #expect(try contract("DDI", "2024-02-29", "2026-02-27") == [])
        #expect(try contract("CDI", "2026-01-01", "2030-01-01") == [])
        #expect(
            try contract("DDI", "2026-01-01", "2028-01-01") == [
                """
                contract.ends is 2028-01-01, more than 24 months after contract.starts 2026-01-01 (contract.type DDI)
                why: some types of contract may last so many months only ("longestContracts" in hub.jsonc)
                fix: correct one of the two dates in the export
                """
            ])
        let longer = Codes(
            ["contract-types", "siae-kinds"].compactMap { Self.codes.table($0) },
            longestContracts: ["DDI": 60, "CDI": 1])
        #expect(try contract("DDI", "2026-01-01", "2030-12-31", longer) == [])
        #expect(try contract("DDI", "2026-01-01", "2031-01-01", longer).count == 1)
        #expect(
            try contract("CDI", "2026-01-31", "2026-03-01", longer) == [
                """
                contract.ends is 2026-03-01, more than 1 months after contract.starts 2026-01-31 (contract.type CDI)
                why: some types of contract may last so many months only ("longestContracts" in hub.jsonc)
                fix: correct one of the two dates in the export
                """
            ])
    }

    @Test(arguments: ["referral", "application"])
    func `an identity needs the consent: when, before whom, to what`(kind: String) throws {
        let identity = [("identity.lastName", "Martin")]
        let consent = [("consent.given", "2026-03-01"), ("consent.by", "R"), ("consent.purpose", "p")]
        #expect(try problems(kind, identity + consent) == [])
        #expect(try problems(kind, consent) == [])
        let missing = [
            ("consent.given", "When the person agreed that the identity is shared."),
            ("consent.by", "Who asked the person."), ("consent.purpose", "What the person agreed to."),
        ]
        #expect(
            try problems(kind, identity)
                == missing.map { path, meaning in
                    """
                    \(path) is missing
                    why: \(Quote.a(kind)) has one when it has identity: \(meaning)
                    fix: add "\(path)"
                    """
                })
    }
}
