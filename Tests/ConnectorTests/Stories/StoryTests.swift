import Canonical
import Testing

@testable import Connectors

/// The acceptance stories of the field that the schema, the routing and the rules decide; the others are told where a
/// broker, a mailbox or a report is needed.
@Suite struct StoryTests {
    private let offers = Story.Routing(
        members: [
            "aci": #"{ "name": "a", "kind": "ACI", "charter": true, "subscription": {} }"#,
            "cre": #"{ "name": "a", "kind": "CRE", "charter": true }"#,
            "etti-batiment":
                #"{ "name": "a", "kind": "ETTI", "subscription": { "types": ["job", "tender", "event"], "rome": ["F1"] } }"#,
            "etti-menage":
                #"{ "name": "a", "kind": "ETTI", "subscription": { "types": ["job", "tender", "event"], "rome": ["K2"] } }"#,
        ])

    @Test func `story 2: what is for the ETTI concerned reaches those whose activities match, and nobody else`() throws
    {
        let post =
            #"{"key":"1","type":"job","title":"a","occupation":{"rome":"F1703"},"distribution":"concerned","siaeKinds":["ETTI"]}"#
        #expect(try offers.recipients(of: post, from: "outside") == ["cre", "etti-batiment"])
    }

    @Test func `story 3: a post for charter signatories is not delivered to who has not signed`() throws {
        let post = #"{"key":"1","type":"insertionPost","title":"a","distribution":"charter"}"#
        #expect(try offers.recipients(of: post, from: "outside") == ["aci", "cre"])
    }

    @Test func `story 5: no pathway reaches the CRE; a referral does, for an action that it names`() throws {
        let pathway =
            #"{"key":"1","person":{"id":"\#(Story.person)"},"siaeKind":"ACI","contract":{"type":"DDI","starts":"2026-01-05"}}"#
        #expect(try offers.recipients(of: pathway, .pathway, from: "aci") == [])
        let referral =
            #"{"key":"1","type":"creAction","action":"pmsmp","addressedTo":"cre","person":{"id":"\#(Story.person)"}}"#
        #expect(try offers.recipients(of: referral, .referral, from: "aci") == ["cre"])
        let story = try Story()
        let aimless =
            #"{"key":"1","type":"creAction","addressedTo":"cre-limagne-allier","person":{"id":"\#(Story.person)"}}"#
        #expect(story.problems(.referral, aimless) == ["action: action is missing"])
    }

    @Test func `story 6: an EI contract that ends in three months is one alert to CIP and CRE, the same every day`()
        throws
    {
        var story = try Story()
        let contract =
            #"{"key":"C1","person":{"id":"PERSON"},"siaeKind":"EI","contract":{"type":"DDI","starts":"2025-04-01","ends":"2026-03-31"}}"#
        try story.publish("ei", .pathway, contract)
        #expect(try story.alerts("r01-contract-end", on: "2025-12-30") == [])
        let text = "Un contrat se termine le 31 mars 2026 et aucune suite n'est connue."
        #expect(try story.alerts("r01-contract-end", on: "2025-12-31") == ["cre cre: \(text)", "ei cip: \(text)"])
        let first = try story.raised("r01-contract-end", on: "2025-12-31")
        // The import of the next morning.
        try story.publish("ei", .pathway, contract)
        let next = try story.raised("r01-contract-end", on: "2026-01-01")
        #expect(first.map(\.key) == next.map(\.key) && first.map(\.text) == next.map(\.text))
    }

    @Test func `story 7: at month 3 ETI and CIP of the chantier may propose the AI, which hears of nobody before`()
        throws
    {
        var story = try Story()
        try story.publish(
            "aci", .pathway,
            #"{"key":"C1","person":{"id":"PERSON"},"siaeKind":"ACI","contract":{"type":"DDI","starts":"2026-01-05","ends":"2026-08-31"}}"#
        )
        #expect(
            try story.alerts("r06-month-3", on: "2026-03-05") == [
                "aci eti+cip: Troisième mois de chantier : l'inscription à l'AI peut être proposée."
            ])
        // They agreed: the AI has the referral, and there is nothing left to propose.
        try story.publish(
            "aci", .referral,
            #"{"key":"R1","type":"interSIAE","addressedTo":"ai","requested":"2026-03-10","person":{"id":"PERSON"}}"#)
        #expect(try story.alerts("r06-month-3", on: "2026-03-11") == [])
    }

    @Test(arguments: [(nil, "240"), (#""r08-ai-hours": { "hours": 200 }"#, "200")] as [(String?, String)])
    func `story 8: 240 hours with an AI are an alert with the three choices; the threshold is config`(
        parameter: String?, threshold: String
    ) throws {
        var story = try Story(parameter: parameter)
        func hours(_ done: String) -> String {
            #"{"key":"C1","person":{"id":"PERSON"},"siaeKind":"AI","contract":{"type":"FIXED_TERM_USAGE","starts":"2025-12-01"},"hours":{"done":\#(done),"asOf":"2026-01-31"}}"#
        }
        try story.publish("ai", .pathway, hours("199"))
        #expect(try story.alerts("r08-ai-hours", on: "2026-02-02") == [])
        try story.publish("ai", .pathway, hours(threshold))
        #expect(
            try story.alerts("r08-ai-hours", on: "2026-02-02") == [
                "ai cip+management: \(threshold) heures en AI, le seuil de \(threshold) heures est atteint."
            ])
        #expect(
            try story.raised("r08-ai-hours", on: "2026-02-02").map(\.suggestion) == [
                "Trois voies : proposer une ETTI, suspendre le contrat aidé, ou cumuler les activités."
            ])
    }

    @Test
    func
        `story 12: a hire is followed to the end of its trial, then at 3, 6 and 12 months; the CRE hears of what is missing`()
        throws
    {
        var story = try Story()
        let contract =
            #"{"key":"C1","person":{"id":"PERSON"},"siaeKind":"EI","contract":{"type":"DDI","starts":"2026-03-02","trialEnds":"2026-03-31"}}"#
        try story.publish("ei", .pathway, contract)
        #expect(try story.raised("r14-trial-end", on: "2026-03-24").map(\.addressedTo) == ["ei"])
        try story.publish(
            "ei", .pathway,
            #"{"key":"C1","person":{"id":"PERSON"},"siaeKind":"EI","contract":{"type":"DDI","starts":"2025-04-01","ends":"2025-12-31"},"exit":{"date":"2025-12-31","outcome":"durable-cdi"}}"#
        )
        for (day, months) in [("2026-03-31", 3), ("2026-06-30", 6), ("2026-12-31", 12)] {
            let text = "Suivi à \(months) mois après la sortie : la situation n'est pas encore notée."
            let alerts = try story.alerts("r13-follow-up", on: day)
            #expect(alerts.contains("cre cre: \(text)") && alerts.contains("ei cip: \(text)"), "\(day): \(alerts)")
        }
    }

    @Test(arguments: [("confirmProject", 1), ("discoverOccupation", 0)])
    func `story 13: a week without evaluation is an alert for a validation, and none for a discovery`(
        objective: String, count: Int
    ) throws {
        var story = try Story()
        try story.publish(
            "aci", .immersion,
            #"{"key":"I1","status":"started","person":{"id":"PERSON"},"objective":"\#(objective)","host":{"name":"Menuiserie du Lac","siret":"07000233200016"},"submitted":"2026-01-05","starts":"2026-03-02","ends":"2026-03-20"}"#
        )
        #expect(try story.alerts("r23-weekly-evaluation", on: "2026-03-08") == [])
        #expect(try story.alerts("r23-weekly-evaluation", on: "2026-03-09").count == count)
    }

    @Test func `story 14: an immersion asked for shortly before a contract's end is warned of, and not refused`() throws
    {
        var story = try Story()
        try story.publish(
            "aci", .referral,
            #"{"key":"O1","type":"immersion","addressedTo":"cre","requested":"2026-03-02","person":{"id":"PERSON"},"contract":{"ends":"2026-03-27"}}"#
        )
        #expect(try story.raised("r03-request-near-end", on: "2026-03-03").map(\.severity) == ["warning", "warning"])
    }

    @Test func `story 15: a rejection without a reason is refused; with one it reaches the candidate's structure`()
        throws
    {
        let story = try Story()
        let rejected = #"{"key":"A1","status":"rejected","sent":"2026-02-20","person":{"id":"\#(Story.person)"}"#
        #expect(story.problems(.application, rejected + "}") == ["reason: reason is missing"])
        let response =
            #"{"key":"R1","answer":"declined","about":{"kind":"application","key":"A1"},"addressedTo":"aci","answered":"2026-03-01""#
        #expect(story.problems(.response, response + "}") == ["reason: reason is missing"])
        let reason = try #require(story.collective.codes.table("refusal-reasons")?.codes.first?.code)
        #expect(
            try offers.recipients(of: response + #","reason":"\#(reason)"}"#, .response, from: "etti-menage") == ["aci"]
        )
    }

    @Test(arguments: [
        ("K2204", #""type":"CDD","starts":"2026-03-02","ends":"2026-10-01""#, "20", 1),
        ("K1304", #""type":"CDI","starts":"2026-03-02""#, "17.5", 0),
        ("K1304", #""type":"CDD","starts":"2026-03-01","ends":"2026-08-31""#, "20", 1),
    ])
    func `story 16: which hires validate a CARED`(rome: String, contract: String, hours: String, alerts: Int) throws {
        var story = try Story()
        try story.publish(
            "ai", .application,
            #"{"key":"A1","status":"accepted","sent":"2026-02-20","person":{"id":"PERSON"},"contract":{\#(contract)},"occupation":{"rome":"\#(rome)"},"hours":{"weekly":\#(hours)}}"#
        )
        let raised = try ["r18-cared-cleaning", "r18-cared-sap"].flatMap { try story.alerts($0, on: "2026-03-03") }
        #expect(raised.count == alerts, "\(raised)")
    }

    @Test func `story 17: the second to ask the same contact for the same is warned, with the date and no name`() throws
    {
        var story = try Story()
        for (member, key, date) in [("ei", "S1", "2026-02-12"), ("aci", "S2", "2026-02-19")] {
            try story.publish(
                member, .solicitation,
                #"{"key":"\#(key)","date":"\#(date)","topic":"immersion","employer":{"name":"Menuiserie du Lac"},"contact":{"role":"Gérante"},"referent":{"name":"Odile Marsac"},"comment":"pour Jean Bernard"}"#
            )
        }
        let text = "Menuiserie du Lac avait déjà été sollicité pour la même raison le 12 février 2026."
        #expect(
            try story.alerts("r27-double-solicitation", on: "2026-02-20") == ["aci cip: \(text)", "cre cre: \(text)"])
    }

    @Test func `story 18: three immersions in a quarter mark a company as saturated`() throws {
        var story = try Story()
        for (number, member) in ["aci", "ei", "ai"].enumerated() {
            try story.publish(
                member, .immersion,
                #"{"key":"I1","status":"started","person":{"id":"0000000000000000000000000000000\#(number)"},"objective":"confirmProject","host":{"name":"Menuiserie du Lac","siret":"07000233200016"},"submitted":"2026-01-05","starts":"2026-0\#(number + 1)-12","ends":"2026-0\#(number + 1)-23"}"#
            )
        }
        #expect(
            try story.alerts("r29-saturated-company", on: "2026-03-12") == [
                "cre cre: 3 immersions en 3 mois dans la même entreprise d'accueil."
            ])
    }

    @Test(arguments: [
        "health", "disability", "nationality", "criminalRecord", "history", "birthDate", "familySituation",
    ])
    func `story 19: an application has no field for health, history or social situation`(field: String) throws {
        let story = try Story()
        let application =
            #"{"key":"A1","status":"proposed","sent":"2026-02-20","person":{"id":"\#(Story.person)","\#(field)":"x"},"\#(field)":"x"}"#
        #expect(story.problems(.application, application).count == 2)
        #expect(!Schema.application.fields.contains { $0.path.contains(field) })
    }

    @Test
    func `story 21: a vehicle for leisure is refused, one for four months flagged, and who pays is asked of a person`()
        throws
    {
        var story = try Story()
        let start =
            #"{"key":"O1","type":"mobility","requested":"2026-02-16","addressedTo":"cre","person":{"id":"PERSON"},"prescriber":{"kind":"MSA"},"mobility":{"motive":"#
        let leisure = (start + #""leisure"}}"#).replacing("PERSON", with: Story.person)
        #expect(story.problems(.referral, leisure) == [#"mobility.motive: unknown word: "leisure""#])
        try story.publish("ai", .referral, start + #""work","months":4}}"#)
        #expect(
            try story.alerts("r46-loan-length", on: "2026-02-17").map { $0.prefix(6) } == ["ai cip", "cre cr"])
        #expect(try story.alerts("r48-loan-payer", on: "2026-02-20") == [])
        try story.publish(
            "cre", .response,
            #"{"key":"R1","answer":"accepted","about":{"kind":"referral","key":"O1"},"addressedTo":"ai","answered":"2026-02-18"}"#
        )
        #expect(
            try story.alerts("r48-loan-payer", on: "2026-02-20") == [
                "cre cre: Prêt de véhicule accordé : il reste à choisir qui paie."
            ])
    }

    @Test func `story 22: a session with five enrolled is an alert that opens its seats to the other members`() throws {
        var story = try Story()
        try story.publish(
            "cre", .offer,
            #"{"key":"F1","type":"training","title":"Essai","starts":"2026-03-30","training":{"organism":"Greta"}}"#)
        for number in 1...5 {
            try story.publish(
                "ei", .application,
                #"{"key":"A\#(number)","status":"accepted","sent":"2026-02-20","person":{"id":"0000000000000000000000000000000\#(number)"},"contract":{"starts":"2026-03-30"},"offer":{"key":"F1","source":"cre"}}"#
            )
        }
        let text = "La session du 30 mars 2026 compte 5 inscrits, il en faut 6 pour ouvrir."
        #expect(
            try story.alerts("r49-training-fill", on: "2026-03-02") == [
                "aci cip: \(text)", "ai cip: \(text)", "cre management+cre+cip: \(text)", "ei cip: \(text)",
                "etti cip: \(text)", "geiq cip: \(text)",
            ])
    }

    @Test
    func `story 23: of a tender with a clause the ETTI concerned are told; an application goes back to who spotted it`()
        throws
    {
        let tender =
            #"{"key":"T1","type":"tender","title":"a","tender":{"buyer":"Ville","stage":"awarded","clause":"clause"},"occupation":{"rome":"F1703"},"distribution":"concerned","siaeKinds":["ETTI"]}"#
        #expect(try offers.recipients(of: tender, from: "cre") == ["etti-batiment"])
        let application =
            #"{"key":"A1","status":"proposed","sent":"2026-02-20","person":{"id":"\#(Story.person)"},"offer":{"key":"T1","source":"cre"},"addressedTo":"cre"}"#
        #expect(try offers.recipients(of: application, .application, from: "etti-batiment") == ["cre"])
    }

    @Test func `story 24: when a company's contact changes, every member is told`() throws {
        var story = try Story()
        try story.publish(
            "cre", .solicitation,
            #"{"key":"S1","date":"2026-02-12","topic":"job","employer":{"name":"Menuiserie du Lac"},"contact":{"role":"Gérante","changed":true},"referent":{"name":"Odile Marsac"}}"#
        )
        #expect(
            try story.raised("r31-contact-changed", on: "2026-02-13").map(\.addressedTo).sorted() == [
                "aci", "ai", "cre", "ei", "etti", "geiq",
            ])
    }
}
