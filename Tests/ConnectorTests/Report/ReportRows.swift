import Canonical
import Testing

@testable import Connectors

/// Invented rows for reports, with the example's codes and definitions.
struct ReportRows {
    let collective: Collective
    var facts = ReportFacts()
    private var number = 0

    init() throws {
        collective = try CollectiveReader.read(Fixtures.repository + "/config", variables: [:], isForSamples: true)
    }

    /// A pseudonym.
    static func person(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }

    /// Adds one entity.
    mutating func add(_ schema: Schema, _ data: String, of member: String, feed: String? = nil) throws {
        let entity = try CanonicalReader.entity(
            schema, Array(data.utf8), codes: collective.codes, file: "rows"
        ).get()
        facts.note(entity, source: feed ?? "feed-of-\(member)", member: member)
    }

    /// Adds a contract with an exit, and gives the person's number.
    @discardableResult
    mutating func exit(
        _ outcome: String?, of member: String = "siae-1", person: Int? = nil, starts: String = "2025-06-02",
        on day: String = "2026-02-27", hours: String? = "800", kind: String = "ACI", followUps: [(Int, String)] = []
    ) throws -> Int {
        number += 1
        let person = person ?? number
        let done = hours.map { #","hours":{"done":\#($0),"asOf":"\#(day)"}"# } ?? ""
        let exit = outcome.map { #","exit":{"date":"\#(day)","outcome":"\#($0)"}"# } ?? ""
        let asked = followUps.map { #"{"months":\#($0),"date":"2026-12-01","outcome":"\#($1)"}"# }
        let followUps = asked.isEmpty ? "" : #","followUps":[\#(asked.joined(separator: ","))]"#
        try add(
            .pathway,
            #"{"key":"C\#(number)","person":{"id":"\#(Self.person(person))"},"siaeKind":"\#(kind)","#
                + #""contract":{"type":"DDI","starts":"\#(starts)","ends":"\#(day)"}\#(done)\#(exit)\#(followUps)}"#,
            of: member)
        return person
    }

    /// Adds an accepted application: the hire that somebody left for.
    mutating func hire(
        _ person: Int, of member: String = "siae-1", type: String, from: String = "2026-03-02", to: String? = nil,
        weekly: String? = nil
    ) throws {
        number += 1
        let ends = to.map { #","ends":"\#($0)""# } ?? ""
        let hours = weekly.map { #","hours":{"weekly":\#($0)}"# } ?? ""
        try add(
            .application,
            #"{"key":"A\#(number)","status":"accepted","sent":"2026-02-02","person":{"id":"\#(Self.person(person))"},"#
                + #""contract":{"type":"\#(type)","starts":"\#(from)"\#(ends)}\#(hours)}"#, of: member)
    }

    /// Adds an immersion that took place.
    mutating func immersion(
        of member: String = "siae-1", person: Int, sector: String? = nil, occupation: String = "Agent d'entretien",
        starts: String = "2026-01-12", objective: String = "confirmProject", status: String = "closed"
    ) throws {
        number += 1
        let sector = sector.map { #","sector":"\#($0)""# } ?? ""
        let assessment = status == "closed" ? #","assessment":{"status":"completed"}"# : ""
        try add(
            .immersion,
            #"{"key":"I\#(number)","status":"\#(status)","person":{"id":"\#(Self.person(person))"},"#
                + #""objective":"\#(objective)","occupation":{"label":"\#(occupation)"},"#
                + #""host":{"name":"Maison d'accueil"\#(sector)},"#
                + #""submitted":"2026-01-05","starts":"\#(starts)","ends":"2026-01-23"\#(assessment)}"#, of: member)
    }

    /// The report of 2026, made on 2027-01-15.
    func report(smallest: Int = 1, member: (id: String, name: String)? = nil) throws -> Report {
        let period = try #require(ReportPeriod(year: 2026))
        let made = try #require(CivilDate(year: 2027, month: 1, day: 15))
        let definitions = ReportDefinitions(smallestCell: smallest, exits: collective.report.exits)
        return Report(
            facts, definitions, name: "Collectif d'essai", codes: collective.codes, in: period, member: member,
            made: made)
    }
}

extension Report {
    /// The lines of a table as text, without spaces that only line up.
    func lines(_ id: String) -> [String] {
        let table = sections.flatMap(\.tables).first { $0.id == id }
        return table?.rows.map { row in
            (row.labels + row.figures.map(ReportText.figure)).joined(separator: " | ")
        } ?? []
    }
}
